//! States that only an operator can end, whatever a program tries.

use std::fmt;
use std::net::IpAddr;
use std::time::Duration;

/// A state that goes on until somebody does something about it: [`Error::trouble`](super::Error::trouble).
///
/// `Display` says what it is, and [`remedy`](Self::remedy) what to do.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Trouble {
    /// WeChat has pushed no ticket to this platform yet, or none was stored.
    TicketMissing,
    /// The latest ticket is older than WeChat accepts, which is 12 hours.
    TicketOld {
        /// Its age; `None` when WeChat refused it and the age is not known.
        age: Option<Duration>,
    },
    /// The address that calls come from is not on the platform's or app's list of allowed ones.
    CallerNotAllowed {
        /// The address as WeChat sees it, where its message names it.
        address: Option<IpAddr>,
    },
    /// There is no refresh token of an account: it has not authorised the platform, has revoked its
    /// authorisation, or its token was lost.
    NotAuthorized,
    /// The account has not granted the platform any permission set that the endpoint needs.
    PermissionSetMissing {
        /// Ids of the sets, any one of which is enough; empty when the endpoint's page names none.
        permission_sets: &'static [u32],
    },
    /// WeChat rejects each new token; to save the quota, no call is sent for a while.
    TokensRejected {
        /// How long from now.
        retry_after: Duration,
    },
}

impl Trouble {
    /// What to do about it.
    pub fn remedy(&self) -> &'static str {
        match self {
            Self::TicketMissing => {
                "Check that the callback for authorisation events is reachable from outside and stores tickets, and ask for one with startPushTicket; one comes every 10 minutes."
            }
            Self::TicketOld { .. } => {
                "Look why the callback has received no ticket of late, and ask for one with startPushTicket."
            }
            Self::CallerNotAllowed { .. } => {
                "Add the address to the list of allowed ones: a platform's on the open platform, a mini program's own in its settings."
            }
            Self::NotAuthorized => {
                "Have the account's administrator authorise the platform, or read the refresh tokens again with the list of authorizers."
            }
            Self::PermissionSetMissing { .. } => {
                "Have the account's administrator authorise the platform again, with one of these permission sets."
            }
            Self::TokensRejected { .. } => {
                "Look whether another program fetches tokens for the same account without sharing the store, and whether the secret and the appid belong together."
            }
        }
    }
}

impl fmt::Display for Trouble {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TicketMissing => f.write_str("there is no ticket of this platform"),
            Self::TicketOld { age: Some(age) } => {
                write!(
                    f,
                    "the latest ticket of this platform is {} minutes old",
                    age.as_secs() / 60
                )
            }
            Self::TicketOld { age: None } => f.write_str("the latest ticket is too old for WeChat"),
            Self::CallerNotAllowed { address: Some(address) } => {
                write!(f, "calls from {address} are not allowed")
            }
            Self::CallerNotAllowed { address: None } => {
                f.write_str("calls from this machine's address are not allowed")
            }
            Self::NotAuthorized => f.write_str("there is no refresh token of this account"),
            Self::PermissionSetMissing { permission_sets: [] } => {
                f.write_str("the account has not granted a permission set that this needs")
            }
            Self::PermissionSetMissing { permission_sets } => {
                let ids: Vec<_> = permission_sets.iter().map(u32::to_string).collect();
                write!(f, "the account has granted none of the permission sets {}", ids.join(", "))
            }
            Self::TokensRejected { retry_after } => write!(
                f,
                "WeChat rejects each new token, so none is fetched and nothing is sent for {} seconds",
                retry_after.as_secs()
            ),
        }
    }
}

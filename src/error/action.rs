//! Failures that persist until an operator acts, whatever a program tries.

use std::fmt;
use std::net::IpAddr;
use std::time::Duration;

use super::Refusal;
use crate::endpoint::Endpoint;
use crate::errcode::Operator;

/// Why an operator must act before calls like the one that failed can succeed:
/// [`Error::action_required`](super::Error::action_required).
///
/// `Display` says what it is, and [`remedy`](Self::remedy) what to do. Both are in what it is serialized
/// as, with `type`, which is [`as_str`](Self::as_str), and its own fields.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ActionRequired {
    /// WeChat has pushed no ticket to this platform yet, or none was stored.
    TicketMissing,
    /// The latest ticket is older than WeChat accepts, which is 12 hours.
    TicketOld {
        /// Its age.
        age: Duration,
    },
    /// WeChat refused the ticket, as too old or as invalid.
    TicketRejected,
    /// The address that calls come from is not on the platform's or app's list of allowed ones.
    CallerNotAllowed {
        /// The address as WeChat sees it, where its message names it.
        address: Option<IpAddr>,
    },
    /// The account has not authorised the platform or has revoked it, or its refresh token was
    /// lost or is no longer valid.
    NotAuthorized,
    /// The account has not granted the platform any permission set that the endpoint needs.
    PermissionSetMissing {
        /// Ids of the sets, any one of which is enough; empty when the endpoint's page names none.
        permission_sets: &'static [u32],
    },
    /// WeChat does not accept the app secret that this program was given.
    AppSecretRejected,
    /// WeChat has frozen, closed or punished the account, or it is not what it needs to be.
    AccountBlocked,
    /// WeChat rejects each new token, and the circuit breaker is open: to save the quota, no call is sent.
    TokensRejected {
        /// Until it closes.
        retry_after: Duration,
    },
}

impl ActionRequired {
    /// What to do about it.
    pub fn remedy(&self) -> &'static str {
        match self {
            Self::TicketMissing => {
                "Check that the callback for authorisation events is reachable from outside and stores tickets, and ask for one with startPushTicket; one comes every 10 minutes."
            }
            Self::TicketOld { .. } | Self::TicketRejected => {
                "Check why the callback has received no ticket recently, and request one with startPushTicket."
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
            Self::AppSecretRejected => {
                "Give this program the secret that is in force: look on the site of the platform or app whether it was reset, and whether it belongs to this appid."
            }
            Self::AccountBlocked => {
                "Have the owner of the account look at WeChat's messages to it, and settle the matter there."
            }
            Self::TokensRejected { .. } => {
                "Check whether another program fetches tokens for the same account without sharing the store, and whether the secret and the appid belong together."
            }
        }
    }
}

/// What WeChat's refusals say.
impl ActionRequired {
    pub(super) fn of(refusal: &Refusal, endpoint: Option<&'static Endpoint>) -> Option<Self> {
        Some(match refusal.record?.operator? {
            Operator::Ticket => Self::TicketRejected,
            Operator::CallerAddress => Self::CallerNotAllowed { address: address(&refusal.errmsg) },
            Operator::Authorization => Self::NotAuthorized,
            Operator::PermissionSet => Self::PermissionSetMissing {
                permission_sets: endpoint.map_or(&[], |endpoint| endpoint.permission_sets),
            },
            Operator::AppSecret => Self::AppSecretRejected,
            Operator::Account => Self::AccountBlocked,
        })
    }
}

/// The first address in a message such as `invalid ip 203.0.113.7 ipv6 ::ffff:203.0.113.7, ...`.
fn address(errmsg: &str) -> Option<IpAddr> {
    let parts = errmsg.split(|c: char| !c.is_ascii_hexdigit() && c != '.' && c != ':');
    let mut addresses = parts.filter_map(|part| {
        let bare = part.trim_matches('.');
        bare.parse().or_else(|_| bare.trim_start_matches(':').parse()).ok()
    });
    addresses.next()
}

impl fmt::Display for ActionRequired {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TicketMissing => f.write_str("there is no ticket of this platform"),
            Self::TicketOld { age } => {
                write!(
                    f,
                    "the latest ticket of this platform is {} minutes old",
                    age.as_secs() / 60
                )
            }
            Self::TicketRejected => f.write_str("WeChat does not accept the platform's ticket"),
            Self::CallerNotAllowed { address: Some(address) } => {
                write!(f, "{address} is not on the allow-list")
            }
            Self::CallerNotAllowed { address: None } => {
                f.write_str("this machine's address is not on the allow-list")
            }
            Self::NotAuthorized => {
                f.write_str("the account has not authorised the platform, or no longer")
            }
            Self::PermissionSetMissing { permission_sets: [] } => {
                f.write_str("the account has not granted a permission set that this needs")
            }
            Self::PermissionSetMissing { permission_sets } => {
                let ids: Vec<_> = permission_sets.iter().map(u32::to_string).collect();
                write!(f, "the account has granted none of the permission sets {}", ids.join(", "))
            }
            Self::AppSecretRejected => f.write_str("WeChat does not accept the app secret"),
            Self::AccountBlocked => f.write_str("WeChat has blocked the account"),
            Self::TokensRejected { retry_after } => write!(
                f,
                "WeChat rejects each new token, so none is fetched and nothing is sent for {} seconds",
                retry_after.as_secs()
            ),
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::address;

    #[test]
    fn addresses_are_found_in_messages() {
        for (errmsg, expect) in [
            ("access clientip is not registered request ip:203.0.113.7", Some("203.0.113.7")),
            (
                "invalid ip 203.0.113.7 ipv6 ::ffff:203.0.113.7, not in whitelist",
                Some("203.0.113.7"),
            ),
            ("invalid ip 2001:db8::1, not in whitelist", Some("2001:db8::1")),
            ("access clientip is not registered", None),
            ("clientip: 203.0.113.7.", Some("203.0.113.7")),
            ("", None),
        ] {
            assert_eq!(address(errmsg), expect.map(|text| text.parse().unwrap()), "{errmsg}");
        }
    }
}

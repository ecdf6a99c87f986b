//! Events for a platform.

use std::fmt;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use sha1::{Digest, Sha1};

use super::CallbackError;
use super::envelope::Format;
use super::error::{Part, Reason};
use super::fields::Fields;
use super::{OtherEvent, Registration, signature};
use crate::Secret;

/// WeChat's names for what has happened.
pub(super) const TICKET: &str = "component_verify_ticket";
pub(super) const AUTHORIZED: &str = "authorized";
pub(super) const UPDATED: &str = "updateauthorized";
pub(super) const UNAUTHORIZED: &str = "unauthorized";

/// An event for a platform. Prints no ticket and no code.
///
/// It is deserialized like any type, and serialized with [`WithSecrets`](crate::json::WithSecrets)
/// alone, as one flat object: the fields of this struct and of [`kind`](Self::kind), and `type`, which
/// is [`info_type`](Self::info_type). Times are whole seconds since 1970. An event that has no type here
/// is one with `fields`.
///
/// ```
/// use wechat_cloudbase::callback::Event;
/// use wechat_cloudbase::json::WithSecrets;
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let text = r#"{"type":"component_verify_ticket","id":"2fd4e1c67a2d28fced849ee1bb76e7391b93eb12",
///     "created":1700000000,"component_appid":"wx0123456789abcdef","ticket":"ticket@@@abc"}"#;
/// let event: Event = serde_json::from_str(text)?;
/// assert_eq!(event.info_type(), "component_verify_ticket");
/// let again = serde_json::to_value(WithSecrets(&event))?;
/// assert_eq!(again["ticket"], "ticket@@@abc");
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Event {
    /// Derived from the content, so that duplicate deliveries have the same id.
    pub id: EventId,
    /// When WeChat created it.
    pub created: SystemTime,
    /// The platform that it is for.
    pub component_appid: String,
    /// What has happened.
    pub kind: EventKind,
}

/// What has happened. Serialized with its secrets alone, as in an [`Event`].
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum EventKind {
    /// `component_verify_ticket`: the platform's ticket, valid for 12 hours. One comes every ten
    /// minutes and is often the same as before: the one created last counts.
    Ticket(Secret),
    /// `authorized`: an account has authorised the platform.
    Authorized(AuthorizationEvent),
    /// `updateauthorized`: an account has changed what it authorises the platform to do.
    Updated(AuthorizationEvent),
    /// `unauthorized`: an account has revoked its authorisation.
    Unauthorized {
        /// The account's appid.
        authorizer_appid: String,
    },
    /// `notify_third_fasteregister` and its like: the registration of a mini program by the platform
    /// has succeeded or failed.
    Registered(Registration),
    /// An event that has no type here.
    Other(OtherEvent),
}

/// An account's authorisation. Prints no code. Serialized with its secrets alone, as an object of its
/// fields, with times in whole seconds since 1970.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct AuthorizationEvent {
    /// The account's appid.
    pub authorizer_appid: String,
    /// The code to be exchanged, once, for the account's tokens.
    pub code: Secret,
    /// When the code expires, where WeChat says it.
    pub code_expires: Option<SystemTime>,
    /// The code that the authorisation page was opened with.
    pub pre_auth_code: Option<Secret>,
}

/// Identifies a message by its content. Serialized as 40 hexadecimal digits.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EventId(pub(super) [u8; 20]);

impl Event {
    pub(super) fn read(message: &[u8]) -> Result<Self, CallbackError> {
        let part = Part::Message;
        let text = std::str::from_utf8(message).map_err(|_| Reason::NotUtf8(part))?;
        let fields = Format::Xml.read(part, text)?;
        // Checked first, because messages of accounts do not have it.
        fields.required(part, "InfoType")?;
        let created = time_of(fields.required(part, "CreateTime")?);
        let created = created.ok_or(Reason::NotTime(part, "CreateTime"))?;
        Ok(Self {
            id: EventId(Sha1::digest(message).into()),
            created,
            component_appid: fields.required(part, "AppId")?.to_owned(),
            kind: EventKind::read(&fields, created)?,
        })
    }

    /// The account that it concerns.
    pub(super) fn account(&self) -> Option<&str> {
        match &self.kind {
            EventKind::Authorized(authorization) | EventKind::Updated(authorization) => {
                Some(&authorization.authorizer_appid)
            }
            EventKind::Unauthorized { authorizer_appid } => Some(authorizer_appid),
            EventKind::Registered(registration) => registration.appid.as_deref(),
            EventKind::Ticket(_) | EventKind::Other(_) => None,
        }
    }

    /// WeChat's name for what has happened.
    pub fn info_type(&self) -> &str {
        self.kind.info_type()
    }
}

impl EventKind {
    fn read(fields: &Fields, created: SystemTime) -> Result<Self, CallbackError> {
        let part = Part::Message;
        let authorization = || AuthorizationEvent::read(fields, created);
        Ok(match fields.required(part, "InfoType")? {
            TICKET => Self::Ticket(Secret::new(fields.required(part, "ComponentVerifyTicket")?)),
            AUTHORIZED => Self::Authorized(authorization()?),
            UPDATED => Self::Updated(authorization()?),
            UNAUTHORIZED => Self::Unauthorized {
                authorizer_appid: fields.required(part, "AuthorizerAppid")?.to_owned(),
            },
            other => {
                Self::of_other(OtherEvent { info_type: other.to_owned(), fields: fields.all() })
            }
        })
    }

    /// The type that an event has here, of those beyond tickets and authorisations.
    pub(super) fn of_other(event: OtherEvent) -> Self {
        match Registration::read(event) {
            Ok(registration) => Self::Registered(registration),
            Err(event) => Self::Other(event),
        }
    }

    pub(super) fn info_type(&self) -> &str {
        match self {
            Self::Ticket(_) => TICKET,
            Self::Authorized(_) => AUTHORIZED,
            Self::Updated(_) => UPDATED,
            Self::Unauthorized { .. } => UNAUTHORIZED,
            Self::Registered(registration) => &registration.event.info_type,
            Self::Other(other) => &other.info_type,
        }
    }
}

impl AuthorizationEvent {
    fn read(fields: &Fields, created: SystemTime) -> Result<Self, CallbackError> {
        let part = Part::Message;
        let expires = fields.optional(part, "AuthorizationCodeExpiredTime")?;
        let pre_auth_code = fields.optional(part, "PreAuthCode")?;
        Ok(Self {
            authorizer_appid: fields.required(part, "AuthorizerAppid")?.to_owned(),
            code: Secret::new(fields.required(part, "AuthorizationCode")?),
            code_expires: expires.and_then(|text| time_or_duration(text, created)),
            pre_auth_code: pre_auth_code.filter(|code| !code.is_empty()).map(Secret::new),
        })
    }
}

/// WeChat's page says "seconds" and means a time; both occur, and no code is valid for 30 years.
fn time_or_duration(text: &str, created: SystemTime) -> Option<SystemTime> {
    const LONGEST: Duration = Duration::from_secs(1_000_000_000);
    let seconds = seconds(text)?;
    if seconds < LONGEST { created } else { UNIX_EPOCH }.checked_add(seconds)
}

/// A time as WeChat writes it: seconds since 1970.
pub(super) fn time_of(text: &str) -> Option<SystemTime> {
    UNIX_EPOCH.checked_add(seconds(text)?)
}

fn seconds(text: &str) -> Option<Duration> {
    // Larger values are invalid, and not every system's clock can represent them.
    let seconds = text.parse().ok().filter(|seconds| *seconds <= u64::from(u32::MAX));
    seconds.filter(|_| text.bytes().all(|byte| byte.is_ascii_digit())).map(Duration::from_secs)
}

impl fmt::Debug for EventId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "EventId({})", signature::hex(&self.0))
    }
}

//! What WeChat tells a platform.

use std::fmt;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use sha1::{Digest, Sha1};

use super::CallbackError;
use super::error::{Kind, Part};
use super::{signature, xml::Fields};
use crate::Secret;

/// Something that WeChat tells a platform. Prints no ticket and no code.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Event {
    /// The same for messages that say the same, however often they come.
    pub id: EventId,
    /// When WeChat made it.
    pub created: SystemTime,
    /// The platform that it is for.
    pub component_appid: String,
    /// What has happened.
    pub kind: EventKind,
}

/// What has happened.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum EventKind {
    /// `component_verify_ticket`: the platform's ticket, good for 12 hours. One comes every ten
    /// minutes and is often the same as before: the one created last counts.
    Ticket(Secret),
    /// `authorized`: an account has authorised the platform.
    Authorized(Authorization),
    /// `updateauthorized`: an account has changed what it authorises the platform to do.
    Updated(Authorization),
    /// `unauthorized`: an account has revoked its authorisation.
    Unauthorized {
        /// The account's appid.
        authorizer_appid: String,
    },
    /// An event that has no type here.
    Other(OtherEvent),
}

/// An account's authorisation. Prints no code.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Authorization {
    /// The account's appid.
    pub authorizer_appid: String,
    /// The code to be exchanged, once, for the account's tokens.
    pub code: Secret,
    /// When the code ends, where WeChat says it.
    pub code_expires: Option<SystemTime>,
    /// The code that the page of authorisation was opened with.
    pub pre_auth_code: Option<Secret>,
}

/// An event that has no type here. Prints no value.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct OtherEvent {
    /// WeChat's name for what has happened: `notify_third_fasteregister`.
    pub info_type: String,
    /// All of its fields by name, in their order; one in a group is called `info/name`.
    pub fields: Vec<(String, Secret)>,
}

/// Tells messages apart by what they say.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EventId([u8; 20]);

impl Event {
    pub(super) fn read(message: &[u8]) -> Result<Self, CallbackError> {
        let part = Part::Message;
        let text = std::str::from_utf8(message).map_err(|_| Kind::NotUtf8(part))?;
        let fields = Fields::read(text).map_err(|error| Kind::Xml(part, error))?;
        let created = fields.required(part, "CreateTime")?;
        let created = seconds(created).and_then(|seconds| UNIX_EPOCH.checked_add(seconds));
        let created = created.ok_or(Kind::NotTime(part, "CreateTime"))?;
        Ok(Self {
            id: EventId(Sha1::digest(message).into()),
            created,
            component_appid: fields.required(part, "AppId")?.to_owned(),
            kind: EventKind::read(fields, created)?,
        })
    }

    /// The account whose authorisation it is about.
    pub(super) fn account(&self) -> Option<&str> {
        match &self.kind {
            EventKind::Authorized(authorization) | EventKind::Updated(authorization) => {
                Some(&authorization.authorizer_appid)
            }
            EventKind::Unauthorized { authorizer_appid } => Some(authorizer_appid),
            EventKind::Ticket(_) | EventKind::Other(_) => None,
        }
    }
}

impl EventKind {
    fn read(fields: Fields, created: SystemTime) -> Result<Self, CallbackError> {
        let part = Part::Message;
        let authorization = || Authorization::read(&fields, created);
        Ok(match fields.required(part, "InfoType")? {
            "component_verify_ticket" => {
                Self::Ticket(Secret::new(fields.required(part, "ComponentVerifyTicket")?))
            }
            "authorized" => Self::Authorized(authorization()?),
            "updateauthorized" => Self::Updated(authorization()?),
            "unauthorized" => Self::Unauthorized {
                authorizer_appid: fields.required(part, "AuthorizerAppid")?.to_owned(),
            },
            other => Self::Other(OtherEvent { info_type: other.to_owned(), fields: all(fields) }),
        })
    }
}

fn all(fields: Fields) -> Vec<(String, Secret)> {
    fields.into_vec().into_iter().map(|field| (field.path, Secret::new(field.text))).collect()
}

impl Authorization {
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

/// WeChat's page says "seconds" and means a time; both are seen, and no code lives for 30 years.
fn time_or_duration(text: &str, created: SystemTime) -> Option<SystemTime> {
    const LONGEST: Duration = Duration::from_secs(1_000_000_000);
    let seconds = seconds(text)?;
    if seconds < LONGEST { created } else { UNIX_EPOCH }.checked_add(seconds)
}

fn seconds(text: &str) -> Option<Duration> {
    // More is nothing that a clock can show, and not every system's clock can count to it.
    let seconds = text.parse().ok().filter(|seconds| *seconds <= u64::from(u32::MAX));
    seconds.filter(|_| text.bytes().all(|byte| byte.is_ascii_digit())).map(Duration::from_secs)
}

impl fmt::Debug for EventId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "EventId({})", signature::hex(&self.0))
    }
}

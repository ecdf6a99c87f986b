//! Events beyond tickets and authorisations.

use std::fmt;

use crate::Secret;
use crate::json::words;

/// An event as it came: its name and all of its fields. Prints no value. Serialized with its secrets
/// alone: `type`, which is its name, and `fields`, a list of pairs.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct OtherEvent {
    /// WeChat's name for what has happened: `notify_apply_icpfiling_result`.
    pub info_type: String,
    /// All of its fields by name, in order; one in a group is called `info/name`.
    pub fields: Vec<(String, Secret)>,
}

/// The result of the registration of a mini program by the platform: of an enterprise's or a person's
/// one, of one on trial, or of one on trial that becomes a regular one. Prints no value but the appid.
///
/// Facts from WeChat's pages of fastregisterweapp, fastregisterpersonalweapp, fastregisterbetaweapp
/// and verifybetaweapp. A field that WeChat leaves out, or writes as an empty one, is absent.
///
/// Serialized with its secrets alone: `type` and `fields` of the event, from which it is read, and what
/// is here beside them, with `registration` for the kind.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Registration {
    /// Which registration it was.
    pub kind: RegistrationKind,
    /// The new mini program's appid, once it was made.
    pub appid: Option<String>,
    /// WeChat's `status`: 0 when it has succeeded. Absent when it is not a number.
    pub status: Option<i64>,
    /// WeChat's `msg` about it.
    pub message: Option<String>,
    /// `auth_code`: the authorisation code to be exchanged, once, for the mini program's tokens.
    pub code: Option<Secret>,
    /// The event as it came: `info/name` and its like say what was registered, and
    /// `info/unique_id` for which request.
    pub event: OtherEvent,
}

/// Which registration it was.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum RegistrationKind {
    /// `notify_third_fasteregister`: of an enterprise's or a person's mini program.
    Regular,
    /// `notify_third_fastregisterbetaapp`: of a mini program on trial.
    Trial,
    /// `notify_third_fastverifybetaapp`: a mini program on trial becomes a regular one.
    TrialEnded,
}

words!(RegistrationKind {
    Regular = "regular",
    Trial = "trial",
    TrialEnded = "trial_ended",
});

impl OtherEvent {
    /// The text of the first field of a name, if there is one that is not empty.
    pub fn field(&self, name: &str) -> Option<&str> {
        let mut found = self.fields.iter().filter(|(there, _)| there == name);
        found.next().map(|(_, text)| text.expose()).filter(|text| !text.is_empty())
    }
}

impl Registration {
    /// Returns the event if it is not about a registration.
    pub(super) fn read(event: OtherEvent) -> Result<Self, OtherEvent> {
        let kind = match event.info_type.as_str() {
            "notify_third_fasteregister" => RegistrationKind::Regular,
            "notify_third_fastregisterbetaapp" => RegistrationKind::Trial,
            "notify_third_fastverifybetaapp" => RegistrationKind::TrialEnded,
            _ => return Err(event),
        };
        let trimmed = |name| event.field(name).map(str::trim).filter(|text| !text.is_empty());
        Ok(Self {
            kind,
            appid: trimmed("appid").map(str::to_owned),
            status: trimmed("status").and_then(|status| status.parse().ok()),
            message: event.field("msg").map(str::to_owned),
            code: trimmed("auth_code").map(Secret::new),
            event,
        })
    }
}

impl fmt::Debug for OtherEvent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("OtherEvent").field("info_type", &self.info_type).finish_non_exhaustive()
    }
}

impl fmt::Debug for Registration {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Registration")
            .field("kind", &self.kind)
            .field("appid", &self.appid)
            .field("status", &self.status)
            .finish_non_exhaustive()
    }
}

//! Events of an account.

use std::fmt;
use std::time::SystemTime;

use crate::callback::event::time_of;
use crate::callback::fields::Fields;

/// An event of an account: `Event` of a message of type `event`. A text that WeChat leaves
/// out is empty. Prints no value, and is serialized as a part of its [`Message`](super::Message) alone.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum AccountEvent {
    /// `subscribe`: a user follows the official account.
    Subscribe {
        /// `EventKey`: `qrscene_` and the value of the QR code that was scanned, or empty.
        key: String,
        /// The QR code's ticket, or empty.
        ticket: String,
    },
    /// `unsubscribe`: a user follows it no longer.
    Unsubscribe,
    /// `SCAN`: a user who follows it has scanned a QR code.
    Scan {
        /// `EventKey`: the value of the QR code.
        key: String,
        /// The QR code's ticket.
        ticket: String,
    },
    /// `LOCATION`: where a user is.
    Location {
        /// Latitude in degrees, with the digits that WeChat sent.
        latitude: String,
        /// Longitude in degrees, with the digits that WeChat sent.
        longitude: String,
        /// How exact it is, in metres.
        precision: String,
    },
    /// `CLICK`: a user has chosen from the menu.
    Click {
        /// `EventKey`: what the menu's item has.
        key: String,
    },
    /// `VIEW`: a user has opened an address from the menu.
    View {
        /// `EventKey`: the address.
        url: String,
    },
    /// `user_enter_tempsession`: a user has opened the mini program's customer service.
    EnterSession {
        /// `SessionFrom` of the button.
        session_from: String,
    },
    /// `weapp_audit_success`: a version of the mini program has passed WeChat's review.
    AuditPassed {
        /// `SuccTime`.
        at: Option<SystemTime>,
    },
    /// `weapp_audit_fail`: a version of the mini program was turned down.
    AuditFailed {
        /// Why.
        reason: String,
        /// `FailTime`.
        at: Option<SystemTime>,
        /// `ScreenShot`: ids of pictures that show why, with `|` between them.
        screenshots: String,
    },
    /// `weapp_audit_delay`: the review takes longer.
    AuditDelayed {
        /// Why.
        reason: String,
        /// `DelayTime`.
        at: Option<SystemTime>,
    },
    /// `wxa_nickname_audit`: the review of the mini program's name is finished.
    NameAudited {
        /// Whether it has passed: `ret` is 3. It is 2 when it was turned down.
        passed: bool,
        /// The name.
        name: String,
        /// Why it was turned down.
        reason: String,
    },
    /// An event that has no type here: [`Message::fields`](super::Message::fields) has all of it.
    Other {
        /// WeChat's name of the event.
        event: String,
    },
}

impl AccountEvent {
    pub(super) fn read(fields: &Fields) -> Self {
        let text = |name| fields.text(name);
        let time = |name| fields.first(name).and_then(time_of);
        let event = fields.first("Event").unwrap_or_default().to_owned();
        match event.as_str() {
            "subscribe" => Self::Subscribe { key: text("EventKey"), ticket: text("Ticket") },
            "unsubscribe" => Self::Unsubscribe,
            "SCAN" => Self::Scan { key: text("EventKey"), ticket: text("Ticket") },
            "LOCATION" => Self::Location {
                latitude: text("Latitude"),
                longitude: text("Longitude"),
                precision: text("Precision"),
            },
            "CLICK" => Self::Click { key: text("EventKey") },
            "VIEW" => Self::View { url: text("EventKey") },
            "user_enter_tempsession" => Self::EnterSession { session_from: text("SessionFrom") },
            "weapp_audit_success" => Self::AuditPassed { at: time("SuccTime") },
            "weapp_audit_fail" => Self::AuditFailed {
                reason: text("Reason"),
                at: time("FailTime"),
                screenshots: text("ScreenShot"),
            },
            "weapp_audit_delay" => {
                Self::AuditDelayed { reason: text("Reason"), at: time("DelayTime") }
            }
            "wxa_nickname_audit" => Self::NameAudited {
                passed: fields.first("ret") == Some("3"),
                name: text("nickname"),
                reason: text("reason"),
            },
            _ => Self::Other { event },
        }
    }
}

impl fmt::Debug for AccountEvent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Subscribe { .. } => f.write_str("Subscribe"),
            Self::Unsubscribe => f.write_str("Unsubscribe"),
            Self::Scan { .. } => f.write_str("Scan"),
            Self::Location { .. } => f.write_str("Location"),
            Self::Click { .. } => f.write_str("Click"),
            Self::View { .. } => f.write_str("View"),
            Self::EnterSession { .. } => f.write_str("EnterSession"),
            Self::AuditPassed { .. } => f.write_str("AuditPassed"),
            Self::AuditFailed { .. } => f.write_str("AuditFailed"),
            Self::AuditDelayed { .. } => f.write_str("AuditDelayed"),
            Self::NameAudited { .. } => f.write_str("NameAudited"),
            Self::Other { event } => f.debug_tuple("Other").field(event).finish(),
        }
    }
}

//! Messages of users to an account, and events of the account.

mod data;
mod event;
mod kind;

pub use event::AccountEvent;
pub use kind::MessageKind;

use std::fmt;
use std::time::SystemTime;

use sha1::{Digest, Sha1};

use super::envelope::Format;
use super::error::{Part, Reason};
use super::event::{EventId, time_of};
use super::fields::Fields;
use super::{CallbackError, signature};
use crate::Secret;

/// A message of a user to an account, or an event of the account. Prints nothing of
/// its content, which is users' private data.
///
/// Serialized, with [`WithSecrets`](crate::json::WithSecrets) alone because any field may be a secret,
/// as one flat object: `type`, which is WeChat's `MsgType`; `event`, where it is one; the fields of this
/// struct and of [`kind`](Self::kind); `created` in seconds since 1970. It is read from `fields`. The
/// format of a voice is `voice_format`, and the appid of a mini program's card `page_appid`.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Message {
    /// The same for duplicate deliveries: derived from `MsgId`, or from the whole content where it
    /// has none.
    pub id: EventId,
    /// When WeChat created it, in whole seconds.
    pub created: SystemTime,
    /// Original id of the account that it is for, `ToUserName`; begins with `gh_`.
    pub to: String,
    /// Openid of the user that it is from, `FromUserName`.
    pub from: String,
    /// Appid of the account, from the URL that WeChat has sent it to (`/$APPID$/callback`), where
    /// it has one. No signature covers it; `to` is inside of the encryption.
    pub appid: Option<String>,
    /// What it is.
    pub kind: MessageKind,
    /// All of its fields by name, in order; one in a group is called `SendPicsInfo/Count`.
    pub fields: Vec<(String, Secret)>,
    /// How it was written, and how its reply is.
    pub format: Format,
    pub(super) is_encrypted: bool,
}

impl Message {
    pub(super) fn read(
        format: Format,
        message: &[u8],
        is_encrypted: bool,
    ) -> Result<Self, CallbackError> {
        let part = if is_encrypted { Part::Message } else { Part::Body };
        let text = std::str::from_utf8(message).map_err(|_| Reason::NotUtf8(part))?;
        let fields = format.read(part, text)?;
        let created = time_of(fields.required(part, "CreateTime")?);
        let kind = MessageKind::read(fields.required(part, "MsgType")?, &fields);
        Ok(Self {
            id: id_of(&fields),
            created: created.ok_or(Reason::NotTime(part, "CreateTime"))?,
            to: fields.first("ToUserName").unwrap_or_default().to_owned(),
            from: fields.first("FromUserName").unwrap_or_default().to_owned(),
            appid: None,
            kind,
            fields: fields.all(),
            format,
            is_encrypted,
        })
    }

    /// The text of the first field of a name, if there is one.
    pub fn field(&self, name: &str) -> Option<&str> {
        let mut found = self.fields.iter().filter(|(there, _)| there == name);
        found.next().map(|(_, text)| text.expose())
    }

    /// The content type of its reply.
    pub(super) fn content_type(&self) -> &'static str {
        match self.format {
            Format::Xml => "text/xml; charset=utf-8",
            Format::Json => "application/json; charset=utf-8",
        }
    }

    /// WeChat's name for what it is: `text`, or that of the event: `event user_enter_tempsession`.
    pub(super) fn name(&self) -> String {
        let kind = self.field("MsgType").unwrap_or_default();
        match self.field("Event") {
            Some(event) if kind == "event" => format!("event {event}"),
            _ => kind.to_owned(),
        }
    }
}

/// Deliveries of one message have the same `MsgId`. Without one, the whole content identifies it: two
/// events of one user may come within a second, which is the resolution of their times.
fn id_of(fields: &Fields) -> EventId {
    let mut hash = Sha1::new();
    match fields.first("MsgId") {
        Some(id) => {
            hash.update(fields.first("ToUserName").unwrap_or_default());
            hash.update([0]);
            hash.update(id);
        }
        None => fields.0.iter().for_each(|field| {
            hash.update(&field.path);
            hash.update([0]);
            hash.update(&field.text);
            hash.update([0]);
        }),
    }
    EventId(hash.finalize().into())
}

impl fmt::Debug for Message {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Message")
            .field("id", &signature::hex(&self.id.0))
            .field("name", &self.name())
            .field("to", &self.to)
            .field("appid", &self.appid)
            .finish_non_exhaustive()
    }
}

//! Messages as data: one flat object, in which `type` is WeChat's name for what it is, and `event` for
//! what has happened.
//!
//! A message is read from its `fields`, as it was when it came: one that had no type in the release that
//! wrote it gets the one that it has in the release that reads it. What is beside them is for other
//! readers, in other languages.

use super::{AccountEvent, Message, MessageKind};
use crate::callback::fields::{Fields, is_space};
use crate::json::{Decode, DecodeError, Encode, Node, Writer};

impl Encode for Message {
    fn encode(&self, json: &mut Writer) {
        let name = |field| self.field(field).map(|text| text.trim_matches(is_space));
        let is_event = matches!(self.kind, MessageKind::Event(_));
        json.begin_object();
        json.field("type", &name("MsgType"));
        json.field("event", &name("Event").filter(|_| is_event));
        json.field("id", &self.id);
        json.field("created", &self.created);
        json.field("to", &self.to);
        json.field("from", &self.from);
        json.field("appid", &self.appid);
        self.kind.write(json);
        json.field("format", &self.format);
        json.field("is_encrypted", &self.is_encrypted);
        json.field("fields", &self.fields);
        json.end_object();
    }
}

impl Decode for Message {
    fn decode(node: Node<'_>) -> Result<Self, DecodeError> {
        let object = node.object()?;
        let fields: Vec<_> = object.usual("fields")?;
        let came = Fields::from_pairs(&fields);
        let msg_type = came.first("MsgType");
        let msg_type =
            msg_type.ok_or_else(|| node.mismatch("a message with the field `MsgType`"))?;
        Ok(Self {
            id: object.usual("id")?,
            created: object.usual("created")?,
            to: object.usual("to")?,
            from: object.usual("from")?,
            appid: object.optional("appid")?,
            kind: MessageKind::read(msg_type, &came),
            format: object.usual("format")?,
            is_encrypted: object.usual("is_encrypted")?,
            fields,
        })
    }
}

crate::__serde!(secret Sent => Message);

impl MessageKind {
    /// What is beside the type. Where the message has a field of that name already, the name says
    /// more.
    fn write(&self, json: &mut Writer) {
        match self {
            Self::Text { content } => json.field("content", content),
            Self::Image { url, media_id } => {
                json.field("url", url);
                json.field("media_id", media_id);
            }
            Self::Voice { media_id, format, recognition } => {
                json.field("media_id", media_id);
                json.field("voice_format", format);
                json.field("recognition", recognition);
            }
            Self::Video { media_id, thumb_media_id, is_short } => {
                json.field("media_id", media_id);
                json.field("thumb_media_id", thumb_media_id);
                json.field("is_short", is_short);
            }
            Self::Location { latitude, longitude, scale, label } => {
                json.field("latitude", latitude);
                json.field("longitude", longitude);
                json.field("scale", scale);
                json.field("label", label);
            }
            Self::Link { title, description, url } => {
                json.field("title", title);
                json.field("description", description);
                json.field("url", url);
            }
            Self::MiniProgramPage { title, appid, page, thumb_url, thumb_media_id } => {
                json.field("title", title);
                json.field("page_appid", appid);
                json.field("page", page);
                json.field("thumb_url", thumb_url);
                json.field("thumb_media_id", thumb_media_id);
            }
            Self::Event(event) => event.write(json),
            Self::Other { .. } => {}
        }
    }
}

impl AccountEvent {
    fn write(&self, json: &mut Writer) {
        match self {
            Self::Subscribe { key, ticket } | Self::Scan { key, ticket } => {
                json.field("key", key);
                json.field("ticket", ticket);
            }
            Self::Location { latitude, longitude, precision } => {
                json.field("latitude", latitude);
                json.field("longitude", longitude);
                json.field("precision", precision);
            }
            Self::Click { key } => json.field("key", key),
            Self::View { url } => json.field("url", url),
            Self::EnterSession { session_from } => json.field("session_from", session_from),
            Self::AuditPassed { at } => json.field("at", at),
            Self::AuditFailed { reason, at, screenshots } => {
                json.field("reason", reason);
                json.field("at", at);
                json.field("screenshots", screenshots);
            }
            Self::AuditDelayed { reason, at } => {
                json.field("reason", reason);
                json.field("at", at);
            }
            Self::NameAudited { passed, name, reason } => {
                json.field("passed", passed);
                json.field("name", name);
                json.field("reason", reason);
            }
            Self::Unsubscribe | Self::Other { .. } => {}
        }
    }
}

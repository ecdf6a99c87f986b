//! Events as data, for a queue or a database between the one who takes them and the one who acts: one
//! flat object, in which `type` is WeChat's name for what has happened.
//!
//! What has `fields` is read from these again, as it was when it came: an event that had no type in the
//! release that wrote it gets the one that it has in the release that reads it, and the other way round.

use super::event::{AUTHORIZED, TICKET, UNAUTHORIZED, UPDATED};
use super::{AuthorizationEvent, Event, EventId, EventKind, OtherEvent, Registration, signature};
use crate::json::{Decode, DecodeError, Encode, Node, Writer};

impl Encode for Event {
    fn encode(&self, json: &mut Writer) {
        json.begin_object();
        json.field("type", self.info_type());
        json.field("id", &self.id);
        json.field("created", &self.created);
        json.field("component_appid", &self.component_appid);
        self.kind.write(json);
        json.end_object();
    }
}

impl Decode for Event {
    fn decode(node: Node<'_>) -> Result<Self, DecodeError> {
        let object = node.object()?;
        Ok(Self {
            id: object.usual("id")?,
            created: object.usual("created")?,
            component_appid: object.usual("component_appid")?,
            kind: EventKind::decode(node)?,
        })
    }
}

impl Encode for EventKind {
    fn encode(&self, json: &mut Writer) {
        json.begin_object();
        json.field("type", self.info_type());
        self.write(json);
        json.end_object();
    }
}

impl Decode for EventKind {
    fn decode(node: Node<'_>) -> Result<Self, DecodeError> {
        let object = node.object()?;
        let info_type: String = object.usual("type")?;
        Ok(match info_type.as_str() {
            TICKET => Self::Ticket(object.usual("ticket")?),
            AUTHORIZED => Self::Authorized(AuthorizationEvent::decode(node)?),
            UPDATED => Self::Updated(AuthorizationEvent::decode(node)?),
            UNAUTHORIZED => {
                Self::Unauthorized { authorizer_appid: object.usual("authorizer_appid")? }
            }
            _ => Self::of_other(OtherEvent::decode(node)?),
        })
    }
}

impl EventKind {
    /// What is beside the type.
    fn write(&self, json: &mut Writer) {
        match self {
            Self::Ticket(ticket) => json.field("ticket", ticket),
            Self::Authorized(authorization) | Self::Updated(authorization) => {
                authorization.write(json);
            }
            Self::Unauthorized { authorizer_appid } => {
                json.field("authorizer_appid", authorizer_appid);
            }
            Self::Registered(registration) => registration.write(json),
            Self::Other(other) => json.field("fields", &other.fields),
        }
    }
}

impl AuthorizationEvent {
    fn write(&self, json: &mut Writer) {
        json.field("authorizer_appid", &self.authorizer_appid);
        json.field("code", &self.code);
        json.field("code_expires", &self.code_expires);
        json.field("pre_auth_code", &self.pre_auth_code);
    }
}

impl Encode for AuthorizationEvent {
    fn encode(&self, json: &mut Writer) {
        json.begin_object();
        self.write(json);
        json.end_object();
    }
}

impl Decode for AuthorizationEvent {
    fn decode(node: Node<'_>) -> Result<Self, DecodeError> {
        let object = node.object()?;
        Ok(Self {
            authorizer_appid: object.usual("authorizer_appid")?,
            code: object.usual("code")?,
            code_expires: object.optional("code_expires")?,
            pre_auth_code: object.optional("pre_auth_code")?,
        })
    }
}

impl Encode for OtherEvent {
    fn encode(&self, json: &mut Writer) {
        json.begin_object();
        json.field("type", &self.info_type);
        json.field("fields", &self.fields);
        json.end_object();
    }
}

impl Decode for OtherEvent {
    fn decode(node: Node<'_>) -> Result<Self, DecodeError> {
        let object = node.object()?;
        Ok(Self { info_type: object.usual("type")?, fields: object.usual("fields")? })
    }
}

impl Registration {
    fn write(&self, json: &mut Writer) {
        json.field("registration", &self.kind);
        json.field("appid", &self.appid);
        json.field("status", &self.status);
        json.field("message", &self.message);
        json.field("code", &self.code);
        json.field("fields", &self.event.fields);
    }
}

impl Encode for Registration {
    fn encode(&self, json: &mut Writer) {
        json.begin_object();
        json.field("type", &self.event.info_type);
        self.write(json);
        json.end_object();
    }
}

impl Decode for Registration {
    fn decode(node: Node<'_>) -> Result<Self, DecodeError> {
        Self::read(OtherEvent::decode(node)?)
            .map_err(|_| node.mismatch("an event of a registration"))
    }
}

crate::__serde!(secret Sent => Event, EventKind, AuthorizationEvent, OtherEvent, Registration);

impl Encode for EventId {
    fn encode(&self, json: &mut Writer) {
        signature::hex(&self.0).encode(json);
    }
}

impl Decode for EventId {
    fn decode(node: Node<'_>) -> Result<Self, DecodeError> {
        let bytes = signature::from_hex(node.text()?);
        bytes.map(Self).ok_or_else(|| node.mismatch("40 hexadecimal digits"))
    }
}

crate::__serde!(Sent => EventId);

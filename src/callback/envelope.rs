//! The outer message around the encryption, in requests and in replies, in XML and in JSON.

use serde_json::{Value, json};

use super::error::{Part, Reason};
use super::fields::Fields;
use super::query::Query;
use super::{BODY_LIMIT, CallbackError};
use super::{json as json_text, xml};
use crate::json::words;

/// How a message is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Format {
    /// As for every platform.
    Xml,
    /// As a mini program may ask for in the settings of its own messages.
    Json,
}

/// The part of a body outside the encryption.
pub(super) struct Outer {
    pub(super) format: Format,
    pub(super) fields: Fields,
}

impl Outer {
    /// Reads a body in XML, or in JSON too where that is possible.
    pub(super) fn read(body: &[u8], may_be_json: bool) -> Result<Self, CallbackError> {
        if body.len() > BODY_LIMIT {
            return Err(Reason::TooLarge(Part::Body, BODY_LIMIT).into());
        }
        let text = std::str::from_utf8(body).map_err(|_| Reason::NotUtf8(Part::Body))?;
        let is_json = may_be_json && text.trim_start().starts_with('{');
        let format = if is_json { Format::Json } else { Format::Xml };
        Ok(Self { format, fields: format.read(Part::Body, text)? })
    }

    pub(super) fn encrypted(&self) -> Result<&str, CallbackError> {
        self.fields.required(Part::Body, "Encrypt")
    }

    /// The platform that the body names, if it names one.
    pub(super) fn appid(&self) -> Result<Option<&str>, CallbackError> {
        self.fields.optional(Part::Body, "AppId")
    }
}

words!(Format { Xml = "xml", Json = "json" });

impl Format {
    pub(super) fn read(self, part: Part, text: &str) -> Result<Fields, CallbackError> {
        match self {
            Self::Xml => xml::read(text).map_err(|error| Reason::Xml(part, error).into()),
            Self::Json => {
                json_text::read(text).map_err(|problem| Reason::Json(part, problem).into())
            }
        }
    }

    /// Writes texts under names.
    pub(super) fn write(self, fields: &[(&str, Value)]) -> String {
        match self {
            Self::Xml => xml::write(fields),
            Self::Json => {
                let members =
                    fields.iter().map(|(name, value)| ((*name).to_owned(), value.clone()));
                Value::Object(members.collect()).to_string()
            }
        }
    }
}

/// The body of a reply.
pub(super) fn of_reply(format: Format, encrypted: &str, query: &Query) -> String {
    format.write(&[
        ("Encrypt", json!(encrypted)),
        ("MsgSignature", json!(query.signature)),
        ("TimeStamp", json!(query.timestamp)),
        ("Nonce", json!(query.nonce)),
    ])
}

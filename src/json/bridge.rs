//! serde's traits for generated types: a bridge over the writer and the reader, which alone decide
//! what a value looks like. Here it passes through JSON text, in memory; calls never do.

use std::fmt;

use serde_core::de::Error as _;
use serde_core::ser::{Error as _, SerializeMap, SerializeSeq};
pub use serde_core::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::Value;

use super::decode::Decode;
use super::document::Document;
use super::encode::{Encode, Writer};
use super::node::{Items, Node, number};
use super::tape::{Entry, Kind};
use crate::Secret;

/// Which way a type travels, and so how lenient its reader is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// Only in requests, or as what this library has written itself: a required field must be there,
    /// and every field that is there must fit, because a caller means what it says.
    Sent,
    /// In responses too: lenient as for WeChat's responses, where one bad field must not lose the rest.
    Received,
}

/// Serializes a value in the wire's names, secrets included.
///
/// # Errors
///
/// Those of the serializer, and JSON in a field that is nested more than 128 levels deep.
pub fn serialize<S: Serializer>(value: &dyn Encode, serializer: S) -> Result<S::Ok, S::Error> {
    match Document::parse(Writer::text_of(value)) {
        Ok(document) => Node::root(&document).serialize(serializer),
        Err(_) => Err(S::Error::custom("JSON in a field is nested too deeply (limit 128 levels)")),
    }
}

/// Deserializes a value from any self-describing format.
///
/// # Errors
///
/// Those of the deserializer, and type mismatches, with the path and without the value.
pub fn deserialize<'de, T: Decode, D: Deserializer<'de>>(
    deserializer: D,
    direction: Direction,
) -> Result<T, D::Error> {
    let value = Value::deserialize(deserializer)?;
    let document = document(&value, direction).map_err(D::Error::custom)?;
    T::decode(Node::root(&document)).map_err(|error| D::Error::custom(error.of("the value")))
}

fn document(value: &Value, direction: Direction) -> Result<Document, &'static str> {
    match Document::parse(value.to_string()) {
        Ok(document) if direction == Direction::Sent => Ok(document.strict()),
        Ok(document) => Ok(document),
        Err(_) => Err("the value is nested too deeply (limit 128 levels)"),
    }
}

crate::__serde!(secret Received => Secret);

/// The values as they are, in order.
impl Serialize for Node<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Some((document, entry)) = self.entry() else {
            return serializer.serialize_unit();
        };
        match entry.kind {
            Kind::Null => serializer.serialize_unit(),
            Kind::True => serializer.serialize_bool(true),
            Kind::False => serializer.serialize_bool(false),
            Kind::Number => match number(document.text_of(entry)) {
                Some(number) => number.serialize(serializer),
                None => serializer.serialize_str(document.text_of(entry)),
            },
            Kind::Text | Kind::Escaped => serializer.serialize_str(document.text_of(entry)),
            Kind::List => list(*self, entry, serializer),
            Kind::Object => object(*self, document, entry, serializer),
        }
    }
}

// Formats such as CBOR and MessagePack write the number of items first.
fn list<S: Serializer>(list: Node<'_>, entry: Entry, serializer: S) -> Result<S::Ok, S::Error> {
    let mut seq = serializer.serialize_seq(Some(Items::new(list, entry).count()))?;
    for item in Items::new(list, entry) {
        seq.serialize_element(&item)?;
    }
    seq.end()
}

fn object<S: Serializer>(
    object: Node<'_>,
    document: &Document,
    entry: Entry,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    let keys = || {
        let next = |at: &usize| Some(document.after(at + 1));
        std::iter::successors(Some(object.at() + 1), next).take_while(|at| *at < entry.end)
    };
    let mut map = serializer.serialize_map(Some(keys().count()))?;
    for at in keys() {
        if let Some(key) = document.entry(at) {
            map.serialize_entry(document.text_of(key), &object.inside(at + 1, object.way()))?;
        }
    }
    map.end()
}

/// Serializes a value together with its secrets, which its type alone does not.
///
/// Types with a [`Secret`](crate::Secret) in them implement `Deserialize` and not `Serialize`, so
/// that no log and no database gets a token by accident. This is the explicit step:
///
/// ```
/// use wechat_cloudbase::api::get_stable_access_token::Response;
/// use wechat_cloudbase::json::WithSecrets;
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let response: Response = serde_json::from_str(r#"{"access_token": "T", "expires_in": 7200}"#)?;
/// let text = serde_json::to_string(&WithSecrets(&response))?;
/// assert_eq!(text, r#"{"access_token":"T","expires_in":7200}"#);
/// # Ok(())
/// # }
/// ```
///
/// For a field of a type that derives `Serialize`, it is
/// `#[serde(serialize_with = "wechat_cloudbase::json::with_secrets")]`.
pub struct WithSecrets<'a, T>(pub &'a T);

impl<T: Encode> Serialize for WithSecrets<'_, T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serialize(self.0, serializer)
    }
}

impl<T> fmt::Debug for WithSecrets<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("WithSecrets")
    }
}

/// [`WithSecrets`] as a function, for serde's `serialize_with`.
///
/// # Errors
///
/// Those of the serializer.
pub fn with_secrets<T: Encode, S: Serializer>(value: &T, serializer: S) -> Result<S::Ok, S::Error> {
    serialize(value, serializer)
}

/// Implements serde's traits through [`Encode`] and [`Decode`]. `secret` is for types that must not be
/// serialized by accident, and `written` for those that are not read.
#[doc(hidden)]
#[macro_export]
macro_rules! __serde {
    ($direction:ident => $($name:ident),*) => {
        $crate::__serde!(secret $direction => $($name),*);
        $crate::__serde!(written $($name),*);
    };
    (written $($name:ident),*) => {$(
        impl $crate::json::bridge::Serialize for $name {
            fn serialize<S: $crate::json::bridge::Serializer>(
                &self,
                serializer: S,
            ) -> ::std::result::Result<S::Ok, S::Error> {
                $crate::json::bridge::serialize(self, serializer)
            }
        }
    )*};
    (secret $direction:ident => $($name:ident),*) => {$(
        impl<'de> $crate::json::bridge::Deserialize<'de> for $name {
            fn deserialize<D: $crate::json::bridge::Deserializer<'de>>(
                deserializer: D,
            ) -> ::std::result::Result<Self, D::Error> {
                $crate::json::bridge::deserialize(
                    deserializer,
                    $crate::json::bridge::Direction::$direction,
                )
            }
        }
    )*};
}

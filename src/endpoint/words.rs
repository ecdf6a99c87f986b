//! What the constants of an endpoint are made of.

use serde_json::Value;

/// HTTP method of an endpoint.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Method {
    /// `GET`, without a body.
    Get,
    /// `POST`, with a body.
    Post,
    /// `PUT`, with a body.
    Put,
    /// `DELETE`, without a body.
    Delete,
}

impl Method {
    /// Whether its requests have a body.
    pub const fn has_body(self) -> bool {
        match self {
            Self::Post | Self::Put => true,
            Self::Get | Self::Delete => false,
        }
    }
}

/// What the body of a request is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum RequestBody {
    /// A JSON object of the fields.
    Json,
    /// `application/x-www-form-urlencoded`.
    Form,
    /// `multipart/form-data`.
    Multipart,
    /// The bytes of the one field that is the whole body.
    Bytes,
}

/// What a successful response is made of. A failure is JSON in any case.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ResponseBody {
    /// JSON.
    Json,
    /// Bytes, such as an image.
    Bytes,
}

/// A field of a form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum FormField {
    /// A single value of this name.
    Value(&'static str),
    /// A file of this name.
    File(&'static str),
}

impl FormField {
    /// Its name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Value(name) | Self::File(name) => name,
        }
    }
}

/// Where a field of a request travels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Location {
    /// In the body.
    Body,
    /// In the query string.
    Query,
    /// In both: it is not known where WeChat reads it.
    Both,
    /// It is the body.
    WholeBody,
    /// In the path, in place of its name in braces.
    Path,
    /// It is a header.
    Header,
}

impl Location {
    /// Whether it travels in the query string, perhaps in the body too.
    pub const fn in_query(self) -> bool {
        matches!(self, Self::Query | Self::Both)
    }
}

/// The value of a fixed field.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Fixed {
    /// A string.
    Text(&'static str),
    /// A whole number.
    Int(i64),
    /// A number with a fraction.
    Float(f64),
    /// A boolean.
    Bool(bool),
}

impl From<Fixed> for Value {
    fn from(fixed: Fixed) -> Self {
        match fixed {
            Fixed::Text(text) => text.into(),
            Fixed::Int(int) => int.into(),
            Fixed::Float(float) => float.into(),
            Fixed::Bool(bool) => bool.into(),
        }
    }
}

/// The state of an endpoint in the vendor's documentation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Status {
    /// In the newest catalogue.
    Current,
    /// Only on the old site.
    Legacy,
    /// Its page announces its removal.
    Deprecated,
    /// At another path than before; the old one is still served.
    Moved,
    /// On older pages, and gone from newer catalogues.
    PossiblyRetired,
}

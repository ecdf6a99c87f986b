//! The contract that the mock enforces: the spec of an endpoint as plain constants.
//!
//! The compiler writes these tables; nothing in the mock knows an endpoint by itself.

use crate::operation::Endpoint;

/// One endpoint: its fields and one documented exchange.
#[derive(Clone, Copy, Debug)]
pub struct Contract {
    /// The endpoint's constants.
    pub endpoint: &'static Endpoint,
    /// The one field of the response that holds all others.
    pub response_wrapper: Option<&'static str>,
    /// The fields of the request, in the body and in the query string.
    pub request: &'static [Field],
    /// The fields of the response, beside `errcode` and `errmsg`.
    pub response: &'static [Field],
    /// A request body that the vendor documents, as JSON.
    pub sample_request: &'static str,
    /// The response to it, as JSON, with `errcode` and `errmsg` where the endpoint sends them; empty where
    /// it is bytes, and JSON in their place is not documented.
    pub sample_response: &'static str,
    /// The response to it, where that is bytes: its content type, and the bytes.
    pub sample_content: Option<(&'static str, &'static [u8])>,
}

/// One field of an object.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Field {
    /// Name on the wire.
    pub name: &'static str,
    /// Whether it must be there.
    pub required: bool,
    /// Whether a response is unusable without it.
    pub essential: bool,
    /// Limits of a number, of the characters of a text, or of the items of a list.
    pub limits: Limits,
    /// What its value looks like.
    pub shape: Shape,
}

/// What a number, a length or a count may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// At least.
    pub min: Option<i64>,
    /// At most.
    pub max: Option<i64>,
}

impl Limits {
    /// No limits.
    pub const NONE: Self = Self { min: None, max: None };
}

/// What a value looks like.
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub enum Shape {
    /// A string.
    String {
        /// The documented values; any value when empty.
        allowed: &'static [&'static str],
        /// A regular expression that the value must match, with its own anchors.
        pattern: Option<&'static str>,
    },
    /// A whole number.
    Int {
        /// The documented values; any value when empty.
        allowed: &'static [i64],
    },
    /// A number.
    Float,
    /// A boolean.
    Bool,
    /// Any JSON value.
    Json,
    /// A file.
    File,
    /// A value of this shape, as text in a string.
    InText(&'static Shape),
    /// A list of values of one shape.
    List(&'static Shape),
    /// An object with these fields, and possibly others.
    Object(&'static [Field]),
    /// A type that the spec gives a name: fields of the same named type hold the same thing.
    Named(&'static str, &'static Shape),
}

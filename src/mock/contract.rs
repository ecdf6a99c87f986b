//! What the mock holds a caller to: the spec of an endpoint as plain constants.
//!
//! The compiler writes these tables; nothing in the mock knows an endpoint by itself.

use crate::operation::Endpoint;

/// One endpoint: its fields and one documented exchange.
#[derive(Clone, Copy, Debug)]
pub struct Contract {
    /// What is known of the endpoint apart from its fields.
    pub endpoint: &'static Endpoint,
    /// The fields of the request, in the body and in the query string.
    pub request: &'static [Field],
    /// The fields of the answer, beside `errcode` and `errmsg`.
    pub response: &'static [Field],
    /// A request body that the vendor documents, as JSON.
    pub sample_request: &'static str,
    /// The answer to it, as JSON, with `errcode` and `errmsg` where the endpoint sends them.
    pub sample_response: &'static str,
}

/// One field of an object.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Field {
    /// Name on the wire.
    pub name: &'static str,
    /// Whether it has to be there.
    pub required: bool,
    /// Whether it travels in the query string and not in the body.
    pub in_query: bool,
    /// Whether its value must never be printed.
    pub secret: bool,
    /// What its value looks like.
    pub shape: Shape,
}

/// What a value looks like.
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub enum Shape {
    /// A string.
    String {
        /// The documented values; any value when empty.
        allowed: &'static [&'static str],
        /// A regular expression that the whole value has to match.
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
    /// A list of values of one shape.
    List(&'static Shape),
    /// An object with these fields, and possibly others.
    Object(&'static [Field]),
    /// A type that the spec gives a name: fields of the same named type hold the same thing.
    Named(&'static str, &'static Shape),
}

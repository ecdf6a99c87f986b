//! The contract that the mock enforces: the spec of an endpoint as plain constants.
//!
//! The compiler writes these tables; nothing in the mock knows an endpoint by itself.

use std::fmt;

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
#[non_exhaustive]
pub struct Field {
    /// Name on the wire.
    pub name: &'static str,
    /// Whether it must be there.
    pub required: bool,
    /// Whether a response is unusable without it.
    pub essential: bool,
    /// The least that a number, the characters of a text, or the items of a list or a map may be.
    pub min: Option<Limit>,
    /// The most.
    pub max: Option<Limit>,
    /// What stands for it when it is left out, as JSON.
    pub default: Option<&'static str>,
    /// What its value looks like.
    pub shape: Shape,
}

impl Field {
    /// A field that must be there.
    pub const fn required(name: &'static str, shape: Shape) -> Self {
        Self::new(name, shape, true)
    }

    /// A field that may be left out.
    pub const fn optional(name: &'static str, shape: Shape) -> Self {
        Self::new(name, shape, false)
    }

    const fn new(name: &'static str, shape: Shape, required: bool) -> Self {
        let (min, max, default) = (None, None, None);
        Self { name, required, essential: false, min, max, default, shape }
    }

    /// Sets [`essential`](Self::essential).
    #[must_use]
    pub const fn essential(mut self) -> Self {
        self.essential = true;
        self
    }

    /// Sets [`min`](Self::min).
    #[must_use]
    pub const fn min(mut self, min: Limit) -> Self {
        self.min = Some(min);
        self
    }

    /// Sets [`max`](Self::max).
    #[must_use]
    pub const fn max(mut self, max: Limit) -> Self {
        self.max = Some(max);
        self
    }

    /// Sets [`default`](Self::default).
    #[must_use]
    pub const fn default(mut self, json: &'static str) -> Self {
        self.default = Some(json);
        self
    }
}

/// An end of what a number, a length or a count may be.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Limit {
    /// A whole number.
    Int(i64),
    /// A number with a fraction.
    Float(f64),
}

impl fmt::Display for Limit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Int(int) => int.fmt(f),
            Self::Float(float) => float.fmt(f),
        }
    }
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
    /// A string or a whole number.
    StringOrInt,
    /// Any JSON value.
    Json,
    /// A file.
    File,
    /// A value of this shape, as text in a string.
    InText(&'static Shape),
    /// A list of values of one shape.
    List(&'static Shape),
    /// An object with keys of the caller's, and values of one shape.
    Map(&'static Shape),
    /// An object with these fields, and possibly others.
    Object(&'static [Field]),
    /// A type that the spec gives a name: fields of the same named type hold the same thing.
    Named(&'static str, &'static Shape),
    /// Exactly one of several fields. Where a field has this shape, they stand in the object that the
    /// field would be in; elsewhere, in an object of their own.
    OneOf {
        /// The field that says which it is.
        tag: Option<&'static str>,
        /// Each with what the tag says of it.
        alternatives: &'static [(&'static str, Field)],
    },
    /// A type that may contain itself.
    Recursive(Recursive),
}

/// A type that may contain itself, by its name.
#[derive(Clone, Copy)]
pub struct Recursive(pub &'static str, pub &'static Shape);

/// Without what is inside, of which there is no end.
impl fmt::Debug for Recursive {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Recursive").field(&self.0).finish_non_exhaustive()
    }
}

impl PartialEq for Recursive {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self.1, other.1)
    }
}

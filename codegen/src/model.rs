//! The API as the spec describes it: plain data, complete and checked. Every output reads this and
//! nothing else.

mod errcode;

use std::ops::Deref;
use std::rc::Rc;

pub(crate) use crate::syntax::Literal;
pub(crate) use errcode::{Area, Class, Errcode, Operator, Window};

/// Something that has passed every check. Only [`crate::resolve`] makes one.
pub(crate) struct Valid<T>(T);

impl<T> Valid<T> {
    pub(crate) fn assume(value: T) -> Self {
        Self(value)
    }
}

impl<T> Deref for Valid<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0
    }
}

/// A whole spec.
pub(crate) struct Api {
    /// In order of id.
    pub(crate) endpoints: Vec<Endpoint>,
    /// Types that endpoints share, in order of name.
    pub(crate) types: Vec<Rc<TypeDef>>,
    /// In order of number.
    pub(crate) errcodes: Vec<Rc<Errcode>>,
    /// In order of number, none overlapping another.
    pub(crate) areas: Vec<Area>,
    /// In order of id.
    pub(crate) permission_sets: Vec<Rc<PermissionSet>>,
}

/// One interface of the vendor.
#[derive(Hash)]
pub(crate) struct Endpoint {
    /// Name of the file, of the client's method and of the module.
    pub(crate) id: String,
    pub(crate) section: String,
    /// The id that it had.
    pub(crate) renamed_from: Option<String>,
    /// As the vendor spells it.
    pub(crate) name: String,
    pub(crate) summary: String,
    pub(crate) notes: Vec<String>,
    pub(crate) method: Method,
    pub(crate) path: String,
    /// Paths that it has had, and that are still answered.
    pub(crate) old_paths: Vec<String>,
    /// In order of kind, each once.
    pub(crate) tokens: Vec<Kind>,
    pub(crate) token_field: String,
    /// The one field of the body that holds all others.
    pub(crate) request_wrapper: Option<String>,
    /// The one field of the answer that holds all others, or that may be left out.
    pub(crate) response_wrapper: Option<String>,
    /// Whether a success has the errcode 0; without one, nothing is a success then.
    pub(crate) errcode_on_success: bool,
    pub(crate) permission_sets: Vec<Rc<PermissionSet>>,
    pub(crate) cloud_call: Option<String>,
    pub(crate) repeat: Repeat,
    pub(crate) status: Status,
    /// In order of number.
    pub(crate) errcodes: Vec<Rc<Errcode>>,
    /// In order of Rust name, as all fields are: moving lines changes nothing.
    pub(crate) request: Vec<Field>,
    pub(crate) response: Vec<Field>,
    /// The endpoint's own types, in order of name.
    pub(crate) types: Vec<Rc<TypeDef>>,
    pub(crate) sample: Sample,
    pub(crate) sources: Vec<Source>,
    pub(crate) corrections: Vec<Correction>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Method {
    Get,
    Post,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Kind {
    Component,
    Authorizer,
    App,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Repeat {
    Safe,
    Unsafe,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Status {
    Current,
    Legacy,
    Deprecated,
    Moved,
    PossiblyRetired,
}

/// Where a field of a request travels.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Place {
    Body,
    Query,
    /// In body and query string alike.
    Both,
    /// As the body itself.
    WholeBody,
}

impl Place {
    pub(crate) fn in_query(self) -> bool {
        matches!(self, Self::Query | Self::Both)
    }

    pub(crate) fn in_body(self) -> bool {
        matches!(self, Self::Body | Self::Both)
    }
}

/// Limits that a page states: of a number, of the characters of a text, of the items of a list.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub(crate) struct Limits {
    pub(crate) min: Option<i64>,
    pub(crate) max: Option<i64>,
}

/// A field of a request, a response or an object.
#[derive(Hash)]
pub(crate) struct Field {
    /// Name on the wire.
    pub(crate) wire: String,
    /// Name in Rust, without `r#`.
    pub(crate) ident: String,
    /// The name on the wire that it had.
    pub(crate) renamed_from: Option<String>,
    pub(crate) doc: String,
    pub(crate) ty: Type,
    pub(crate) optional: bool,
    /// Whether a response is worth nothing without it.
    pub(crate) essential: bool,
    /// A value that is always sent, so that callers never see the field.
    pub(crate) fixed: Option<Literal>,
    pub(crate) place: Place,
    pub(crate) limits: Limits,
}

#[derive(Clone, Hash)]
pub(crate) enum Type {
    String,
    /// A string that must not be printed.
    Secret,
    Int,
    Float,
    Bool,
    Json,
    Named(Rc<TypeDef>),
    /// A number, a bool or JSON that travels as text in a string.
    InText(Box<Type>),
    List(Box<Type>),
}

/// A type with a name of its own.
#[derive(Hash)]
pub(crate) struct TypeDef {
    pub(crate) name: String,
    /// Whether it stands in `types.toml`.
    pub(crate) shared: bool,
    /// Whether it is described in a field, and named after it.
    pub(crate) inline: bool,
    pub(crate) renamed_from: Option<String>,
    pub(crate) doc: String,
    pub(crate) shape: Shape,
}

#[derive(Hash)]
pub(crate) enum Shape {
    /// Text, with a pattern that it has to match.
    Text { pattern: Option<String> },
    /// One of some texts, open to others.
    Texts(Vec<Variant<String>>),
    /// One of some numbers, open to others.
    Ints(Vec<Variant<i64>>),
    /// An object.
    Object(Vec<Field>),
}

/// A documented value.
#[derive(Hash)]
pub(crate) struct Variant<T> {
    pub(crate) value: T,
    pub(crate) name: String,
    /// The value that it had.
    pub(crate) renamed_from: Option<T>,
    pub(crate) doc: Option<String>,
}

/// A set of rights that an account grants to a platform.
#[derive(Hash)]
pub(crate) struct PermissionSet {
    pub(crate) id: u32,
    pub(crate) name: String,
    pub(crate) doc: Option<String>,
}

/// A request and an answer, as JSON objects.
#[derive(Default, Hash)]
pub(crate) struct Sample {
    pub(crate) request: serde_json::Value,
    pub(crate) response: serde_json::Value,
}

/// A page that the endpoint was transcribed from.
#[derive(Hash)]
pub(crate) struct Source {
    pub(crate) page: String,
    pub(crate) read: String,
}

/// A place where a page is wrong.
#[derive(Hash)]
pub(crate) struct Correction {
    pub(crate) field: String,
    pub(crate) says: String,
    pub(crate) is: String,
    pub(crate) why: String,
    /// The one of the sources that is wrong.
    pub(crate) page: Option<String>,
    /// Words of that page, letter by letter, by which to see whether it still says so; none when it
    /// is silent.
    pub(crate) seen: Vec<String>,
}

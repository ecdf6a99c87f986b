//! The API as the spec describes it: plain data, complete and checked. Every output reads this and
//! nothing else.

#![allow(missing_docs, reason = "most fields are keys of the notation, and explained there")]

mod errcode;
mod pages;
mod path;
mod wait;
mod walk;

use std::cell::OnceCell;
use std::hash::{Hash, Hasher};
use std::ops::Deref;
use std::rc::Rc;

pub use crate::leaf::{Literal, Number};
pub use crate::notation::words::{
    Absence, Class, FieldPlace, Method, Operator, PageStyle, RequestBody, ResponseBody, Status,
    TokenKind, Window,
};
pub use errcode::{Area, Errcode};
pub use pages::Pages;
pub use path::{LAST, Path, Step};
pub use wait::{Delay, Items, Wait, WaitKey};
pub use walk::{inner, is_recursive, is_same, is_secret, named, reached};

/// The usual name of the errcode in a response.
pub const ERRCODE: &str = "errcode";

/// The usual name of the text beside it.
pub const ERRMSG: &str = "errmsg";

/// Something validated. Only [`check`](crate::check) makes one.
pub struct Valid<T>(T);

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
pub struct Api {
    /// In order of id.
    pub endpoints: Vec<Endpoint>,
    /// Types that endpoints share, in order of name.
    pub types: Vec<Rc<TypeDef>>,
    /// In order of number.
    pub errcodes: Vec<Rc<Errcode>>,
    /// In order of number, none overlapping another.
    pub areas: Vec<Area>,
    /// In order of id.
    pub permission_sets: Vec<Rc<PermissionSet>>,
}

/// One interface of the vendor.
#[derive(Hash)]
pub struct Endpoint {
    /// Name of the file, of the client's method and of the module.
    pub id: String,
    pub section: String,
    /// The id that it had.
    pub renamed_from: Option<String>,
    /// As the vendor spells it.
    pub name: String,
    pub summary: String,
    pub notes: Vec<String>,
    pub method: Method,
    pub path: String,
    /// Former paths, which are still served.
    pub old_paths: Vec<String>,
    /// Base URLs of the hosts that serve it, in order of preference; none for the usual ones.
    pub hosts: Vec<String>,
    /// In order of kind, each once.
    pub tokens: Vec<TokenKind>,
    pub token_field: String,
    pub request_body: RequestBody,
    pub response_body: ResponseBody,
    /// The one field of the body that holds all others.
    pub request_wrapper: Option<String>,
    /// The one field of the response that holds all others, or that may be left out.
    pub response_wrapper: Option<String>,
    /// Whether a success has the errcode 0; without one, nothing is a success then.
    pub errcode_on_success: bool,
    /// Where a response has its errcode, with dots when it is inside an object.
    pub errcode_field: String,
    /// Where a response has its errmsg.
    pub errmsg_field: String,
    pub permission_sets: Vec<Rc<PermissionSet>>,
    pub cloud_call: Option<String>,
    /// Keys that are words for people, with what they say.
    pub plain: Vec<(&'static str, String)>,
    /// Whether a second call leaves the same state as one.
    pub idempotent: bool,
    /// The field of the request with which a call is idempotent, though the endpoint is not.
    pub idempotent_by: Option<String>,
    pub status: Status,
    /// In order of number.
    pub errcodes: Vec<Rc<Errcode>>,
    /// In order of Rust name, as all fields are: moving lines changes nothing.
    pub request: Vec<Field>,
    pub response: Vec<Field>,
    /// The endpoint's own types, in order of name.
    pub types: Vec<Rc<TypeDef>>,
    /// The shared types that it reaches, in order of name.
    pub shared_types: Vec<Rc<TypeDef>>,
    /// In order of name.
    pub waits: Vec<Wait>,
    pub pages: Option<Pages>,
    pub sample: Sample,
    pub sources: Vec<Source>,
    pub corrections: Vec<Correction>,
}

impl Endpoint {
    /// The field of the request that is the body itself.
    pub fn whole_request(&self) -> Option<&Field> {
        self.request.iter().find(|field| field.place == FieldPlace::WholeBody)
    }

    /// The field of the response that is the response itself, which is a list then.
    pub fn whole_response(&self) -> Option<&Field> {
        self.response.iter().find(|field| field.place == FieldPlace::WholeBody)
    }

    /// The names in a response that are not fields of its table: those of errcode and errmsg, and of
    /// the objects that they are inside of.
    pub fn envelope(&self) -> Vec<&str> {
        let own = [&self.errcode_field, &self.errmsg_field].map(|name| root(name));
        let mut names = vec![ERRCODE, ERRMSG];
        for name in own {
            if !names.contains(&name) {
                names.push(name);
            }
        }
        names
    }
}

/// The first name of a path such as `base_resp.ret`.
pub(crate) fn root(path: &str) -> &str {
    path.split('.').next().unwrap_or(path)
}

impl Method {
    /// Whether its requests have a body.
    pub fn has_body(self) -> bool {
        match self {
            Self::Post | Self::Put => true,
            Self::Get | Self::Delete => false,
        }
    }
}

impl FieldPlace {
    pub fn in_query(self) -> bool {
        matches!(self, Self::Query | Self::Both)
    }

    /// Whether only single values travel there.
    pub fn is_single(self) -> bool {
        matches!(self, Self::Query | Self::Both | Self::Path | Self::Header)
    }

    pub fn in_body(self) -> bool {
        matches!(self, Self::Body | Self::Both)
    }
}

/// Limits that a page states: of a number, of the characters of a text, of the items of a list or a
/// map.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Limits {
    pub min: Option<Number>,
    pub max: Option<Number>,
}

/// That the vendor is going to drop a field.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Deprecation {
    /// A day, such as `2026-01-31`.
    pub since: Option<String>,
    /// The field of the same table to use instead, by its name on the wire.
    pub instead: Option<String>,
}

/// A field of a request, a response or an object.
#[derive(Hash)]
pub struct Field {
    /// Name on the wire.
    pub wire: String,
    /// Name in Rust, without `r#`.
    pub ident: String,
    /// The name on the wire that it had.
    pub renamed_from: Option<String>,
    pub doc: String,
    pub ty: Type,
    pub optional: bool,
    /// Whether a response is unusable without it.
    pub essential: bool,
    /// A value that is always sent, so that callers never see the field.
    pub fixed: Option<Literal>,
    pub place: FieldPlace,
    pub limits: Limits,
    /// What stands for an optional field that is left out.
    pub default: Option<Literal>,
    pub deprecated: Option<Deprecation>,
    /// What the tag says of it, where it is an alternative of a one-of with a tag.
    pub value: Option<String>,
}

impl Field {
    /// The alternatives that stand in place of the field, in the object that it is in.
    pub fn one_of(&self) -> Option<(&TypeDef, &OneOf)> {
        let Type::Named(definition) = &self.ty else {
            return None;
        };
        match &definition.shape {
            Shape::OneOf(one_of) if self.place != FieldPlace::WholeBody => {
                Some((definition, one_of))
            }
            _ => None,
        }
    }

    /// The names that it has on the wire: its own, or those of the tag and the alternatives that stand
    /// in its place.
    pub fn wires(&self) -> Vec<&str> {
        match self.one_of() {
            Some((_, one_of)) => one_of.wires(),
            None => vec![&self.wire],
        }
    }
}

impl OneOf {
    /// The tag, and the alternatives.
    pub fn wires(&self) -> Vec<&str> {
        let alternatives = self.alternatives.iter().map(|field| field.wire.as_str());
        self.tag.as_deref().into_iter().chain(alternatives).collect()
    }
}

#[derive(Clone, Hash)]
pub enum Type {
    String,
    /// A string that must not be printed.
    Secret,
    Int,
    Float,
    Bool,
    /// A text or a whole number, whichever it is.
    StringOrInt,
    /// Seconds since 1970, UTC.
    Timestamp,
    /// Milliseconds since 1970, UTC.
    TimestampMs,
    Json,
    /// What a request uploads.
    File,
    Named(TypeRef),
    /// A number, a bool or JSON that travels as text in a string.
    InText(Box<Type>),
    List(Box<Type>),
    /// With keys of the caller's.
    Map(Box<Type>),
}

impl Type {
    /// Whether a value is one text as it travels: what query strings, headers and forms can hold.
    pub fn is_single(&self) -> bool {
        match self {
            Self::Named(definition) => {
                !matches!(definition.shape, Shape::Object(_) | Shape::OneOf(_))
            }
            Self::List(_) | Self::Map(_) | Self::Json | Self::File => false,
            _ => true,
        }
    }
}

/// A named type where it is used. A type may be used inside of itself, so what holds one is hashed by
/// its name alone; the types themselves are in the lists of the API and of the endpoint.
#[derive(Clone)]
pub struct TypeRef(pub(crate) Rc<TypeDef>);

impl Deref for TypeRef {
    type Target = TypeDef;

    fn deref(&self) -> &TypeDef {
        &self.0
    }
}

impl Hash for TypeRef {
    fn hash<H: Hasher>(&self, state: &mut H) {
        (self.shared, &self.name).hash(state);
    }
}

/// A type with a name of its own.
#[derive(Hash)]
pub struct TypeDef {
    pub name: String,
    /// Whether it is in `types.toml`.
    pub shared: bool,
    /// Whether it is described in a field, and named after it.
    pub inline: bool,
    pub renamed_from: Option<String>,
    pub doc: String,
    pub shape: Shape,
}

#[derive(Hash)]
pub enum Shape {
    /// Text, with a pattern that it must match.
    Text { pattern: Option<String> },
    /// One of some texts, open to others.
    TextEnum(Vec<Variant<String>>),
    /// One of some numbers, open to others.
    IntEnum(Vec<Variant<i64>>),
    /// An object.
    Object(Fields),
    /// Exactly one of several fields, which stand in the object around it. In a list or a map, each is
    /// an object of its own.
    OneOf(OneOf),
}

/// The alternatives of a one-of.
#[derive(Hash)]
pub struct OneOf {
    /// The field beside them that says which of them it is.
    pub tag: Option<String>,
    pub alternatives: Fields,
}

/// The fields of an object. They are filled in after the object is there, because one of them may be of
/// its type; the types of a spec that has such live as long as the program.
#[derive(Default)]
pub struct Fields(OnceCell<Vec<Field>>);

impl Fields {
    pub(crate) fn fill(&self, fields: Vec<Field>) {
        self.0.get_or_init(|| fields);
    }
}

impl Deref for Fields {
    type Target = [Field];

    fn deref(&self) -> &[Field] {
        self.0.get().map_or(&[], Vec::as_slice)
    }
}

impl Hash for Fields {
    fn hash<H: Hasher>(&self, state: &mut H) {
        (**self).hash(state);
    }
}

impl<'a> IntoIterator for &'a Fields {
    type Item = &'a Field;
    type IntoIter = std::slice::Iter<'a, Field>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

/// A documented value.
#[derive(Hash)]
pub struct Variant<T> {
    pub value: T,
    pub name: String,
    /// Its former value.
    pub renamed_from: Option<T>,
    pub doc: Option<String>,
}

/// A set of rights that an account grants to a platform.
#[derive(Hash)]
pub struct PermissionSet {
    pub id: u32,
    pub name: String,
    pub doc: Option<String>,
}

/// A request and a response, as JSON; the response is `null` where it is left out.
#[derive(Default, Hash)]
pub struct Sample {
    pub request: serde_json::Value,
    pub response: serde_json::Value,
    /// A response of bytes.
    pub content: Option<Content>,
}

/// Bytes with their type.
#[derive(Hash)]
pub struct Content {
    pub content_type: String,
    /// In base64.
    pub base64: String,
}

/// A page that the endpoint was transcribed from.
#[derive(Hash)]
pub struct Source {
    pub page: String,
    pub read: String,
}

/// A place where a page is wrong.
#[derive(Hash)]
pub struct Correction {
    pub field: String,
    pub says: String,
    pub is: String,
    pub why: String,
    /// The one of the sources that is wrong.
    pub page: Option<String>,
    /// Words of that page, letter by letter, by which to see whether it still says so; none when it
    /// is silent.
    pub seen: Vec<String>,
}

//! Documents: what the files say, each leaf with its place, nothing checked yet beyond its shape.

#![allow(missing_docs, reason = "the fields are keys of the notation, and explained there")]

pub mod search;

use crate::source::Span;

/// A leaf and its place.
#[derive(Clone, Debug)]
pub struct Node<T> {
    pub value: T,
    pub span: Span,
}

impl<T> Node<T> {
    pub fn new(value: T, span: Span) -> Self {
        Self { value, span }
    }
}

/// All documents of a spec. What is `None` or left out has been reported already.
#[derive(Debug, Default)]
pub struct Documents {
    pub endpoints: Vec<EndpointDoc>,
    pub types: Vec<TypeDoc>,
    pub errcodes: Vec<ErrcodeDoc>,
    pub areas: Vec<AreaDoc>,
    pub permission_sets: Vec<PermissionSetDoc>,
    /// Whether `types.toml` was read without a problem.
    pub types_sound: bool,
    /// Whether a file with definitions could not be read; then what looks undefined may not be.
    pub incomplete: bool,
    /// Whether an endpoint could not be read; then what looks unused may not be.
    pub endpoint_missing: bool,
}

/// `<section>/<id>.toml`.
#[derive(Debug)]
pub struct EndpointDoc {
    /// The beginning of the file, for what has no place of its own.
    pub span: Span,
    pub id: String,
    pub section: String,
    pub name: Option<Node<String>>,
    pub rust: Option<Node<String>>,
    pub renamed_from: Option<Node<String>>,
    pub summary: Option<Node<String>>,
    pub notes: Vec<Node<String>>,
    pub method: Option<Node<String>>,
    pub path: Option<Node<String>>,
    pub old_paths: Vec<Node<String>>,
    /// Whether `status` and `old_paths` were read without a problem.
    pub move_sound: bool,
    pub tokens: Option<Vec<Node<String>>>,
    pub token_field: Option<Node<String>>,
    pub request_wrapper: Option<Node<String>>,
    pub response_wrapper: Option<Node<String>>,
    pub errcode_on_success: Option<Node<bool>>,
    pub permission_sets: Vec<Node<i64>>,
    pub cloud_call: Option<Node<String>>,
    pub repeat: Option<Node<String>>,
    pub status: Option<Node<String>>,
    pub errcodes: Option<Vec<Node<i64>>>,
    pub request: Option<Node<Vec<FieldDoc>>>,
    pub response: Option<Node<Vec<FieldDoc>>>,
    pub types: Vec<TypeDoc>,
    /// Whether the three tables were read without a problem.
    pub sound: bool,
    pub sample: SampleDoc,
    pub sources: Vec<SourceDoc>,
    pub corrections: Vec<CorrectionDoc>,
}

impl EndpointDoc {
    pub fn request_fields(&self) -> &[FieldDoc] {
        fields(&self.request)
    }

    pub fn response_fields(&self) -> &[FieldDoc] {
        fields(&self.response)
    }
}

/// None of a table that is not there.
fn fields(table: &Option<Node<Vec<FieldDoc>>>) -> &[FieldDoc] {
    table.as_ref().map_or(&[], |table| &table.value)
}

/// One line of `[request]`, `[response]` or a type's `fields`.
#[derive(Debug)]
pub struct FieldDoc {
    /// The name on the wire.
    pub name: Node<String>,
    pub rust: Option<Node<String>>,
    pub renamed_from: Option<Node<String>>,
    pub doc: Option<Node<String>>,
    pub shape: ShapeDoc,
    pub optional: Option<Node<bool>>,
    pub essential: Option<Node<bool>>,
    pub secret: Option<Node<bool>>,
    pub fixed: Option<Node<Literal>>,
    pub place: Option<Node<String>>,
    pub text: Option<Node<bool>>,
    /// Each limit that is given, by its key.
    pub limits: Vec<(&'static str, Node<i64>)>,
}

/// A named type, in `types.toml` or in an endpoint's `[types]`.
#[derive(Debug)]
pub struct TypeDoc {
    pub name: Node<String>,
    pub renamed_from: Option<Node<String>>,
    pub doc: Option<Node<String>>,
    pub shape: ShapeDoc,
}

/// The keys that fields and types share.
#[derive(Debug)]
pub struct ShapeDoc {
    pub ty: Option<Node<TypeText>>,
    pub values: Option<Node<Vec<ValueDoc>>>,
    pub pattern: Option<Node<String>>,
    pub fields: Option<Node<Vec<FieldDoc>>>,
}

/// A type as it is written: `EnvId[]` is `EnvId` with a depth of 1.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TypeText {
    pub base: String,
    pub depth: usize,
}

/// One value of an `enum`.
#[derive(Debug)]
pub struct ValueDoc {
    pub value: Node<Literal>,
    pub name: Option<Node<String>>,
    pub renamed_from: Option<Node<Literal>>,
    pub doc: Option<Node<String>>,
}

/// A value of a scalar field.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Literal {
    String(String),
    Int(i64),
    Bool(bool),
}

/// `[sample]`.
#[derive(Debug, Default)]
pub struct SampleDoc {
    pub request: Option<Node<String>>,
    pub response: Option<Node<String>>,
}

/// `[[source]]`.
#[derive(Debug)]
pub struct SourceDoc {
    pub page: Option<Node<String>>,
    pub read: Option<Node<String>>,
}

/// `[[correction]]`.
#[derive(Debug)]
pub struct CorrectionDoc {
    pub field: Option<Node<String>>,
    pub says: Option<Node<String>>,
    pub is: Option<Node<String>>,
    pub why: Option<Node<String>>,
    pub page: Option<Node<String>>,
    pub seen: Vec<Node<String>>,
}

/// A record of `errcodes.toml`.
#[derive(Debug)]
pub struct ErrcodeDoc {
    pub code: Option<Node<i64>>,
    pub name: Option<Node<String>>,
    pub message: Option<Node<String>>,
    pub meaning: Option<Node<String>>,
    pub remedy: Option<Node<String>>,
    pub class: Option<Node<String>>,
    pub operator: Option<Node<String>>,
    pub quota: Option<Node<String>>,
}

/// A range of numbers in `errcodes.toml`.
#[derive(Debug)]
pub struct AreaDoc {
    pub name: Option<Node<String>>,
    pub from: Option<Node<i64>>,
    pub to: Option<Node<i64>>,
    pub doc: Option<Node<String>>,
}

/// A record of `permission_sets.toml`.
#[derive(Debug)]
pub struct PermissionSetDoc {
    pub id: Option<Node<i64>>,
    pub name: Option<Node<String>>,
    pub doc: Option<Node<String>>,
}

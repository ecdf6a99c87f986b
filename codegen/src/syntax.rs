//! Documents: what the files say, each leaf with its place, nothing checked yet beyond its shape.

pub(crate) mod search;

use crate::source::Span;

/// A leaf and its place.
#[derive(Clone, Debug)]
pub(crate) struct Node<T> {
    pub(crate) value: T,
    pub(crate) span: Span,
}

impl<T> Node<T> {
    pub(crate) fn new(value: T, span: Span) -> Self {
        Self { value, span }
    }
}

/// All documents of a spec. What is `None` or left out has been reported already.
#[derive(Debug, Default)]
pub(crate) struct Documents {
    pub(crate) endpoints: Vec<EndpointDoc>,
    pub(crate) types: Vec<TypeDoc>,
    pub(crate) errcodes: Vec<ErrcodeDoc>,
    pub(crate) areas: Vec<AreaDoc>,
    pub(crate) permission_sets: Vec<PermissionSetDoc>,
    /// Whether `types.toml` was read without a problem.
    pub(crate) types_sound: bool,
    /// Whether a file with definitions could not be read; then what looks undefined may not be.
    pub(crate) incomplete: bool,
    /// Whether an endpoint could not be read; then what looks unused may not be.
    pub(crate) endpoint_missing: bool,
}

/// `<section>/<id>.toml`.
#[derive(Debug)]
pub(crate) struct EndpointDoc {
    /// The beginning of the file, for what has no place of its own.
    pub(crate) span: Span,
    pub(crate) id: String,
    pub(crate) section: String,
    pub(crate) name: Option<Node<String>>,
    pub(crate) rust: Option<Node<String>>,
    pub(crate) renamed_from: Option<Node<String>>,
    pub(crate) summary: Option<Node<String>>,
    pub(crate) notes: Vec<Node<String>>,
    pub(crate) method: Option<Node<String>>,
    pub(crate) path: Option<Node<String>>,
    pub(crate) old_paths: Vec<Node<String>>,
    /// Whether `status` and `old_paths` were read without a problem.
    pub(crate) move_sound: bool,
    pub(crate) tokens: Option<Vec<Node<String>>>,
    pub(crate) token_field: Option<Node<String>>,
    pub(crate) request_wrapper: Option<Node<String>>,
    pub(crate) response_wrapper: Option<Node<String>>,
    pub(crate) errcode_on_success: Option<Node<bool>>,
    pub(crate) permission_sets: Vec<Node<i64>>,
    pub(crate) cloud_call: Option<Node<String>>,
    pub(crate) repeat: Option<Node<String>>,
    pub(crate) status: Option<Node<String>>,
    pub(crate) errcodes: Option<Vec<Node<i64>>>,
    pub(crate) request: Option<Node<Vec<FieldDoc>>>,
    pub(crate) response: Option<Node<Vec<FieldDoc>>>,
    pub(crate) types: Vec<TypeDoc>,
    /// Whether the three tables were read without a problem.
    pub(crate) sound: bool,
    pub(crate) sample: SampleDoc,
    pub(crate) sources: Vec<SourceDoc>,
    pub(crate) corrections: Vec<CorrectionDoc>,
}

impl EndpointDoc {
    pub(crate) fn request_fields(&self) -> &[FieldDoc] {
        fields(&self.request)
    }

    pub(crate) fn response_fields(&self) -> &[FieldDoc] {
        fields(&self.response)
    }
}

/// None of a table that is not there.
fn fields(table: &Option<Node<Vec<FieldDoc>>>) -> &[FieldDoc] {
    table.as_ref().map_or(&[], |table| &table.value)
}

/// One line of `[request]`, `[response]` or a type's `fields`.
#[derive(Debug)]
pub(crate) struct FieldDoc {
    /// The name on the wire.
    pub(crate) name: Node<String>,
    pub(crate) rust: Option<Node<String>>,
    pub(crate) renamed_from: Option<Node<String>>,
    pub(crate) doc: Option<Node<String>>,
    pub(crate) shape: ShapeDoc,
    pub(crate) optional: Option<Node<bool>>,
    pub(crate) essential: Option<Node<bool>>,
    pub(crate) secret: Option<Node<bool>>,
    pub(crate) fixed: Option<Node<Literal>>,
    pub(crate) place: Option<Node<String>>,
    pub(crate) text: Option<Node<bool>>,
    /// Each limit that is given, by its key.
    pub(crate) limits: Vec<(&'static str, Node<i64>)>,
}

/// A named type, in `types.toml` or in an endpoint's `[types]`.
#[derive(Debug)]
pub(crate) struct TypeDoc {
    pub(crate) name: Node<String>,
    pub(crate) renamed_from: Option<Node<String>>,
    pub(crate) doc: Option<Node<String>>,
    pub(crate) shape: ShapeDoc,
}

/// The keys that fields and types share.
#[derive(Debug)]
pub(crate) struct ShapeDoc {
    pub(crate) ty: Option<Node<TypeText>>,
    pub(crate) values: Option<Node<Vec<ValueDoc>>>,
    pub(crate) pattern: Option<Node<String>>,
    pub(crate) fields: Option<Node<Vec<FieldDoc>>>,
}

/// A type as it is written: `EnvId[]` is `EnvId` with a depth of 1.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct TypeText {
    pub(crate) base: String,
    pub(crate) depth: usize,
}

/// One value of an `enum`.
#[derive(Debug)]
pub(crate) struct ValueDoc {
    pub(crate) value: Node<Literal>,
    pub(crate) name: Option<Node<String>>,
    pub(crate) renamed_from: Option<Node<Literal>>,
    pub(crate) doc: Option<Node<String>>,
}

/// A value of a scalar field.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Literal {
    String(String),
    Int(i64),
    Bool(bool),
}

/// `[sample]`.
#[derive(Debug, Default)]
pub(crate) struct SampleDoc {
    pub(crate) request: Option<Node<String>>,
    pub(crate) response: Option<Node<String>>,
}

/// `[[source]]`.
#[derive(Debug)]
pub(crate) struct SourceDoc {
    pub(crate) page: Option<Node<String>>,
    pub(crate) read: Option<Node<String>>,
}

/// `[[correction]]`.
#[derive(Debug)]
pub(crate) struct CorrectionDoc {
    pub(crate) field: Option<Node<String>>,
    pub(crate) says: Option<Node<String>>,
    pub(crate) is: Option<Node<String>>,
    pub(crate) why: Option<Node<String>>,
    pub(crate) page: Option<Node<String>>,
    pub(crate) seen: Vec<Node<String>>,
}

/// A record of `errcodes.toml`.
#[derive(Debug)]
pub(crate) struct ErrcodeDoc {
    pub(crate) code: Option<Node<i64>>,
    pub(crate) name: Option<Node<String>>,
    pub(crate) message: Option<Node<String>>,
    pub(crate) meaning: Option<Node<String>>,
    pub(crate) remedy: Option<Node<String>>,
    pub(crate) class: Option<Node<String>>,
    pub(crate) operator: Option<Node<String>>,
    pub(crate) quota: Option<Node<String>>,
}

/// A range of numbers in `errcodes.toml`.
#[derive(Debug)]
pub(crate) struct AreaDoc {
    pub(crate) name: Option<Node<String>>,
    pub(crate) from: Option<Node<i64>>,
    pub(crate) to: Option<Node<i64>>,
    pub(crate) doc: Option<Node<String>>,
}

/// A record of `permission_sets.toml`.
#[derive(Debug)]
pub(crate) struct PermissionSetDoc {
    pub(crate) id: Option<Node<i64>>,
    pub(crate) name: Option<Node<String>>,
    pub(crate) doc: Option<Node<String>>,
}

//! Fields and types: the tables whose keys are names.

use ::toml::Spanned;
use ::toml::de::DeValue;

use super::key::{Key, Side, Table, Value};
use super::kind::{
    Any, Count, Day, Document, Flag, Kind, Line, Measure, One, Pascal, Readable, ReadableDocument,
    Snake, Type, Word,
};
use super::rows::{documents, rows};
use super::words::FieldPlace;
use crate::leaf::{Literal, Node, Number, TypeText};
use crate::source::Span;
use crate::table as toml;

const TYPE: &str =
    "What its values are, with [] for a list and {} for a map with keys of the caller's";
const DOC: &str = "What it is, in one line; a full stop is added";
const PATTERN: &str = "A regular expression that a string must match; it searches";
const ENUM: &str = "The documented values";
const FIELDS: &str = "The fields of an object, or the alternatives of a one-of";
const TAG: &str = "The name of the field that says which alternative of a one-of it is";
const NO_VALUE: &str = "only an alternative of a one-of has one";

rows! {
    /// One line of `[request]`, `[response]` or a type's `fields`.
    FieldDoc(name: Node<String>) is FIELD, "a field"
    "type" ty: Type, TYPE,
        needed "string, int, float, bool, json, file, object or a named type, with [] for a list";
    "rust" rust: Snake, "Its name in Rust, where the vendor's spelling is bad";
    "renamed_from" renamed_from: Line, "The name on the wire that it had";
    "in" place: Word<FieldPlace>,
        "Where it travels; in the body when left out; in `[response]` only `whole-body`, for a list",
        not &[
            (Side::Object, "only a field of [request] has a place"),
            (Side::Alternative, "an alternative is where its one-of is"),
        ];
    "fixed" fixed: Any, "Always sent with this value, so callers never see it",
        not &[
            (Side::Response, "a response is not ours to fix"),
            (Side::Alternative, "an alternative is not always sent"),
        ];
    "secret" secret: Flag, "A string, or a list of strings, that is never printed";
    "text" text: Flag, "Travels as text in a string, though it is a number, a bool or JSON";
    "optional" optional: Flag, "May be absent",
        not &[(Side::Alternative, "write it for the one-of: any alternative may be absent")];
    "default" default: Any, "What stands for an optional field that is left out";
    "essential" essential: Flag,
        "A response is unusable without it: its absence is an error",
        not &[
            (Side::Request, "only what is received can be; what is sent is required"),
            (Side::Alternative, "write it for the one-of"),
        ];
    "enum" values: Values, ENUM;
    "pattern" pattern: Line, PATTERN;
    "min" min: Measure, "The least that a number may be";
    "max" max: Measure, "The most that a number may be";
    "min_length" min_length: Count, "How many characters a string has at least";
    "max_length" max_length: Count, "How many characters a string has at most";
    "min_items" min_items: Count, "How many items a list or a map has at least";
    "max_items" max_items: Count, "How many items a list or a map has at most";
    "deprecated" deprecated: One<DeprecatedDoc>, "That the vendor is going to drop it",
        not &[(Side::Alternative, "say it in `doc`")];
    "tag" tag: Line, TAG;
    "value" value: Line, "What the tag of a one-of says of this alternative; its name when left out",
        not &[
            (Side::Request, NO_VALUE),
            (Side::Response, NO_VALUE),
            (Side::Object, NO_VALUE),
        ];
    "doc" doc: Line, DOC, needed "say in one line what it is";
    "fields" fields: Fields, FIELDS;
}

rows! {
    /// That a field is deprecated.
    DeprecatedDoc() is DEPRECATED, "a deprecation"
    "since" since: Day, "The day from which on it is, such as 2026-01-31";
    "instead" instead: Line, "The field of the same table to use instead, by its name on the wire";
}

rows! {
    /// A named type, in `types.toml` or in an endpoint's `[types]`.
    TypeDoc(name: Node<String>) is TYPE_OF_ITS_OWN, "a type"
    "type" ty: Type, TYPE;
    "renamed_from" renamed_from: Line, "The name that it had";
    "doc" doc: Line, DOC, needed "say in one line what it is";
    "pattern" pattern: Line, PATTERN;
    "enum" values: Values, ENUM;
    "tag" tag: Line, TAG;
    "fields" fields: Fields, FIELDS;
}

rows! {
    /// One value of an `enum`.
    ValueDoc() is VALUE, "a value"
    "value" value: Any, "The value as it travels", needed "the value as it travels";
    "name" name: Pascal, "Its name in Rust";
    "renamed_from" renamed_from: Any, "The value that it was";
    "doc" doc: Line, "What it means";
}

documents! {
    ValueDoc is VALUE, at value;
}

/// It says something without a key as well.
impl Document for DeprecatedDoc {
    const TABLE: &'static Table = &DEPRECATED;

    fn place(&self) -> Option<&Span> {
        Some(&self.span)
    }
}

impl ReadableDocument for DeprecatedDoc {
    fn read(table: toml::Table<'_, '_>) -> Self {
        Self::read(table)
    }
}

impl ValueDoc {
    /// A value without words of its own.
    pub(super) fn alone(value: Node<Literal>) -> Self {
        let (span, faulty) = (value.span.clone(), Vec::new());
        Self { span, faulty, value: Some(value), name: None, renamed_from: None, doc: None }
    }
}

/// The keys that fields and types share: what describes a type.
#[derive(Clone, Copy, Debug)]
#[allow(missing_docs, reason = "a field is a key, which its row explains")]
pub struct ShapeDoc<'d> {
    pub ty: Option<&'d Node<TypeText>>,
    pub values: Option<&'d Node<Vec<ValueDoc>>>,
    pub pattern: Option<&'d Node<String>>,
    pub tag: Option<&'d Node<String>>,
    pub fields: Option<&'d Node<Vec<FieldDoc>>>,
}

impl FieldDoc {
    /// What describes its type.
    pub fn shape(&self) -> ShapeDoc<'_> {
        let Self { ty, values, pattern, tag, fields, .. } = self;
        ShapeDoc {
            ty: ty.as_ref(),
            values: values.as_ref(),
            pattern: pattern.as_ref(),
            tag: tag.as_ref(),
            fields: fields.as_ref(),
        }
    }

    /// Each limit that is given, by its key.
    pub fn limits(&self) -> impl Iterator<Item = (&'static str, Node<Number>)> {
        let measures = [("min", &self.min), ("max", &self.max)];
        let counts = [
            ("min_length", &self.min_length),
            ("max_length", &self.max_length),
            ("min_items", &self.min_items),
            ("max_items", &self.max_items),
        ];
        let count = |node: &Node<i64>| Node::new(Number::Int(node.value), node.span.clone());
        let measures = measures.into_iter().filter_map(|(key, node)| Some((key, node.clone()?)));
        let counts =
            counts.into_iter().filter_map(move |(key, node)| Some((key, count(node.as_ref()?))));
        measures.chain(counts)
    }

    /// The key of a limit that ends like this, `min` or `max`: a field has one of each.
    pub fn limit_key(&self, end: &str) -> Option<&'static str> {
        self.limits().find(|(key, _)| key.starts_with(end)).map(|(key, _)| key)
    }

    /// Whether a key says something: a flag that is false says as much as no flag.
    pub fn says(&self, key: &Key) -> bool {
        let is_off =
            matches!(key.value, Value::Flag) && self.said(key.name).as_deref() == Some("false");
        !is_off && self.place_of(key.name).is_some()
    }

    /// The fields of what it describes on the spot.
    pub fn inner(&self) -> &[Self] {
        self.fields.as_ref().map_or(&[], |fields| &fields.value)
    }
}

impl TypeDoc {
    /// What describes it.
    pub fn shape(&self) -> ShapeDoc<'_> {
        let Self { ty, values, pattern, tag, fields, .. } = self;
        ShapeDoc {
            ty: ty.as_ref(),
            values: values.as_ref(),
            pattern: pattern.as_ref(),
            tag: tag.as_ref(),
            fields: fields.as_ref(),
        }
    }

    /// Its fields, where it is an object.
    pub fn inner(&self) -> &[FieldDoc] {
        self.fields.as_ref().map_or(&[], |fields| &fields.value)
    }
}

/// A table whose keys are names of fields.
#[derive(Debug)]
pub struct Fields;

impl Kind for Fields {
    type Read = Option<Node<Vec<FieldDoc>>>;
    const VALUE: Value = Value::Fields;

    fn place(read: &Self::Read) -> Option<&Span> {
        read.as_ref().map(|node| &node.span)
    }
}

impl Readable for Fields {
    fn read(table: &mut toml::Table<'_, '_>, key: &'static str) -> Self::Read {
        let table = table.table(key)?;
        let span = table.span();
        Some(Node::new(table.named(FieldDoc::read), span))
    }
}

/// A table whose keys are names of types.
#[derive(Debug)]
pub struct Types;

impl Kind for Types {
    type Read = Vec<TypeDoc>;
    const VALUE: Value = Value::Types;

    fn place(read: &Self::Read) -> Option<&Span> {
        read.first().map(|document| &document.name.span)
    }
}

impl Readable for Types {
    fn read(table: &mut toml::Table<'_, '_>, key: &'static str) -> Self::Read {
        table.table(key).map(|table| table.named(TypeDoc::read)).unwrap_or_default()
    }
}

/// The values of an enum.
#[derive(Debug)]
pub struct Values;

impl Kind for Values {
    type Read = Option<Node<Vec<ValueDoc>>>;
    const VALUE: Value = Value::Values(ValueDoc::TABLE);

    fn place(read: &Self::Read) -> Option<&Span> {
        read.as_ref().map(|node| &node.span)
    }
}

impl Readable for Values {
    fn read(table: &mut toml::Table<'_, '_>, key: &'static str) -> Self::Read {
        let (span, items) = table.list(key)?;
        let values = items.into_iter().filter_map(|item| value(table, item));
        Some(Node::new(values.collect(), span))
    }
}

/// A value alone, or `{ value = 1, name = "CloudHosting", doc = "..." }`.
fn value<'t>(table: &mut toml::Table<'t, '_>, item: &'t Spanned<DeValue<'t>>) -> Option<ValueDoc> {
    let DeValue::Table(_) = item.get_ref() else {
        return table.literal_of(item).map(ValueDoc::alone);
    };
    let document = ValueDoc::read(table.table_of(item)?);
    document.value.is_some().then_some(document)
}

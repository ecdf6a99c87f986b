//! Fields and types: the tables whose keys are names.

use toml::Spanned;
use toml::de::DeValue;

use super::table::Table;
use crate::syntax::{FieldDoc, Node, ShapeDoc, TypeDoc, TypeText, ValueDoc};

/// Every type of `types.toml` or of an endpoint's `[types]`.
pub(super) fn types(mut table: Table<'_, '_>) -> Vec<TypeDoc> {
    let entries = table.entries();
    let read = |(name, value)| Some(type_doc(name, table.table_of(value)?));
    entries.into_iter().filter_map(read).collect()
}

fn type_doc(name: Node<String>, mut table: Table<'_, '_>) -> TypeDoc {
    table.only("a type", &["doc", "enum", "fields", "pattern", "renamed_from", "type"]);
    table.require("a type", &[("doc", "say in one line what it is")]);
    TypeDoc {
        name,
        renamed_from: table.text("renamed_from"),
        doc: table.text("doc"),
        shape: shape(&mut table),
    }
}

/// Every field of a table, and the place of the table.
pub(super) fn placed_fields(table: Table<'_, '_>) -> Node<Vec<FieldDoc>> {
    let span = table.span();
    Node::new(fields(table), span)
}

/// Every field of `[request]`, `[response]` or `fields`.
fn fields(mut table: Table<'_, '_>) -> Vec<FieldDoc> {
    let entries = table.entries();
    let read = |(name, value)| Some(field(name, table.table_of(value)?));
    entries.into_iter().filter_map(read).collect()
}

const FIELD_KEYS: &[&str] = &[
    "doc",
    "enum",
    "essential",
    "fields",
    "fixed",
    "in",
    "max",
    "max_items",
    "max_length",
    "min",
    "min_items",
    "min_length",
    "optional",
    "pattern",
    "renamed_from",
    "rust",
    "secret",
    "text",
    "type",
];

const LIMITS: &[&str] = &["min", "max", "min_length", "max_length", "min_items", "max_items"];

fn field(name: Node<String>, mut table: Table<'_, '_>) -> FieldDoc {
    table.only("a field", FIELD_KEYS);
    table.require(
        "a field",
        &[
            ("doc", "say in one line what it is"),
            ("type", "string, int, float, bool, json, object or a named type, with [] for a list"),
        ],
    );
    FieldDoc {
        name,
        rust: table.text("rust"),
        renamed_from: table.text("renamed_from"),
        doc: table.text("doc"),
        optional: table.flag("optional"),
        essential: table.flag("essential"),
        secret: table.flag("secret"),
        fixed: table.literal("fixed"),
        place: table.text("in"),
        text: table.flag("text"),
        limits: LIMITS.iter().filter_map(|key| Some((*key, table.int(key)?))).collect(),
        shape: shape(&mut table),
    }
}

fn shape(table: &mut Table<'_, '_>) -> ShapeDoc {
    ShapeDoc {
        ty: table.text("type").map(type_text),
        values: values(table),
        pattern: table.text("pattern"),
        fields: table.table("fields").map(placed_fields),
    }
}

fn type_text(text: Node<String>) -> Node<TypeText> {
    let mut base = text.value.as_str();
    let mut depth = 0;
    while let Some(item) = base.strip_suffix("[]") {
        base = item;
        depth += 1;
    }
    let base = base.to_owned();
    Node::new(TypeText { base, depth }, text.span)
}

fn values(table: &mut Table<'_, '_>) -> Option<Node<Vec<ValueDoc>>> {
    let (span, items) = table.list("enum")?;
    let values = items.into_iter().filter_map(|item| value(table, item));
    Some(Node::new(values.collect(), span))
}

/// A value alone, or `{ value = 1, name = "CloudHosting", doc = "..." }`.
fn value<'t>(table: &mut Table<'t, '_>, item: &'t Spanned<DeValue<'t>>) -> Option<ValueDoc> {
    let DeValue::Table(_) = item.get_ref() else {
        let value = table.literal_of(item)?;
        return Some(ValueDoc { value, name: None, renamed_from: None, doc: None });
    };
    let mut table = table.table_of(item)?;
    table.only("a value", &["doc", "name", "renamed_from", "value"]);
    table.require("a value", &[("value", "the value as it travels")]);
    Some(ValueDoc {
        value: table.literal("value")?,
        name: table.text("name"),
        renamed_from: table.literal("renamed_from"),
        doc: table.text("doc"),
    })
}

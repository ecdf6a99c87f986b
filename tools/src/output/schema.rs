//! `schema`: the notation as JSON Schema, with which editors complete and check the files of a spec.
//!
//! All of it follows from the rows of the notation. It is draft-07, which TOML editors
//! support best. A schema sees one file, and no value in relation to another, so it rejects less than the
//! compiler does; `tests/it/schema.rs` keeps the two in sync.

use wechat_cloudbase_codegen::notation::words::{self, BuiltIn};
use wechat_cloudbase_codegen::notation::{
    ENDPOINT, ERRCODES, FIELD, Key, PERMISSION_SETS, TYPE_OF_ITS_OWN, Table, VALUE, Value,
};

use crate::json::{self, Json, Object, list};

/// A kind of file in a spec.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Notation {
    /// `<section>/<id>.toml`.
    #[default]
    Endpoint,
    /// `types.toml`.
    Types,
    /// `errcodes.toml`.
    Errcodes,
    /// `permission_sets.toml`.
    PermissionSets,
}

/// The JSON Schema of a kind of file, for editors of TOML.
pub fn generate(notation: Notation) -> String {
    let (title, schema, definitions) = match notation {
        Notation::Endpoint => ("An endpoint", table(&ENDPOINT), definitions()),
        Notation::Types => ("Types that endpoints share", types(), definitions()),
        Notation::Errcodes => ("Errcodes", table(&ERRCODES), Object::new()),
        Notation::PermissionSets => ("Permission sets", table(&PERMISSION_SETS), Object::new()),
    };
    let definitions = Some(definitions).filter(|definitions| !definitions.is_empty());
    let document = Object::new()
        .with("$schema", "http://json-schema.org/draft-07/schema#")
        .with("title", title)
        .extend(schema)
        .with_some("definitions", definitions);
    json::to_text(&document)
}

/// What endpoints and `types.toml` have in common.
fn definitions() -> Object<'static> {
    let fields = Object::new()
        .with("type", "object")
        .with("additionalProperties", reference("field", "A field, by its name on the wire"));
    let alone = Object::new().with("type", "string");
    Object::new()
        .with("fields", fields)
        .with("field", shaped(table(&FIELD)))
        .with("types", types())
        .with("type", shaped(table(&TYPE_OF_ITS_OWN)))
        // A value alone, or with a name and words of its own. A number always needs a name.
        .with("value", Object::new().with("anyOf", list([alone, table(&VALUE)])))
        .with("literal", Object::new().with("type", list(["string", "number", "boolean"])))
}

/// Types by their names.
fn types() -> Object<'static> {
    Object::new()
        .with("type", "object")
        .with("propertyNames", matching("^[A-Z][A-Za-z0-9]*$"))
        .with("additionalProperties", reference("type", "A type, by its name"))
}

/// A table with its keys and no others.
fn table(table: &'static Table) -> Object<'static> {
    let needed = table.keys.iter().filter(|key| key.needed.is_some() && key.unless.is_none());
    let needed = needed.map(|key| key.name);
    let either = table.keys.iter().filter_map(|key| Some([key.name, key.unless?]));
    let required = |key| Object::new().with("required", list([key]));
    let either = either.map(|keys| Object::new().with("anyOf", list(keys.map(required))));
    let properties = table.keys.iter().map(|key| (key.name, property(key)));
    Object::new()
        .with("type", "object")
        .with("additionalProperties", false)
        .with_any("required", list(needed))
        .with_any("allOf", list(either))
        .with("properties", properties.collect::<Object<'_>>())
}

fn property(key: &'static Key) -> Object<'static> {
    let schema = match key.value {
        // Beside a reference, draft-07 reads nothing.
        Value::Literal => Object::new().with("allOf", list([reference_to("literal")])),
        Value::Fields => Object::new().with("allOf", list([reference_to("fields")])),
        Value::Types => Object::new().with("allOf", list([reference_to("types")])),
        Value::Tables(_) if key.needed.is_some() => value(key.value).with("minItems", 1),
        other => value(other),
    };
    schema.with("description", key.doc)
}

/// What a key takes, without its description.
fn value(value: Value) -> Object<'static> {
    let of_type = |name: &'static str| Object::new().with("type", name);
    match value {
        Value::Line => matching("^[^\\u0000-\\u001f]*[^\\u0000-\\u0020][^\\u0000-\\u001f]*$"),
        Value::Matching(pattern) => matching(pattern),
        Value::Type => matching(type_pattern()),
        Value::Text => of_type("string"),
        Value::Flag => of_type("boolean"),
        Value::Int => of_type("integer"),
        Value::Number => of_type("number"),
        Value::Count => of_type("integer").with("minimum", 0),
        Value::Day => of_type("string").with("format", "date"),
        Value::Word(words) => {
            Object::new().with("enum", list(words().into_iter().map(|word| word.word)))
        }
        Value::List(item) => items(self::value(*item)),
        Value::Table(inner) => table(inner),
        Value::Tables(inner) => items(table(inner)),
        Value::Values(_) => items(reference("value", "A documented value")).with("minItems", 1),
        Value::Named(inner) => of_type("object")
            .with("propertyNames", matching(SNAKE))
            .with("additionalProperties", table(inner)),
        Value::Names => of_type("object").with("additionalProperties", matching(SNAKE)),
        Value::Literal => reference_to("literal"),
        Value::Fields => reference_to("fields"),
        Value::Types => reference_to("types"),
    }
}

/// A built-in type or a name, and what is around it.
fn type_pattern() -> String {
    let words: Vec<_> = words::all::<BuiltIn>().iter().map(|word| word.word).collect();
    format!("^({}|[A-Z][A-Za-z0-9]*){AROUND}$", words.join("|"))
}

/// Any number of lists and maps.
const AROUND: &str = "(\\[\\]|\\{\\})*";
/// A name of a value in Rust.
const SNAKE: &str = "^[a-z][a-z0-9]*(_[a-z0-9]+)*$";

/// Keys that describe types of one kind only.
fn shaped(table: Object<'static>) -> Object<'static> {
    let goes_with = |key: &'static str, ty: &'static str| {
        let pattern = format!("^{ty}{AROUND}$");
        let keys = Object::new().with("type", Object::new().with("pattern", pattern));
        (key, Object::new().with("properties", keys))
    };
    let dependencies = [
        goes_with("enum", "(string|int)"),
        goes_with("pattern", "string"),
        goes_with("tag", "one-of"),
        goes_with("fields", "(object|one-of)"),
    ];
    table.with("dependencies", dependencies.into_iter().collect::<Object<'_>>())
}

fn matching(pattern: impl Into<Json<'static>>) -> Object<'static> {
    Object::new().with("type", "string").with("pattern", pattern)
}

fn items(item: Object<'static>) -> Object<'static> {
    Object::new().with("type", "array").with("items", item)
}

fn reference(name: &str, doc: &'static str) -> Object<'static> {
    let all: Vec<Json<'_>> = list([reference_to(name)]);
    Object::new().with("allOf", all).with("description", doc)
}

fn reference_to(name: &str) -> Object<'static> {
    Object::new().with("$ref", format!("#/definitions/{name}"))
}

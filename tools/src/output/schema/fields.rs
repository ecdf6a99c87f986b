//! Fields and types: tables whose keys are names.

use wechat_cloudbase_codegen::notation::words;

use super::{any_of, ident, integer, items, matching, reference, table, text, word};
use crate::json::{Object, list};

/// What endpoints and `types.toml` have in common.
pub(super) fn definitions() -> Object<'static> {
    let fields = Object::new()
        .with("type", "object")
        .with("additionalProperties", reference("field", "A field, by its name on the wire"));
    Object::new()
        .with("fields", fields)
        .with("field", field())
        .with("types", types())
        .with("type", definition())
        .with("value", value())
        .with("literal", literal())
}

/// Types by their names.
pub(super) fn types() -> Object<'static> {
    Object::new()
        .with("type", "object")
        .with("propertyNames", matching("^[A-Z][A-Za-z0-9]*$"))
        .with("additionalProperties", reference("type", "A type, by its name"))
}

const TYPE: &str = "^(string|int|float|bool|json|object|[A-Z][A-Za-z0-9]*)(\\[\\])*$";
const TYPE_DOC: &str = "string, int, float, bool, json, object or a named type, with [] for a list";
const PATTERN: &str = "A regular expression that a string has to match; it searches";
const IN: &str = "Where it travels; in the body when left out";
const TEXT: &str = "Travels as text in a string, though it is a number, a bool or JSON";

fn field() -> Object<'static> {
    let limits = [
        ("min", integer("The least that a number may be")),
        ("max", integer("The most that a number may be")),
        ("min_length", count("How many characters a string has at least")),
        ("max_length", count("How many characters a string has at most")),
        ("min_items", count("How many items a list has at least")),
        ("max_items", count("How many items a list has at most")),
    ];
    let keys = [
        ("doc", text("What it is, in one line; a full stop is added")),
        ("optional", flag("May be absent")),
        ("essential", flag("A response is worth nothing without it: its absence is an error")),
        ("secret", flag("A string, or a list of strings, that is never printed")),
        ("fixed", reference("literal", "Always sent with this value, so callers never see it")),
        ("in", word(words::PLACES, IN)),
        ("text", flag(TEXT)),
        ("rust", ident("Its name in Rust, where the vendor's spelling is bad")),
        ("renamed_from", text("The name on the wire that it had")),
    ];
    shaped(table(&["type", "doc"], shape().into_iter().chain(keys).chain(limits)))
}

fn definition() -> Object<'static> {
    let keys = [
        ("doc", text("What it is, in one line; a full stop is added")),
        ("renamed_from", text("The name that it had")),
    ];
    shaped(table(&["doc"], shape().into_iter().chain(keys)))
}

/// The keys that fields and types share.
fn shape() -> [(&'static str, Object<'static>); 4] {
    let values = items(reference("value", "A documented value"), "The documented values");
    [
        ("type", matching(TYPE).with("description", TYPE_DOC)),
        ("enum", values.with("minItems", 1)),
        ("pattern", text(PATTERN)),
        ("fields", reference("fields", "The fields of an object")),
    ]
}

/// Keys that describe types of one kind only.
fn shaped(table: Object<'static>) -> Object<'static> {
    let goes_with = |key: &'static str, ty: &'static str| {
        let keys = Object::new().with("type", Object::new().with("pattern", ty));
        (key, Object::new().with("properties", keys))
    };
    let dependencies = [
        goes_with("enum", "^(string|int)(\\[\\])*$"),
        goes_with("pattern", "^string(\\[\\])*$"),
        goes_with("fields", "^object(\\[\\])*$"),
    ];
    table.with("dependencies", dependencies.into_iter().collect::<Object<'_>>())
}

/// A value alone, or with a name and words of its own. A number always needs a name.
fn value() -> Object<'static> {
    let named = table(
        &["value"],
        [
            ("value", reference("literal", "The value as it travels")),
            ("name", matching("^[A-Z][A-Za-z0-9]*$").with("description", "Its name in Rust")),
            ("doc", text("What it means")),
            ("renamed_from", reference("literal", "The value that it was")),
        ],
    );
    Object::new().with("anyOf", any_of([Object::new().with("type", "string"), named]))
}

fn literal() -> Object<'static> {
    Object::new().with("type", list(["string", "integer", "boolean"]))
}

fn flag(doc: &'static str) -> Object<'static> {
    Object::new().with("type", "boolean").with("description", doc)
}

fn count(doc: &'static str) -> Object<'static> {
    integer(doc).with("minimum", 0)
}

//! `schema`: the notation as JSON Schema, with which editors complete and check the files of a spec.
//!
//! The wording is that of draft-07, which editors of TOML read best. A schema sees one file and no
//! value through another, so it refuses less than the compiler does; `tests/it/schema.rs` holds the
//! two together.

mod fields;
mod records;

use wechat_cloudbase_codegen::notation::words;

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
        Notation::Endpoint => ("An endpoint", endpoint(), fields::definitions()),
        Notation::Types => ("Types that endpoints share", fields::types(), fields::definitions()),
        Notation::Errcodes => ("Errcodes", records::errcodes(), Object::new()),
        Notation::PermissionSets => ("Permission sets", records::permission_sets(), Object::new()),
    };
    let definitions = Some(definitions).filter(|definitions| !definitions.is_empty());
    let document = Object::new()
        .with("$schema", "http://json-schema.org/draft-07/schema#")
        .with("title", title)
        .extend(schema)
        .with_some("definitions", definitions);
    json::to_text(&document)
}

const REQUIRED: &[&str] = &[
    "name", "summary", "method", "path", "tokens", "repeat", "errcodes", "request", "response",
    "sample", "source",
];

fn endpoint() -> Object<'static> {
    table(
        REQUIRED,
        [
            (
                "name",
                matching(NAME).with("description", "The vendor's name, as the vendor spells it"),
            ),
            (
                "rust",
                ident("The id of the endpoint, where the vendor's name makes none or a bad one"),
            ),
            ("renamed_from", text("The id that the endpoint had")),
            ("summary", text("What it does, in one line")),
            ("notes", items(text("A sentence"), "What a caller has to know")),
            ("method", word(words::METHODS, "The HTTP method; a GET has no body")),
            ("path", matching(PATH).with("description", "The path on the host, without a query")),
            (
                "old_paths",
                items(matching(PATH), "Paths that it had before, and that are still answered"),
            ),
            ("tokens", items(word(words::KINDS, "A kind of token"), TOKENS)),
            (
                "token_field",
                text("The token's name in the query string; `access_token` when left out"),
            ),
            ("request_wrapper", text("The one field of the body that holds all others")),
            ("response_wrapper", text("The one field of the response that holds all others")),
            (
                "errcode_on_success",
                Object::new().with("type", "boolean").with("description", ERRCODE_ON_SUCCESS),
            ),
            ("permission_sets", items(integer("An id of permission_sets.toml"), PERMISSION_SETS)),
            ("cloud_call", text("The name of the cloud call, without `openapi.`")),
            ("repeat", word(words::REPEATS, REPEAT)),
            ("status", word(words::STATUSES, "Where its page stands; `current` when left out")),
            (
                "errcodes",
                items(integer("A code of errcodes.toml"), "The codes that the page lists"),
            ),
            ("request", reference("fields", "A line per field that a call sends; empty for none")),
            (
                "response",
                reference("fields", "A line per field of the answer, beside errcode and errmsg"),
            ),
            ("types", reference("types", "Types of this endpoint alone")),
            ("sample", sample()),
            ("source", at_least_one(items(source(), "The pages that were read, at least one"))),
            ("correction", items(correction(), "Where a page is wrong")),
        ],
    )
}

const NAME: &str = "^[A-Za-z0-9_.-]+$";
const PATH: &str = "^/([A-Za-z0-9_.-]+/)*[A-Za-z0-9_.-]*$";
const TOKENS: &str = "The kinds of token that it takes, any one of which is enough; `[]` for none";
const ERRCODE_ON_SUCCESS: &str = "`false` where a success has no errcode; then only a failure has one, and its fields tell a success";
const PERMISSION_SETS: &str = "Sets of rights, any one of which is enough";
const REPEAT: &str = "Whether a second call leaves the same state as one; when in doubt, `unsafe`";

fn sample() -> Object<'static> {
    let json = |doc| Object::new().with("type", "string").with("description", doc);
    table(
        &["request", "response"],
        [
            ("request", json("All fields that a call sends, as a JSON object, without a wrapper")),
            ("response", json("An answer of success, as a JSON object, without a wrapper")),
        ],
    )
    .with("description", "An exchange, checked against the tables, and made a test")
}

fn source() -> Object<'static> {
    let page = matching("^https?://").with("description", "The address of the page");
    let read = Object::new().with("type", "string").with("format", "date");
    let read = read.with("description", "The day on which it was read, such as 2026-01-31");
    table(&["page", "read"], [("page", page), ("read", read)])
}

fn correction() -> Object<'static> {
    table(
        &["field", "says", "is", "why"],
        [
            (
                "field",
                text("What it corrects: `path`, `response`, `request.env` or `sample.request`"),
            ),
            ("says", text("What the page says")),
            ("is", text("What is true")),
            ("why", text("How that is known")),
            ("page", text("The address of the source that is wrong")),
            (
                "seen",
                Object::new().with("type", "array").with("items", text("Words of the page")).with(
                    "description",
                    "What stands on that page, letter by letter; left out where it is silent",
                ),
            ),
        ],
    )
}

/// A table with these keys and no others.
fn table(
    required: &'static [&'static str],
    keys: impl IntoIterator<Item = (&'static str, Object<'static>)>,
) -> Object<'static> {
    Object::new()
        .with("type", "object")
        .with("additionalProperties", false)
        .with_any("required", list(required.iter().copied()))
        .with("properties", keys.into_iter().collect::<Object<'_>>())
}

/// A line that says something.
fn text(doc: &'static str) -> Object<'static> {
    matching("^[^\\u0000-\\u001f]*[^\\u0000-\\u0020][^\\u0000-\\u001f]*$").with("description", doc)
}

fn matching(pattern: &'static str) -> Object<'static> {
    Object::new().with("type", "string").with("pattern", pattern)
}

fn ident(doc: &'static str) -> Object<'static> {
    matching("^[a-z][a-z0-9]*(_[a-z0-9]+)*$").with("description", doc)
}

fn integer(doc: &'static str) -> Object<'static> {
    Object::new().with("type", "integer").with("description", doc)
}

fn word<T>(words: &'static [(&'static str, T)], doc: &'static str) -> Object<'static> {
    Object::new().with("enum", list(words.iter().map(|(word, _)| *word))).with("description", doc)
}

fn items(item: Object<'static>, doc: &'static str) -> Object<'static> {
    Object::new().with("type", "array").with("items", item).with("description", doc)
}

fn at_least_one(list: Object<'static>) -> Object<'static> {
    list.with("minItems", 1)
}

fn reference(name: &str, doc: &'static str) -> Object<'static> {
    // Beside a reference, draft-07 reads nothing.
    let reference = Object::new().with("$ref", format!("#/definitions/{name}"));
    Object::new().with("allOf", list([reference])).with("description", doc)
}

fn any_of(schemas: impl IntoIterator<Item = Object<'static>>) -> Vec<Json<'static>> {
    list(schemas)
}

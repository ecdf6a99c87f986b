//! `<section>/<id>.toml`: one endpoint.

use super::shape;
use super::table::Table;
use crate::syntax::{CorrectionDoc, EndpointDoc, SampleDoc, SourceDoc};

const KEYS: &[&str] = &[
    "cloud_call",
    "correction",
    "errcode_on_success",
    "errcodes",
    "method",
    "name",
    "notes",
    "old_paths",
    "path",
    "permission_sets",
    "renamed_from",
    "repeat",
    "request",
    "request_wrapper",
    "response",
    "response_wrapper",
    "rust",
    "sample",
    "source",
    "status",
    "summary",
    "token_field",
    "tokens",
    "types",
];

pub(super) fn endpoint(mut root: Table<'_, '_>, section: &str, id: &str) -> EndpointDoc {
    root.only("an endpoint", KEYS);
    root.require("an endpoint", REQUIRED);
    let before = root.problem_count();
    let request = root.table("request").map(shape::placed_fields);
    let response = root.table("response").map(shape::placed_fields);
    let types = root.table("types").map(shape::types).unwrap_or_default();
    let sound = root.problem_count() == before && request.is_some() && response.is_some();
    let before = root.problem_count();
    let (status, old_paths) = (root.text("status"), root.texts("old_paths").unwrap_or_default());
    let move_sound =
        root.problem_count() == before && !root.is_meant("status") && !root.is_meant("old_paths");
    EndpointDoc {
        span: root.span(),
        id: id.to_owned(),
        section: section.to_owned(),
        name: root.text("name"),
        rust: root.text("rust"),
        renamed_from: root.text("renamed_from"),
        summary: root.text("summary"),
        notes: root.texts("notes").unwrap_or_default(),
        method: root.text("method"),
        path: root.text("path"),
        old_paths,
        move_sound,
        tokens: root.texts("tokens"),
        token_field: root.text("token_field"),
        request_wrapper: root.text("request_wrapper"),
        response_wrapper: root.text("response_wrapper"),
        errcode_on_success: root.flag("errcode_on_success"),
        permission_sets: root.ints("permission_sets").unwrap_or_default(),
        cloud_call: root.text("cloud_call"),
        repeat: root.text("repeat"),
        status,
        errcodes: root.ints("errcodes"),
        request,
        response,
        types,
        sound,
        sample: root.table("sample").map(sample).unwrap_or_default(),
        sources: sources(&mut root),
        corrections: root.each("correction", correction),
    }
}

/// The tables have to be there even when they are empty: a page that was not read to its end
/// would look like one without fields.
const REQUIRED: &[(&str, &str)] = &[
    ("name", "the vendor's interface name, as the vendor spells it"),
    ("summary", "say in one line what it does"),
    ("method", "\"POST\" or \"GET\""),
    ("path", "the path on the host, such as \"/tcb/modifyenv\""),
    ("tokens", "the kinds of token it takes, any of component, authorizer, app; [] for none"),
    ("repeat", "\"safe\" or \"unsafe\": may a call be repeated when its outcome is unknown?"),
    ("errcodes", "the codes that the page documents"),
    ("request", "a table with a line per field; [request] alone when there are none"),
    (
        "response",
        "a table with a line per field beside errcode and errmsg; [response] alone when there are none",
    ),
    ("sample", "[sample] with a request and a response as JSON"),
    ("source", "[[source]] with the address of the page and the day on which it was read"),
];

fn sample(mut table: Table<'_, '_>) -> SampleDoc {
    table.only("a sample", &["request", "response"]);
    table.require(
        "a sample",
        &[
            ("request", "the body as JSON; '{}' when there are no fields"),
            ("response", "the response as JSON, with errcode and errmsg"),
        ],
    );
    SampleDoc { request: table.lines("request"), response: table.lines("response") }
}

fn sources(root: &mut Table<'_, '_>) -> Vec<SourceDoc> {
    root.require_item(
        "an endpoint",
        "source",
        "[[source]] with the address of the page and the day on which it was read",
    );
    root.each("source", source)
}

fn source(mut table: Table<'_, '_>) -> SourceDoc {
    table.only("a source", &["page", "read"]);
    table.require(
        "a source",
        &[("page", "the address of the page"), ("read", "the day on which the page was read")],
    );
    SourceDoc { page: table.text("page"), read: table.date("read") }
}

fn correction(mut table: Table<'_, '_>) -> CorrectionDoc {
    table.only("a correction", &["field", "is", "page", "says", "seen", "why"]);
    table.require(
        "a correction",
        &[
            ("field", "what it corrects, such as \"request.env\""),
            ("says", "what the page says"),
            ("is", "what is true"),
            ("why", "how that is known"),
        ],
    );
    CorrectionDoc {
        field: table.text("field"),
        says: table.text("says"),
        is: table.text("is"),
        why: table.text("why"),
        page: table.text("page"),
        seen: table.texts("seen").unwrap_or_default(),
    }
}

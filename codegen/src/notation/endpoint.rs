//! `<section>/<id>.toml`: one endpoint.

use super::fields::{FieldDoc, Fields, Types};
use super::key::{Correction, Key, Table};
use super::kind::{
    Address, Day, Document, Each, Flag, Host, Int, Kind, Line, List, Name, One, Path, Readable,
    ReadableDocument, Snake, Text, Word,
};
use super::pages::PagesDoc;
use super::rows::{documents, rows};
use super::waits::Waits;
use super::words::{Method, RequestBody, ResponseBody, Status, TokenKind};
use crate::source::Span;
use crate::table as toml;

rows! {
    /// `<section>/<id>.toml`.
    EndpointDoc(id: String, section: String) is ENDPOINT, "an endpoint"
    "name" name: Name, "The vendor's name, as the vendor spells it",
        needed "the vendor's interface name, as the vendor spells it",
        correction Correction::Always;
    "rust" rust: Snake, "The id of the endpoint, where the vendor's name makes none or a bad one";
    "renamed_from" renamed_from: Line, "The id that the endpoint had";
    "summary" summary: Line, "What it does, in one line",
        needed "say in one line what it does", correction Correction::Always;
    "notes" notes: List<Line>, "What callers must know", correction Correction::Always;
    "method" method: Word<Method>, "The HTTP method; a GET and a DELETE have no body",
        needed "\"POST\", \"GET\", \"PUT\" or \"DELETE\"", correction Correction::Always;
    "path" path: Path, "The path on the host, without a query; a name in braces, such as `{shop_id}`, is a field with `in = \"path\"`",
        needed "the path on the host, such as \"/tcb/modifyenv\"", correction Correction::Always;
    "old_paths" old_paths: List<Path>, "Former paths, which are still served",
        correction Correction::Said;
    "hosts" hosts: List<Host>,
        "Where it is served, in order of preference, when that is not the usual host",
        correction Correction::Said;
    "tokens" tokens: List<Word<TokenKind>>,
        "The kinds of token that it takes, any one of which is enough; `[]` for none",
        needed "the kinds of token it takes, any of component, authorizer, app; [] for none",
        correction Correction::Always;
    "token_field" token_field: Line,
        "The token's name in the query string; `access_token` when left out",
        correction Correction::Said;
    "request_body" request_body: Word<RequestBody>,
        "What the body of a request is made of; `json` when left out", correction Correction::Said;
    "response_body" response_body: Word<ResponseBody>,
        "What a successful response is made of; `json` when left out", correction Correction::Said;
    "request_wrapper" request_wrapper: Line, "The one field of the body that holds all others",
        correction Correction::Said;
    "response_wrapper" response_wrapper: Line,
        "The one field of the response that holds all others", correction Correction::Said;
    "errcode_on_success" errcode_on_success: Flag,
        "`false` where a success has no errcode; then only a failure has one, and its fields tell a success",
        correction Correction::Said;
    "errcode_field" errcode_field: Line,
        "The name of the errcode in a response, with dots when it is inside an object; `errcode` when left out",
        correction Correction::Said;
    "errmsg_field" errmsg_field: Line,
        "The name of the errmsg in a response, with dots when it is inside an object; `errmsg` when left out",
        correction Correction::Said;
    "permission_sets" permission_sets: List<Int>, "Sets of rights, any one of which is enough",
        correction Correction::Always;
    "cloud_call" cloud_call: Line, "The name of the cloud call, without `openapi.`",
        correction Correction::Said, plain true;
    "idempotent" idempotent: Flag,
        "Whether a second call leaves the same state as one, so that a call can be retried when its outcome is unknown; when in doubt, `false`",
        needed "true or false: does a second call leave the same state as one?",
        correction Correction::Always;
    "idempotent_by" idempotent_by: Line,
        "The field of the request, such as an id of the caller's, with which a call is idempotent though the endpoint is not",
        correction Correction::Said;
    "status" status: Word<Status>, "The status of the endpoint; `current` when left out",
        correction Correction::Said;
    "errcodes" errcodes: List<Int>, "The codes that the page lists",
        needed "the codes that the page documents", correction Correction::Always;
    // The two tables must be there when they are empty: a page that was only partly read would
    // look like one without fields.
    "request" request: Fields, "A line per field that a call sends; empty for none",
        needed "a table with a line per field; [request] alone when there are none",
        correction Correction::Always;
    "response" response: Fields, "A line per field of the response, beside errcode and errmsg",
        needed "a table with a line per field beside errcode and errmsg; [response] alone when there are none",
        correction Correction::Always;
    "types" types: Types, "Types of this endpoint alone";
    "wait" waits: Waits, "States to wait for, each under the name of its function in Rust";
    "pages" pages: One<PagesDoc>, "How its list comes in pages";
    "sample" sample: One<SampleDoc>, "An exchange, checked against the tables, and made a test",
        needed "[sample] with a request and a response as JSON";
    "source" sources: Each<SourceDoc>, "The pages that were read, at least one",
        needed "[[source]] with the address of the page and the day on which it was read";
    "correction" corrections: Each<CorrectionDoc>, "Where a page is wrong";
}

rows! {
    /// `[sample]`.
    SampleDoc() is SAMPLE, "a sample"
    "request" request: Text, "All fields that a call sends, as a JSON object, without a wrapper",
        needed "the body as JSON; '{}' when there are no fields";
    "response" response: Text,
        "A successful response, as JSON, without a wrapper; may be left out where a response is bytes",
        needed "the response as JSON, with errcode and errmsg", unless "content";
    "content_type" content_type: Line, "The content type of a response of bytes";
    "content" content: Line, "The bytes of such a response, in base64";
}

rows! {
    /// `[[source]]`.
    SourceDoc() is SOURCE, "a source"
    "page" page: Address, "The address of the page", needed "the address of the page";
    "read" read: Day, "The day on which it was read, such as 2026-01-31",
        needed "the day on which the page was read";
}

rows! {
    /// `[[correction]]`.
    CorrectionDoc() is CORRECTION, "a correction"
    "field" field: Line, "What it corrects: `path`, `response`, `request.env` or `sample.request`",
        needed "what it corrects, such as \"request.env\"";
    "says" says: Line, "What the page says", needed "what the page says";
    "is" is: Line, "What is true", needed "what is true";
    "why" why: Line, "How that is known", needed "how that is known";
    "page" page: Line, "The address of the source that is wrong";
    "seen" seen: List<Line>,
        "Verbatim words of that page; left out where it is silent";
}

documents! {
    SampleDoc is SAMPLE, at request;
    SourceDoc is SOURCE, at page or read;
    CorrectionDoc is CORRECTION, at field or says;
}

impl EndpointDoc {
    /// The fields of `[request]`; none of a table that is not there.
    pub fn request_fields(&self) -> &[FieldDoc] {
        self.request.as_ref().map_or(&[], |table| &table.value)
    }

    /// The fields of `[response]`; none of a table that is not there.
    pub fn response_fields(&self) -> &[FieldDoc] {
        self.response.as_ref().map_or(&[], |table| &table.value)
    }

    /// Whether the three tables of fields and types were read without a problem.
    pub fn has_sound_tables(&self) -> bool {
        let is_there = self.request.is_some() && self.response.is_some();
        is_there && self.is_sound(&["request", "response", "types"])
    }

    /// Whether it was read without a problem where the endpoint is and where it was.
    pub fn has_sound_move(&self) -> bool {
        self.is_sound(&["status", "old_paths"])
    }
}

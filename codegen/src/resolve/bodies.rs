//! What bodies are made of: which fields each kind can hold.

use super::places::place;
use super::whole_body::is_whole;
use crate::diagnostic::{Problem, Problems, Rule};
use crate::model::{Field, RequestBody, ResponseBody, Type};
use crate::notation::words;
use crate::source::Span;
use crate::syntax::{EndpointDoc, FieldDoc, Node};

pub(super) fn check(
    document: &EndpointDoc,
    (request, response): (&[Field], &[Field]),
    (sent, received): (RequestBody, ResponseBody),
    problems: &mut Problems,
) {
    if sent != RequestBody::Json {
        check_no_wrapper(&document.request_wrapper, &document.request_body, problems);
    }
    if document.is_sound(&["request"]) {
        for (document, field) in pairs(document.request_fields(), request) {
            check_file(document, field, sent, problems);
            match sent {
                RequestBody::Json => {}
                RequestBody::Form => check_single(document, field, false, problems),
                RequestBody::Multipart => check_single(document, field, true, problems),
                RequestBody::Bytes => check_no_place(document, problems),
            }
        }
        if sent == RequestBody::Bytes && !document.request_fields().iter().any(is_whole) {
            check_has_bytes(document, problems);
        }
    }
    if received == ResponseBody::Bytes {
        check_no_wrapper(&document.response_wrapper, &document.response_body, problems);
        check_no_errcode(document, problems);
        for (field, _) in pairs(document.response_fields(), response) {
            check_beside_content(field, document, problems);
        }
    }
}

/// Each field with its line.
fn pairs<'a>(
    documents: &'a [FieldDoc],
    fields: &'a [Field],
) -> impl Iterator<Item = (&'a FieldDoc, &'a Field)> {
    let of = |field: &'a Field| {
        let document = documents.iter().find(|document| document.name.value == field.wire);
        document.map(|document| (document, field))
    };
    fields.iter().filter_map(of)
}

/// A wrapper is a field of a JSON object.
fn check_no_wrapper(
    wrapper: &Option<Node<String>>,
    kind: &Option<Node<String>>,
    problems: &mut Problems,
) {
    if let (Some(wrapper), Some(kind)) = (wrapper, kind) {
        let message = format!("`{}` would be around what is not JSON", wrapper.value);
        let problem = Problem::new(Rule::Conflict, &wrapper.span, message, "excluded");
        problems.add(problem.other(&kind.span, "by this"));
    }
}

/// A file is a part of a form, or a body of bytes.
fn check_file(document: &FieldDoc, field: &Field, sent: RequestBody, problems: &mut Problems) {
    let fits = match sent {
        RequestBody::Multipart => place(document) == "body",
        RequestBody::Bytes => is_whole(document),
        RequestBody::Json | RequestBody::Form => false,
    };
    if matches!(field.ty, Type::File) && !fits {
        let message = format!("the file `{}` has no place in this request", field.wire);
        let problem = Problem::new(Rule::BadBodyField, type_span(document), message, "a file");
        problems.add(problem.help(
            "write request_body = \"multipart\" for a file among other fields, or request_body = \"bytes\" and in = \"whole-body\" for a file alone",
        ));
    }
    if sent == RequestBody::Bytes && is_whole(document) && !matches!(field.ty, Type::File) {
        let message = format!("a body of bytes is a file, and `{}` is not", field.wire);
        let problem = Problem::new(Rule::BadBodyField, type_span(document), message, "not a file");
        problems.add(problem.help("write type = \"file\""));
    }
}

fn check_single(document: &FieldDoc, field: &Field, with_files: bool, problems: &mut Problems) {
    if is_whole(document) {
        let message = "a form is made of fields, and none of them is the whole body";
        let span = document.place.as_ref().map_or(&document.name.span, |place| &place.span);
        let problem = Problem::new(Rule::BadBodyField, span, message, "the whole body");
        problems.add(problem.help("leave `in` out, or write request_body = \"bytes\""));
    } else if matches!(place(document), "body" | "both")
        && !field.ty.is_single()
        && !matches!(field.ty, Type::File)
    {
        let message = format!("`{}` can't be in a form", field.wire);
        let label = "not a single value";
        let problem = Problem::new(Rule::BadBodyField, type_span(document), message, label);
        let only = if with_files { "a file, " } else { "" };
        problems.add(problem.help(format!(
            "only {only}a string, a number, a bool or an enum can; text = true sends JSON as text"
        )));
    }
}

/// Beside a body of bytes there is no other.
fn check_no_place(document: &FieldDoc, problems: &mut Problems) {
    if matches!(place(document), "body" | "both") {
        let message = format!("`{}` can't be in a body of bytes", document.name.value);
        let problem = Problem::new(Rule::BadBodyField, &document.name.span, message, "in the body");
        problems.add(problem.help("write in = \"query\", or in = \"whole-body\" for the bytes"));
    }
}

fn check_has_bytes(document: &EndpointDoc, problems: &mut Problems) {
    let Some(kind) = &document.request_body else {
        return;
    };
    let message = "a body of bytes needs a field that is the whole body";
    let problem = Problem::new(Rule::BadBodyField, &kind.span, message, "of which bytes?");
    problems.add(problem.help("add a field with type = \"file\" and in = \"whole-body\""));
}

fn check_no_errcode(document: &EndpointDoc, problems: &mut Problems) {
    let said = document.errcode_on_success.as_ref().filter(|node| node.value);
    if let (Some(said), Some(kind)) = (said, &document.response_body) {
        let message = "bytes have no place for an errcode";
        let problem = Problem::new(Rule::Conflict, &said.span, message, "excluded");
        problems.add(problem.other(&kind.span, "by this"));
    }
}

/// What a response of JSON has in place of the bytes.
fn check_beside_content(field: &FieldDoc, document: &EndpointDoc, problems: &mut Problems) {
    let kind = document.response_body.as_ref().map_or(&document.span, |kind| &kind.span);
    let name = &field.name;
    if is_whole(field) {
        let problem = Problem::new(
            Rule::Conflict,
            &name.span,
            "a response of bytes is not a list",
            "excluded",
        );
        problems.add(problem.other(kind, "by this"));
    } else if field.rust.as_ref().map_or(&name.value, |rust| &rust.value) == CONTENT {
        let message = format!("a field named `{CONTENT}`, like the bytes of the response in Rust");
        let problem = Problem::new(Rule::NameCollision, &name.span, message, "the field");
        let problem = problem.other(kind, "of which there are bytes");
        problems.add(problem.help("give it another name with rust = \"...\""));
    } else if !field.optional.as_ref().is_some_and(|node| node.value) {
        let message = format!("`{}` is absent when the response is bytes", name.value);
        let problem = Problem::new(Rule::Conflict, &name.span, message, "not optional");
        let problem = problem.other(kind, "bytes");
        problems
            .add(problem.help("write optional = true: such a field comes in place of the bytes"));
    }
}

/// The name in Rust of the bytes of a response.
const CONTENT: &str = "content";

fn type_span(document: &FieldDoc) -> &Span {
    document.ty.as_ref().map_or(&document.name.span, |ty| &ty.span)
}

/// The kinds of body that an endpoint has; the usual ones in place of what has been reported.
pub(super) fn kinds(
    document: &EndpointDoc,
    problems: &mut Problems,
) -> (RequestBody, ResponseBody) {
    let sent = words::meaning(document.request_body.as_ref(), problems);
    let received = words::meaning(document.response_body.as_ref(), problems);
    (sent.unwrap_or(RequestBody::Json), received.unwrap_or(ResponseBody::Json))
}

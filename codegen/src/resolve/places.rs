//! Where the fields of a request travel: what excludes what.

use crate::diagnostic::{Problem, Problems, Rule};
use crate::source::Span;
use crate::syntax::{EndpointDoc, FieldDoc, Node};

pub(super) const TOKEN_FIELD: &str = "access_token";

pub(super) fn check(document: &EndpointDoc, problems: &mut Problems) {
    let fields = document.request_fields();
    check_token_field(document, fields, problems);
    check_bodiless(document, fields, problems);
    for field in document.response_fields() {
        check_received(field, problems);
    }
}

pub(super) fn place(field: &FieldDoc) -> &str {
    field.place.as_ref().map_or("body", |place| &place.value)
}

/// A response has no places but its body; one of its fields may be all of it.
fn check_received(field: &FieldDoc, problems: &mut Problems) {
    let elsewhere = field.place.as_ref().filter(|place| place.value != "whole-body");
    if let Some(place) = elsewhere {
        let why = "only a field of [request] has a place";
        problems.add(Problem::new(Rule::Conflict, &place.span, "`in` is not allowed here", why));
    }
}

/// The token's name in the query string: only where there is a token, and shared with no field.
fn check_token_field(document: &EndpointDoc, fields: &[FieldDoc], problems: &mut Problems) {
    let Some(tokens) = &document.tokens else {
        return;
    };
    if tokens.is_empty() {
        if let Some(field) = &document.token_field {
            let message = "`token_field` without a token";
            let problem = Problem::new(Rule::Conflict, &field.span, message, "not applicable");
            problems
                .add(problem.help("remove it, or list the kinds of token that the endpoint takes"));
        }
        return;
    }
    let name = document.token_field.as_ref().map_or(TOKEN_FIELD, |node| &node.value);
    let in_query = |field: &&FieldDoc| matches!(place(field), "query" | "both");
    for field in fields.iter().filter(in_query).filter(|field| field.name.value == name) {
        let message = format!("`{name}` would be in the query string twice");
        let problem =
            Problem::new(Rule::NameCollision, &field.name.span, message, "the token has this name");
        problems.add(problem.help("remove the field: the client adds the token"));
    }
}

/// A GET and a DELETE have no body.
fn check_bodiless(document: &EndpointDoc, fields: &[FieldDoc], problems: &mut Problems) {
    let is_bodiless = |method: &&Node<String>| matches!(method.value.as_str(), "GET" | "DELETE");
    let Some(method) = document.method.as_ref().filter(is_bodiless) else {
        return;
    };
    let name = &method.value;
    let in_body = |what: &str, span: &Span, help: &str| {
        let message = format!("`{what}` would be in the body of a {name}");
        let label = format!("a {name} has no body");
        let problem = Problem::new(Rule::BodyOnGet, span, message, label);
        problem.other(&method.span, format!("the {name}")).help(help)
    };
    let is_in_body = |field: &&FieldDoc| matches!(place(field), "body" | "both" | "whole-body");
    for field in fields.iter().filter(is_in_body) {
        let help = "write in = \"query\", or method = \"POST\"";
        problems.add(in_body(&field.name.value, &field.name.span, help));
    }
    if let Some(wrapper) = &document.request_wrapper {
        let help = "remove `request_wrapper`, or write method = \"POST\"";
        problems.add(in_body(&wrapper.value, &wrapper.span, help));
    }
    if let Some(kind) = &document.request_body {
        let help = "remove `request_body`, or write method = \"POST\"";
        problems.add(in_body("request_body", &kind.span, help));
    }
}

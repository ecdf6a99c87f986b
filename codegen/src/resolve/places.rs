//! Where the fields of a request travel: what excludes what.

use crate::diagnostic::{Problem, Problems, Rule};
use crate::source::Span;
use crate::syntax::{EndpointDoc, FieldDoc};

pub(super) const TOKEN_FIELD: &str = "access_token";

pub(super) fn check(document: &EndpointDoc, problems: &mut Problems) {
    let fields = document.request_fields();
    check_token_field(document, fields, problems);
    check_get(document, fields, problems);
    if let Some(whole) = fields.iter().find(|field| place(field) == "whole-body") {
        check_whole_body(whole, problems);
        check_beside(whole, fields, problems);
        check_no_wrapper(whole, document, problems);
    }
}

fn place(field: &FieldDoc) -> &str {
    field.place.as_ref().map_or("body", |place| &place.value)
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

fn check_get(document: &EndpointDoc, fields: &[FieldDoc], problems: &mut Problems) {
    let Some(method) = document.method.as_ref().filter(|method| method.value == "GET") else {
        return;
    };
    let in_body = |what: &str, span: &Span, help: &str| {
        let message = format!("`{what}` would be in the body of a GET");
        let problem = Problem::new(Rule::BodyOnGet, span, message, "a GET has no body");
        problem.other(&method.span, "the GET").help(help)
    };
    for field in fields.iter().filter(|field| place(field) != "query") {
        let help = "write in = \"query\", or method = \"POST\"";
        problems.add(in_body(&field.name.value, &field.name.span, help));
    }
    if let Some(wrapper) = &document.request_wrapper {
        let help = "remove `request_wrapper`, or write method = \"POST\"";
        problems.add(in_body(&wrapper.value, &wrapper.span, help));
    }
}

/// The body is always sent, as the JSON that the caller gives.
fn check_whole_body(whole: &FieldDoc, problems: &mut Problems) {
    let is_true = |node: &&crate::syntax::Node<bool>| node.value;
    let optional = whole.optional.as_ref().filter(is_true).map(|node| ("optional", &node.span));
    let text = whole.text.as_ref().filter(is_true).map(|node| ("text", &node.span));
    let fixed = whole.fixed.as_ref().map(|node| ("fixed", &node.span));
    for (key, span) in [optional, text, fixed].into_iter().flatten() {
        let message = format!("`{key}` is not allowed with a field that is the whole body");
        problems.add(excluded(span, message, whole));
    }
}

/// A field that is the whole body leaves no place in it for others.
fn check_beside(whole: &FieldDoc, fields: &[FieldDoc], problems: &mut Problems) {
    let beside =
        |field: &&FieldDoc| field.name.value != whole.name.value && place(field) != "query";
    for field in fields.iter().filter(beside) {
        let message = format!("`{}` can't be in the body", field.name.value);
        let problem = excluded(&field.name.span, message, whole);
        problems.add(problem.help(
            "write in = \"query\" for it: beside a whole body there is only the query string",
        ));
    }
}

fn check_no_wrapper(whole: &FieldDoc, document: &EndpointDoc, problems: &mut Problems) {
    if let Some(wrapper) = &document.request_wrapper {
        problems.add(excluded(&wrapper.span, "a whole body has no wrapper", whole));
    }
}

fn excluded(span: &Span, message: impl Into<String>, whole: &FieldDoc) -> Problem {
    let problem = Problem::new(Rule::Conflict, span, message, "excluded");
    let place = whole.place.as_ref().map_or(&whole.name.span, |place| &place.span);
    problem.other(place, "by this field, which is the whole body")
}

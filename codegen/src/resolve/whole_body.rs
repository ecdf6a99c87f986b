//! A field that is the whole body, of a request or of a response: what it excludes.

use super::places::place;
use crate::diagnostic::{Problem, Problems, Rule};
use crate::source::Span;
use crate::syntax::{EndpointDoc, FieldDoc, Node};

pub(super) fn check(document: &EndpointDoc, problems: &mut Problems) {
    let fields = document.request_fields();
    if let Some(whole) = fields.iter().find(|field| is_whole(field)) {
        check_keys(whole, problems);
        check_beside(whole, fields, problems);
        check_no_wrapper(whole, document.request_wrapper.as_ref(), problems);
    }
    let fields = document.response_fields();
    if let Some(whole) = fields.iter().find(|field| is_whole(field)) {
        check_keys(whole, problems);
        check_list(whole, problems);
        check_alone(whole, fields, problems);
        check_no_wrapper(whole, document.response_wrapper.as_ref(), problems);
        check_no_errcode(whole, document, problems);
    }
}

pub(super) fn is_whole(field: &FieldDoc) -> bool {
    place(field) == "whole-body"
}

/// The body is always there, and it is the JSON of the field.
fn check_keys(whole: &FieldDoc, problems: &mut Problems) {
    let is_true = |node: &&Node<bool>| node.value;
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
    let is_beside = |field: &&FieldDoc| {
        field.name.value != whole.name.value && matches!(place(field), "body" | "both")
    };
    let again = |field: &&FieldDoc| field.name.value != whole.name.value && is_whole(field);
    for field in fields.iter().filter(|field| is_beside(field) || again(field)) {
        let message = format!("`{}` can't be in the body", field.name.value);
        let problem = excluded(&field.name.span, message, whole);
        problems.add(problem.help(
            "write in = \"query\" for it: beside a whole body there is only the query string",
        ));
    }
}

fn check_no_wrapper(whole: &FieldDoc, wrapper: Option<&Node<String>>, problems: &mut Problems) {
    if let Some(wrapper) = wrapper {
        problems.add(excluded(&wrapper.span, "a whole body has no wrapper", whole));
    }
}

/// The fields of an object are in the table, and distinguish it from a failure.
fn check_list(whole: &FieldDoc, problems: &mut Problems) {
    let Some(ty) = whole.ty.as_ref().filter(|ty| ty.value.depth == 0) else {
        return;
    };
    let message = "a response that is one field is a list";
    let problem = Problem::new(Rule::Conflict, &ty.span, message, "not a list");
    problems.add(problem.help(
        "write the type of an item with [] after it, or the fields of the object without `in`",
    ));
}

fn check_alone(whole: &FieldDoc, fields: &[FieldDoc], problems: &mut Problems) {
    for field in fields.iter().filter(|field| field.name.value != whole.name.value) {
        let message = format!("`{}` can't be in a response that is a list", field.name.value);
        problems.add(excluded(&field.name.span, message, whole));
    }
}

fn check_no_errcode(whole: &FieldDoc, document: &EndpointDoc, problems: &mut Problems) {
    if let Some(node) = document.errcode_on_success.as_ref().filter(|node| node.value) {
        problems.add(excluded(&node.span, "a list has no place for an errcode", whole));
    }
}

fn excluded(span: &Span, message: impl Into<String>, whole: &FieldDoc) -> Problem {
    let problem = Problem::new(Rule::Conflict, span, message, "excluded");
    let place = whole.place.as_ref().map_or(&whole.name.span, |place| &place.span);
    problem.other(place, "by this field, which is the whole body")
}

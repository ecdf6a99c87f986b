//! Keys about responses: applicable where there is one, and enough to recognise a success.

use std::collections::BTreeSet;

use super::Resolved;
use crate::diagnostic::{Problem, Problems, Rule};
use crate::model::{Field, Type, inner};
use crate::syntax::{Documents, EndpointDoc, FieldDoc, TypeDoc};

pub(super) fn check(documents: &Documents, resolved: &[Resolved], problems: &mut Problems) {
    let mut shared = BTreeSet::new();
    for (document, Resolved { endpoint, sound }) in documents.endpoints.iter().zip(resolved) {
        if !*sound {
            continue;
        }
        check_success(document, problems);
        for field in document.request_fields() {
            refuse_inside(field, problems);
        }
        let mut received = BTreeSet::new();
        walk(&endpoint.response, &mut received);
        refuse_unreceived(&document.types, &received, false, problems);
        shared.extend(received);
    }
    if resolved.iter().all(|resolved| resolved.sound) && !documents.endpoint_missing {
        refuse_unreceived(&documents.types, &shared, true, problems);
    }
}

/// Without an errcode, the fields must distinguish a success from a failure.
fn check_success(document: &EndpointDoc, problems: &mut Problems) {
    let without = document.errcode_on_success.as_ref().filter(|node| !node.value);
    if let Some(node) = without.filter(|_| document.response_fields().is_empty()) {
        let message = "a success without an errcode and without fields";
        let problem = Problem::new(Rule::Conflict, &node.span, message, "not recognisable");
        problems.add(problem.help("remove it, or add the fields of the response"));
    }
}

/// The named types that are received, each with whether it is a shared one.
fn walk<'m>(fields: &'m [Field], received: &mut BTreeSet<(bool, &'m str)>) {
    for field in fields {
        let mut ty = &field.ty;
        while let Type::List(item) | Type::Map(item) = ty {
            ty = item;
        }
        if let Type::Named(definition) = ty
            && received.insert((definition.shared, &definition.name))
        {
            walk(inner(definition), received);
        }
    }
}

fn refuse_unreceived(
    types: &[TypeDoc],
    received: &BTreeSet<(bool, &str)>,
    shared: bool,
    problems: &mut Problems,
) {
    for document in types {
        if !received.contains(&(shared, document.name.value.as_str())) {
            for field in document.inner() {
                refuse(field, problems);
                refuse_inside(field, problems);
            }
        }
    }
}

/// The fields of an object that is described in a field which is sent.
fn refuse_inside(field: &FieldDoc, problems: &mut Problems) {
    for inner in field.inner() {
        refuse(inner, problems);
        refuse_inside(inner, problems);
    }
}

fn refuse(field: &FieldDoc, problems: &mut Problems) {
    if let Some(node) = field.essential.as_ref().filter(|node| node.value) {
        let message = "`essential` is not allowed here";
        let why = "no response has this field; what is sent is required";
        problems.add(Problem::new(Rule::Conflict, &node.span, message, why));
    }
}

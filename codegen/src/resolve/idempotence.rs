//! `idempotent_by`: a field that makes a call idempotent when a caller gives it.

use crate::diagnostic::{Problem, Problems, Rule};
use crate::model::{Field, Shape, Type};
use crate::source::Span;
use crate::syntax::{EndpointDoc, Node};

pub(super) fn check(document: &EndpointDoc, request: &[Field], problems: &mut Problems) {
    let Some(by) = &document.idempotent_by else {
        return;
    };
    if let Some(idempotent) = document.idempotent.as_ref().filter(|node| node.value) {
        let message = "`idempotent_by` of an endpoint that is idempotent in any case";
        let problem = excluded(by, message, &idempotent.span, "by this");
        problems.add(problem.help("remove it, or write idempotent = false"));
    }
    let documents = document.request_fields().iter();
    let place = documents.clone().find(|field| field.name.value == by.value);
    let field = request.iter().find(|field| field.wire == by.value);
    let (Some(place), Some(field)) = (place, field) else {
        if document.is_sound(&["request"]) {
            problems.add(unknown(by, request));
        }
        return;
    };
    let span = &place.name.span;
    if field.fixed.is_some() || !field.optional {
        let message = format!("`{}` is in every call", by.value);
        let problem = excluded(by, message, span, "this field");
        problems.add(problem.help("write idempotent = true, or optional = true in the field"));
    } else if !is_id(&field.ty) {
        let message = format!("`{}` is neither a string nor an int", by.value);
        problems.add(excluded(by, message, span, "this field"));
    }
}

/// What may identify a call.
fn is_id(ty: &Type) -> bool {
    match ty {
        Type::String | Type::Secret | Type::Int => true,
        Type::InText(inner) => is_id(inner),
        Type::Named(definition) => matches!(definition.shape, Shape::Text { .. }),
        _ => false,
    }
}

fn unknown(by: &Node<String>, request: &[Field]) -> Problem {
    let message = format!("the request has no field `{}`", by.value);
    let problem = Problem::new(Rule::UnknownField, &by.span, message, "no such field");
    problem.did_you_mean(&by.value, request.iter().map(|field| field.wire.as_str()))
}

fn excluded(by: &Node<String>, message: impl Into<String>, span: &Span, label: &str) -> Problem {
    Problem::new(Rule::Conflict, &by.span, message, "excluded").other(span, label)
}

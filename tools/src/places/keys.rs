//! Keys of the notation to their places in a document.

use std::borrow::Borrow;

use wechat_cloudbase_codegen::source::Span;
use wechat_cloudbase_codegen::syntax::{
    AreaDoc, CorrectionDoc, EndpointDoc, ErrcodeDoc, FieldDoc, Literal, Node, PermissionSetDoc,
    ShapeDoc, SourceDoc, ValueDoc,
};

use super::types::Described;

/// The line of an endpoint that says which one it is.
pub(super) fn endpoint_itself(document: &EndpointDoc) -> &Span {
    span(&document.name).unwrap_or(&document.span)
}

pub(super) fn endpoint<'d>(document: &'d EndpointDoc, key: &str) -> Option<&'d Span> {
    match key {
        "name" => span(&document.name),
        "rust" => span(&document.rust),
        "renamed_from" => span(&document.renamed_from),
        "summary" => span(&document.summary),
        "notes" => first(&document.notes),
        "method" => span(&document.method),
        "path" => span(&document.path),
        "old_paths" => first(&document.old_paths),
        "tokens" => first(document.tokens.as_deref()?),
        "token_field" => span(&document.token_field),
        "request_wrapper" => span(&document.request_wrapper),
        "response_wrapper" => span(&document.response_wrapper),
        "errcode_on_success" => span(&document.errcode_on_success),
        "permission_sets" => first(&document.permission_sets),
        "cloud_call" => span(&document.cloud_call),
        "repeat" => span(&document.repeat),
        "status" => span(&document.status),
        "errcodes" => first(document.errcodes.as_deref()?),
        "request" => span(&document.request),
        "response" => span(&document.response),
        "sample" | "sample.request" => span(&document.sample.request),
        "sample.response" => span(&document.sample.response),
        "source" => source(document.sources.first()?),
        "correction" => correction(document.corrections.first()?),
        _ => None,
    }
}

/// One item of a list, as it is written.
pub(super) fn item<'d>(document: &'d EndpointDoc, key: &str, item: &str) -> Option<&'d Span> {
    let texts = |nodes: &'d [Node<String>]| nodes.iter().find(|node| node.value == item);
    let numbers = |nodes: &'d [Node<i64>]| {
        let number: i64 = item.parse().ok()?;
        nodes.iter().find(|node| node.value == number).map(|node| &node.span)
    };
    match key {
        "notes" => texts(&document.notes).map(|node| &node.span),
        "old_paths" => texts(&document.old_paths).map(|node| &node.span),
        "tokens" => texts(document.tokens.as_deref()?).map(|node| &node.span),
        "permission_sets" => numbers(&document.permission_sets),
        "errcodes" => numbers(document.errcodes.as_deref()?),
        _ => None,
    }
}

pub(super) fn source(document: &SourceDoc) -> Option<&Span> {
    span(&document.page).or_else(|| span(&document.read))
}

pub(super) fn correction(document: &CorrectionDoc) -> Option<&Span> {
    span(&document.field).or_else(|| span(&document.says))
}

/// A key of a field, or the field's name where it does not have the key.
pub(super) fn field_or_key<'d>(document: &'d FieldDoc, key: Option<&str>) -> &'d Span {
    key.and_then(|key| field(document, key)).unwrap_or(&document.name.span)
}

fn field<'d>(document: &'d FieldDoc, key: &str) -> Option<&'d Span> {
    match key {
        "rust" => span(&document.rust),
        "renamed_from" => span(&document.renamed_from),
        "doc" => span(&document.doc),
        "optional" => span(&document.optional),
        "essential" => span(&document.essential),
        "secret" => span(&document.secret),
        "fixed" => span(&document.fixed),
        "in" => span(&document.place),
        "text" => span(&document.text),
        _ => limit(document, key).or_else(|| shape(&document.shape, key)),
    }
}

/// A limit by any of its keys: a field has one that begins alike.
fn limit<'d>(document: &'d FieldDoc, key: &str) -> Option<&'d Span> {
    let end = key.get(..3).filter(|end| matches!(*end, "min" | "max"))?;
    document.limits.iter().find(|(name, _)| name.starts_with(end)).map(|(_, node)| &node.span)
}

fn shape<'d>(document: &'d ShapeDoc, key: &str) -> Option<&'d Span> {
    match key {
        "type" => span(&document.ty),
        "enum" => span(&document.values),
        "pattern" => span(&document.pattern),
        "fields" => span(&document.fields),
        _ => None,
    }
}

pub(super) fn described<'d>(described: Described<'d>, key: &str) -> Option<&'d Span> {
    match key {
        "doc" => described.doc.map(|node| &node.span),
        "renamed_from" => described.renamed_from.map(|node| &node.span),
        _ => shape(described.shape, key),
    }
}

/// A value of an enum, or the enum where it does not have the value.
pub(super) fn value<'d>(
    described: Described<'d>,
    value: &Literal,
    key: Option<&str>,
) -> Option<&'d Span> {
    let values = described.shape.values.as_ref()?;
    let found = values.value.iter().find(|document: &&ValueDoc| document.value.value == *value);
    Some(found.map_or(&values.span, |found| value_key(found, key)))
}

fn value_key<'d>(document: &'d ValueDoc, key: Option<&str>) -> &'d Span {
    let key = match key {
        Some("name") => span(&document.name),
        Some("renamed_from") => span(&document.renamed_from),
        Some("doc") => span(&document.doc),
        _ => None,
    };
    key.unwrap_or(&document.value.span)
}

pub(super) fn errcode<'d>(document: &'d ErrcodeDoc, key: Option<&str>) -> Option<&'d Span> {
    let key = match key {
        Some("name") => span(&document.name),
        Some("message") => span(&document.message),
        Some("meaning") => span(&document.meaning),
        Some("remedy") => span(&document.remedy),
        Some("class") => span(&document.class),
        Some("operator") => span(&document.operator),
        Some("quota") => span(&document.quota),
        _ => None,
    };
    key.or_else(|| span(&document.code))
}

pub(super) fn area<'d>(document: &'d AreaDoc, key: Option<&str>) -> Option<&'d Span> {
    let key = match key {
        Some("from") => span(&document.from),
        Some("to") => span(&document.to),
        Some("doc") => span(&document.doc),
        _ => None,
    };
    key.or_else(|| span(&document.name))
}

pub(super) fn permission_set<'d>(
    document: &'d PermissionSetDoc,
    key: Option<&str>,
) -> Option<&'d Span> {
    let key = match key {
        Some("name") => span(&document.name),
        Some("doc") => span(&document.doc),
        _ => None,
    };
    key.or_else(|| span(&document.id))
}

/// Whether a leaf is there and has this value.
pub(super) fn is<T: Borrow<U>, U: PartialEq + ?Sized>(node: &Option<Node<T>>, value: &U) -> bool {
    node.as_ref().is_some_and(|node| node.value.borrow() == value)
}

fn span<T>(node: &Option<Node<T>>) -> Option<&Span> {
    node.as_ref().map(|node| &node.span)
}

fn first<T>(nodes: &[Node<T>]) -> Option<&Span> {
    nodes.first().map(|node| &node.span)
}

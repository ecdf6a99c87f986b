//! Keys of the notation to their places in a document.

use wechat_cloudbase_codegen::leaf::{Literal, Node};
use wechat_cloudbase_codegen::notation::kind::Document;
use wechat_cloudbase_codegen::notation::{
    AreaDoc, EndpointDoc, ErrcodeDoc, FieldDoc, PermissionSetDoc, ValueDoc,
};
use wechat_cloudbase_codegen::source::Span;

use super::types::Described;

/// The line of an endpoint that says which one it is.
pub(super) fn endpoint_itself(document: &EndpointDoc) -> &Span {
    span(&document.name).unwrap_or(&document.span)
}

/// A key of an endpoint, or one further inside: `sample.response`, `pages.items`, `wait.normal.delay`.
pub(super) fn endpoint<'d>(document: &'d EndpointDoc, key: &str) -> Option<&'d Span> {
    match key.split_once('.') {
        Some(("wait", rest)) => {
            let (name, key) = rest.split_once('.').unwrap_or((rest, ""));
            let mut waits = document.waits.iter();
            let wait = waits.find(|wait| wait.name.value == name)?;
            wait.place_of(key).or(Some(&wait.name.span))
        }
        Some(("pages", key)) => {
            let pages = document.pages.as_ref()?;
            pages.place_of(key).or_else(|| pages.place())
        }
        Some((_, side)) => document.sample.as_ref()?.place_of(side),
        None => document.place_of(key),
    }
}

/// A key of a field, or the field's name where it does not have the key.
pub(super) fn field_or_key<'d>(document: &'d FieldDoc, key: Option<&str>) -> &'d Span {
    let place = |key| document.place_of(key).or_else(|| limit(document, key));
    key.and_then(place).unwrap_or(&document.name.span)
}

/// A limit by any of its keys: a field has one that begins alike.
fn limit<'d>(document: &'d FieldDoc, key: &str) -> Option<&'d Span> {
    let end = key.get(..3).filter(|end| matches!(*end, "min" | "max"))?;
    document.limits().find(|(name, _)| name.starts_with(end)).map(|(_, node)| &node.span)
}

/// A value of an enum, or the enum where it does not have the value.
pub(super) fn value<'d>(
    described: Described<'d>,
    value: &Literal,
    key: Option<&str>,
) -> Option<&'d Span> {
    let values = described.shape().values?;
    let is = |document: &&ValueDoc| is(&document.value, value);
    let found = values.value.iter().find(is);
    let place = |found: &'d ValueDoc| key.and_then(|key| found.place_of(key)).or(found.place());
    found.and_then(place).or(Some(&values.span))
}

pub(super) fn errcode<'d>(document: &'d ErrcodeDoc, key: Option<&str>) -> Option<&'d Span> {
    key.and_then(|key| document.place_of(key)).or(document.place())
}

pub(super) fn area<'d>(document: &'d AreaDoc, key: Option<&str>) -> Option<&'d Span> {
    key.and_then(|key| document.place_of(key)).or(document.place())
}

pub(super) fn permission_set<'d>(
    document: &'d PermissionSetDoc,
    key: Option<&str>,
) -> Option<&'d Span> {
    key.and_then(|key| document.place_of(key)).or(document.place())
}

/// Whether a leaf is there and has this value.
pub(super) fn is<T: std::borrow::Borrow<U>, U: PartialEq + ?Sized>(
    node: &Option<Node<T>>,
    value: &U,
) -> bool {
    node.as_ref().is_some_and(|node| node.value.borrow() == value)
}

fn span<T>(node: &Option<Node<T>>) -> Option<&Span> {
    node.as_ref().map(|node| &node.span)
}

//! What the samples of a page show of its tables.

use serde_json::Value;
use wechat_cloudbase_codegen::naming::folded;

use crate::drift::facts::Facts;
use crate::drift::heading::Side;
use crate::drift::tree::Tree;
use crate::drift::{self, json};

/// The tree of a table; where the page does not show what a row belongs to, its samples do.
pub(super) fn tree(facts: &Facts, side: Side) -> Tree {
    let table = match side {
        Side::Request => &facts.request,
        Side::Response => &facts.response,
    };
    let value = printed(facts, side);
    drift::tree::tree(table, &|path, name| has(value.as_ref(), path, name))
}

/// Whether the page shows a success without an errcode.
pub(super) fn is_bare(facts: &Facts) -> bool {
    let printed = printed(facts, Side::Response);
    let fields = printed.as_ref().and_then(Value::as_object);
    fields.is_some_and(|fields| !fields.is_empty() && !fields.contains_key("errcode"))
}

/// The first sample of a side that the page prints.
pub(super) fn printed(facts: &Facts, side: Side) -> Option<Value> {
    let mut samples = facts.samples.iter().filter(|sample| sample.side == side);
    samples.find_map(|sample| json::read(&sample.lines.join("\n"))).map(|read| read.value)
}

/// Whether a sample has a field in the object at a path.
pub(super) fn has(value: Option<&Value>, path: &[String], name: &str) -> bool {
    let object = match path {
        [] => value,
        path => at(value, path),
    };
    first(object)
        .and_then(Value::as_object)
        .is_some_and(|object| object.keys().any(|key| folded(key) == folded(name)))
}

/// The value at a path, through lists.
pub(super) fn at<'v>(value: Option<&'v Value>, path: &[String]) -> Option<&'v Value> {
    let mut value = value?;
    for step in path {
        let object = first(Some(value))?.as_object()?;
        value = object.iter().find(|(key, _)| folded(key) == folded(step))?.1;
    }
    Some(value)
}

pub(super) fn first(value: Option<&Value>) -> Option<&Value> {
    match value {
        Some(Value::Array(items)) => items.first(),
        value => value,
    }
}

/// What the items of a list are, by a sample of it.
pub(super) fn item(value: Option<&Value>) -> Option<(String, Option<&'static str>)> {
    let word = match first(value.filter(|value| value.is_array()))? {
        Value::String(_) => "string",
        Value::Bool(_) => "bool",
        Value::Number(number) if number.is_f64() => "float",
        Value::Number(_) => "int",
        _ => "json",
    };
    Some((word.to_owned(), None))
}

//! What the samples of a page show of its tables.

use serde_json::{Map, Value};
use wechat_cloudbase_codegen::naming::folded;

use crate::drift::call::is_token;
use crate::drift::facts::{Facts, SampleText};
use crate::drift::heading::Side;
use crate::drift::page_type::PageType;
use crate::drift::tree::Tree;
use crate::drift::{self, json};

/// The tree of a table; where the page does not show what a row belongs to, its samples do.
pub(super) fn tree(facts: &Facts, side: Side) -> Tree {
    let table = match side {
        Side::Request => &facts.request,
        Side::Response => &facts.response,
    };
    let printed = printed(facts, side);
    let value = printed.into_iter().next().map(Value::Object);
    drift::tree::tree(table, &|path, name| has(value.as_ref(), path, name))
}

/// The samples of a side that the page prints: objects, and of responses those of success.
pub(super) fn printed(facts: &Facts, side: Side) -> Vec<Map<String, Value>> {
    let samples = facts.samples.iter().filter(|sample| sample.side == side);
    let mut found: Vec<_> = samples.filter_map(|sample| object(&text(sample))).collect();
    if side == Side::Response {
        found.retain(is_success);
    }
    if side == Side::Request && found.is_empty() {
        found.extend(in_address(facts));
    }
    found
}

/// The samples that could not be read, or that show a failure.
pub(super) fn unread(facts: &Facts, side: Side) -> Vec<String> {
    let samples = facts.samples.iter().filter(|sample| sample.side == side);
    let why = |sample: &SampleText| {
        let text = text(sample);
        let one_line = text.split_whitespace().collect::<Vec<_>>().join(" ");
        match object(&text) {
            None if one_line.is_empty() => None,
            None => Some(format!("the page prints something else than a JSON object: {one_line}")),
            Some(object) if side == Side::Response && !is_success(&object) => {
                Some(format!("the page prints a failure: {one_line}"))
            }
            Some(_) => None,
        }
    };
    samples.filter_map(why).collect()
}

fn text(sample: &SampleText) -> String {
    sample.lines.join("\n")
}

fn object(text: &str) -> Option<Map<String, Value>> {
    match json::read(text).filter(|read| !read.is_broken)?.value {
        Value::Object(object) => Some(object),
        _ => None,
    }
}

fn is_success(object: &Map<String, Value>) -> bool {
    match object.get("errcode") {
        Some(Value::Number(number)) => number.as_i64() == Some(0),
        Some(Value::String(text)) => text.trim().parse::<i64>().map_or(true, |code| code == 0),
        _ => true,
    }
}

/// What a sample that is an address has in its query string, each value as its row has it.
fn in_address(facts: &Facts) -> Option<Map<String, Value>> {
    let samples = facts.samples.iter().filter(|sample| sample.side == Side::Request);
    let mut queries = samples.filter_map(|sample| {
        let text = text(sample);
        let query = text.split_once('?')?.1;
        let end = query.find(|char: char| char.is_whitespace() || "\"'".contains(char));
        let query = query.get(..end.unwrap_or(query.len()))?;
        let pairs = query.split('&').filter_map(|pair| pair.split_once('='));
        let pairs = pairs.filter(|(name, value)| !is_token(name) && !value.is_empty());
        let pairs =
            pairs.filter_map(|(name, value)| Some((name.to_owned(), typed(facts, name, value)?)));
        let object: Map<String, Value> = pairs.collect();
        (!object.is_empty()).then_some(object)
    });
    queries.next()
}

/// A value of a query string; `None` for one that no row has.
fn typed(facts: &Facts, name: &str, value: &str) -> Option<Value> {
    let named =
        |row: &&drift::facts::FieldRow| matches!(row.path.as_slice(), [only] if only == name);
    let row = facts.request.rows.iter().find(named)?;
    let as_json = || serde_json::from_str(value).ok();
    Some(match row.ty {
        PageType::Number | PageType::Int | PageType::Float | PageType::Bool => {
            as_json().filter(|value: &Value| value.is_number() || value.is_boolean())?
        }
        _ => Value::String(value.to_owned()),
    })
}

/// Whether the page shows a success without an errcode.
pub(super) fn is_bare(facts: &Facts) -> bool {
    let printed = printed(facts, Side::Response);
    let Some(first) = printed.first() else {
        return false;
    };
    !first.is_empty() && !first.contains_key("errcode")
}

/// Whether a sample has a field in the object at a path.
fn has(value: Option<&Value>, path: &[String], name: &str) -> bool {
    let object = match path {
        [] => value,
        path => at(value, path),
    };
    first(object)
        .and_then(Value::as_object)
        .is_some_and(|object| object.keys().any(|key| folded(key) == folded(name)))
}

/// The value at a path, through lists.
fn at<'v>(value: Option<&'v Value>, path: &[String]) -> Option<&'v Value> {
    let mut value = value?;
    for step in path {
        let object = first(Some(value))?.as_object()?;
        value = object.iter().find(|(key, _)| folded(key) == folded(step))?.1;
    }
    Some(value)
}

fn first(value: Option<&Value>) -> Option<&Value> {
    match value {
        Some(Value::Array(items)) => items.first(),
        value => value,
    }
}

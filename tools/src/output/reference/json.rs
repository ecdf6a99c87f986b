//! JSON for people, with its kinds of value distinguished.

use maud::{Markup, html};
use serde_json::{Map, Value};

/// A value on as many lines as it needs: lists and objects of single values that fit share one.
pub(super) fn markup(value: &Value) -> Markup {
    html! { pre tabindex="0" { code { (nested(value, 0)) } } }
}

const WIDTH: usize = 36;

fn nested(value: &Value, depth: usize) -> Markup {
    let indent = "  ".repeat(depth + 1);
    let end = "  ".repeat(depth);
    match value {
        Value::Array(items) if !fits(value) => html! {
            "[\n"
            @for (index, item) in items.iter().enumerate() {
                (indent) (nested(item, depth + 1)) (comma(index, items.len()))
            }
            (end) "]"
        },
        Value::Object(fields) if !fits(value) => html! {
            "{\n"
            @for (index, (name, value)) in in_order(fields).into_iter().enumerate() {
                (indent) (key(name)) ": " (nested(value, depth + 1)) (comma(index, fields.len()))
            }
            (end) "}"
        },
        Value::Array(items) => html! {
            "["
            @for (index, item) in items.iter().enumerate() {
                @if index > 0 { ", " }
                (nested(item, depth))
            }
            "]"
        },
        Value::Object(_) => html! { "{}" },
        Value::String(_) => html! { span.string { (value.to_string()) } },
        Value::Null | Value::Bool(_) | Value::Number(_) => {
            html! { span.number { (value.to_string()) } }
        }
    }
}

/// The envelope first, as in responses. A map keeps its order or not, by a feature that any crate
/// of a build can set.
fn in_order(fields: &Map<String, Value>) -> Vec<(&String, &Value)> {
    let mut fields: Vec<_> = fields.iter().collect();
    let is_envelope = |name: &str| matches!(name, "errcode" | "errmsg");
    fields.sort_by_key(|(name, _)| (!is_envelope(name), *name));
    fields
}

fn key(name: &str) -> Markup {
    let name = Value::from(name).to_string();
    html! { span.key { (name) } }
}

fn comma(index: usize, length: usize) -> &'static str {
    if index + 1 < length { ",\n" } else { "\n" }
}

/// Whether a value is on one line: an empty one, or a short list of single values.
fn fits(value: &Value) -> bool {
    match value {
        Value::Object(fields) => fields.is_empty(),
        Value::Array(items) => {
            let single = |item: &Value| !item.is_array() && !item.is_object();
            items.iter().all(single) && value.to_string().chars().count() <= WIDTH
        }
        _ => true,
    }
}

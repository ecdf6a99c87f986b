//! Whether a value looks as its field says.

use serde_json::{Map, Value};

use super::codes::{Breach, Found};
use super::contract::{Field, Shape};

/// Checks every field of an object; fields that the contract does not know are let through, as
/// WeChat does.
pub(super) fn check_fields(at: &str, fields: &[Field], object: &Map<String, Value>) -> Found<()> {
    for field in fields {
        let at = join(at, field.name);
        match object.get(field.name) {
            None | Some(Value::Null) if !field.required => {}
            None | Some(Value::Null) => {
                let place = if field.in_query { " in the query string" } else { "" };
                return Err((Breach::MissingField, format!("`{at}` is missing{place}")));
            }
            Some(value) => check(&at, &field.shape, value)?,
        }
    }
    Ok(())
}

/// Whether a value of this shape is a JSON string.
pub(super) fn is_string(shape: &Shape) -> bool {
    match shape {
        Shape::Named(_, inner) => is_string(inner),
        shape => matches!(shape, Shape::String { .. }),
    }
}

fn check(at: &str, shape: &Shape, value: &Value) -> Found<()> {
    match (shape, value) {
        (Shape::Named(_, inner), value) => check(at, inner, value),
        (Shape::Object(fields), Value::Object(object)) => check_fields(at, fields, object),
        (Shape::List(inner), Value::Array(items)) => {
            let mut items = items.iter().enumerate();
            items.try_for_each(|(index, item)| check(&format!("{at}[{index}]"), inner, item))
        }
        (Shape::String { allowed, pattern }, Value::String(text)) => {
            check_allowed(at, allowed, &text.as_str(), |value| format!("{value:?}"))?;
            check_pattern(at, *pattern, text)
        }
        (Shape::Int { allowed }, value) if is_whole(value) => {
            let number = value.as_i64().unwrap_or(i64::MAX);
            check_allowed(at, allowed, &number, ToString::to_string)
        }
        (Shape::Float, Value::Number(_)) | (Shape::Bool, Value::Bool(_)) => Ok(()),
        (Shape::Json, _) => Ok(()),
        (shape, _) => Err(wrong(at, &format!("should be {}", name(shape)))),
    }
}

fn is_whole(value: &Value) -> bool {
    value.is_i64() || value.is_u64()
}

fn check_allowed<T: PartialEq>(
    at: &str,
    allowed: &[T],
    value: &T,
    show: impl Fn(&T) -> String,
) -> Found<()> {
    if allowed.is_empty() || allowed.contains(value) {
        return Ok(());
    }
    let allowed: Vec<_> = allowed.iter().map(show).collect();
    Err(wrong(at, &format!("should be {}", allowed.join(" or "))))
}

fn check_pattern(at: &str, pattern: Option<&str>, text: &str) -> Found<()> {
    let Some(pattern) = pattern else {
        return Ok(());
    };
    // Every pattern was tried when the mock started.
    match regex_lite::Regex::new(&format!("^(?:{pattern})$")) {
        Ok(regex) if !regex.is_match(text) => Err(wrong(at, &format!("should match {pattern}"))),
        _ => Ok(()),
    }
}

/// The value itself is left out: it may be a secret.
fn wrong(at: &str, should: &str) -> (Breach, String) {
    (Breach::WrongValue, format!("`{at}` {should}"))
}

fn name(shape: &Shape) -> &'static str {
    match shape {
        Shape::String { .. } => "a string",
        Shape::Int { .. } => "a whole number",
        Shape::Float => "a number",
        Shape::Bool => "a boolean",
        Shape::Json => "a JSON value",
        Shape::List(_) => "a list",
        Shape::Object(_) => "an object",
        Shape::Named(_, inner) => name(inner),
    }
}

fn join(at: &str, name: &str) -> String {
    match at {
        "" => name.to_owned(),
        at => format!("{at}.{name}"),
    }
}

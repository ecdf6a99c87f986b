//! Whether a value looks as its field says.

use serde_json::{Map, Value};

use super::codes::{Breach, Checked};
use super::contract::{Field, Limits, Shape};

/// Checks every field of an object; fields that the contract does not know are let through, as
/// WeChat does.
pub(super) fn check_fields(at: &str, fields: &[Field], object: &Map<String, Value>) -> Checked<()> {
    for field in fields {
        let at = join(at, field.name);
        match object.get(field.name) {
            None | Some(Value::Null) if !field.required => {}
            None | Some(Value::Null) => {
                return Err((Breach::MissingField, format!("`{at}` is missing")));
            }
            Some(value) => {
                check(&at, &field.shape, value)?;
                check_limits(&at, field, value)?;
            }
        }
    }
    Ok(())
}

/// Whether a value of this shape is text as it travels: a JSON string, or a file.
pub(super) fn is_text(shape: &Shape) -> bool {
    match shape {
        Shape::Named(_, inner) => is_text(inner),
        Shape::InText(_) | Shape::File => true,
        shape => matches!(shape, Shape::String { .. }),
    }
}

fn check(at: &str, shape: &Shape, value: &Value) -> Checked<()> {
    match (shape, value) {
        (Shape::Named(_, inner), value) => check(at, inner, value),
        (Shape::InText(inner), Value::String(text)) => match serde_json::from_str(text) {
            Ok(value) => check(at, inner, &value),
            Err(_) => Err(wrong(at, &format!("should be {} as text", name(inner)))),
        },
        (Shape::Object(fields), Value::Object(object)) => check_fields(at, fields, object),
        (Shape::List(inner), Value::Array(items)) => {
            let mut items = items.iter().enumerate();
            items.try_for_each(|(index, item)| check(&format!("{at}[{index}]"), inner, item))
        }
        (Shape::String { allowed, pattern }, Value::String(text)) => {
            check_allowed(at, allowed, &text.as_str(), |value| format!("{value:?}"))?;
            check_pattern(at, *pattern, text)
        }
        (Shape::Int { allowed }, Value::Number(number)) => match number.as_i64() {
            Some(number) => check_allowed(at, allowed, &number, ToString::to_string),
            // A fraction, or more than the field can hold.
            None => Err(wrong(at, "should be a whole number")),
        },
        (Shape::Float, Value::Number(_)) | (Shape::Bool, Value::Bool(_)) => Ok(()),
        (Shape::Json, _) | (Shape::File, Value::String(_) | Value::Object(_)) => Ok(()),
        (shape, _) => Err(wrong(at, &format!("should be {}", name(shape)))),
    }
}

fn check_limits(at: &str, field: &Field, value: &Value) -> Checked<()> {
    let (size, unit) = match (&field.shape, value) {
        (Shape::InText(_), Value::String(text)) => (text.parse().ok(), ""),
        (_, Value::Number(number)) => (number.as_f64(), ""),
        (_, Value::String(text)) => (Some(text.chars().count() as f64), " characters"),
        (_, Value::Array(items)) => (Some(items.len() as f64), " items"),
        _ => (None, ""),
    };
    let Limits { min, max } = field.limits;
    match (size, min, max) {
        (Some(size), Some(min), _) if size < min as f64 => {
            Err(wrong(at, &format!("should be at least {min}{unit}")))
        }
        (Some(size), _, Some(max)) if size > max as f64 => {
            Err(wrong(at, &format!("should be at most {max}{unit}")))
        }
        _ => Ok(()),
    }
}

fn check_allowed<T: PartialEq>(
    at: &str,
    allowed: &[T],
    value: &T,
    show: impl Fn(&T) -> String,
) -> Checked<()> {
    if allowed.is_empty() || allowed.contains(value) {
        return Ok(());
    }
    let allowed: Vec<_> = allowed.iter().map(show).collect();
    Err(wrong(at, &format!("should be {}", allowed.join(" or "))))
}

fn check_pattern(at: &str, pattern: Option<&str>, text: &str) -> Checked<()> {
    let Some(pattern) = pattern else {
        return Ok(());
    };
    // Every pattern was tried when the mock started.
    match regex_lite::Regex::new(pattern) {
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
        Shape::File => "a file",
        Shape::List(_) => "a list",
        Shape::Object(_) => "an object",
        Shape::Named(_, inner) => name(inner),
        Shape::InText(_) => "text in a string",
    }
}

fn join(at: &str, name: &str) -> String {
    match at {
        "" => name.to_owned(),
        at => format!("{at}.{name}"),
    }
}

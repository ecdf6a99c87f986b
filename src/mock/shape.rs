//! Whether a value looks as its field says.

use std::cmp::Ordering;

use serde_json::{Map, Number, Value};

use super::codes::{Breach, Checked};
use super::contract::{Field, Limit, Recursive, Shape};

/// Checks every field of an object; fields that the contract does not know are let through, as
/// WeChat does.
pub(super) fn check_fields(at: &str, fields: &[Field], object: &Map<String, Value>) -> Checked<()> {
    for field in fields {
        if let Some((tag, alternatives)) = one_of(&field.shape) {
            check_one_of(at, tag, alternatives, object, field.required)?;
            continue;
        }
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

/// Each with what the tag says of it.
type Alternatives = &'static [(&'static str, Field)];

/// The alternatives that stand in place of a field.
fn one_of(shape: &Shape) -> Option<(Option<&'static str>, Alternatives)> {
    match shape {
        Shape::OneOf { tag, alternatives } => Some((*tag, alternatives)),
        Shape::Recursive(Recursive(_, inner)) => one_of(inner),
        _ => None,
    }
}

/// Checks that an object has one of the alternatives, and that the tag says which.
fn check_one_of(
    at: &str,
    tag: Option<&str>,
    alternatives: &[(&str, Field)],
    object: &Map<String, Value>,
    required: bool,
) -> Checked<()> {
    let value = |name: &str| object.get(name).filter(|value| !value.is_null());
    let names = |alternatives: &[&(&str, Field)]| {
        let quoted = alternatives.iter().map(|(_, field)| format!("`{}`", join(at, field.name)));
        quoted.collect::<Vec<_>>().join(", ")
    };
    let there: Vec<_> =
        alternatives.iter().filter(|(_, field)| value(field.name).is_some()).collect();
    let said = tag.and_then(value);
    let (expected, field) = match there.as_slice() {
        [] if !required && said.is_none() => return Ok(()),
        [] => {
            let all: Vec<_> = alternatives.iter().collect();
            return Err((Breach::MissingField, format!("one of {} is missing", names(&all))));
        }
        [one] => one,
        several => {
            return Err((
                Breach::WrongValue,
                format!("only one of {} may be there", names(several)),
            ));
        }
    };
    match (tag, said) {
        (Some(tag), None) => {
            return Err((Breach::MissingField, format!("`{}` is missing", join(at, tag))));
        }
        (Some(tag), Some(said)) if said.as_str() != Some(expected) => {
            let should = format!("should be {expected:?}, because of `{}`", field.name);
            return Err(wrong(&join(at, tag), &should));
        }
        _ => {}
    }
    check_fields(at, std::slice::from_ref(field), object)
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
        (Shape::Named(_, inner) | Shape::Recursive(Recursive(_, inner)), value) => {
            check(at, inner, value)
        }
        (Shape::InText(inner), Value::String(text)) => match serde_json::from_str(text) {
            Ok(value) => check(at, inner, &value),
            Err(_) => Err(wrong(at, &format!("should be {} as text", name(inner)))),
        },
        (Shape::Object(fields), Value::Object(object)) => check_fields(at, fields, object),
        (Shape::OneOf { tag, alternatives }, Value::Object(object)) => {
            check_one_of(at, *tag, alternatives, object, true)
        }
        (Shape::List(inner), Value::Array(items)) => {
            let mut items = items.iter().enumerate();
            items.try_for_each(|(index, item)| check(&format!("{at}[{index}]"), inner, item))
        }
        (Shape::Map(inner), Value::Object(items)) => {
            items.iter().try_for_each(|(key, item)| check(&join(at, key), inner, item))
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
        (Shape::StringOrInt, Value::String(_)) => Ok(()),
        (Shape::StringOrInt, Value::Number(number)) if number.is_i64() || number.is_u64() => Ok(()),
        (Shape::Float, Value::Number(_)) | (Shape::Bool, Value::Bool(_)) => Ok(()),
        (Shape::Json, _) | (Shape::File, Value::String(_) | Value::Object(_)) => Ok(()),
        (shape, _) => Err(wrong(at, &format!("should be {}", name(shape)))),
    }
}

fn check_limits(at: &str, field: &Field, value: &Value) -> Checked<()> {
    let count = |count: usize| Some(Number::from(count));
    let (size, unit) = match (&field.shape, value) {
        (Shape::InText(_), Value::String(text)) => (text.parse().ok(), ""),
        (_, Value::Number(number)) => (Some(number.clone()), ""),
        (_, Value::String(text)) => (count(text.chars().count()), " characters"),
        (_, Value::Array(items)) => (count(items.len()), " items"),
        (_, Value::Object(items)) => (count(items.len()), " items"),
        _ => (None, ""),
    };
    let outside = |limit: Option<Limit>, beyond: Ordering| {
        limit.filter(|limit| size.as_ref().is_some_and(|size| order(size, *limit) == Some(beyond)))
    };
    match (outside(field.min, Ordering::Less), outside(field.max, Ordering::Greater)) {
        (Some(min), _) => Err(wrong(at, &format!("should be at least {min}{unit}"))),
        (_, Some(max)) => Err(wrong(at, &format!("should be at most {max}{unit}"))),
        (None, None) => Ok(()),
    }
}

/// Whole numbers are compared exactly.
fn order(size: &Number, limit: Limit) -> Option<Ordering> {
    match (size.as_i64(), limit) {
        (Some(size), Limit::Int(limit)) => Some(size.cmp(&limit)),
        (_, Limit::Int(limit)) => size.as_f64()?.partial_cmp(&(limit as f64)),
        (_, Limit::Float(limit)) => size.as_f64()?.partial_cmp(&limit),
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
        Shape::StringOrInt => "a string or a whole number",
        Shape::File => "a file",
        Shape::List(_) => "a list",
        Shape::Map(_) | Shape::Object(_) | Shape::OneOf { .. } => "an object",
        Shape::Named(_, inner) | Shape::Recursive(Recursive(_, inner)) => name(inner),
        Shape::InText(_) => "text in a string",
    }
}

fn join(at: &str, name: &str) -> String {
    match at {
        "" => name.to_owned(),
        at => format!("{at}.{name}"),
    }
}

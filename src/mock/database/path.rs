//! Fields of documents by their paths, such as `address.city` and `tags.0`.

use serde_json::{Map, Value};

/// The values at a path: those of each item where a list is in between.
pub(super) fn values<'d>(document: &'d Value, path: &str) -> Vec<&'d Value> {
    path.split('.').fold(vec![document], |found, name| {
        found.into_iter().flat_map(|value| step(value, name)).collect()
    })
}

/// The first value at a path, or `null`.
pub(super) fn first<'d>(document: &'d Value, path: &str) -> &'d Value {
    values(document, path).first().copied().unwrap_or(&Value::Null)
}

fn step<'d>(value: &'d Value, name: &str) -> Vec<&'d Value> {
    match value {
        Value::Object(fields) => fields.get(name).into_iter().collect(),
        Value::Array(items) => match name.parse::<usize>() {
            Ok(at) => items.get(at).into_iter().collect(),
            Err(_) => items.iter().filter_map(|item| item.as_object()?.get(name)).collect(),
        },
        _ => Vec::new(),
    }
}

/// The place of a field, made where it is not there; `None` where something else is in the way.
pub(super) fn place<'d>(document: &'d mut Value, path: &str) -> Option<&'d mut Value> {
    path.split('.').try_fold(document, |value, name| {
        if value.is_null() {
            *value = Value::Object(Map::new());
        }
        match value {
            Value::Object(fields) => Some(fields.entry(name).or_insert(Value::Null)),
            Value::Array(items) => items.get_mut(name.parse::<usize>().ok()?),
            _ => None,
        }
    })
}

/// Takes a field out.
pub(super) fn take(document: &mut Value, path: &str) -> Option<Value> {
    let (outer, name) = match path.rsplit_once('.') {
        Some((outer, name)) => (existing(document, outer)?, name),
        None => (document, path),
    };
    outer.as_object_mut()?.remove(name)
}

fn existing<'d>(document: &'d mut Value, path: &str) -> Option<&'d mut Value> {
    path.split('.').try_fold(document, |value, name| match value {
        Value::Object(fields) => fields.get_mut(name),
        Value::Array(items) => items.get_mut(name.parse::<usize>().ok()?),
        _ => None,
    })
}

//! What an update makes of a document.

use serde_json::{Number, Value, json};

use super::condition::meets;
use super::depth::{TOO_DEEP, is_short};
use super::order::{compare, equal};
use super::path::{place, take};
use super::term::{Problem, Term};

/// Applies an update to a document; an error leaves it half changed, so it is to be a copy.
pub(super) fn apply(document: &mut Value, update: &Term, now: i64) -> Result<(), Problem> {
    match update {
        Term::Object(fields) => {
            fields.iter().try_for_each(|(path, term)| field(document, path, term, now))
        }
        _ => Err("an update is not an object".to_owned()),
    }
}

/// A new document, in which commands make no sense.
pub(super) fn made(document: &Term, now: i64) -> Result<Value, Problem> {
    let mut made = json!({});
    match document {
        Term::Object(fields) => {
            for (name, term) in fields {
                let value = value(term, now)?;
                made.as_object_mut().and_then(|fields| fields.insert(name.clone(), value));
            }
            Ok(made)
        }
        _ => Err("a document is not an object".to_owned()),
    }
}

fn value(term: &Term, now: i64) -> Result<Value, Problem> {
    match term {
        Term::ServerDate(offset) => Ok(json!({ "$date": now.saturating_add(*offset) })),
        Term::List(items) => {
            items.iter().map(|item| value(item, now)).collect::<Result<_, _>>().map(Value::Array)
        }
        Term::Object(_) => made(term, now),
        Term::Command { name, arguments } if name == "set" => match arguments.as_slice() {
            [term] => value(term, now),
            _ => Err("`_.set` takes one argument".to_owned()),
        },
        term => term.to_json().ok_or_else(|| "a command where a value is expected".to_owned()),
    }
}

fn field(document: &mut Value, path: &str, term: &Term, now: i64) -> Result<(), Problem> {
    let in_the_way = || format!("`{path}` is inside of something that is not an object");
    let too_deep = || Err(TOO_DEEP.to_owned());
    if !is_short(path) {
        return too_deep();
    }
    match term {
        Term::Object(fields) if !fields.is_empty() => fields
            .iter()
            .try_for_each(|(name, term)| field(document, &format!("{path}.{name}"), term, now)),
        Term::Command { name, arguments } => match (name.as_str(), arguments.as_slice()) {
            ("remove", []) => {
                take(document, path);
                Ok(())
            }
            ("rename", [Term::Value(Value::String(new))]) if !is_short(new) => too_deep(),
            ("rename", [Term::Value(Value::String(new))]) => {
                if let Some(old) = take(document, path) {
                    *place(document, new).ok_or_else(in_the_way)? = old;
                }
                Ok(())
            }
            _ => command(place(document, path).ok_or_else(in_the_way)?, name, arguments, now),
        },
        term => {
            *place(document, path).ok_or_else(in_the_way)? = value(term, now)?;
            Ok(())
        }
    }
}

fn command(old: &mut Value, name: &str, arguments: &[Term], now: i64) -> Result<(), Problem> {
    let first = || {
        let first = arguments.first().ok_or_else(|| format!("`_.{name}` lacks an argument"))?;
        value(first, now)
    };
    let is_better = |new: &Value, old: &Value| match name {
        "min" => compare(new, old).is_lt(),
        _ => compare(new, old).is_gt(),
    };
    match name {
        "set" => *old = first()?,
        "inc" | "mul" => {
            let before = if old.is_null() { json!(0) } else { old.clone() };
            *old = calculated(&before, &first()?, name)?;
        }
        "min" | "max" => {
            let new = first()?;
            if old.is_null() || is_better(&new, old) {
                *old = new;
            }
        }
        "pop" | "shift" => {
            let items = items(old, name)?;
            match name {
                "pop" => drop(items.pop()),
                _ if items.is_empty() => {}
                _ => drop(items.remove(0)),
            }
        }
        "push" => push(items(old, name)?, first()?)?,
        "unshift" => {
            let new = listed(first()?);
            items(old, name)?.splice(0..0, new);
        }
        "addToSet" => {
            let new = each(first()?);
            let items = items(old, name)?;
            for item in new {
                if !items.iter().any(|other| equal(other, &item)) {
                    items.push(item);
                }
            }
        }
        "pullAll" => {
            let gone = listed(first()?);
            items(old, name)?.retain(|item| !gone.iter().any(|other| equal(other, item)));
        }
        "pull" => pull(items(old, name)?, arguments, now)?,
        _ => return Err(format!("`_.{name}` is not known in an update")),
    }
    Ok(())
}

fn calculated(before: &Value, by: &Value, name: &str) -> Result<Value, Problem> {
    if let (Some(a), Some(b)) = (before.as_i64(), by.as_i64()) {
        let whole = if name == "inc" { a.checked_add(b) } else { a.checked_mul(b) };
        if let Some(whole) = whole {
            return Ok(whole.into());
        }
    }
    match (before.as_f64(), by.as_f64()) {
        (Some(a), Some(b)) => {
            let float = if name == "inc" { a + b } else { a * b };
            Ok(Number::from_f64(float).map_or(Value::Null, Value::Number))
        }
        _ => Err(format!("`_.{name}` of something that is not a number")),
    }
}

/// The items of a list, which is made where there is none.
fn items<'v>(value: &'v mut Value, name: &str) -> Result<&'v mut Vec<Value>, Problem> {
    if value.is_null() {
        *value = json!([]);
    }
    value.as_array_mut().ok_or_else(|| format!("`_.{name}` of something that is not a list"))
}

fn listed(value: Value) -> Vec<Value> {
    match value {
        Value::Array(items) => items,
        value => vec![value],
    }
}

/// The items of `{each: [...]}`, or the one value.
fn each(value: Value) -> Vec<Value> {
    match value {
        Value::Object(mut fields) if fields.get("each").is_some_and(Value::is_array) => {
            listed(fields.remove("each").unwrap_or_default())
        }
        Value::Object(mut fields) if fields.get("$each").is_some_and(Value::is_array) => {
            listed(fields.remove("$each").unwrap_or_default())
        }
        value => vec![value],
    }
}

/// Adds a list of items, or `{each, position, sort, slice}`.
fn push(items: &mut Vec<Value>, new: Value) -> Result<(), Problem> {
    let options = match &new {
        Value::Object(fields) if fields.contains_key("each") => fields.clone(),
        _ => {
            items.extend(listed(new));
            return Ok(());
        }
    };
    let option = |name: &str| options.get(name).and_then(Value::as_i64);
    let at = match option("position") {
        None => items.len(),
        Some(at) if at < 0 => {
            items.len().saturating_sub(usize::try_from(at.unsigned_abs()).unwrap_or(usize::MAX))
        }
        Some(at) => usize::try_from(at).unwrap_or(usize::MAX).min(items.len()),
    };
    items.splice(at..at, each(new));
    match options.get("sort") {
        None => {}
        Some(Value::Object(by)) => {
            let Some((field, order)) = by.iter().next() else { return Ok(()) };
            let order = order.as_i64().unwrap_or(1);
            let key = |item: &Value| item.get(field).cloned().unwrap_or_default();
            items.sort_by(|a, b| turned(compare(&key(a), &key(b)), order));
        }
        Some(order) => {
            let order = order.as_i64().unwrap_or(1);
            items.sort_by(|a, b| turned(compare(a, b), order));
        }
    }
    let length = |count: i64| usize::try_from(count.unsigned_abs()).unwrap_or(usize::MAX);
    match option("slice") {
        None => {}
        Some(count) if count < 0 => drop(items.drain(..items.len().saturating_sub(length(count)))),
        Some(count) => items.truncate(length(count)),
    }
    Ok(())
}

fn turned(order: std::cmp::Ordering, direction: i64) -> std::cmp::Ordering {
    if direction < 0 { order.reverse() } else { order }
}

/// Takes out what meets a condition or equals a value.
fn pull(items: &mut Vec<Value>, arguments: &[Term], now: i64) -> Result<(), Problem> {
    let Some(condition) = arguments.first() else {
        return Err("`_.pull` lacks an argument".to_owned());
    };
    let mut left = Vec::with_capacity(items.len());
    for item in items.drain(..) {
        let is_met = match condition {
            Term::Object(_) => meets(&item, condition, now)?,
            condition => {
                let wrapped = Term::Object(vec![("item".to_owned(), condition.clone())]);
                meets(&json!({ "item": item.clone() }), &wrapped, now)?
            }
        };
        if !is_met {
            left.push(item);
        }
    }
    *items = left;
    Ok(())
}

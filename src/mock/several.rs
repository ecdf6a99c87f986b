//! What takes several calls: lists in pages, and the states of a wait.

use serde_json::{Map, Value, json};

use super::catalog::Entry;
use super::check::Fields;
use crate::endpoint::{Fixed, PageStyle, Paging, WaitRule};
use crate::operation::Endpoint;

/// How many items a page has where the request does not say.
const PAGE: usize = 20;

/// A sample is a whole list: past its end there is nothing.
pub(super) fn past_the_end(endpoint: &Endpoint, request: &Fields, answer: &mut Value) {
    let Some(paging) = endpoint.paging else {
        return;
    };
    let number = request.get(paging.position).and_then(Value::as_i64);
    let first = if paging.style == PageStyle::Page { 1 } else { 0 };
    if paging.style != PageStyle::Marker && number.is_some_and(|number| number > first) {
        put(answer, paging.items, json!([]));
    }
}

/// The page of a scripted list that a request asks for.
pub(super) fn page(entry: &Entry, request: &Fields, rows: &[Value]) -> Value {
    let mut answer = entry.sample.clone();
    let Some(paging) = entry.contract.endpoint.paging else {
        return answer;
    };
    let asked = |name: &str| request.get(name).and_then(Value::as_u64);
    let size = paging.size.and_then(asked).and_then(|size| usize::try_from(size).ok());
    let size = size.unwrap_or(PAGE).max(1);
    let number = asked(paging.position).and_then(|number| usize::try_from(number).ok());
    let start = match paging.style {
        PageStyle::Offset => number.unwrap_or(0),
        PageStyle::Page => number.unwrap_or(1).saturating_sub(1).saturating_mul(size),
        PageStyle::Marker => after_marker(paging, request, rows),
    };
    let page: Vec<_> = rows.iter().skip(start).take(size).cloned().collect();
    let more = start.saturating_add(page.len()) < rows.len();
    put(&mut answer, paging.items, page.into());
    if !paging.total.is_empty() {
        put(&mut answer, paging.total, rows.len().into());
    }
    if !paging.more.is_empty() {
        put(&mut answer, paging.more, more.into());
    }
    answer
}

/// Where the row is whose next marker the request names, and one further.
fn after_marker(paging: &Paging, request: &Fields, rows: &[Value]) -> usize {
    let Some(marker) = request.get(paging.position).and_then(Value::as_str) else {
        return 0;
    };
    let key = paging.next.last().copied().unwrap_or_default();
    let is_it = |row: &Value| row.get(key).and_then(Value::as_str) == Some(marker);
    rows.iter().position(is_it).map_or(rows.len(), |at| at + 1)
}

/// The sample with an item in a state, or without any item.
pub(super) fn in_state(
    entry: &Entry,
    rule: &WaitRule,
    arguments: &[&str],
    state: Option<Value>,
) -> Value {
    let mut answer = entry.sample.clone();
    if rule.keys.is_empty() {
        put(&mut answer, rule.path, state.unwrap_or_default());
        return answer;
    }
    let rows = match state {
        None => Vec::new(),
        Some(state) => {
            let mut row = first_row(&answer, rule.items);
            for ((path, _), argument) in rule.keys.iter().zip(arguments) {
                put(&mut row, path, (*argument).into());
            }
            if !rule.path.is_empty() {
                put(&mut row, rule.path, state);
            }
            vec![row]
        }
    };
    put_rows(&mut answer, rule.items, rows);
    answer
}

/// A state as it travels: of the type of the states that the wait knows.
pub(super) fn state(rule: &WaitRule, text: &str) -> Value {
    match rule.success.first() {
        Some(Fixed::Int(_)) => text.parse::<i64>().map_or_else(|_| text.into(), Value::from),
        Some(Fixed::Bool(_)) => text.parse::<bool>().map_or_else(|_| text.into(), Value::from),
        _ => text.into(),
    }
}

/// The first row of a list, through lists; an empty one where the sample has none.
fn first_row(answer: &Value, path: &[&str]) -> Value {
    let mut place = answer;
    for name in path {
        let inner = place.get(*name).unwrap_or(&Value::Null);
        place = inner.as_array().map_or(inner, |rows| rows.first().unwrap_or(&Value::Null));
    }
    if place.is_object() { place.clone() } else { Value::Object(Map::new()) }
}

/// Sets the list at a path whose way may lead through lists: each is cut to its first row.
fn put_rows(answer: &mut Value, path: &[&str], rows: Vec<Value>) {
    match path {
        [] => *answer = rows.into(),
        [name] => put(answer, &[name], rows.into()),
        [name, rest @ ..] => {
            let inner = field(answer, name);
            if let Value::Array(outer) = inner {
                outer.truncate(1);
                if outer.is_empty() {
                    outer.push(Value::Object(Map::new()));
                }
                for row in outer {
                    put_rows(row, rest, rows.clone());
                }
            } else {
                put_rows(inner, rest, rows);
            }
        }
    }
}

/// Sets the value at a path of objects, and last items of lists.
fn put(place: &mut Value, path: &[&str], value: Value) {
    let Some((name, rest)) = path.split_first() else {
        *place = value;
        return;
    };
    match place {
        Value::Array(rows) if *name == "-1" => {
            if rows.is_empty() {
                rows.push(Value::Null);
            }
            if let Some(last) = rows.last_mut() {
                put(last, rest, value);
            }
        }
        _ => put(field(place, name), rest, value),
    }
}

fn field<'v>(object: &'v mut Value, name: &str) -> &'v mut Value {
    if !object.is_object() {
        *object = Value::Object(Map::new());
    }
    &mut object[name]
}

//! How values compare, across types as in MongoDB: nothing, numbers, texts, objects, lists, booleans, dates.

use std::cmp::Ordering;

use serde_json::Value;

/// The order of two values of any types.
pub(super) fn compare(a: &Value, b: &Value) -> Ordering {
    rank(a).cmp(&rank(b)).then_with(|| within(a, b))
}

/// The order of two values of one type; `None` of others, which no range has in it.
pub(super) fn compare_alike(a: &Value, b: &Value) -> Option<Ordering> {
    (rank(a) == rank(b)).then(|| within(a, b))
}

/// Whether two values are equal: a whole number and a float may be.
pub(super) fn equal(a: &Value, b: &Value) -> bool {
    compare(a, b) == Ordering::Equal
}

fn rank(value: &Value) -> u8 {
    match value {
        Value::Null => 0,
        Value::Number(_) => 1,
        Value::String(_) => 2,
        Value::Object(_) if date(value).is_some() => 6,
        Value::Object(_) => 3,
        Value::Array(_) => 4,
        Value::Bool(_) => 5,
    }
}

fn within(a: &Value, b: &Value) -> Ordering {
    match (a, b) {
        (Value::Number(a), Value::Number(b)) => match (a.as_i64(), b.as_i64()) {
            (Some(a), Some(b)) => a.cmp(&b),
            _ => float(a).total_cmp(&float(b)),
        },
        (Value::String(a), Value::String(b)) => a.cmp(b),
        (Value::Bool(a), Value::Bool(b)) => a.cmp(b),
        (Value::Array(a), Value::Array(b)) => {
            let items = a.iter().zip(b).map(|(a, b)| compare(a, b));
            items.fold(Ordering::Equal, Ordering::then).then(a.len().cmp(&b.len()))
        }
        (Value::Object(x), Value::Object(y)) => match (date(a), date(b)) {
            (Some(a), Some(b)) => a.cmp(&b),
            _ => {
                let fields =
                    x.iter().zip(y).map(|((k, v), (l, w))| k.cmp(l).then_with(|| compare(v, w)));
                fields.fold(Ordering::Equal, Ordering::then).then(x.len().cmp(&y.len()))
            }
        },
        _ => Ordering::Equal,
    }
}

fn float(number: &serde_json::Number) -> f64 {
    // A negative zero is zero.
    number.as_f64().unwrap_or_default() + 0.0
}

/// The milliseconds of a date.
fn date(value: &Value) -> Option<i64> {
    value.as_object().filter(|fields| fields.len() == 1)?.get("$date")?.as_i64()
}

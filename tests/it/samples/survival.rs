//! What WeChat may do to any answer, done to each sample: it decodes all the same; and what can't
//! be decoded is named by its place.

use serde_json::{Value, json};
use wechat_cloudbase::mock::contract::{Contract, Field, Shape};
use wechat_cloudbase::operation::{self, Operation};

pub(super) fn check<O: Operation>(contract: &Contract) {
    let sample: Value = serde_json::from_str(contract.sample_response).expect("a sample");
    for (name, change) in CHANGES {
        let mut answer = sample.clone();
        change_object(&mut answer, contract.response, *change);
        let decoded = decode::<O>(&answer);
        assert!(decoded.is_ok(), "{name}: {}: {answer}", decoded.unwrap_err());
    }
    let mut broken = Vec::new();
    for field in contract.response {
        let at = format!("/{}", field.name);
        break_value(&sample, &field.shape, &at, &mut |answer, path| broken.push((answer, path)));
    }
    for (answer, path) in broken {
        let error = decode::<O>(&answer).expect_err(&path);
        let named = error.contains(&format!("field `{path}`"));
        assert!(named, "{path}: {error}: {answer}");
    }
}

fn decode<O: Operation>(answer: &Value) -> Result<(), String> {
    let decoded = operation::decode_response::<O>(200, answer.to_string().as_bytes());
    decoded.map(drop).map_err(|error| error.to_string())
}

/// What is done to the value of a field; `None` takes the field away.
type Change = fn(&Field, Value) -> Option<Value>;

const CHANGES: &[(&str, Change)] = &[
    ("unknown fields", |_, value| Some(value)),
    ("optional fields are null", |field, value| {
        Some(if field.required { value } else { Value::Null })
    }),
    ("optional fields are absent", |field, value| field.required.then_some(value)),
    ("lists are null", |field, value| {
        Some(if matches!(field.shape, Shape::List(_)) { Value::Null } else { value })
    }),
    ("numbers are strings", |_, value| {
        Some(if value.is_number() { Value::from(value.to_string()) } else { value })
    }),
    ("strings of digits are numbers", |field, value| {
        let number = value.as_str().and_then(|text| text.parse::<i64>().ok());
        let is_text = matches!(plain(&field.shape), Shape::String { .. });
        Some(number.filter(|_| is_text).map_or(value, Value::from))
    }),
    ("values are unlisted", |field, value| {
        Some(match plain(&field.shape) {
            Shape::String { allowed: [_, ..], .. } => Value::from("nobody-has-listed-this"),
            Shape::Int { allowed: [_, ..] } => Value::from(987_654_321),
            _ => value,
        })
    }),
];

/// Changes every field of an object, the inner ones first, and adds one that nobody knows.
fn change_object(object: &mut Value, fields: &[Field], change: Change) {
    let Some(object) = object.as_object_mut() else {
        return;
    };
    for field in fields {
        if let Some(mut value) = object.remove(field.name) {
            change_inside(&mut value, &field.shape, change);
            let changed = change(field, value);
            object.extend(changed.map(|value| (field.name.to_owned(), value)));
        }
    }
    object.insert("nobody_knows_this".to_owned(), json!({"a": [1, null]}));
}

fn change_inside(value: &mut Value, shape: &Shape, change: Change) {
    match shape {
        Shape::Named(_, inner) => change_inside(value, inner, change),
        Shape::Object(fields) => change_object(value, fields, change),
        Shape::List(item) => {
            for value in value.as_array_mut().into_iter().flatten() {
                change_inside(value, item, change);
            }
        }
        _ => {}
    }
}

/// Gives a copy of the answer for each of its values, with one there that it can't have.
fn break_value(whole: &Value, shape: &Shape, at: &str, found: &mut dyn FnMut(Value, String)) {
    let Some(value) = whole.pointer(at) else {
        return;
    };
    let wrong = match shape {
        Shape::Named(_, inner) => return break_value(whole, inner, at, found),
        Shape::String { .. } | Shape::Bool => json!({"not": "this"}),
        Shape::Int { .. } | Shape::Float => json!("not a number"),
        Shape::List(_) | Shape::Object(_) => json!(true),
        // JSON may be anything, and text may be any text.
        _ => return,
    };
    let mut broken = whole.clone();
    if let Some(place) = broken.pointer_mut(at) {
        *place = wrong;
    }
    found(broken, path(at));
    match shape {
        Shape::Object(fields) => {
            for field in *fields {
                break_value(whole, &field.shape, &format!("{at}/{}", field.name), found);
            }
        }
        Shape::List(item) => {
            for index in 0..value.as_array().map_or(0, Vec::len) {
                break_value(whole, item, &format!("{at}/{index}"), found);
            }
        }
        _ => {}
    }
}

/// `/err_list/0/env` as the error writes it: `err_list[0].env`.
fn path(pointer: &str) -> String {
    let step = |step: &str| match step.parse::<usize>() {
        Ok(index) => format!("[{index}]"),
        Err(_) => format!(".{step}"),
    };
    pointer.split('/').skip(1).map(step).collect::<String>().trim_start_matches('.').to_owned()
}

fn plain(shape: &Shape) -> &Shape {
    match shape {
        Shape::Named(_, inner) => plain(inner),
        shape => shape,
    }
}

//! Everything that WeChat may do to a response, applied to each sample: it still decodes, unless it lacks
//! an essential field; then the error says that it was done, and has the body.

use serde_json::{Value, json};
use wechat_cloudbase::mock::contract::{Contract, Field, Shape};
use wechat_cloudbase::operation::{self, Operation};
use wechat_cloudbase::{Error, Outcome};

pub(super) fn check<O: Operation>(contract: &Contract) {
    let sample: Value = serde_json::from_str(contract.sample_response).expect("a sample");
    for (name, change) in CHANGES {
        let mut answer = sample.clone();
        change_object(&mut answer, contract.response, *change);
        if is_logged::<O>(&answer) {
            let decoded = decode::<O>(&answer);
            assert!(decoded.is_ok(), "{name}: {}: {answer}", decoded.unwrap_err());
        }
    }
    each_field(&sample, contract.response, "", false, &mut |pointer, field, in_row| {
        for damage in DAMAGES {
            damaged::<O>(&sample, pointer, field, in_row, *damage);
        }
        each_row::<O>(&sample, pointer, field, in_row);
    });
    foreign::<O>(contract);
}

/// Whether a response says that it is a success: by its errcode, or else by a field.
fn is_logged<O: Operation>(answer: &Value) -> bool {
    let names = O::ENDPOINT.response_fields;
    O::ENDPOINT.errcode_on_success || names.iter().any(|name| answer.get(name).is_some())
}

fn decode<O: Operation>(answer: &Value) -> Result<(), Error> {
    operation::decode_response::<O>(200, answer.to_string().as_bytes()).map(drop)
}

/// Changes the value of a field; `None` removes the field.
type Change = fn(&Field, Value) -> Option<Value>;

const CHANGES: &[(&str, Change)] = &[
    ("unknown fields", |_, value| Some(value)),
    ("optional fields are null", |field, value| {
        Some(if field.required { value } else { Value::Null })
    }),
    ("all but essential fields are null", |field, value| {
        Some(if needs(field) { value } else { Value::Null })
    }),
    ("all but essential fields are absent", |field, value| needs(field).then_some(value)),
    ("all but essential fields are empty texts", |field, value| {
        Some(if needs(field) { value } else { Value::from("") })
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

/// Whether a response needs a field, or one inside of it that is in no row of a list.
fn needs(field: &Field) -> bool {
    field.essential
        || matches!(plain(&field.shape), Shape::Object(fields) if fields.iter().any(needs))
}

/// Changes every field of an object, the inner ones first, and adds an unknown one.
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

/// Damages one field: it is removed, or has this value.
const DAMAGES: &[fn(&Field) -> Option<Value>] = &[
    |_| None,
    |_| Some(Value::Null),
    |_| Some(Value::from("")),
    |field| match plain(&field.shape) {
        Shape::Object(_) | Shape::List(_) => Some(Value::Bool(true)),
        Shape::Json | Shape::InText(_) => Some(json!([])),
        _ => Some(json!({"not": "this"})),
    },
];

/// Every field of the sample, at any depth, with whether it is in a row of a list.
fn each_field(
    whole: &Value,
    fields: &[Field],
    at: &str,
    in_row: bool,
    found: &mut dyn FnMut(&str, &Field, bool),
) {
    for field in fields {
        let pointer = format!("{at}/{}", field.name);
        if whole.pointer(&pointer).is_some() {
            found(&pointer, field, in_row);
            inside(whole, &field.shape, &pointer, in_row, found);
        }
    }
}

fn inside(
    whole: &Value,
    shape: &Shape,
    at: &str,
    in_row: bool,
    found: &mut dyn FnMut(&str, &Field, bool),
) {
    match shape {
        Shape::Named(_, inner) => inside(whole, inner, at, in_row, found),
        Shape::Object(fields) => each_field(whole, fields, at, in_row, found),
        Shape::List(item) => {
            let count = whole.pointer(at).and_then(Value::as_array).map_or(0, Vec::len);
            (0..count).for_each(|index| inside(whole, item, &format!("{at}/{index}"), true, found));
        }
        _ => {}
    }
}

fn damaged<O: Operation>(
    sample: &Value,
    pointer: &str,
    field: &Field,
    in_row: bool,
    damage: fn(&Field) -> Option<Value>,
) {
    let mut answer = sample.clone();
    let (parent, name) = pointer.rsplit_once('/').expect("a pointer");
    let object = answer.pointer_mut(parent).and_then(Value::as_object_mut).expect("an object");
    match damage(field) {
        Some(value) => _ = object.insert(name.to_owned(), value),
        None => _ = object.remove(name),
    }
    let decoded = decode::<O>(&answer);
    match decoded {
        Ok(()) => assert!(!needs(field) || in_row, "{pointer} is essential: {answer}"),
        Err(error) => fails_well::<O>(&error, &answer, pointer),
    }
    assert!(needs(field) || decode::<O>(&answer).is_ok(), "{pointer}: {answer}");
}

/// The outcome is `Done`, as far as the response says so; and the whole body is there.
fn fails_well<O: Operation>(error: &Error, answer: &Value, pointer: &str) {
    let said = is_logged::<O>(answer);
    let outcome = if said { Outcome::Done } else { Outcome::Unknown };
    assert_eq!(error.outcome(), outcome, "{error}: {answer}");
    assert_eq!(error.body(), Some(answer.to_string().as_bytes()));
    assert!(!said || error.to_string().contains(&path(pointer)), "{pointer}: {error}");
}

/// A malformed row of a list never fails the response.
fn each_row<O: Operation>(sample: &Value, pointer: &str, field: &Field, in_row: bool) {
    let count = sample.pointer(pointer).and_then(Value::as_array).map_or(0, Vec::len);
    let is_alone = count == 1 && field.essential && !in_row;
    for index in 0..count {
        for row in [Value::Null, json!(true), json!("x"), json!({"x": 1}), json!([])] {
            let mut answer = sample.clone();
            *answer.pointer_mut(&format!("{pointer}/{index}")).expect("a row") = row;
            if let Err(error) = decode::<O>(&answer) {
                assert!(is_alone, "{pointer}/{index}: {error}: {answer}");
                fails_well::<O>(&error, &answer, pointer);
            }
        }
    }
}

/// A response that is not spelled like WeChat's success is a failure, with an unknown outcome.
fn foreign<O: Operation>(contract: &Contract) {
    for body in FOREIGN {
        let error = operation::decode_response::<O>(200, *body).err().expect(body);
        assert_eq!(error.outcome(), Outcome::Unknown, "{body}: {error}");
        assert_eq!(error.body(), Some(body.as_bytes()), "{error}");
        assert!(error.is_decode(), "{error}");
    }
    let mut sample: Value = serde_json::from_str(contract.sample_response).expect("a sample");
    let fields = sample.as_object_mut().expect("an object");
    if fields.remove("errcode").is_some() {
        let decoded = decode::<O>(&sample);
        let outcome = decoded.err().map(|error| error.outcome());
        let expected = O::ENDPOINT.errcode_on_success.then_some(Outcome::Unknown);
        assert_eq!(outcome, expected, "{sample}");
    } else {
        assert!(!O::ENDPOINT.errcode_on_success);
        let fields = sample.as_object_mut().expect("an object");
        fields.insert("errCode".to_owned(), Value::from(-501_000));
        let error = decode::<O>(&sample).expect_err("an errcode of another spelling");
        assert!(error.to_string().contains("-501000"), "{error}");
    }
    contradicted::<O>(contract);
}

/// An error beside the errcode 0 is a contradiction.
fn contradicted<O: Operation>(contract: &Contract) {
    for beside in FOREIGN {
        let mut sample: Value = serde_json::from_str(contract.sample_response).expect("a sample");
        let fields = sample.as_object_mut().expect("an object");
        fields.insert("errcode".to_owned(), Value::from(0));
        let beside: Value = serde_json::from_str(beside).expect("JSON");
        let is_failure = !is_of_a_success(&beside);
        for (name, value) in beside.as_object().into_iter().flatten() {
            let place = fields.entry(name.clone()).or_insert_with(|| json!({}));
            match (place.as_object_mut(), value.as_object()) {
                (Some(inner), Some(value)) => inner.extend(value.clone()),
                _ => *place = value.clone(),
            }
        }
        let decoded = decode::<O>(&sample);
        assert_eq!(decoded.is_err(), is_failure, "{sample}");
        if let Err(error) = decoded {
            assert_eq!(error.outcome(), Outcome::Unknown, "{sample}: {error}");
            assert_eq!(error.body(), Some(sample.to_string().as_bytes()), "{error}");
        }
    }
}

/// What is allowed beside the errcode 0: no error, or a `code` that may mean anything.
fn is_of_a_success(beside: &Value) -> bool {
    let names = ["errmsg", "errCode", "errMsg", "code", "message"];
    let mut fields = beside.as_object().into_iter().flatten();
    fields.all(|(name, value)| {
        names.contains(&name.as_str()) && value.as_i64().is_none_or(|it| it == 0)
    })
}

const FOREIGN: &[&str] = &[
    "{}",
    r#"{"errmsg":"ok"}"#,
    r#"{"errCode":-501000,"errMsg":"x"}"#,
    r#"{"errCode":0,"errMsg":"ok"}"#,
    r#"{"error":"blocked by policy"}"#,
    r#"{"error":{"code":403,"message":"no"}}"#,
    r#"{"code":"INVALID_ENV"}"#,
    r#"{"code":0,"message":"ok"}"#,
    r#"{"base_resp":{"errcode":108}}"#,
    r#"{"ret":-1,"err_msg":"x"}"#,
    r#"{"Response":{"Error":{"Code":"AuthFailure","Message":"x"},"RequestId":"r"}}"#,
];

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

//! The JSON of a response: a sample with values of the request, or a failure.

use std::time::SystemTime;

use serde_json::{Value, json};

use super::catalog::Entry;
use super::check::Fields;
use super::contract::{Contract, Field};
use super::several;
use crate::endpoint::{ERRCODE, ERRMSG};
use crate::operation::Endpoint;
use crate::{Class, Errcode};

/// The endpoint's sample, in which a field of the request and one of the response that have the same
/// name and the same type have the same value.
pub(super) fn success(entry: &Entry, request: &Fields) -> Value {
    let Value::Object(mut answer) = entry.sample.clone() else {
        return entry.sample.clone();
    };
    let asked = |field: &Field| {
        let mut fields = entry.contract.request.iter();
        fields.any(|other| other.name == field.name && other.shape == field.shape)
    };
    for field in entry.contract.response.iter().filter(|f| asked(f)) {
        if let Some(value) = request.get(field.name).filter(|value| !value.is_null()) {
            answer.insert(field.name.to_owned(), value.clone());
        }
    }
    let mut answer = Value::Object(answer);
    several::past_the_end(entry.contract.endpoint, request, &mut answer);
    in_wrapper(entry, answer)
}

/// Fields of a response as it travels.
pub(super) fn in_wrapper(entry: &Entry, fields: Value) -> Value {
    match fields {
        Value::Object(fields) => Value::Object(wrapped(fields, entry.contract)),
        other => other,
    }
}

/// The fields of a success, with its errcode and errmsg.
pub(super) fn with_success(fields: Value) -> Value {
    let mut answer = json!({ "errcode": 0, "errmsg": "ok" });
    if let (Some(answer), Value::Object(fields)) = (answer.as_object_mut(), fields) {
        answer.extend(fields);
    }
    answer
}

/// Moves everything but errcode and errmsg into the wrapper.
fn wrapped(mut answer: Fields, contract: &Contract) -> Fields {
    let Some(name) = contract.response_wrapper else {
        return answer;
    };
    let own = [contract.endpoint.errcode_field, contract.endpoint.errmsg_field];
    let own = own.map(|path| path.split('.').next().unwrap_or(path));
    let names = [ERRCODE, ERRMSG].into_iter().chain(own);
    let mut outer: Fields = names.filter_map(|key| answer.remove_entry(key)).collect();
    outer.insert(name.to_owned(), Value::Object(answer));
    outer
}

/// A failure. The code may be a number, or the string that some endpoints send. A rejected token is
/// reported by the gateway, which has the usual names; anything else, by the endpoint's own.
pub(super) fn failure(
    endpoint: &Endpoint,
    errcode: Errcode,
    shown: impl Into<Value>,
    errmsg: String,
) -> Value {
    let class = endpoint.record(errcode).map(|record| record.class);
    let (code, text) = match class {
        Some(Class::Token) => (ERRCODE, ERRMSG),
        _ => (endpoint.errcode_field, endpoint.errmsg_field),
    };
    let mut failure = json!({});
    put(&mut failure, code, shown.into());
    put(&mut failure, text, errmsg.into());
    failure
}

/// Sets the value at a path such as `base_resp.ret`.
fn put(object: &mut Value, path: &str, value: Value) {
    let mut place = object;
    for name in path.split('.') {
        if !place.is_object() {
            *place = json!({});
        }
        place = &mut place[name];
    }
    *place = value;
}

/// The vendor's short message, what exactly is wrong, and a rid.
pub(super) fn errmsg(endpoint: &Endpoint, errcode: Errcode, detail: &str) -> String {
    let message = endpoint.record(errcode).map_or("", |record| record.message);
    let mut parts = vec![message, detail];
    parts.retain(|part| !part.is_empty());
    format!("{} rid: {}", parts.join(": "), rid())
}

/// The time in seconds and two arbitrary numbers, in hexadecimal, as the vendor's ids are.
fn rid() -> String {
    let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH);
    let seconds = now.map_or(0, |time| time.as_secs()) & u64::from(u32::MAX);
    let [a, b] = [fastrand::u32(..), fastrand::u32(..)];
    format!("{seconds:08x}-{a:08x}-{b:08x}")
}

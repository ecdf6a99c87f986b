//! The JSON of a response: a sample with values of the request, or a failure.

use std::time::SystemTime;

use serde_json::{Value, json};

use super::catalog::Entry;
use super::check::Fields;
use super::contract::Field;
use crate::Errcode;
use crate::operation::Endpoint;

/// The endpoint's sample, in which a field of the request and one of the response that have the same
/// name and the same type have the same value, which may be the default of one that was left out.
pub(super) fn success(entry: &Entry, request: &Fields) -> Value {
    let mut answer = entry.sample.clone();
    let asked = |field: &Field| {
        let mut fields = entry.contract.request.iter();
        fields.find(|other| other.name == field.name && other.shape == field.shape)
    };
    for field in entry.contract.response.iter().filter_map(asked) {
        let given = request.get(field.name).filter(|value| !value.is_null()).cloned();
        if let Some(value) = given.or_else(|| default(field)) {
            answer.insert(field.name.to_owned(), value);
        }
    }
    Value::Object(wrapped(answer, entry.contract.response_wrapper))
}

/// What stands for a field that is left out.
fn default(field: &Field) -> Option<Value> {
    serde_json::from_str(field.default?).ok()
}

/// Moves everything but errcode and errmsg into the wrapper.
fn wrapped(mut answer: Fields, wrapper: Option<&str>) -> Fields {
    let Some(name) = wrapper else {
        return answer;
    };
    let envelope = ["errcode", "errmsg"].into_iter().filter_map(|key| answer.remove_entry(key));
    let mut outer: Fields = envelope.collect();
    outer.insert(name.to_owned(), Value::Object(answer));
    outer
}

/// A failure. The code may be a number, or the string that some endpoints send.
pub(super) fn failure(errcode: impl Into<Value>, errmsg: String) -> Value {
    json!({ "errcode": errcode.into(), "errmsg": errmsg })
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

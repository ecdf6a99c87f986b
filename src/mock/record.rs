//! The calls that a mock has seen, without the text of any token.

use std::collections::{BTreeMap, VecDeque};

use serde_json::Value;

use super::contract::{Contract, Field};
use super::received::Received;
use super::sent;
use super::token::SeenToken;
use crate::Errcode;
use crate::operation::{Endpoint, Location};

/// Limits of the newest calls that are recorded, in number and bytes: a mock may run for
/// days. A byte of JSON may take sixteen in memory.
const KEPT_CALLS: usize = 1_000;
const KEPT_BYTES: usize = 4 << 20;

/// One call as the mock saw it.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct RecordedCall {
    /// The endpoint at that path, if there is one.
    pub endpoint: Option<&'static Endpoint>,
    /// HTTP method.
    pub method: String,
    /// Path, without the query string.
    pub path: String,
    /// The endpoint's own query fields, without the token.
    pub query: BTreeMap<String, String>,
    /// The body, if it was JSON; a form as an object of its fields, in which a file is an object with
    /// its `content` in base64. Secret values are replaced by `[secret]`.
    pub body: Option<Value>,
    /// Length of the body in bytes.
    pub body_bytes: usize,
    /// The state of the token, as the mock sees it.
    pub token: SeenToken,
    /// The headers `accept`, `content-length`, `content-type` and `user-agent`, those that came.
    pub headers: BTreeMap<String, String>,
    /// The code with which the mock refused the call, when it broke the contract.
    pub refused: Option<Errcode>,
    bytes: usize,
}

impl RecordedCall {
    pub(super) fn new(
        contract: Option<&'static Contract>,
        received: &Received,
        token: SeenToken,
    ) -> Self {
        let secret = contract.map_or(&[][..], |contract| contract.endpoint.secret_fields);
        let headers = received.headers.iter();
        let mut body = match contract {
            Some(contract) => sent::body(contract.endpoint, received).ok(),
            None => serde_json::from_slice(&received.body).ok(),
        };
        if let Some(body) = &mut body {
            redact(secret, body);
        }
        Self {
            endpoint: contract.map(|contract| contract.endpoint),
            method: received.method.clone(),
            path: contract.and_then(secret_path).unwrap_or_else(|| received.path.clone()),
            query: contract.map(|contract| query(contract, received)).unwrap_or_default(),
            body,
            body_bytes: received.body.len(),
            token,
            headers: headers.map(|(k, v)| ((*k).to_owned(), v.clone())).collect(),
            refused: None,
            bytes: received.bytes(),
        }
    }
}

/// The path of an endpoint without its fields, where one of them is a secret.
fn secret_path(contract: &Contract) -> Option<String> {
    let endpoint = contract.endpoint;
    let mut secret = endpoint.secret_fields.iter();
    let is_secret = secret.any(|name| endpoint.location(name) == Location::Path);
    is_secret.then(|| endpoint.path.to_owned())
}

fn query(contract: &Contract, received: &Received) -> BTreeMap<String, String> {
    let endpoint = contract.endpoint;
    let field = |field: &Field| {
        let value = match received.query(field.name)? {
            _ if endpoint.secret_fields.contains(&field.name) => SECRET,
            value => value,
        };
        Some((field.name.to_owned(), value.to_owned()))
    };
    let in_query = contract.request.iter().filter(|f| endpoint.location(f.name).in_query());
    in_query.filter_map(field).collect()
}

const SECRET: &str = "[secret]";

/// Hides the fields that the endpoint calls secret, and whatever is named like a token.
fn redact(secret: &[&str], value: &mut Value) {
    match value {
        Value::Object(object) => {
            for (name, value) in object {
                if secret.contains(&name.as_str()) || name.ends_with("access_token") {
                    *value = Value::from(SECRET);
                } else {
                    redact(secret, value);
                }
            }
        }
        Value::Array(items) => items.iter_mut().for_each(|item| redact(secret, item)),
        _ => {}
    }
}

/// The newest calls, and how many there were of each endpoint.
#[derive(Default)]
pub(super) struct Log {
    calls: VecDeque<RecordedCall>,
    bytes: usize,
    counts: BTreeMap<&'static str, u64>,
}

impl Log {
    pub(super) fn add(&mut self, call: RecordedCall) {
        if let Some(endpoint) = call.endpoint {
            *self.counts.entry(endpoint.id).or_default() += 1;
        }
        self.bytes += call.bytes;
        self.calls.push_back(call);
        while self.is_full() {
            self.bytes -= self.calls.pop_front().map_or(0, |call| call.bytes);
        }
    }

    /// The newest call stays, however long it is.
    fn is_full(&self) -> bool {
        self.calls.len() > KEPT_CALLS || (self.calls.len() > 1 && self.bytes > KEPT_BYTES)
    }

    pub(super) fn calls(&self) -> Vec<RecordedCall> {
        self.calls.iter().cloned().collect()
    }

    pub(super) fn count(&self, id: &str) -> u64 {
        self.counts.get(id).copied().unwrap_or_default()
    }
}

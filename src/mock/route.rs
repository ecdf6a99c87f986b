//! Endpoints at one address, told apart by the fields that are fixed in each.

use serde_json::Value;

use super::received::Received;
use super::sent;
use crate::operation::{Endpoint, Fixed, Location, RequestBody};

/// Whether a fixed field distinguishes the requests of two endpoints.
pub(super) fn told_apart(one: &Endpoint, other: &Endpoint) -> bool {
    one.fixed_fields.iter().any(|(name, value)| {
        let twin = other.fixed_fields.iter().find(|(twin, _)| twin == name);
        let differs = twin.is_some_and(|(_, other)| other != value);
        let is_same_body =
            one.request_wrapper == other.request_wrapper && one.request_body == other.request_body;
        let location = one.location(name);
        let is_alike =
            location == other.location(name) && (location != Location::Body || is_same_body);
        differs && is_alike
    })
}

/// Whether a request has all that is fixed in those of an endpoint.
pub(super) fn names(received: &Received, endpoint: &Endpoint) -> bool {
    let body = sent::body(endpoint, received).unwrap_or_default();
    let body = match endpoint.request_wrapper {
        Some(wrapper) => body.get(wrapper).unwrap_or(&Value::Null),
        None => &body,
    };
    let is_json = endpoint.request_body == RequestBody::Json;
    endpoint.fixed_fields.iter().all(|(name, value)| match endpoint.location(name) {
        Location::Query | Location::Both => received.query(name) == Some(&text(*value)),
        Location::Body | Location::WholeBody if is_json => {
            body.get(*name) == Some(&Value::from(*value))
        }
        Location::Body | Location::WholeBody => {
            body.get(*name).and_then(Value::as_str) == Some(&text(*value))
        }
        Location::Path => sent::in_path(endpoint, received, name) == Some(text(*value)),
        Location::Header => received.header(name) == Some(&text(*value)),
    })
}

/// A value as the query string has it.
fn text(value: Fixed) -> String {
    match value {
        Fixed::Text(text) => text.to_owned(),
        Fixed::Int(int) => int.to_string(),
        Fixed::Float(float) => float.to_string(),
        Fixed::Bool(flag) => flag.to_string(),
    }
}

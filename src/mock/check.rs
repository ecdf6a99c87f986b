//! A request against the contract of its endpoint, in the order in which a gateway checks: method,
//! token, body, fields. The first breach decides the response.

use serde_json::{Map, Value};

use super::codes::{self, Breach, Checked};
use super::contract::{Contract, Field};
use super::received::Received;
use super::token::SeenToken;
use super::{sent, shape};
use crate::Errcode;
use crate::operation::{Endpoint, Location, RequestBody};
use crate::token::Kind;

/// A breach of contract: its documented code, and what exactly is wrong.
pub(super) struct Refusal {
    pub(super) errcode: Errcode,
    pub(super) detail: String,
}

/// The fields of a valid request, from both body and query string.
pub(super) type Fields = Map<String, Value>;

pub(super) fn check(
    contract: &Contract,
    received: &Received,
    token: SeenToken,
) -> Result<Fields, Refusal> {
    let endpoint = contract.endpoint;
    check_method(endpoint, received)
        .and_then(|()| check_token(endpoint, token))
        .and_then(|()| body(contract, received))
        .and_then(|body| fields(contract, received, body))
        .map_err(|found| refusal(endpoint, found))
}

/// The code for a breach at an endpoint.
pub(super) fn refusal(endpoint: &Endpoint, (breach, detail): (Breach, String)) -> Refusal {
    Refusal { errcode: codes::errcode(breach, endpoint), detail }
}

fn check_method(endpoint: &Endpoint, received: &Received) -> Checked<()> {
    let wanted = endpoint.method.as_str();
    if received.method == wanted {
        return Ok(());
    }
    let breach = if endpoint.method.has_body() { Breach::NotPost } else { Breach::NotGet };
    let detail = format!("{} takes {wanted}, not {}", endpoint.name, received.method);
    Err((breach, detail))
}

fn check_token(endpoint: &Endpoint, token: SeenToken) -> Checked<()> {
    if endpoint.tokens.is_empty() {
        return Ok(());
    }
    let field = endpoint.token_field;
    match token {
        SeenToken::Missing => {
            let detail = format!("no `{field}` in the query string");
            Err((Breach::NoToken, detail))
        }
        SeenToken::Unknown => {
            let detail = "the mock does not know this token".to_owned();
            Err((Breach::UnknownToken, detail))
        }
        SeenToken::Expired(kind) if endpoint.tokens.contains(&kind) => {
            let detail = format!("this {} is out of date", kind.vendor_name());
            Err((Breach::ExpiredToken, detail))
        }
        SeenToken::Valid(kind) if endpoint.tokens.contains(&kind) => Ok(()),
        SeenToken::Expired(kind) | SeenToken::Valid(kind) => Err(other_kind(endpoint, kind)),
    }
}

fn other_kind(endpoint: &Endpoint, kind: Kind) -> (Breach, String) {
    let breach = match endpoint.tokens {
        [Kind::Component] => Breach::NotComponentToken,
        _ => Breach::OtherTokenKind,
    };
    let taken: Vec<_> = endpoint.tokens.iter().map(|k| k.vendor_name()).collect();
    let (name, taken) = (endpoint.name, taken.join(" or "));
    let detail = format!("{name} takes {taken}, not {}", kind.vendor_name());
    (breach, detail)
}

fn body(contract: &Contract, received: &Received) -> Checked<Fields> {
    let endpoint = contract.endpoint;
    if !endpoint.method.has_body() {
        return Ok(Fields::new());
    }
    let is_form = matches!(endpoint.request_body, RequestBody::Form | RequestBody::Multipart);
    if !is_form && received.body.trim_ascii().is_empty() {
        let detail = match endpoint.request_body {
            RequestBody::Bytes => "the body is empty",
            _ => "the body is empty; send at least {}",
        };
        return Err((Breach::EmptyBody, detail.to_owned()));
    }
    let sent = sent::body(endpoint, received).map_err(|detail| (Breach::NotJson, detail))?;
    let is_whole = |field: &&Field| endpoint.location(field.name) == Location::WholeBody;
    let whole = contract.request.iter().find(is_whole);
    match (endpoint.request_body, sent, whole) {
        (RequestBody::Json, value, Some(field)) => {
            Ok(Fields::from_iter([(field.name.to_owned(), value)]))
        }
        (RequestBody::Json, Value::Object(fields), None) => {
            Ok(unwrapped(fields, endpoint.request_wrapper))
        }
        (_, Value::Object(mut fields), _) => {
            // Texts of a form stand for values, as those of a query string do.
            for field in contract.request {
                if let Some(Value::String(text)) = fields.get(field.name) {
                    let value = from_query(field, &text.clone());
                    fields.insert(field.name.to_owned(), value);
                }
            }
            Ok(fields)
        }
        _ => Err((Breach::NotJson, "the body is JSON, but not an object".to_owned())),
    }
}

/// The fields inside the wrapper; without it, all of them are absent.
fn unwrapped(mut fields: Fields, wrapper: Option<&str>) -> Fields {
    let Some(name) = wrapper else {
        return fields;
    };
    match fields.remove(name) {
        Some(Value::Object(inner)) => inner,
        _ => Fields::new(),
    }
}

fn fields(contract: &Contract, received: &Received, mut body: Fields) -> Checked<Fields> {
    for field in contract.request {
        let endpoint = contract.endpoint;
        let location = endpoint.location(field.name);
        let (text, place) = match location {
            Location::Path => (sent::in_path(endpoint, received, field.name), "path"),
            Location::Header => (received.header(field.name).map(str::to_owned), "headers"),
            _ => (None, ""),
        };
        if !place.is_empty() {
            body.remove(field.name);
            match text {
                Some(text) => _ = body.insert(field.name.to_owned(), from_query(field, &text)),
                None if field.required => {
                    let detail = format!("`{}` is missing in the {place}", field.name);
                    return Err((Breach::MissingField, detail));
                }
                None => {}
            }
        }
        if !location.in_query() {
            continue;
        }
        if location == Location::Query {
            body.remove(field.name);
        }
        if let Some(text) = received.query(field.name) {
            if body.contains_key(field.name) {
                // It is unknown in which of the two places WeChat reads it.
                shape::check_fields("", std::slice::from_ref(field), &body)?;
            }
            body.insert(field.name.to_owned(), from_query(field, text));
        } else if location == Location::Query && field.required {
            let detail = format!("`{}` is missing in the query string", field.name);
            return Err((Breach::MissingField, detail));
        }
    }
    shape::check_fields("", contract.request, &body)?;
    Ok(body)
}

/// The value that a text in the query string stands for.
fn from_query(field: &Field, text: &str) -> Value {
    if shape::is_text(&field.shape) {
        return Value::from(text);
    }
    serde_json::from_str(text).unwrap_or_else(|_| Value::from(text))
}

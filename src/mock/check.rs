//! A request against the contract of its endpoint, in the order in which a gateway checks: method,
//! token, body, fields. The first breach decides the response.

use serde_json::{Map, Value};

use super::codes::{self, Breach, Checked};
use super::contract::{Contract, Field};
use super::received::Received;
use super::shape;
use super::token::SeenToken;
use crate::Errcode;
use crate::operation::{Endpoint, Location, Method};
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
    let breach = match endpoint.method {
        Method::Get => Breach::NotGet,
        Method::Post => Breach::NotPost,
    };
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
    if contract.endpoint.method == Method::Get {
        return Ok(Fields::new());
    }
    if received.body.trim_ascii().is_empty() {
        let detail = "the body is empty; send at least {}".to_owned();
        return Err((Breach::EmptyBody, detail));
    }
    let endpoint = contract.endpoint;
    let is_whole = |field: &&Field| endpoint.location(field.name) == Location::WholeBody;
    let whole = contract.request.iter().find(is_whole);
    match (serde_json::from_slice(&received.body), whole) {
        (Ok(value), Some(field)) => Ok(Fields::from_iter([(field.name.to_owned(), value)])),
        (Ok(Value::Object(fields)), None) => Ok(unwrapped(fields, endpoint.request_wrapper)),
        (Ok(_), None) => Err("the body is JSON, but not an object".to_owned()),
        (Err(error), _) => Err(format!("the body is not JSON: {error}")),
    }
    .map_err(|detail| (Breach::NotJson, detail))
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
        let location = contract.endpoint.location(field.name);
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
    if shape::is_string(&field.shape) {
        return Value::from(text);
    }
    serde_json::from_str(text).unwrap_or_else(|_| Value::from(text))
}

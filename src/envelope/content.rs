//! A response that is bytes, and everything that it may be instead: a failure, fields in place of the
//! bytes, a gateway's page. A content type may lie, so that the shape decides too.

use reqwest::header::{CONTENT_TYPE, HeaderMap};

use super::{
    Content, Payload, Success, code, failed, foreign, is_success, of_json, parse, repair,
    without_errcode, without_json,
};
use crate::endpoint::Endpoint;
use crate::error::{Error, ErrorKind, Unreadable};
use crate::json::{Document, Node};
use crate::transport::Reply;

pub(super) fn open(endpoint: &'static Endpoint, reply: Reply) -> Result<Success, Error> {
    let Reply { status, headers, body, rest } = reply;
    if body.is_empty() && rest.is_none() {
        return Err(failed(without_json(status, Unreadable::Empty), status, body));
    }
    if is_html(&headers, &body) {
        return Err(failed(without_json(status, Unreadable::Html), status, body));
    }
    let is_whole = rest.is_none();
    let body = match is_whole && may_be_json(&headers, &body) {
        false => body,
        true => match parse(body) {
            Ok(parsed) if speaks(endpoint, &parsed.0) => return spoken(endpoint, status, parsed),
            // A document that is the content.
            Ok((document, original)) => original.unwrap_or(document.into_text().into_bytes()),
            Err((body, unreadable)) if is_json(&headers) => {
                return Err(failed(without_json(status, unreadable), status, body));
            }
            Err((body, _)) => body,
        },
    };
    if !is_success(status) {
        return Err(failed(without_errcode(status), status, body));
    }
    let payload = Payload::Content(Box::new(Content { headers, bytes: body, rest }));
    Ok(Success { endpoint, status, payload })
}

/// Whether the beginning of a body shows that it is neither JSON nor a page, so that it need not be whole.
pub(crate) fn shows_content(headers: &HeaderMap, beginning: &[u8]) -> bool {
    !start(beginning).is_empty() && !may_be_json(headers, beginning) && !is_html(headers, beginning)
}

/// Whether JSON is about the call: it has an errcode, a documented field, or an error.
fn speaks(endpoint: &Endpoint, document: &Document) -> bool {
    let Ok(object) = Node::root(document).object() else {
        return false;
    };
    let has_field = || endpoint.response_fields.iter().any(|name| !object.find(name).is_nothing());
    let is_failure =
        || foreign::read(object, &code::documented(endpoint), foreign::CODES).is_failure();
    !matches!(code::read(endpoint, object), Ok(None)) || has_field() || is_failure()
}

/// A failure, or a success with fields in place of the bytes.
fn spoken(
    endpoint: &'static Endpoint,
    status: u16,
    parsed: super::Parsed,
) -> Result<Success, Error> {
    let success = of_json(endpoint, status, parsed)?;
    let Payload::Json { document, original } = success.payload else {
        return Ok(success);
    };
    let object = Node::root(&document).object();
    let has_field = object.is_ok_and(|object| {
        endpoint.response_fields.iter().any(|name| !object.find(name).is_nothing())
    });
    if has_field {
        return Ok(Success { payload: Payload::Json { document, original }, ..success });
    }
    let body = original.unwrap_or(document.into_text().into_bytes());
    Err(failed(ErrorKind::Unreadable(Unreadable::NoContent), status, body))
}

/// The beginning of a body, without what may precede JSON.
fn start(body: &[u8]) -> &[u8] {
    repair::without_bom(body).trim_ascii_start()
}

fn may_be_json(headers: &HeaderMap, body: &[u8]) -> bool {
    start(body).first() == Some(&b'{') || is_json(headers)
}

fn content_type(headers: &HeaderMap) -> &str {
    headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default()
}

fn is_json(headers: &HeaderMap) -> bool {
    content_type(headers).to_ascii_lowercase().contains("json")
}

fn is_html(headers: &HeaderMap, body: &[u8]) -> bool {
    const SIGNS: &[&str] = &["<!doctype html", "<html"];
    let start = start(body);
    let begins = |sign: &&str| {
        start.get(..sign.len()).is_some_and(|start| start.eq_ignore_ascii_case(sign.as_bytes()))
    };
    let is_said = content_type(headers).to_ascii_lowercase().starts_with("text/html");
    SIGNS.iter().any(begins) || (is_said && start.first() == Some(&b'<'))
}

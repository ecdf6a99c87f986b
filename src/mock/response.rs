//! A response as an HTTP message.

use hyper::body::Bytes;
use hyper::header::{CONTENT_TYPE, HeaderValue, RETRY_AFTER};
use hyper::{Response, StatusCode};
use serde_json::Value;

use super::body::{Cut, ResponseBody};
use super::catalog::Entry;
use super::check::Fields;
use super::reply::{Content, Reply};
use super::{payload, several};

const JSON: &str = "application/json; charset=UTF-8";
const BYTES: &str = "application/octet-stream";
const HTML: &str = "text/html; charset=UTF-8";
const TEXT: &str = "text/plain; charset=UTF-8";

/// Sends a scripted response, after its delay.
pub(super) async fn scripted(
    entry: &Entry,
    request: &Fields,
    reply: Reply,
) -> Result<Response<ResponseBody>, Cut> {
    if !reply.delay.is_zero() {
        tokio::time::sleep(reply.delay).await;
    }
    let sample = || match entry.contract.sample_content {
        Some((content_type, bytes)) => (content_type, Bytes::from_static(bytes)),
        None => (JSON, bytes_of(&payload::success(entry, request))),
    };
    let (content_type, body) = match reply.content {
        Content::Sample => {
            let (content_type, sample) = sample();
            (content_type, ResponseBody::Whole(sample))
        }
        Content::CutSample => {
            let (content_type, sample) = sample();
            (content_type, ResponseBody::cut(&sample))
        }
        Content::Bytes(bytes) => (BYTES, ResponseBody::Whole(bytes)),
        Content::List(rows) => {
            let page = several::page(entry, request, &rows);
            (JSON, ResponseBody::Whole(bytes_of(&payload::in_wrapper(entry, page))))
        }
        Content::Fields(fields) => {
            (JSON, ResponseBody::Whole(bytes_of(&payload::in_wrapper(entry, fields))))
        }
        Content::Json(value) => (JSON, ResponseBody::Whole(bytes_of(&value))),
        Content::Html(page) => (HTML, ResponseBody::Whole(page)),
        Content::Raw(bytes) => (JSON, ResponseBody::Whole(bytes)),
        Content::Endless => (JSON, endless()),
        Content::NoResponse => return Err(Cut),
        Content::Errcode { errcode, message, as_string } => {
            let endpoint = entry.contract.endpoint;
            let errmsg = message.unwrap_or_else(|| payload::errmsg(endpoint, errcode, ""));
            let code = match as_string {
                true => Value::from(errcode.code().to_string()),
                false => Value::from(errcode.code()),
            };
            let failure = payload::failure(endpoint, errcode, code, errmsg);
            (JSON, ResponseBody::Whole(bytes_of(&failure)))
        }
    };
    let content_type = reply.content_type.as_deref().unwrap_or(content_type);
    let mut response = message(reply.status, content_type, body);
    if let Some(time) = reply.retry_after {
        response.headers_mut().insert(RETRY_AFTER, time.as_secs().into());
    }
    Ok(response)
}

/// A JSON response with HTTP status 200, as WeChat sends both successes and failures.
pub(super) fn json(value: &Value) -> Response<ResponseBody> {
    message(200, JSON, ResponseBody::Whole(bytes_of(value)))
}

/// A text for the person who investigates a failure.
pub(super) fn text(status: u16, text: String) -> Response<ResponseBody> {
    message(status, TEXT, ResponseBody::Whole(text.into()))
}

fn message(status: u16, content_type: &str, body: ResponseBody) -> Response<ResponseBody> {
    let mut response = Response::new(body);
    *response.status_mut() =
        StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let content_type =
        HeaderValue::from_str(content_type).unwrap_or(HeaderValue::from_static(TEXT));
    response.headers_mut().insert(CONTENT_TYPE, content_type);
    response
}

fn bytes_of(value: &Value) -> Bytes {
    value.to_string().into()
}

fn endless() -> ResponseBody {
    ResponseBody::Endless { start: Bytes::from_static(br#"{"errcode": 0, "errmsg": ""#) }
}

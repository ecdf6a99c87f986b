//! What a request has sent, as fields: its body of whatever kind, the path, the headers.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Map, Value, json};

use super::received::Received;
use crate::operation::{Endpoint, Location, RequestBody};

/// The body as JSON: a form as an object of texts, a file in it as an object with its `content` in base64,
/// bytes as the one field that they are.
pub(super) fn body(endpoint: &Endpoint, received: &Received) -> Result<Value, String> {
    match endpoint.request_body {
        RequestBody::Json => serde_json::from_slice(&received.body)
            .map_err(|error| format!("the body is not JSON: {error}")),
        RequestBody::Form => {
            expect_type(received, "application/x-www-form-urlencoded")?;
            let text = String::from_utf8_lossy(&received.body);
            let fields = super::received::pairs(&text).into_iter();
            Ok(fields.map(|(name, value)| (name, Value::from(value))).collect())
        }
        RequestBody::Multipart => {
            let content_type = expect_type(received, "multipart/form-data")?;
            multipart(content_type, &received.body)
        }
        RequestBody::Bytes => {
            let whole = endpoint.locations.iter().find(|(_, at)| *at == Location::WholeBody);
            let name = whole.map_or("content", |(name, _)| *name);
            Ok(json!({ name: STANDARD.encode(&received.body) }))
        }
    }
}

fn expect_type<'r>(received: &'r Received, wanted: &str) -> Result<&'r str, String> {
    let content_type = received.header("content-type").unwrap_or_default();
    match content_type.to_ascii_lowercase().starts_with(wanted) {
        true => Ok(content_type),
        false => Err(format!("the content type should be {wanted}, not `{content_type}`")),
    }
}

fn multipart(content_type: &str, body: &[u8]) -> Result<Value, String> {
    let boundary = content_type.split_once("boundary=").map(|(_, rest)| rest);
    let boundary = boundary.map(|rest| rest.split(';').next().unwrap_or(rest).trim_matches('"'));
    let boundary = boundary.ok_or("the content type has no boundary")?;
    let (mark, between) = (format!("--{boundary}"), format!("\r\n--{boundary}"));
    let mut rest = body.strip_prefix(mark.as_bytes()).ok_or("the body has no first part")?;
    let mut fields = Map::new();
    while !rest.starts_with(b"--") {
        let part = rest.strip_prefix(b"\r\n").ok_or("a boundary has no end of line")?;
        let (head, content) = cut_at(part, b"\r\n\r\n").ok_or("a part has no headers")?;
        let (content, after) = cut_at(content, between.as_bytes()).ok_or("a part has no end")?;
        let (name, value) = field(&String::from_utf8_lossy(head), content)?;
        fields.insert(name, value);
        rest = after;
    }
    Ok(fields.into())
}

/// What is before a mark, and what is after it.
fn cut_at<'b>(bytes: &'b [u8], mark: &[u8]) -> Option<(&'b [u8], &'b [u8])> {
    let at = bytes.windows(mark.len()).position(|window| window == mark)?;
    Some((bytes.get(..at)?, bytes.get(at + mark.len()..)?))
}

fn field(head: &str, content: &[u8]) -> Result<(String, Value), String> {
    let header = |wanted: &str| {
        let mut lines = head.lines().filter_map(|line| line.split_once(':'));
        lines.find(|(name, _)| name.eq_ignore_ascii_case(wanted)).map(|(_, value)| value.trim())
    };
    let disposition = header("content-disposition").unwrap_or_default();
    let parameter = |wanted: &str| {
        let (_, rest) = disposition.split_once(&format!(" {wanted}=\""))?;
        rest.split('"').next().map(str::to_owned)
    };
    let name = parameter("name").ok_or("a part has no name")?;
    let value = match parameter("filename") {
        None => Value::from(String::from_utf8_lossy(content)),
        Some(file_name) => json!({
            "content": STANDARD.encode(content),
            "file_name": file_name,
            "content_type": header("content-type"),
        }),
    };
    Ok((name, value))
}

/// The text of a field that is in the path.
pub(super) fn in_path(endpoint: &Endpoint, received: &Received, name: &str) -> Option<String> {
    let paths = std::iter::once(&endpoint.path).chain(endpoint.old_paths);
    let template = paths.copied().find(|template| is_at(template, &received.path))?;
    let mut segments = template.split('/').zip(received.path.split('/'));
    let (_, segment) = segments.find(|(template, _)| parameter(template) == Some(name))?;
    Some(decoded(segment))
}

/// Whether a path is one of a template: each name in braces stands for a segment.
pub(super) fn is_at(template: &str, path: &str) -> bool {
    let fits = |(template, segment): (&str, &str)| match parameter(template) {
        Some(_) => !segment.is_empty(),
        None => template == segment,
    };
    template.split('/').count() == path.split('/').count()
        && template.split('/').zip(path.split('/')).all(fits)
}

/// A template with its names left out.
pub(super) fn anonymous(template: &str) -> String {
    let segment = |segment| parameter(segment).map_or(segment, |_| "{}");
    template.split('/').map(segment).collect::<Vec<_>>().join("/")
}

fn parameter(segment: &str) -> Option<&str> {
    segment.strip_prefix('{')?.strip_suffix('}')
}

fn decoded(segment: &str) -> String {
    let mut bytes = Vec::with_capacity(segment.len());
    let mut rest = segment.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        let hex = after.get(..2).and_then(|hex| std::str::from_utf8(hex).ok());
        let byte = hex.and_then(|hex| u8::from_str_radix(hex, 16).ok()).filter(|_| *first == b'%');
        bytes.push(byte.unwrap_or(*first));
        rest = if byte.is_some() { after.get(2..).unwrap_or_default() } else { after };
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

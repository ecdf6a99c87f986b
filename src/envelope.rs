//! A response's envelope: separates `errcode` and `errmsg` from the payload, in spite of
//! everything that WeChat, and the gateways in front of it, do to JSON.

mod code;
mod content;
mod errmsg;
mod foreign;
mod repair;
mod report;

pub(crate) use content::shows_content;

use reqwest::header::HeaderMap;

use crate::download::Download;
use crate::endpoint::{Endpoint, ResponseBody};
use crate::errcode::Errcode;
use crate::error::{Error, ErrorKind, Refusal, TOO_MANY_REQUESTS, Unreadable};
use crate::json::{Decode, DecodeError, Document, Fault, Node, Value, Writer};
use crate::transport::{Permit, Reply, Rest};
use code::Said;

/// A response that reports success.
pub(crate) struct Success {
    endpoint: &'static Endpoint,
    status: u16,
    payload: Payload,
}

/// What a success is made of.
enum Payload {
    /// JSON, and the response as it came, where that had to be repaired.
    Json { document: Document, original: Option<Vec<u8>> },
    /// Bytes; boxed, because few calls have room for them.
    Content(Box<Content>),
}

/// A success that is bytes, of which the rest may be left to be read.
pub(crate) struct Content {
    pub(crate) headers: HeaderMap,
    pub(crate) bytes: Vec<u8>,
    pub(crate) rest: Option<Rest>,
}

/// Opens a response of an endpoint: success, or the error that it stands for.
///
/// The errcode decides, not the HTTP status, which is 200 for most failures; the status counts
/// only where there is no errcode. The content type is ignored: WeChat serves JSON as text.
pub(crate) fn open(endpoint: &'static Endpoint, reply: Reply) -> Result<Success, Error> {
    if endpoint.response_body == ResponseBody::Bytes {
        return content::open(endpoint, reply);
    }
    let Reply { status, body, .. } = reply;
    match parse(body) {
        Ok(parsed) => of_json(endpoint, status, parsed),
        Err((body, unreadable)) => Err(failed(without_json(status, unreadable), status, body)),
    }
}

fn of_json(
    endpoint: &'static Endpoint,
    status: u16,
    (document, original): Parsed,
) -> Result<Success, Error> {
    match verdict(endpoint, status, &document) {
        Ok(()) => Ok(Success { endpoint, status, payload: Payload::Json { document, original } }),
        Err(kind) => {
            let body = original.unwrap_or(document.into_text().into_bytes());
            Err(failed(kind, status, body))
        }
    }
}

fn failed(kind: ErrorKind, status: u16, body: Vec<u8>) -> Error {
    Error::new(kind).with_status(status).with_body(body)
}

/// The failure that a response reports, unless it is a success: by its errcode, or where the
/// endpoint has none then, by a documented field.
fn verdict(endpoint: &Endpoint, status: u16, document: &Document) -> Result<(), ErrorKind> {
    let root = Node::root(document);
    if endpoint.list_response && root.is_list() {
        return if is_success(status) { Ok(()) } else { Err(without_errcode(status)) };
    }
    let Ok(object) = root.object() else {
        return Err(without_json(status, Unreadable::NotAnObject));
    };
    match code::read(endpoint, object) {
        Err(unreadable) => Err(without_json(status, unreadable)),
        Ok(Some(Said { code: 0, .. })) if endpoint.list_response => {
            Err(ErrorKind::Unreadable(Unreadable::NotAList))
        }
        Ok(Some(Said { code: 0, .. })) => {
            match foreign::beside_success(object, &code::documented(endpoint)) {
                None => Ok(()),
                Some(says) => Err(ErrorKind::Contradiction(says)),
            }
        }
        Ok(Some(said)) => Err(ErrorKind::Errcode(refusal(endpoint, said))),
        Ok(None) if !is_success(status) => Err(without_errcode(status)),
        Ok(None) => {
            let foreign = foreign::read(object, &code::documented(endpoint), foreign::CODES);
            let is_known = !endpoint.errcode_on_success
                && endpoint.response_fields.iter().any(|name| !object.find(name).is_nothing());
            match (is_known, foreign.is_failure()) {
                (true, false) => Ok(()),
                (false, false) if endpoint.list_response => {
                    Err(ErrorKind::Unreadable(Unreadable::NotAList))
                }
                _ => Err(ErrorKind::NoErrcode(foreign.into_text())),
            }
        }
    }
}

impl Success {
    pub(crate) fn status(&self) -> u16 {
        self.status
    }

    /// Keeps the exchange in flight for as long as the rest of the response is read.
    pub(crate) fn hold(&mut self, permit: Permit) {
        if let Payload::Content(content) = &mut self.payload
            && let Some(rest) = &mut content.rest
        {
            rest.hold(permit);
        }
    }

    pub(crate) fn endpoint(&self) -> &'static Endpoint {
        self.endpoint
    }

    /// The fields of the response, inside its wrapper; nothing where it is bytes.
    pub(crate) fn payload(&self) -> Node<'_> {
        let Payload::Json { document, .. } = &self.payload else {
            return Node::NOTHING;
        };
        let root = Node::root(document);
        match self.endpoint.response_wrapper {
            Some(name) => root.inside_of(name),
            None => root,
        }
    }

    pub(crate) fn undecodable(self, error: DecodeError) -> Error {
        let body = match self.payload {
            Payload::Json { document, original } => {
                original.unwrap_or(document.into_text().into_bytes())
            }
            Payload::Content(content) => content.bytes,
        };
        failed(ErrorKind::Payload(error), self.status, body)
    }

    /// The typed response.
    ///
    /// `download` makes it of bytes, where that is what it is.
    pub(crate) fn response<T: Decode>(
        self,
        download: fn(Download) -> Option<T>,
    ) -> Result<T, Error> {
        match self.payload {
            Payload::Json { document, original } => {
                decode(self.endpoint, self.status, document, original)
            }
            Payload::Content(content) => {
                let content = Download::new(content.bytes, &content.headers);
                // An operation whose response is bytes takes them.
                download(content).ok_or_else(|| {
                    Error::new(ErrorKind::Unreadable(Unreadable::NotJson)).with_status(self.status)
                })
            }
        }
    }

    /// The response as JSON.
    pub(crate) fn json(self) -> Result<Value, Error> {
        match self.payload {
            Payload::Json { document, original } => {
                decode(self.endpoint, self.status, document, original)
            }
            Payload::Content(content) => {
                let content = Download::new(content.bytes, &content.headers);
                let content = Writer::text_of(&content);
                Ok(serde_json::from_str(&content).unwrap_or_default())
            }
        }
    }

    /// The bytes with the response's headers, and the rest of them; or what came in their place.
    pub(crate) fn streamed<T: Decode>(self) -> Result<Streamed<T>, Error> {
        match self.payload {
            Payload::Content(content) => Ok(Streamed::Content(content)),
            Payload::Json { document, original } => {
                decode(self.endpoint, self.status, document, original).map(Streamed::Response)
            }
        }
    }
}

/// A success that is read piece by piece.
pub(crate) enum Streamed<R> {
    Content(Box<Content>),
    /// Fields in place of the bytes.
    Response(R),
}

fn decode<T: Decode>(
    endpoint: &'static Endpoint,
    status: u16,
    document: Document,
    original: Option<Vec<u8>>,
) -> Result<T, Error> {
    let decoded = T::decode(Node::root(&document));
    report::differences(endpoint, &document);
    decoded.map_err(|error| {
        let body = original.unwrap_or(document.into_text().into_bytes());
        failed(ErrorKind::Payload(error), status, body)
    })
}

fn is_success(status: u16) -> bool {
    (200..300).contains(&status)
}

fn without_json(status: u16, unreadable: Unreadable) -> ErrorKind {
    match is_success(status) {
        true => ErrorKind::Unreadable(unreadable),
        false => without_errcode(status),
    }
}

fn without_errcode(status: u16) -> ErrorKind {
    match status {
        300..400 => ErrorKind::Redirect,
        TOO_MANY_REQUESTS => ErrorKind::RateLimited,
        _ => ErrorKind::Status,
    }
}

/// The JSON of a body, and the body itself where the JSON is a repaired one.
type Parsed = (Document, Option<Vec<u8>>);

/// The JSON of a body, as is, or else after repair.
fn parse(body: Vec<u8>) -> Result<Parsed, (Vec<u8>, Unreadable)> {
    let body = match String::from_utf8(body).map_err(std::string::FromUtf8Error::into_bytes) {
        Ok(text) => match Document::parse(text) {
            Ok(document) => return Ok((document, None)),
            Err((text, _)) => text.into_bytes(),
        },
        Err(body) => body,
    };
    match Document::parse(repair::repair(&body)) {
        Ok(document) => Ok((document, Some(body))),
        Err((_, fault)) => {
            let unreadable = unreadable(&body, fault);
            Err((body, unreadable))
        }
    }
}

fn unreadable(body: &[u8], fault: Fault) -> Unreadable {
    match repair::without_bom(body).trim_ascii_start().first() {
        None => Unreadable::Empty,
        Some(b'<') => Unreadable::Html,
        Some(_) if fault == Fault::Cut => Unreadable::Cut,
        Some(_) => Unreadable::NotJson,
    }
}

fn refusal(endpoint: &Endpoint, said: Said<'_>) -> Refusal {
    let text = text_of(said.errmsg);
    let parts = errmsg::split(errmsg::cut(&text));
    Refusal {
        errmsg: parts.message.to_owned(),
        rid: parts.rid.map(str::to_owned),
        hint: parts.hint.map(str::to_owned),
        ..Refusal::new(endpoint, Errcode::from_code(said.code))
    }
}

/// Converts a value to text: nothing that WeChat says of a failure is lost.
fn text_of(node: Node<'_>) -> String {
    match (node.text(), node.is_null()) {
        (_, true) => String::new(),
        (Ok(text), _) => text.to_owned(),
        (Err(_), _) => {
            Value::decode(node).map_or_else(|_| String::new(), |value| value.to_string())
        }
    }
}

//! What a request sends, made once and sent any number of times.

use std::borrow::Cow;

use bytes::Bytes;
use reqwest::Url;

use super::form::{Form, Part, Piece};
use super::{Operation, RequestBody, Upload, multipart};
use crate::json::Writer;
use crate::{Error, Secret};

/// The body of a request.
pub(crate) enum Body {
    None,
    Ready {
        content_type: Cow<'static, str>,
        bytes: Bytes,
    },
    /// With files or streams, which are read while it is sent.
    Pieces {
        content_type: String,
        pieces: Vec<Piece>,
    },
}

impl Body {
    /// The body of a typed request, and the secrets in it.
    pub(super) fn of<O: Operation>(request: &O) -> (Self, Vec<Secret>) {
        let endpoint = O::ENDPOINT;
        match endpoint.request_body {
            _ if !endpoint.method.has_body() => (Self::None, Vec::new()),
            RequestBody::Json => Self::json(&|json| request.body(json)),
            kind => {
                let mut form = Form::default();
                request.form(&mut form);
                Self::form(kind, form)
            }
        }
    }

    /// A body of JSON, which is never empty: WeChat refuses an empty one.
    pub(super) fn json(write: &dyn Fn(&mut Writer)) -> (Self, Vec<Secret>) {
        let (json, secrets) = Writer::bytes_by(write);
        let bytes = if json.is_empty() { Bytes::from_static(b"{}") } else { json.into() };
        (Self::Ready { content_type: "application/json".into(), bytes }, secrets)
    }

    /// A body of the other kinds.
    pub(super) fn form(kind: RequestBody, mut form: Form) -> (Self, Vec<Secret>) {
        let secrets = std::mem::take(&mut form.secrets);
        let body = match kind {
            RequestBody::Json | RequestBody::Form => encoded(form),
            RequestBody::Multipart => {
                let (content_type, pieces) = multipart::pieces(form);
                Self::of_pieces(content_type, pieces)
            }
            RequestBody::Bytes => {
                let file = form.parts.into_iter().find_map(|(_, part)| match part {
                    Part::File(file) => Some(file),
                    Part::Text(_) => None,
                });
                let file = file.unwrap_or_else(|| Upload::from_bytes(Vec::new()));
                Self::of_pieces(file.sent_type().to_owned(), vec![Piece::Upload(file)])
            }
        };
        (body, secrets)
    }

    /// What is all in memory needs no reading.
    fn of_pieces(content_type: String, pieces: Vec<Piece>) -> Self {
        let in_memory = |piece: &Piece| match piece {
            Piece::Bytes(bytes) => Some(bytes.clone()),
            Piece::Upload(upload) => upload.in_memory(),
        };
        match pieces.iter().map(in_memory).collect::<Option<Vec<_>>>().as_deref() {
            Some([bytes]) => {
                Self::Ready { content_type: content_type.into(), bytes: bytes.clone() }
            }
            Some(all) if all.iter().map(Bytes::len).sum::<usize>() <= COPIED => {
                Self::Ready { content_type: content_type.into(), bytes: all.concat().into() }
            }
            _ => Self::Pieces { content_type, pieces },
        }
    }

    pub(crate) fn content_type(&self) -> Option<&str> {
        match self {
            Self::None => None,
            Self::Ready { content_type, .. } => Some(content_type),
            Self::Pieces { content_type, .. } => Some(content_type),
        }
    }

    /// Whether a stream in it was read, so that it can't be sent again.
    pub(crate) fn is_spent(&self) -> bool {
        match self {
            Self::None | Self::Ready { .. } => false,
            Self::Pieces { pieces, .. } => pieces.iter().any(|piece| match piece {
                Piece::Bytes(_) => false,
                Piece::Upload(upload) => upload.is_spent(),
            }),
        }
    }

    /// All of it in memory; `None` without a body.
    pub(super) fn into_bytes(self) -> Result<Option<Vec<u8>>, Error> {
        match self {
            Self::None => Ok(None),
            Self::Ready { bytes, .. } => Ok(Some(bytes.into())),
            Self::Pieces { pieces, .. } => {
                let mut body = Vec::new();
                for piece in pieces {
                    let bytes = match &piece {
                        Piece::Bytes(bytes) => Some(bytes.clone()),
                        Piece::Upload(upload) => upload.in_memory(),
                    };
                    let problem = "a file or a stream is read only while it is sent; use `Upload::from_bytes` here";
                    body.extend_from_slice(&bytes.ok_or_else(|| Error::config(problem))?);
                }
                Ok(Some(body))
            }
        }
    }
}

/// Longer contents are sent from where they are.
const COPIED: usize = 64 * 1024;

/// A form as the query string of a URL.
fn encoded(form: Form) -> Body {
    let mut bytes = Vec::new();
    // The host is never used; it only makes the pairs those of a URL.
    if let Ok(mut url) = Url::parse("http://localhost/") {
        {
            let mut pairs = url.query_pairs_mut();
            for (name, part) in &form.parts {
                if let Part::Text(text) = part {
                    pairs.append_pair(name, text);
                }
            }
        }
        bytes = url.query().unwrap_or_default().as_bytes().to_vec();
    }
    let content_type = "application/x-www-form-urlencoded".into();
    Body::Ready { content_type, bytes: bytes.into() }
}

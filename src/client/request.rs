//! A message as the HTTP request of one attempt.

use std::sync::Arc;

use bytes::Bytes;
use reqwest::Url;
use reqwest::header::{CONTENT_TYPE, HeaderMap, HeaderValue};

use crate::Error;
use crate::operation::{Body, Message, Method, Piece};
use crate::transport::Progress;
use crate::upload::{self, Reading};

/// The body of one attempt: files are open.
pub(super) enum Ready {
    Nothing,
    Bytes(Bytes),
    Reading(Reading),
}

impl Ready {
    /// Opens what a message uploads. `progress` is reported while it is read.
    ///
    /// # Errors
    ///
    /// When a file can't be opened, or a stream was read before. Nothing is sent then.
    pub(super) async fn open(body: &Body, progress: Option<&Arc<Progress>>) -> Result<Self, Error> {
        match (body, progress) {
            (Body::None, _) => Ok(Self::Nothing),
            (Body::Ready { bytes, .. }, _) => Ok(Self::Bytes(bytes.clone())),
            (Body::Pieces { pieces, .. }, progress) => {
                let mut opened = Vec::with_capacity(pieces.len());
                for piece in pieces {
                    opened.push(match piece {
                        Piece::Bytes(bytes) => upload::Opened::Bytes(bytes.clone()),
                        Piece::Upload(file) => upload::open(file).await?,
                    });
                }
                let progress = progress.map_or_else(Progress::new, Arc::clone);
                Ok(Self::Reading(Reading::new(opened, progress)))
            }
        }
    }
}

/// The request for a URL.
///
/// # Errors
///
/// When the content type of what is uploaded is not one.
pub(super) fn request(message: &Message, url: Url, body: Ready) -> Result<reqwest::Request, Error> {
    let method = match message.endpoint().method {
        Method::Get => reqwest::Method::GET,
        Method::Post => reqwest::Method::POST,
        Method::Put => reqwest::Method::PUT,
        Method::Delete => reqwest::Method::DELETE,
    };
    let mut request = reqwest::Request::new(method, url);
    if let Some(text) = message.body().content_type() {
        let content_type = HeaderValue::from_str(text).map_err(|_| {
            Error::config("the content type of an upload is not a value of a header")
        })?;
        request.headers_mut().insert(CONTENT_TYPE, content_type);
    }
    *request.body_mut() = match body {
        Ready::Nothing => None,
        Ready::Bytes(bytes) => Some(bytes.into()),
        Ready::Reading(reading) => Some(reqwest::Body::wrap(reading)),
    };
    Ok(request)
}

/// Sets headers; one of the same name is replaced.
pub(super) fn set_headers(request: &mut reqwest::Request, headers: &HeaderMap) {
    for (name, value) in headers {
        request.headers_mut().insert(name, value.clone());
    }
}

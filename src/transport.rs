//! One HTTP exchange: a request out, a whole answer back, or what came in between.
//!
//! Knows nothing of WeChat, and nothing of what happened before or comes after.

use reqwest::header::{CONTENT_TYPE, HeaderValue};
use reqwest::{Method, Request, Response, Url};
use tokio::time::{Instant, timeout_at};

/// An HTTP client and what it may take in.
pub(crate) struct Transport {
    http: reqwest::Client,
    /// Whether `http` may follow redirects, because somebody else has built it.
    may_redirect: bool,
    body_limit: usize,
}

/// An answer, whatever its status.
pub(crate) struct Reply {
    pub(crate) status: u16,
    pub(crate) body: Vec<u8>,
}

/// Why there is no answer.
pub(crate) enum Failure {
    /// No connection was made, so nothing was sent.
    Connect(reqwest::Error),
    /// The time is up.
    Timeout,
    /// The connection broke after something had been sent.
    Interrupted(reqwest::Error),
    /// The body is longer than this.
    TooLarge { limit: usize },
    /// The client followed a redirect.
    Redirected,
}

impl Transport {
    pub(crate) fn new(http: reqwest::Client, may_redirect: bool, body_limit: usize) -> Self {
        Self { http, may_redirect, body_limit }
    }

    /// Sends a request and reads the answer to its end, until a moment at the latest.
    pub(crate) async fn exchange(
        &self,
        request: Request,
        until: Instant,
    ) -> Result<Reply, Failure> {
        match timeout_at(until, self.send(request)).await {
            Ok(result) => result,
            Err(_) => Err(Failure::Timeout),
        }
    }

    async fn send(&self, request: Request) -> Result<Reply, Failure> {
        let asked = self.may_redirect.then(|| request.url().clone());
        let response = self.http.execute(request).await.map_err(failure)?;
        if asked.is_some_and(|url| url != *response.url()) {
            return Err(Failure::Redirected);
        }
        let status = response.status().as_u16();
        let body = self.read(response).await?;
        Ok(Reply { status, body })
    }

    async fn read(&self, mut response: Response) -> Result<Vec<u8>, Failure> {
        /// What a length that a server merely announces may reserve.
        const RESERVE: u64 = 64 * 1024;
        let limit = self.body_limit;
        let announced = response.content_length().unwrap_or_default();
        if announced > limit as u64 {
            return Err(Failure::TooLarge { limit });
        }
        let mut body = Vec::with_capacity(announced.min(RESERVE) as usize);
        while let Some(chunk) = response.chunk().await.map_err(failure)? {
            if chunk.len() > limit.saturating_sub(body.len()) {
                return Err(Failure::TooLarge { limit });
            }
            body.extend_from_slice(&chunk);
        }
        Ok(body)
    }
}

/// A request with a JSON body, or with none.
pub(crate) fn request(method: Method, url: Url, body: Option<Vec<u8>>) -> Request {
    let mut request = Request::new(method, url);
    if let Some(body) = body {
        let json = HeaderValue::from_static("application/json");
        request.headers_mut().insert(CONTENT_TYPE, json);
        *request.body_mut() = Some(body.into());
    }
    request
}

/// The address is taken out, because its query string is a secret.
fn failure(error: reqwest::Error) -> Failure {
    let error = error.without_url();
    if error.is_connect() || error.is_builder() {
        Failure::Connect(error)
    } else if error.is_timeout() {
        Failure::Timeout
    } else if error.is_redirect() {
        Failure::Redirected
    } else {
        Failure::Interrupted(error)
    }
}

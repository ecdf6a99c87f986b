//! One HTTP exchange: a request and its complete response, or the failure.
//!
//! Knows nothing of WeChat, tokens or retries.

mod barrier;
mod clients;
mod gate;
mod progress;
mod proxy;
mod rest;
mod roots;
mod timing;

pub(crate) use barrier::Barrier;
pub(crate) use clients::Clients;
pub(crate) use gate::{Full, Gate, Permit};
pub(crate) use progress::{Patience, Progress};
pub(crate) use rest::Rest;
pub(crate) use roots::setup_problem;
pub(crate) use timing::Timing;

use std::pin::pin;

use reqwest::header::HeaderMap;
use reqwest::{Request, Url};

/// HTTP clients and their limits.
pub(crate) struct Transport {
    http: Http,
    body_limit: usize,
}

/// The clients that requests go through.
pub(crate) enum Http {
    /// The caller's own: it may follow redirects, and is tied to the runtime that first used it.
    Callers(reqwest::Client),
    /// Ours: those for hosts on this machine, which use no proxy, and those for all others.
    Own { loopback: Option<Clients>, outside: Option<Clients> },
}

/// A response, whatever its status.
pub(crate) struct Reply {
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    /// The whole body, or its beginning where the rest is left to be read.
    pub(crate) body: Vec<u8>,
    pub(crate) rest: Option<Rest>,
}

impl Reply {
    pub(crate) fn new(status: u16, body: Vec<u8>) -> Self {
        Self { status, headers: HeaderMap::new(), body, rest: None }
    }
}

/// Whether the beginning of a body is enough, so that the rest is left to be read piece by piece.
pub(crate) type IsEnough = fn(&HeaderMap, &[u8]) -> bool;

/// How much of a body is read at most to find out whether it is enough.
const BEGINNING: usize = 64 * 1024;

/// Why there is no response.
pub(crate) enum Failure {
    /// There is no client to send with.
    Setup(reqwest::Error),
    /// No connection was made, so nothing was sent.
    Connect(Barrier, reqwest::Error),
    /// The deadline has passed.
    Timeout,
    /// The connection broke after something had been sent.
    Interrupted(reqwest::Error),
    /// The body is longer than this.
    TooLarge { limit: usize },
    /// The client followed a redirect.
    Redirected,
}

impl Transport {
    pub(crate) fn new(http: Http, body_limit: usize) -> Self {
        Self { http, body_limit }
    }

    /// Sends a request and reads the response: all of it, or as much as is enough. It ends when patience
    /// does.
    ///
    /// What is awaited is what reqwest has made of the request, and never the request itself: each
    /// future around it would have room for both.
    pub(crate) fn exchange(
        &self,
        request: Request,
        patience: Patience,
        is_enough: Option<IsEnough>,
    ) -> impl Future<Output = Result<Reply, Failure>> + Send {
        let is_https = request.url().scheme() == "https";
        let may_redirect = matches!(self.http, Http::Callers(_));
        let asked = may_redirect.then(|| request.url().clone());
        let http = self.http.client_for(request.url());
        let response = http.map(|http| http.execute(request)).map_err(Failure::Setup);
        async move {
            let failure = |error| failure(error, is_https);
            let reply = async {
                let mut response = response?.await.map_err(failure)?;
                if asked.is_some_and(|url| url != *response.url()) {
                    return Err(Failure::Redirected);
                }
                let status = response.status().as_u16();
                let announced = response.content_length();
                let headers = std::mem::take(response.headers_mut());
                let mut body = self.body_for(announced, is_enough.is_some())?;
                while let Some(chunk) = response.chunk().await.map_err(failure)? {
                    patience.progress();
                    match is_enough {
                        Some(is_enough) => {
                            body.extend_from_slice(&chunk);
                            if body.len() >= BEGINNING || is_enough(&headers, &body) {
                                let rest = Some(Rest::new(response, announced));
                                return Ok(Reply { status, headers, body, rest });
                            }
                        }
                        None => self.read(&chunk, &mut body)?,
                    }
                }
                Ok(Reply { status, headers, body, rest: None })
            };
            // Pinned first, because the timeout around it would be a copy.
            patience.wait(pin!(reply)).await.unwrap_or(Err(Failure::Timeout))
        }
    }

    /// An empty body with room for what is announced.
    fn body_for(&self, announced: Option<u64>, is_start: bool) -> Result<Vec<u8>, Failure> {
        /// How much memory an announced content length may reserve.
        const RESERVE: u64 = 64 * 1024;
        let announced = announced.unwrap_or_default();
        if announced > self.body_limit as u64 && !is_start {
            return Err(Failure::TooLarge { limit: self.body_limit });
        }
        Ok(Vec::with_capacity(announced.min(RESERVE) as usize))
    }

    fn read(&self, chunk: &[u8], body: &mut Vec<u8>) -> Result<(), Failure> {
        let limit = self.body_limit;
        if chunk.len() > limit.saturating_sub(body.len()) {
            return Err(Failure::TooLarge { limit });
        }
        body.extend_from_slice(chunk);
        Ok(())
    }
}

impl Http {
    fn client_for(&self, url: &Url) -> reqwest::Result<reqwest::Client> {
        match self {
            Self::Callers(client) => Ok(client.clone()),
            Self::Own { loopback, outside } => {
                let (fit, other) =
                    if is_loopback(url) { (loopback, outside) } else { (outside, loopback) };
                match fit.as_ref().or(other.as_ref()) {
                    Some(clients) => clients.of_this_runtime(),
                    None => reqwest::Client::builder().build(),
                }
            }
        }
    }
}

/// Whether a host is this machine: `localhost`, and the addresses of the loopback interface.
pub(crate) fn is_loopback(url: &Url) -> bool {
    let host = url.host_str().unwrap_or_default();
    let address = host.trim_start_matches('[').trim_end_matches(']');
    let address = address.parse::<std::net::IpAddr>();
    host == "localhost" || address.is_ok_and(|address| address.is_loopback())
}

/// Removes the URL, because its query string is a secret.
fn failure(error: reqwest::Error, is_https: bool) -> Failure {
    let error = error.without_url();
    if error.is_connect() || error.is_builder() {
        let barrier = Barrier::of(&error, if is_https { "https" } else { "http" });
        Failure::Connect(barrier, error)
    } else if error.is_timeout() {
        Failure::Timeout
    } else if error.is_redirect() {
        Failure::Redirected
    } else {
        Failure::Interrupted(error)
    }
}

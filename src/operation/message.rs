//! A request as HTTP: method, address and body.

use std::borrow::Cow;

use reqwest::Url;

use super::{BaseUrl, Endpoint, Method, Operation};
use crate::json::{Encode, Writer, to_query_text};
use crate::{Error, Secret};

/// The HTTP message of a request.
#[non_exhaustive]
pub struct Parts {
    /// HTTP method.
    pub method: Method,
    /// Address with the token in its query string, which makes it a secret.
    pub url: Secret,
    /// JSON text in UTF-8, of type `application/json`; `None` for a `GET`.
    pub body: Option<Vec<u8>>,
}

/// Fields that travel in the query string, as text and not yet percent-encoded.
#[derive(Default)]
pub struct Query {
    pairs: Vec<(Cow<'static, str>, String)>,
    secrets: Vec<Secret>,
}

impl Query {
    /// Adds a field; an absent one is left out.
    pub fn add(&mut self, name: &'static str, value: &dyn Encode) {
        self.add_named(name.into(), value);
    }

    pub(super) fn add_named(&mut self, name: Cow<'static, str>, value: &dyn Encode) {
        if !value.is_absent() {
            let (text, mut secrets) = to_query_text(value);
            self.pairs.push((name, text));
            self.secrets.append(&mut secrets);
        }
    }
}

/// An encoded request, to be sent any number of times.
pub(crate) struct Message {
    pub(super) endpoint: &'static Endpoint,
    pub(super) query: Query,
    pub(super) body: Option<Vec<u8>>,
    /// Those in the body.
    pub(super) secrets: Vec<Secret>,
    pub(super) is_idempotent: bool,
}

impl Message {
    pub(crate) fn new<O: Operation>(request: &O) -> Self {
        let mut query = Query::default();
        request.query(&mut query);
        let (body, secrets) = match O::ENDPOINT.method {
            Method::Get => (None, Vec::new()),
            Method::Post => {
                let (body, secrets) = body_of(&|json| request.body(json));
                (Some(body), secrets)
            }
        };
        let is_idempotent = O::ENDPOINT.idempotent || request.is_idempotent();
        Self { endpoint: O::ENDPOINT, query, body, secrets, is_idempotent }
    }

    /// Redacts the request's secrets from an error, in case WeChat's message echoes them.
    pub(crate) fn hide_in(&self, error: Error, token: Option<&Secret>) -> Error {
        let secrets = self.secrets.iter().chain(&self.query.secrets).chain(token);
        error.without(secrets.map(Secret::expose))
    }

    pub(crate) fn endpoint(&self) -> &'static Endpoint {
        self.endpoint
    }

    /// Whether it can safely be sent again when its outcome is unknown.
    pub(crate) fn is_idempotent(&self) -> bool {
        self.is_idempotent
    }

    pub(crate) fn body(&self) -> Option<Vec<u8>> {
        self.body.clone()
    }

    /// The address on a host. It contains the token.
    pub(crate) fn url(&self, base: &BaseUrl, token: Option<&Secret>) -> Url {
        let mut url = base.with_path(self.endpoint.path);
        let token = token.filter(|_| !self.endpoint.tokens.is_empty());
        if token.is_some() || !self.query.pairs.is_empty() {
            let mut fields = url.query_pairs_mut();
            if let Some(token) = token {
                fields.append_pair(self.endpoint.token_field, token.expose());
            }
            fields.extend_pairs(&self.query.pairs);
        }
        url
    }

    pub(crate) fn into_parts(self, base: &BaseUrl, token: Option<&Secret>) -> Parts {
        Parts {
            method: self.endpoint.method,
            url: Secret::new(String::from(self.url(base, token))),
            body: self.body,
        }
    }
}

/// The body, which is never empty: WeChat refuses an empty one.
pub(super) fn body_of(write: &dyn Fn(&mut Writer)) -> (Vec<u8>, Vec<Secret>) {
    let (json, secrets) = Writer::bytes_by(write);
    (if json.is_empty() { b"{}".to_vec() } else { json }, secrets)
}

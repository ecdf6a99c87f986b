//! A request as HTTP: method, address and body.

use std::borrow::Cow;

use reqwest::Url;
use reqwest::header::HeaderMap;

use super::body::Body;
use super::{BaseUrl, Endpoint, Head, Method, Operation};
use crate::json::{Encode, to_query_text};
use crate::{Error, Secret};

/// The HTTP message of a request.
#[non_exhaustive]
pub struct Parts {
    /// HTTP method.
    pub method: Method,
    /// Address with the token in its query string, which makes it a secret.
    pub url: Secret,
    /// Headers that are fields of the request.
    pub headers: HeaderMap,
    /// Content type of the body; `None` without one.
    pub content_type: Option<String>,
    /// The body: JSON text in UTF-8, unless the endpoint says otherwise; `None` for a `GET` and a `DELETE`.
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
    /// With the fields that are in it.
    pub(super) path: Cow<'static, str>,
    pub(super) head: Head,
    pub(super) query: Query,
    pub(super) body: Body,
    /// Those in the body.
    pub(super) secrets: Vec<Secret>,
    pub(super) is_idempotent: bool,
}

impl Message {
    /// # Errors
    ///
    /// When a field has no place in the path or in a header.
    pub(crate) fn new<O: Operation>(request: &O) -> Result<Self, Error> {
        let (mut head, mut query) = (Head::default(), Query::default());
        request.head(&mut head);
        request.query(&mut query);
        let body = Body::of(request);
        Self::of(O::ENDPOINT, head, query, body, request.is_idempotent())
    }

    pub(super) fn of(
        endpoint: &'static Endpoint,
        head: Head,
        query: Query,
        (body, secrets): (Body, Vec<Secret>),
        has_id: bool,
    ) -> Result<Self, Error> {
        let at_endpoint = |error: Error| error.at_endpoint(endpoint);
        let head = head.valid().map_err(at_endpoint)?;
        let path = head.fill(endpoint).map_err(at_endpoint)?;
        let is_idempotent = endpoint.idempotent || has_id;
        Ok(Self { endpoint, path, head, query, body, secrets, is_idempotent })
    }

    /// Redacts the request's secrets from an error, in case WeChat's message echoes them.
    pub(crate) fn hide_in(&self, error: Error, token: Option<&Secret>) -> Error {
        let secrets = self.secrets.iter().chain(&self.query.secrets).chain(self.head.secrets());
        error.without(secrets.chain(token).map(Secret::expose))
    }

    pub(crate) fn endpoint(&self) -> &'static Endpoint {
        self.endpoint
    }

    /// Whether it can safely be sent again when its outcome is unknown.
    pub(crate) fn is_idempotent(&self) -> bool {
        self.is_idempotent
    }

    /// The headers that are fields.
    pub(crate) fn headers(&self) -> &HeaderMap {
        self.head.headers()
    }

    pub(crate) fn body(&self) -> &Body {
        &self.body
    }

    /// The address on a host. It contains the token.
    pub(crate) fn url(&self, base: &BaseUrl, token: Option<&Secret>) -> Url {
        let mut url = base.with_path(&self.path);
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

    pub(crate) fn into_parts(self, base: &BaseUrl, token: Option<&Secret>) -> Result<Parts, Error> {
        Ok(Parts {
            method: self.endpoint.method,
            url: Secret::new(String::from(self.url(base, token))),
            headers: self.head.headers().clone(),
            content_type: self.body.content_type().map(str::to_owned),
            body: self.body.into_bytes().map_err(|error| error.at_endpoint(self.endpoint))?,
        })
    }
}

//! What a call needs of its client, whatever the kind of token and the endpoint.

use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;
use std::time::Duration;

use reqwest::header::HeaderMap;

use super::attempt::Observers;
use super::middleware::Way;
use super::route::{Hosts, Route};
use crate::retry::RetryPolicy;
use crate::token::{AccessToken, BoxFuture, TokenKind, TokenProvider};
use crate::transport::Gate;
use crate::{Error, Secret};

/// A source of tokens, and the way to WeChat's hosts.
#[derive(Clone)]
pub(crate) struct CallContext {
    pub(super) settings: Arc<Settings>,
    pub(super) tokens: Arc<dyn TokenSource>,
}

pub(super) struct Settings {
    pub(super) way: Way,
    pub(super) gate: Gate,
    /// Of every request.
    pub(super) headers: HeaderMap,
    pub(super) observers: Observers,
    pub(super) hosts: Hosts,
    pub(super) route: Route,
    pub(super) options: Options,
}

impl CallContext {
    pub(crate) fn options(&self) -> Options {
        self.settings.options
    }
}

/// How a call is made.
#[derive(Clone, Copy)]
pub(crate) struct Options {
    /// For one attempt.
    pub(crate) timeout: Duration,
    /// For the whole call.
    pub(crate) deadline: Duration,
    /// Attempts of whatever kind.
    pub(crate) attempts: u32,
    pub(crate) retry: RetryPolicy,
    /// Whether the call fetches a token, for which other calls wait.
    pub(crate) is_fetch: bool,
    /// How long after the call has begun another attempt may begin, where that ends before the deadline.
    pub(crate) last_start: Option<Duration>,
}

/// What callers have set.
impl fmt::Debug for Options {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Options")
            .field("timeout", &self.timeout)
            .field("deadline", &self.deadline)
            .field("attempts", &self.attempts)
            .field("retry", &self.retry)
            .finish()
    }
}

/// Most answers take less than a second, and those that create something take some. Three attempts
/// that time out fit into a call. Four attempts are two hosts twice over.
impl Default for Options {
    fn default() -> Self {
        Self {
            timeout: Duration::from_secs(30),
            deadline: Duration::from_secs(90),
            attempts: 4,
            retry: RetryPolicy::default(),
            is_fetch: false,
            last_start: None,
        }
    }
}

/// A [`TokenProvider`] without its kind.
pub(super) trait TokenSource: Send + Sync {
    fn token(&self) -> BoxFuture<'_, Result<Secret, Error>>;
    fn replace(&self, rejected: Secret) -> BoxFuture<'_, Result<Option<Secret>, Error>>;
    fn accepted(&self, token: Secret);
    fn obstacle(&self) -> Option<Error>;
    fn account(&self) -> Option<&str>;
}

pub(super) fn source<K: TokenKind>(provider: impl TokenProvider<K>) -> Arc<dyn TokenSource> {
    Arc::new(Source { provider, kind: PhantomData })
}

struct Source<K, P> {
    provider: P,
    kind: PhantomData<fn() -> K>,
}

impl<K: TokenKind, P: TokenProvider<K>> TokenSource for Source<K, P> {
    fn token(&self) -> BoxFuture<'_, Result<Secret, Error>> {
        Box::pin(async { self.provider.token().await.map(AccessToken::into_secret) })
    }

    fn replace(&self, rejected: Secret) -> BoxFuture<'_, Result<Option<Secret>, Error>> {
        Box::pin(async {
            let rejected = AccessToken::from_secret(rejected);
            let token = self.provider.replace(&rejected).await?;
            Ok(token.map(AccessToken::into_secret))
        })
    }

    fn accepted(&self, token: Secret) {
        self.provider.accepted(&AccessToken::from_secret(token));
    }

    fn obstacle(&self) -> Option<Error> {
        self.provider.obstacle()
    }

    fn account(&self) -> Option<&str> {
        self.provider.account()
    }
}

//! What went wrong, and what a caller can do about it.

mod accessors;
mod action;
mod display;
mod kind;
mod label;
mod middleware;
mod origin;
mod predicates;
mod redact;
mod refusal;
mod serialize;

pub use action::ActionRequired;
pub(crate) use kind::{ErrorKind, StoreFailure, TOO_MANY_REQUESTS, Unreadable};
pub(crate) use refusal::Refusal;

use std::error::Error as StdError;
use std::sync::Arc;
use std::time::{Instant, SystemTime};

use crate::endpoint::Endpoint;
use crate::task::Lost;
use crate::transport::Timing;

/// Why a call, or building a client, failed.
///
/// `Display` is one line with everything a person needs: the interface, the code and its name,
/// WeChat's message, what to do, and the request id to give to WeChat's support. Neither `Display`,
/// `Debug` nor a source shows a token, a URL with its query string, or a body.
///
/// A call that was not sent because its token could not be fetched fails for the reason that the
/// fetch failed: code, message, remedy and all predicates are those of the fetch, however many
/// fetches are in between. [`endpoint`](Self::endpoint), [`outcome`](Self::outcome),
/// [`http_status`](Self::http_status) and [`body`](Self::body) stay those of the call, and
/// [`origin`](Self::origin) is the error of the fetch.
///
/// A clone shares the body and the source: many callers may get the same failure.
#[derive(Clone)]
pub struct Error(Box<Inner>);

#[derive(Clone)]
struct Inner {
    kind: ErrorKind,
    outcome: Outcome,
    endpoint: Option<&'static Endpoint>,
    host: Option<String>,
    status: Option<u16>,
    retry: Option<Retry>,
    body: Option<Arc<Vec<u8>>>,
    /// Whether a stream that the request uploads was read, so that it can't be retried.
    is_spent: bool,
    source: Option<Arc<dyn StdError + Send + Sync>>,
}

/// When another call may succeed.
#[derive(Clone, Copy)]
struct Retry {
    /// By this machine's monotonic clock.
    from: Instant,
    /// By the clock of the server that said so, for people.
    at: SystemTime,
}

type BoxError = Box<dyn StdError + Send + Sync>;

/// Whether a failed call may have been done, as far as is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Outcome {
    /// Nothing was sent. The call may be retried.
    NotSent,
    /// The call was refused and nothing was done. Once the cause is fixed it may be retried.
    Rejected,
    /// It may or may not have been done. Check before retrying.
    Unknown,
    /// It was done, but the response lacks an essential field; [`Error::body`] has
    /// everything that came. Do not retry.
    Done,
}

impl Error {
    /// A failure of a [`TokenProvider`](crate::token::TokenProvider): there is no token, for the
    /// reason given. An error of this crate in the source chain, at whatever depth, is what the failed
    /// call reports: its code, remedy and predicates.
    ///
    /// Keep secrets out of the source's text: the error's line includes it. A URL inside
    /// a `reqwest::Error` is removed here.
    pub fn token(source: impl Into<BoxError>) -> Self {
        let source = match source.into().downcast::<reqwest::Error>() {
            Ok(error) => Box::new(error.without_url()),
            Err(other) => other,
        };
        Self::new(ErrorKind::Token).with_source(source)
    }

    /// A failure of a [`Store`](crate::store::Store), such as that it can't be reached, for the
    /// reason given. Callers without a token wait for the store to come back. Keep secrets out of
    /// the source's text.
    pub fn store(source: impl Into<BoxError>) -> Self {
        Self::new(ErrorKind::Store(StoreFailure::Down)).with_source(source.into())
    }

    /// A failure of a [`Store`](crate::store::Store) that waiting does not end, such as a wrong
    /// password, a full disk or a read-only file, for the reason given: what is wrong, and what to do
    /// about it. Callers get the error at once. Keep secrets out of the source's text.
    pub fn store_permanent(source: impl Into<BoxError>) -> Self {
        Self::new(ErrorKind::Store(StoreFailure::Permanent)).with_source(source.into())
    }

    /// A value in a [`Store`](crate::store::Store) that can't be read, for the reason given, and that
    /// could not be read later either, so callers do not wait.
    pub fn damaged(source: impl Into<BoxError>) -> Self {
        Self::new(ErrorKind::Store(StoreFailure::Damaged)).with_source(source.into())
    }
}

/// Constructors for the rest of the crate.
impl Error {
    pub(crate) fn new(kind: ErrorKind) -> Self {
        Self(Box::new(Inner {
            outcome: kind.outcome(),
            kind,
            endpoint: None,
            host: None,
            status: None,
            retry: None,
            body: None,
            is_spent: false,
            source: None,
        }))
    }

    pub(crate) fn config(problem: impl Into<String>) -> Self {
        Self::new(ErrorKind::Config(problem.into()))
    }

    /// A provider's error as the call's: the outcome of a call that the provider made for itself
    /// says nothing about this one.
    pub(crate) fn of_provider(error: Self) -> Self {
        match error.0.kind {
            ErrorKind::Token
            | ErrorKind::TokenTimeout
            | ErrorKind::ActionRequired(_)
            | ErrorKind::Store(_)
            | ErrorKind::Closed => error,
            _ => Self::token(error),
        }
    }

    /// A token provider timed out, perhaps because of this.
    pub(crate) fn no_token_in_time(obstacle: Option<Self>) -> Self {
        let error = Self::new(ErrorKind::TokenTimeout);
        match obstacle {
            Some(obstacle) => error.with_source(Box::new(obstacle)),
            None => error,
        }
    }

    /// The token was rejected, and this is why there is no other.
    pub(crate) fn without_other_token(self, reason: Self) -> Self {
        let kind = match self.0.kind {
            ErrorKind::Errcode(refusal) => ErrorKind::NoOtherToken(refusal),
            other => other,
        };
        Self(Box::new(Inner { kind, ..*self.0 })).with_source(Box::new(reason))
    }

    pub(crate) fn closed() -> Self {
        Self::new(ErrorKind::Closed)
    }

    /// Work panicked or was cut off, before anything was sent or after.
    pub(crate) fn lost(lost: Lost, sent: bool) -> Self {
        let mut error = Self::new(ErrorKind::Lost(lost));
        if !sent {
            error.0.outcome = Outcome::NotSent;
        }
        error
    }

    pub(crate) fn kind(&self) -> &ErrorKind {
        &self.0.kind
    }

    pub(crate) fn with_source(mut self, source: BoxError) -> Self {
        self.0.source = Some(source.into());
        self
    }

    pub(crate) fn with_status(mut self, status: u16) -> Self {
        self.0.status = Some(status);
        if self.0.kind.is_rejected_with(status) {
            self.0.outcome = Outcome::Rejected;
        }
        self
    }

    /// When the response came, and its `Retry-After`; the header takes precedence over the window
    /// of the errcode's quota.
    pub(crate) fn at_time(mut self, Timing { made, retry_after }: Timing) -> Self {
        let end = self.0.kind.quota().map(|window| window.end(made));
        let left = end.and_then(|end| end.duration_since(made).ok());
        self.0.retry = retry_after.or(left).and_then(|time| {
            let from = Instant::now().checked_add(time)?;
            Some(Retry { from, at: made.checked_add(time)? })
        });
        self
    }

    pub(crate) fn with_body(mut self, body: Vec<u8>) -> Self {
        self.0.body = Some(Arc::new(body));
        self
    }

    pub(crate) fn at_endpoint(mut self, endpoint: &'static Endpoint) -> Self {
        self.0.endpoint = Some(endpoint);
        self
    }

    pub(crate) fn at_host(mut self, host: &str) -> Self {
        self.0.host = Some(host.to_owned());
        self
    }

    /// An earlier attempt may have taken effect, whatever became of the last one.
    pub(crate) fn after_unknown(mut self) -> Self {
        if self.0.outcome != Outcome::Done {
            self.0.outcome = Outcome::Unknown;
        }
        self
    }

    /// The call would have been retried, if its stream had not been read.
    pub(crate) fn with_spent_stream(mut self) -> Self {
        self.0.is_spent = true;
        self
    }

    /// Redacts secrets from WeChat's message, in case it echoes the request.
    pub(crate) fn without<'s>(mut self, secrets: impl IntoIterator<Item = &'s str>) -> Self {
        let secrets: Vec<_> = secrets.into_iter().collect();
        self.0.kind.hide(&secrets);
        self
    }
}

/// How a [`TokenProvider`](crate::token::TokenProvider) reports why there is no token.
impl From<ActionRequired> for Error {
    fn from(action: ActionRequired) -> Self {
        Self::new(ErrorKind::ActionRequired(action))
    }
}

impl StdError for Error {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        let source = self.0.source.as_deref()?;
        Some(source)
    }
}

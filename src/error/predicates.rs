//! Predicates for the kind of failure.

use super::{ActionRequired, Error, ErrorKind, StoreFailure};
use crate::errcode::{Class, Window};

/// Predicates for the kind of failure. Where a token could not be fetched, they are about the
/// failure of the fetch.
impl Error {
    /// Whether WeChat did not accept the token, nor its replacement if there was one.
    pub fn is_token_rejected(&self) -> bool {
        let is_refusing = |kind: &ErrorKind| {
            matches!(kind, ErrorKind::ActionRequired(ActionRequired::TokensRejected { .. }))
        };
        self.class() == Some(Class::Token) || self.is(is_refusing)
    }

    /// Whether WeChat is busy or failed internally, by its errcode or by HTTP status 503 without one; the
    /// same call may succeed later. Check [`outcome`](Self::outcome) before retrying.
    pub fn is_busy(&self) -> bool {
        self.class() == Some(Class::Busy)
            || (self.is_status() && self.origin().0.status == Some(503))
    }

    /// Whether one of WeChat's quotas is exhausted, whatever its window.
    pub fn is_quota(&self) -> bool {
        self.class() == Some(Class::Quota)
    }

    /// Whether a daily quota is exhausted: it resets at midnight in China.
    pub fn is_daily_quota(&self) -> bool {
        self.quota() == Some(Window::Day)
    }

    /// Whether the call was rate-limited: a minute quota is exhausted, or the response has HTTP
    /// status 429. The client retries such a call within its deadline.
    pub fn is_rate_limited(&self) -> bool {
        let origin = self.origin();
        origin.0.kind.is_rate_limited(origin.0.status)
    }

    /// Whether a right is missing: of the account, of the platform or of the caller's address.
    pub fn is_permission(&self) -> bool {
        self.class() == Some(Class::Permission)
    }

    /// Whether it timed out: connecting, waiting for a response, for a token or for the call's turn.
    pub fn is_timeout(&self) -> bool {
        self.is(|kind| {
            matches!(
                kind,
                ErrorKind::Timeout { .. }
                    | ErrorKind::TokenTimeout
                    | ErrorKind::Full { .. }
                    | ErrorKind::Cut { idle: Some(_), .. }
            ) || matches!(kind, ErrorKind::Connect(barrier) if barrier.is_timeout())
        })
    }

    /// Whether no connection could be made.
    pub fn is_connect(&self) -> bool {
        self.is(|kind| matches!(kind, ErrorKind::Connect(_)))
    }

    /// Whether the connection broke before the response was complete.
    pub fn is_interrupted(&self) -> bool {
        self.is(|kind| matches!(kind, ErrorKind::Interrupted | ErrorKind::Cut { idle: None, .. }))
    }

    /// Whether a response can't be decoded: it is not JSON, or JSON of another shape than the
    /// spec says. The [`body`](Self::body) of [`origin`](Self::origin) has it.
    pub fn is_decode(&self) -> bool {
        self.is(|kind| {
            matches!(
                kind,
                ErrorKind::Unreadable(_)
                    | ErrorKind::NoErrcode(_)
                    | ErrorKind::Contradiction(_)
                    | ErrorKind::Payload(_)
            )
        })
    }

    /// Whether a list would never end: a page has the items of the one before, or names a marker again. See
    /// [`Pages::next`](crate::pages::Pages::next).
    pub fn is_stuck(&self) -> bool {
        self.is(|kind| matches!(kind, ErrorKind::Stuck(_)))
    }

    /// Whether the response is longer than the client allows.
    pub fn is_too_large(&self) -> bool {
        self.is(|kind| matches!(kind, ErrorKind::TooLarge { .. }))
    }

    /// Whether the call was redirected, followed or not.
    pub fn is_redirect(&self) -> bool {
        self.is(|kind| matches!(kind, ErrorKind::Redirect | ErrorKind::RedirectFollowed))
    }

    /// Whether an HTTP status reported the failure, without an errcode: from a gateway or a proxy, and
    /// not from WeChat's own service.
    pub fn is_status(&self) -> bool {
        self.is(|kind| matches!(kind, ErrorKind::Status | ErrorKind::RateLimited))
    }

    /// Whether settings are invalid.
    pub fn is_config(&self) -> bool {
        self.is(|kind| matches!(kind, ErrorKind::Config(_)))
    }

    /// Whether the token provider failed or took too long: for the first token of the call, or for
    /// a replacement of one that WeChat rejected.
    pub fn is_token_provider(&self) -> bool {
        matches!(
            self.0.kind,
            ErrorKind::Token
                | ErrorKind::TokenTimeout
                | ErrorKind::NoOtherToken(_)
                | ErrorKind::ActionRequired(_)
                | ErrorKind::Store(_)
                | ErrorKind::Closed
        )
    }

    /// Whether the store of tokens failed, or what it has is damaged.
    pub fn is_store(&self) -> bool {
        self.is(|kind| matches!(kind, ErrorKind::Store(_)))
    }

    /// Whether WeChat refused this very call, and not one that it depends on.
    pub(crate) fn is_refused(&self) -> bool {
        matches!(self.0.kind, ErrorKind::Errcode(_))
    }

    /// Whether the store of tokens may work in a moment.
    pub(crate) fn is_store_down(&self) -> bool {
        matches!(self.0.kind, ErrorKind::Store(StoreFailure::Down))
    }

    /// Whether the platform or mini program was closed, so that no token is fetched any more.
    pub fn is_closed(&self) -> bool {
        self.is(|kind| matches!(kind, ErrorKind::Closed))
    }

    /// Whether a value in the store of tokens can't be read. Its kind decides what to do:
    /// what can be issued again replaces it, other values are set aside.
    pub(crate) fn is_damaged(&self) -> bool {
        matches!(self.0.kind, ErrorKind::Store(StoreFailure::Damaged))
    }

    /// Whether this failure, or its cause, satisfies the predicate.
    fn is(&self, question: impl Fn(&ErrorKind) -> bool) -> bool {
        question(&self.0.kind) || question(&self.origin().0.kind)
    }

    fn class(&self) -> Option<Class> {
        self.refusal().map(super::Refusal::class)
    }
}

//! The tokens that a mock knows, and the state of a call's token.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use crate::token::Kind;

/// The tokens of one mock, by their text.
#[derive(Default)]
pub(super) struct Tokens(BTreeMap<String, Known>);

struct Known {
    kind: Kind,
    expired: bool,
    /// Of a token that the mock has issued itself.
    issued: Option<IssuedToken>,
}

struct IssuedToken {
    appid: String,
    expires: Instant,
}

/// The state of a call's token, as the mock sees it. The text itself is never recorded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum SeenToken {
    /// There was none in the query field that the endpoint reads it from.
    Missing,
    /// The mock does not know it.
    Unknown,
    /// An expired token of this kind.
    Expired(Kind),
    /// A valid token of this kind.
    Valid(Kind),
}

impl SeenToken {
    /// The kind of a token that the mock knows.
    pub fn kind(self) -> Option<Kind> {
        match self {
            Self::Missing | Self::Unknown => None,
            Self::Expired(kind) | Self::Valid(kind) => Some(kind),
        }
    }

    /// One word for it: `missing`, `unknown`, `expired` or `valid`.
    pub fn state(self) -> &'static str {
        match self {
            Self::Missing => "missing",
            Self::Unknown => "unknown",
            Self::Expired(_) => "expired",
            Self::Valid(_) => "valid",
        }
    }
}

impl Tokens {
    /// A valid token and an expired one of each kind.
    pub(super) fn with_defaults() -> Self {
        let mut tokens = Self::default();
        for kind in KINDS {
            tokens.insert(&valid(kind), kind, false);
            tokens.insert(&expired(kind), kind, true);
        }
        tokens
    }

    /// Adds a token, or changes what is known of it.
    pub(super) fn insert(&mut self, text: &str, kind: Kind, expired: bool) {
        self.0.insert(text.to_owned(), Known { kind, expired, issued: None });
    }

    /// Adds a token that was issued to an account.
    pub(super) fn issue(&mut self, text: &str, kind: Kind, appid: &str, life: Duration) {
        let issued = IssuedToken { appid: appid.to_owned(), expires: Instant::now() + life };
        self.0.insert(text.to_owned(), Known { kind, expired: false, issued: Some(issued) });
    }

    /// Expires a token.
    pub(super) fn expire(&mut self, text: &str) {
        if let Some(token) = self.0.get_mut(text) {
            token.expired = true;
        }
    }

    /// Expires the issued tokens of a kind.
    pub(super) fn expire_issued(&mut self, kind: Kind) {
        let issued = self.0.values_mut().filter(|token| token.issued.is_some());
        issued.filter(|token| token.kind == kind).for_each(|token| token.expired = true);
    }

    /// Expires the tokens issued to an account.
    pub(super) fn expire_of(&mut self, appid: &str) {
        let is_its = |token: &&mut Known| token.issued.as_ref().is_some_and(|i| i.appid == appid);
        self.0.values_mut().filter(is_its).for_each(|token| token.expired = true);
    }

    /// The remaining lifetime of an issued token; nothing when it has expired.
    pub(super) fn left(&self, text: &str) -> Option<Duration> {
        let token = self.0.get(text).filter(|token| !token.is_expired())?;
        Some(token.issued.as_ref()?.expires.saturating_duration_since(Instant::now()))
    }

    pub(super) fn look_up(&self, text: Option<&str>) -> SeenToken {
        let Some(text) = text.filter(|text| !text.is_empty()) else {
            return SeenToken::Missing;
        };
        match self.0.get(text) {
            None => SeenToken::Unknown,
            Some(token) if token.is_expired() => SeenToken::Expired(token.kind),
            Some(token) => SeenToken::Valid(token.kind),
        }
    }
}

impl Known {
    fn is_expired(&self) -> bool {
        self.expired || self.issued.as_ref().is_some_and(|issued| issued.expires <= Instant::now())
    }
}

/// Every kind of token that a mock issues.
pub(super) const KINDS: [Kind; 3] = [Kind::Component, Kind::Authorizer, Kind::App];

/// The text of the valid token of a kind.
pub(super) fn valid(kind: Kind) -> String {
    format!("mock-{}", short_name(kind))
}

/// The text of the expired token of a kind.
pub(super) fn expired(kind: Kind) -> String {
    format!("mock-{}-expired", short_name(kind))
}

/// The kind that a name stands for.
pub(super) fn kind_named(name: &str) -> Option<Kind> {
    KINDS.into_iter().find(|kind| short_name(*kind) == name)
}

/// The kind as the spec writes it: `component`.
pub(super) fn short_name(kind: Kind) -> &'static str {
    match kind {
        Kind::Component => "component",
        Kind::Authorizer => "authorizer",
        Kind::App => "app",
    }
}

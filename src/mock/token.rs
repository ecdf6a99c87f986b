//! The tokens that a mock knows, and what it makes of the one a call brings.

use std::collections::BTreeMap;

use crate::token::Kind;

/// The tokens of one mock, by their text.
#[derive(Default)]
pub(super) struct Tokens(BTreeMap<String, Known>);

#[derive(Clone, Copy)]
struct Known {
    kind: Kind,
    expired: bool,
}

/// What a mock makes of the token of a call. The text itself is never kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum SeenToken {
    /// There was none in the query field that the endpoint reads it from.
    Missing,
    /// The mock was never told of it.
    Unknown,
    /// A token of this kind, out of date.
    Expired(Kind),
    /// A good token of this kind.
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
    /// A good token and an expired one of each kind.
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
        self.0.insert(text.to_owned(), Known { kind, expired });
    }

    pub(super) fn look_up(&self, text: Option<&str>) -> SeenToken {
        let Some(text) = text.filter(|text| !text.is_empty()) else {
            return SeenToken::Missing;
        };
        match self.0.get(text) {
            None => SeenToken::Unknown,
            Some(token) if token.expired => SeenToken::Expired(token.kind),
            Some(token) => SeenToken::Valid(token.kind),
        }
    }
}

/// Every kind of token that a mock hands out.
pub(super) const KINDS: [Kind; 3] = [Kind::Component, Kind::Authorizer, Kind::App];

/// The text of the good token of a kind.
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

//! Sources of tokens without their kind, which makes no difference to the code that manages tokens and sends
//! them: that is compiled once, and kinds are added where tokens are handed out.

use std::marker::PhantomData;
use std::time::Duration;

use super::fetch::{Expiry, Fetch, Fetched, Need};
use super::{AccessToken, BoxFuture, TokenKind, TokenProvider};
use crate::{Error, Secret};

/// A [`Fetch`] without its kind.
pub(crate) trait UntypedFetch: Send + Sync + 'static {
    fn fetch(&self, need: UntypedNeed) -> BoxFuture<'_, Result<UntypedFetched, Error>>;

    /// What blocks the fetch in progress.
    fn obstacle(&self) -> Option<Error> {
        None
    }

    /// The account that the tokens are for.
    fn account(&self) -> Option<&str> {
        None
    }
}

/// A [`TokenProvider`] without its kind.
pub(crate) trait UntypedProvider: Send + Sync {
    fn token(&self) -> BoxFuture<'_, Result<Secret, Error>>;
    fn replace(&self, rejected: Secret) -> BoxFuture<'_, Result<Option<Secret>, Error>>;
    fn accepted(&self, token: Secret);
    fn obstacle(&self) -> Option<Error>;
    fn account(&self) -> Option<&str>;
}

/// A [`Need`] without its kind.
#[derive(Clone, Debug)]
pub(crate) enum UntypedNeed {
    Any,
    Longer(Secret),
    Other(Secret),
}

impl UntypedNeed {
    /// The token that must not be returned.
    pub(crate) fn instead_of(&self) -> Option<&Secret> {
        match self {
            Self::Any => None,
            Self::Longer(token) | Self::Other(token) => Some(token),
        }
    }

    /// The token that WeChat has rejected.
    pub(crate) fn rejected(&self) -> Option<&Secret> {
        match self {
            Self::Any | Self::Longer(_) => None,
            Self::Other(token) => Some(token),
        }
    }

    /// Whether callers wait.
    pub(crate) fn is_urgent(&self) -> bool {
        !matches!(self, Self::Longer(_))
    }

    fn typed<K: TokenKind>(self) -> Need<K> {
        match self {
            Self::Any => Need::Any,
            Self::Longer(token) => Need::Longer(AccessToken::from_secret(token)),
            Self::Other(token) => Need::Other(AccessToken::from_secret(token)),
        }
    }
}

/// A [`Fetched`] without its kind.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct UntypedFetched {
    pub(crate) token: Secret,
    pub(super) expiry: Expiry,
}

impl UntypedFetched {
    /// A token that expires this long after it was asked for.
    pub(crate) fn expires_in(token: Secret, life: Duration) -> Self {
        Self { token, expiry: Expiry::After(life) }
    }
}

impl UntypedFetched {
    /// # Errors
    ///
    /// When the token is empty, which is invalid.
    pub(super) fn if_not_empty(self) -> Result<Self, Error> {
        match self.token.expose() {
            "" => Err(Error::token("the token that was fetched is empty")),
            _ => Ok(self),
        }
    }
}

impl<K: TokenKind> From<Fetched<K>> for UntypedFetched {
    fn from(fetched: Fetched<K>) -> Self {
        Self { token: fetched.token.into_secret(), expiry: fetched.expiry }
    }
}

/// A source of one kind, as one that knows none.
pub(crate) struct Untyped<K, S> {
    source: S,
    kind: PhantomData<fn() -> K>,
}

impl<K: TokenKind, S> Untyped<K, S> {
    pub(crate) fn new(source: S) -> Self {
        Self { source, kind: PhantomData }
    }
}

impl<K: TokenKind, S: Fetch<K>> UntypedFetch for Untyped<K, S> {
    fn fetch(&self, need: UntypedNeed) -> BoxFuture<'_, Result<UntypedFetched, Error>> {
        let fetched = self.source.fetch(need.typed());
        Box::pin(async { fetched.await.map(UntypedFetched::from) })
    }

    fn account(&self) -> Option<&str> {
        self.source.account()
    }
}

impl<K: TokenKind, S: TokenProvider<K>> UntypedProvider for Untyped<K, S> {
    fn token(&self) -> BoxFuture<'_, Result<Secret, Error>> {
        Box::pin(async { self.source.token().await.map(AccessToken::into_secret) })
    }

    fn replace(&self, rejected: Secret) -> BoxFuture<'_, Result<Option<Secret>, Error>> {
        Box::pin(async {
            let rejected = AccessToken::from_secret(rejected);
            let token = self.source.replace(&rejected).await?;
            Ok(token.map(AccessToken::into_secret))
        })
    }

    fn accepted(&self, token: Secret) {
        self.source.accepted(&AccessToken::from_secret(token));
    }

    fn obstacle(&self) -> Option<Error> {
        self.source.obstacle()
    }

    fn account(&self) -> Option<&str> {
        self.source.account()
    }
}

//! Access tokens: three kinds, three types, and where they come from.
//!
//! A client holds one kind of token, and a call of an endpoint that takes another kind does not compile:
//!
//! ```text
//! error[E0277]: `shareEnv` takes an authorizer_access_token, and this client holds a token of another kind
//! ```

mod cached;
mod clock;
mod fetch;
pub(crate) mod kind;
mod rate_limit;
mod status;
mod untyped;

pub use cached::{Cached, CachedBuilder};
pub use clock::{Clock, SystemClock};
pub use fetch::{Fetch, Fetched, Need};
pub use kind::{App, Authorizer, Component, Kind, TokenKind};
pub(crate) use rate_limit::RateLimit;
pub(crate) use status::Report;
pub use status::{LastError, TokenStatus, Validity};
pub(crate) use untyped::{Untyped, UntypedFetch, UntypedFetched, UntypedNeed, UntypedProvider};

use std::fmt;
use std::future::Future;
use std::marker::PhantomData;
use std::pin::Pin;

use crate::{Error, Secret};

/// A token of one kind; prints as `[secret]`, clones cheaply.
///
/// As a [`TokenProvider`] it provides itself, and has no replacement once it is rejected.
pub struct AccessToken<K> {
    secret: Secret,
    kind: PhantomData<fn() -> K>,
}

impl<K: TokenKind> AccessToken<K> {
    /// Wraps a token as WeChat issued it.
    pub fn new(text: impl Into<std::sync::Arc<str>>) -> Self {
        Self::from_secret(Secret::new(text))
    }

    pub(crate) fn from_secret(secret: Secret) -> Self {
        Self { secret, kind: PhantomData }
    }

    pub(crate) fn into_secret(self) -> Secret {
        self.secret
    }

    /// The token's text, as a secret.
    pub fn secret(&self) -> &Secret {
        &self.secret
    }
}

impl<K> Clone for AccessToken<K> {
    fn clone(&self) -> Self {
        Self { secret: self.secret.clone(), kind: PhantomData }
    }
}

impl<K> PartialEq for AccessToken<K> {
    fn eq(&self, other: &Self) -> bool {
        self.secret == other.secret
    }
}

impl<K> Eq for AccessToken<K> {}

impl<K: TokenKind> fmt::Debug for AccessToken<K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}([secret])", K::KIND.vendor_name())
    }
}

/// A boxed future, as the methods of [`TokenProvider`] return it.
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// A source of tokens of one kind.
pub trait TokenProvider<K: TokenKind>: Send + Sync + 'static {
    /// The token to send now.
    ///
    /// # Errors
    ///
    /// When there is none and none can be obtained; make one with [`Error::token`]. The call ends with
    /// that error and is not sent.
    fn token(&self) -> BoxFuture<'_, Result<AccessToken<K>, Error>>;

    /// Another token in place of one that WeChat has just rejected, or `None` when there is none.
    /// The client asks at most once in a call.
    ///
    /// # Errors
    ///
    /// When none can be obtained. The call fails with the rejection, and with this error as its source.
    fn replace<'a>(
        &'a self,
        rejected: &'a AccessToken<K>,
    ) -> BoxFuture<'a, Result<Option<AccessToken<K>>, Error>> {
        let _ = rejected;
        Box::pin(async { Ok(None) })
    }

    /// Called when a response proves the token valid. Must not block.
    fn accepted(&self, token: &AccessToken<K>) {
        let _ = token;
    }

    /// What blocks the token, where that is known. A call that times out before there
    /// is one has it as the source of its error. Must not block.
    fn obstacle(&self) -> Option<Error> {
        None
    }

    /// The appid of the account that the tokens are for, if it is known: logs, spans and metrics
    /// name it. Must not block.
    fn account(&self) -> Option<&str> {
        None
    }
}

impl<K: TokenKind> TokenProvider<K> for AccessToken<K> {
    fn token(&self) -> BoxFuture<'_, Result<AccessToken<K>, Error>> {
        Box::pin(async { Ok(self.clone()) })
    }
}

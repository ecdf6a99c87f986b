//! Where new tokens come from.

use std::fmt;
use std::time::{Duration, SystemTime};

use super::{AccessToken, BoxFuture, TokenKind};
use crate::Error;

/// Fetches tokens, without a cache; [`Cached`](super::Cached) makes a provider of it.
///
/// ```
/// use std::time::Duration;
/// use wechat_cloudbase::token::{AccessToken, Authorizer, BoxFuture, Fetch, Fetched, Need};
/// use wechat_cloudbase::Error;
///
/// /// Asks a service of the company's own.
/// struct TokenService;
///
/// impl Fetch<Authorizer> for TokenService {
///     fn fetch(
///         &self,
///         need: Need<Authorizer>,
///     ) -> BoxFuture<'_, Result<Fetched<Authorizer>, Error>> {
///         Box::pin(async move {
///             let _ = need.instead_of(); // not this one again, please
///             let token = AccessToken::new("from the service");
///             Ok(Fetched::expires_in(token, Duration::from_secs(7200)))
///         })
///     }
/// }
/// ```
pub trait Fetch<K: TokenKind>: Send + Sync + 'static {
    /// Fetches a token. Called once at a time.
    ///
    /// # Errors
    ///
    /// When none can be obtained; make one with [`Error::token`]. All waiters get it.
    fn fetch(&self, need: Need<K>) -> BoxFuture<'_, Result<Fetched<K>, Error>>;

    /// The appid of the account that the tokens are for, if it is known: logs, spans and metrics
    /// name it. Must not block.
    fn account(&self) -> Option<&str> {
        None
    }
}

/// Which token is needed, and whether callers wait for it.
#[derive(Debug)]
pub enum Need<K: TokenKind> {
    /// There is none, and callers wait: any valid token will do.
    Any,
    /// This one will expire soon, and is served meanwhile: one that lives longer is needed. No caller
    /// waits, so failing is better than waiting long.
    Longer(AccessToken<K>),
    /// WeChat rejected this one, and callers wait: any other will do.
    Other(AccessToken<K>),
}

impl<K: TokenKind> Clone for Need<K> {
    fn clone(&self) -> Self {
        match self {
            Self::Any => Self::Any,
            Self::Longer(token) => Self::Longer(token.clone()),
            Self::Other(token) => Self::Other(token.clone()),
        }
    }
}

impl<K: TokenKind> Need<K> {
    /// The token that must not be returned.
    pub fn instead_of(&self) -> Option<&AccessToken<K>> {
        match self {
            Self::Any => None,
            Self::Longer(token) | Self::Other(token) => Some(token),
        }
    }

    /// Whether callers wait.
    pub fn is_urgent(&self) -> bool {
        !matches!(self, Self::Longer(_))
    }
}

/// A token as it was fetched, and when it expires. The token is not printed.
pub struct Fetched<K> {
    pub(super) token: AccessToken<K>,
    pub(super) expiry: Expiry,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Expiry {
    After(Duration),
    At(SystemTime),
}

impl<K> Fetched<K> {
    /// A token that expires this long after it was asked for: WeChat's `expires_in`.
    pub fn expires_in(token: AccessToken<K>, life: Duration) -> Self {
        Self { token, expiry: Expiry::After(life) }
    }

    /// A token that expires at this time.
    pub fn expires_at(token: AccessToken<K>, time: SystemTime) -> Self {
        Self { token, expiry: Expiry::At(time) }
    }

    /// The token.
    pub fn token(&self) -> &AccessToken<K> {
        &self.token
    }
}

impl<K> Clone for Fetched<K> {
    fn clone(&self) -> Self {
        Self { token: self.token.clone(), expiry: self.expiry }
    }
}

impl<K: TokenKind> fmt::Debug for Fetched<K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Fetched").field("token", &self.token).field("expiry", &self.expiry).finish()
    }
}

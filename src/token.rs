//! Access tokens: three kinds, three types, and where they come from.

use std::fmt;
use std::future::Future;
use std::marker::PhantomData;
use std::pin::Pin;

use crate::{Error, Secret};

/// `component_access_token`: a third-party platform speaks for itself.
#[derive(Clone, Copy, Debug)]
pub enum Component {}

/// `authorizer_access_token`: a platform speaks for an account that authorised it.
#[derive(Clone, Copy, Debug)]
pub enum Authorizer {}

/// `access_token` of a mini program, obtained with its own secret.
#[derive(Clone, Copy, Debug)]
pub enum App {}

/// A kind of token, as a type: [`Component`], [`Authorizer`] or [`App`].
pub trait TokenKind: sealed::Sealed + Send + Sync + 'static {
    /// The same kind as a value.
    const KIND: Kind;
}

impl TokenKind for Component {
    const KIND: Kind = Kind::Component;
}

impl TokenKind for Authorizer {
    const KIND: Kind = Kind::Authorizer;
}

impl TokenKind for App {
    const KIND: Kind = Kind::App;
}

mod sealed {
    pub trait Sealed {}
    impl Sealed for super::Component {}
    impl Sealed for super::Authorizer {}
    impl Sealed for super::App {}
}

/// A kind of token, as a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Kind {
    /// See [`Component`].
    Component,
    /// See [`Authorizer`].
    Authorizer,
    /// See [`App`].
    App,
}

impl Kind {
    /// The vendor's name of the token: `component_access_token`.
    pub const fn vendor_name(self) -> &'static str {
        match self {
            Self::Component => "component_access_token",
            Self::Authorizer => "authorizer_access_token",
            Self::App => "access_token",
        }
    }
}

/// A token of one kind; prints as `[secret]`, clones cheaply.
///
/// As a [`TokenProvider`] it hands out itself and has no other to offer once it is rejected.
pub struct AccessToken<K> {
    secret: Secret,
    kind: PhantomData<fn() -> K>,
}

impl<K: TokenKind> AccessToken<K> {
    /// Takes in a token as WeChat gave it.
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
    /// When there is none and none can be had; make one with [`Error::token`]. The call ends with
    /// that error and is not sent.
    fn token(&self) -> BoxFuture<'_, Result<AccessToken<K>, Error>>;

    /// Another token in place of one that WeChat has just rejected, or `None` when there is none.
    /// The client asks at most once in a call.
    ///
    /// # Errors
    ///
    /// When none can be had. The call ends with the rejection, and with this error as its source.
    fn replace<'a>(
        &'a self,
        rejected: &'a AccessToken<K>,
    ) -> BoxFuture<'a, Result<Option<AccessToken<K>>, Error>> {
        let _ = rejected;
        Box::pin(async { Ok(None) })
    }
}

impl<K: TokenKind> TokenProvider<K> for AccessToken<K> {
    fn token(&self) -> BoxFuture<'_, Result<AccessToken<K>, Error>> {
        Box::pin(async { Ok(self.clone()) })
    }
}

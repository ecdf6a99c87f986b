//! The kinds of token, as types and as values.

use crate::json::words;

/// `component_access_token`: a third-party platform acts as itself.
#[derive(Clone, Copy, Debug)]
pub enum Component {}

/// `authorizer_access_token`: a platform acts for an account that authorised it.
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

words!(Kind { Component = "component", Authorizer = "authorizer", App = "app" });

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

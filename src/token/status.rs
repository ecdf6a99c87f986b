//! The status of tokens, for operators.

use std::time::SystemTime;

use crate::Error;
use crate::json::fields;

/// The status of the tokens of a platform, an account or a mini program:
/// [`Platform::status`](crate::Platform::status),
/// [`Platform::component_status`](crate::Platform::component_status),
/// [`MiniProgram::status`](crate::MiniProgram::status). No token is in it.
///
/// It comes from this process's memory and from the store, without asking WeChat.
///
/// Serialized as an object of its fields, for a health check; times are whole seconds since 1970. Never
/// deserialized, because the errors in it are not.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct TokenStatus {
    /// The validity of the access token that a call would use: of this process, or else of the store.
    pub access_token: Option<Validity>,
    /// Whether the store has a refresh token of the account. Always `false` for the tokens of a
    /// platform itself and of a mini program, which need none.
    pub refresh_token: bool,
    /// Since when the account has authorised the platform, where that is known.
    pub authorized: Option<SystemTime>,
    /// Why the last fetch of this process failed, if it did.
    pub last_error: Option<LastError>,
    /// No fetch starts in this process before this time, nor without a call. `None` while one
    /// is in flight, and when the next call starts one.
    pub next_attempt: Option<SystemTime>,
    /// Whether this process is fetching a token.
    pub is_fetching: bool,
    /// What blocks that fetch: the store is down, another process holds the lock, the
    /// limit of fetches is reached.
    pub obstacle: Option<Error>,
    /// Whether the newest tokens are in this process's memory only, because the store did not persist
    /// them.
    pub is_unsaved: bool,
    /// Why the store could not be read, so that this status lacks its part.
    pub store_error: Option<Error>,
}

/// The validity period of an access token. Serialized in whole seconds since 1970.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Validity {
    /// When it was obtained.
    pub since: SystemTime,
    /// When it expires.
    pub expires: SystemTime,
}

/// A failure, and when it was: serialized in whole seconds since 1970, and never deserialized.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct LastError {
    /// What happened.
    pub error: Error,
    /// When.
    pub at: SystemTime,
}

fields!(written TokenStatus {
    access_token,
    refresh_token,
    authorized,
    last_error,
    next_attempt,
    is_fetching,
    obstacle,
    is_unsaved,
    store_error,
});

fields!(Validity { since, expires });

fields!(written LastError { error, at });

/// The state of a cache.
pub(crate) struct Report {
    pub(crate) validity: Option<Validity>,
    pub(crate) failure: Option<LastError>,
    pub(crate) next_attempt: Option<SystemTime>,
    pub(crate) is_fetching: bool,
}

//! What is known of a token, for whoever operates the program.

use std::time::SystemTime;

use crate::Error;
use crate::json::fields;

/// How the tokens of a platform, an account or a mini program are:
/// [`Platform::status`](crate::Platform::status),
/// [`Platform::component_status`](crate::Platform::component_status),
/// [`MiniProgram::status`](crate::MiniProgram::status). No token is in it.
///
/// It is made from this process's memory and from the store, and asks WeChat nothing.
///
/// Serialized as an object of its fields, for a health check; times are whole seconds since 1970. Never
/// deserialized, because the errors in it are not.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct TokenStatus {
    /// The access token that a call would be sent with: of this process, or else of the store.
    pub access_token: Option<Validity>,
    /// Whether the store has a refresh token of the account. Always `false` for the tokens of a
    /// platform itself and of a mini program, which need none.
    pub refresh_token: bool,
    /// Since when the account has authorised the platform, where that is known.
    pub authorized: Option<SystemTime>,
    /// Why the last fetch of this process failed, if it did.
    pub last_error: Option<LastError>,
    /// No other fetch begins in this process before, and none unless somebody calls. `None` while one
    /// is in flight, and when the next call starts one.
    pub next_attempt: Option<SystemTime>,
    /// Whether this process is fetching a token.
    pub is_fetching: bool,
    /// What that fetch waits for to go away: the store is down, another process holds the lock, the
    /// limit of fetches is reached.
    pub obstacle: Option<Error>,
    /// Whether the newest tokens are in this process's memory only, because the store did not take
    /// them.
    pub is_unsaved: bool,
    /// Why the store could not be read, so that what it has is not in here.
    pub store_error: Option<Error>,
}

/// From when to when an access token is valid. Serialized in whole seconds since 1970.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Validity {
    /// When it came.
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

/// What a cache knows.
pub(crate) struct Report {
    pub(crate) validity: Option<Validity>,
    pub(crate) failure: Option<LastError>,
    pub(crate) next_attempt: Option<SystemTime>,
    pub(crate) is_fetching: bool,
}

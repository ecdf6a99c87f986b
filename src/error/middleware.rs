//! Errors of code around the transport, and in its place.

use super::{BoxError, Error, ErrorKind};
use crate::transport::Barrier;

impl Error {
    /// A failure of a [`Middleware`](crate::client::middleware::Middleware), for the reason given,
    /// which is in the error's line: keep secrets out of it. The call fails with this error. It
    /// was not sent, unless the middleware had sent the request on before.
    pub fn middleware(reason: impl Into<BoxError>) -> Self {
        let reason = reason.into();
        Self::new(ErrorKind::Middleware(reason.to_string())).with_source(reason)
    }

    /// What a middleware in place of the transport returns when no connection can be made, for the
    /// reason given, which is in the error's line. Nothing was sent: the call goes on with the
    /// next host, or is retried after a backoff.
    pub fn connect(reason: impl Into<BoxError>) -> Self {
        let reason = reason.into();
        Self::new(ErrorKind::Connect(Barrier::told(reason.to_string()))).with_source(reason)
    }

    /// What a middleware in place of the transport returns when a request was sent and no complete response
    /// came, for the reason given. The call is retried where its endpoint is idempotent.
    pub fn interrupted(reason: impl Into<BoxError>) -> Self {
        Self::new(ErrorKind::Interrupted).with_source(reason.into())
    }
}

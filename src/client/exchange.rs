//! The innermost link of the middleware chain: the transport, and its failures as errors.

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use crate::error::{Error, ErrorKind, Outcome};
use crate::transport::{Failure, IsEnough, Patience, Reply, Transport, setup_problem};
use reqwest::Request;

/// One exchange to be made over the transport.
#[derive(Clone, Copy)]
pub(super) struct Exchange<'a> {
    pub(super) transport: &'a Transport,
    pub(super) patience: &'a Patience,
    /// How long that is from its start, or without progress.
    pub(super) limit: Duration,
    /// Whether the rest of the response is left to be read.
    pub(super) is_enough: Option<IsEnough>,
    /// Whether something may have been sent.
    pub(super) sent: &'a AtomicBool,
}

impl Exchange<'_> {
    pub(super) async fn make(self, request: Request) -> Result<Reply, Error> {
        // Assumed until the result is known, also when this future is dropped.
        let before = self.sent.swap(true, Ordering::Relaxed);
        let reply = self.transport.exchange(request, self.patience.clone(), self.is_enough).await;
        let reply = reply.map_err(|failure| error_of(failure, self.limit));
        if reply.as_ref().is_err_and(|error| error.outcome() == Outcome::NotSent) {
            self.sent.store(before, Ordering::Relaxed);
        }
        reply
    }
}

fn error_of(failure: Failure, after: Duration) -> Error {
    match failure {
        Failure::Setup(error) => {
            Error::config(setup_problem(&error)).with_source(Box::new(error.without_url()))
        }
        Failure::Connect(barrier, error) => {
            Error::new(ErrorKind::Connect(barrier)).with_source(Box::new(error))
        }
        Failure::Timeout => Error::new(ErrorKind::Timeout { after }),
        Failure::Interrupted(error) => {
            Error::new(ErrorKind::Interrupted).with_source(Box::new(error))
        }
        Failure::TooLarge { limit } => Error::new(ErrorKind::TooLarge { limit }),
        Failure::Redirected => Error::new(ErrorKind::RedirectFollowed),
    }
}

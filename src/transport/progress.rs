//! How long an exchange may take: until a moment, or for as long as it makes progress.

use std::future::poll_fn;
use std::pin::{Pin, pin};
use std::sync::{Arc, Mutex, PoisonError};
use std::task::Poll;
use std::time::Duration;

use tokio::time::{Instant, sleep_until, timeout_at};

/// When something was last read or sent.
pub(crate) struct Progress(Mutex<Instant>);

impl Progress {
    pub(crate) fn new() -> Arc<Self> {
        Arc::new(Self(Mutex::new(Instant::now())))
    }

    pub(crate) fn made(&self) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Instant::now();
    }

    fn last(&self) -> Instant {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits until there was none for this long.
    async fn stalled(&self, longest: Duration) {
        loop {
            let last = self.last();
            match last.checked_add(longest) {
                Some(end) => sleep_until(end).await,
                None => std::future::pending().await,
            }
            if self.last() == last {
                return;
            }
        }
    }
}

/// How long an exchange may take.
#[derive(Clone)]
pub(crate) enum Patience {
    /// Until a moment.
    Until(Instant),
    /// For as long as it makes progress within this time, again and again.
    Idle { longest: Duration, progress: Arc<Progress> },
}

impl Patience {
    /// Something was read.
    pub(super) fn progress(&self) {
        if let Self::Idle { progress, .. } = self {
            progress.made();
        }
    }

    /// The output of a future, unless patience ends first.
    pub(crate) async fn wait<F: Future>(&self, mut future: Pin<&mut F>) -> Option<F::Output> {
        match self {
            Self::Until(until) => timeout_at(*until, future).await.ok(),
            Self::Idle { longest, progress } => {
                let mut stalled = pin!(progress.stalled(*longest));
                poll_fn(|context| match future.as_mut().poll(context) {
                    Poll::Ready(output) => Poll::Ready(Some(output)),
                    Poll::Pending => stalled.as_mut().poll(context).map(|()| None),
                })
                .await
            }
        }
    }
}

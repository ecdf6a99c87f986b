//! One background job.

use std::pin::Pin;
use std::task::{Context, Poll};

use super::{Boxed, Count, thread};

/// A future, counted as long as it exists. When a given runtime shuts down before the future has
/// started, the library's own thread takes it over; later it would be tied to the timers of that runtime.
pub(super) struct Job {
    future: Option<Boxed>,
    count: Option<Count>,
    may_move: bool,
}

impl Job {
    pub(super) fn new(future: Boxed, count: Option<Count>) -> Self {
        Self { future: Some(future), count, may_move: true }
    }

    /// From now on it stays where it is.
    pub(super) fn settled(mut self) -> Self {
        self.may_move = false;
        self
    }
}

impl Future for Job {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        self.may_move = false;
        match &mut self.future {
            Some(future) => future.as_mut().poll(context),
            None => Poll::Ready(()),
        }
    }
}

impl Drop for Job {
    fn drop(&mut self) {
        if !self.may_move {
            return;
        }
        if let Some(future) = self.future.take() {
            let count = self.count.take();
            thread::spawn(Self { future: Some(future), count, may_move: false });
        }
    }
}

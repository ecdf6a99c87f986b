//! Closes a platform or mini program: nothing new starts, and what is in progress finishes.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use tokio::time::{Instant, sleep, timeout_at};

use super::Context;
use crate::json::fields;
use crate::store::Key;

/// The delay between attempts to write what the store has not persisted.
const WRITE_PAUSE: Duration = Duration::from_millis(250);

/// The work left after closing: [`Platform::close`](crate::Platform::close),
/// [`MiniProgram::close`](crate::MiniProgram::close).
///
/// It goes on in the background as long as the process lives; closing again waits for it again.
/// Serialized as an object of its fields, with keys as texts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
#[must_use = "it names the tokens that are lost when the process exits now"]
pub struct Closed {
    /// Keys whose newest tokens are in this process's memory only, because the store did not persist
    /// them. When the process exits now, these refresh tokens are lost, and
    /// [`Platform::recovery`](crate::Platform::recovery) must recover them.
    pub unsaved: Vec<Key>,
    /// Keys for which a token is still being fetched. If WeChat responds with a new refresh token
    /// after the process has exited, it is lost in the same way. Other processes wait for the lease to
    /// expire, some 8 seconds.
    pub fetching: Vec<Key>,
    /// How many jobs have not finished, of whatever kind: fetches, exchanges of authorisation
    /// codes, writes.
    pub in_flight: usize,
}

impl Closed {
    /// Whether nothing is left: the process may exit.
    pub fn is_complete(&self) -> bool {
        self.unsaved.is_empty() && self.fetching.is_empty() && self.in_flight == 0
    }
}

fields!(Closed { unsaved, fetching, in_flight });

impl fmt::Display for Closed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{} tokens not written, {} being fetched, {} jobs in flight",
            self.unsaved.len(),
            self.fetching.len(),
            self.in_flight
        )
    }
}

impl Context {
    /// Refuses new fetches from now on, and waits at most this long for what is in progress.
    pub(crate) async fn close(self: &Arc<Self>, bound: Duration) -> Closed {
        self.background.close();
        self.limits.close();
        let context = Arc::clone(self);
        // If the runtime for this work has shut down, what is left is reported at once.
        let _ = self.background.run_uncounted(async move { context.settle(bound).await }).await;
        let (unsaved, fetching) = (self.store.unsaved_keys(), self.store.leased_keys());
        Closed { unsaved, fetching, in_flight: self.background.jobs() }
    }

    async fn settle(&self, bound: Duration) {
        let now = Instant::now();
        let end = now.checked_add(bound).unwrap_or(now);
        let settled = async {
            loop {
                self.background.idle().await;
                if self.store.unsaved_keys().is_empty() {
                    return;
                }
                self.store.flush_all();
                sleep(WRITE_PAUSE).await;
            }
        };
        // The report has what is not settled by then.
        let _ = timeout_at(end, settled).await;
    }
}

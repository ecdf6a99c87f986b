//! Closes a platform.

use std::time::Duration;

use super::{Closed, Platform};

impl Platform {
    /// Starts nothing new, and waits at most `bound` for what is in progress: token fetches, exchanges
    /// of authorisation codes, pending writes to the store. Locks are released. What is
    /// left is in the result.
    ///
    /// From then on calls go on with the tokens that this process holds, and those that need another
    /// token fail with [`is_closed`](crate::Error::is_closed) and are not sent, as does whatever
    /// else changes tokens or tickets. All clones are closed together. Closing again waits again
    /// for what was left; several tasks may do so concurrently.
    ///
    /// See the [module](crate::platform#shutdown) for an example.
    pub async fn close(&self, bound: Duration) -> Closed {
        self.inner.context.close(bound).await
    }
}

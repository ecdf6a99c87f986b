//! The end of a platform.

use std::time::Duration;

use super::{Closed, Platform};

impl Platform {
    /// Begins nothing new, and waits this long at most for what is under way: token fetches, exchanges
    /// of authorisation codes, writes that the store has not taken yet. Locks are given back. What is
    /// left undone is in the result.
    ///
    /// From now on calls go on with the tokens that this process holds, and those that need another
    /// token fail with [`is_closed`](crate::Error::is_closed) and are not sent, as does whatever
    /// else changes tokens or tickets. All clones are closed together. Closing again waits once more
    /// for what was left; several tasks may do so at the same time.
    ///
    /// See the [module](crate::platform#shutdown) for an example.
    pub async fn close(&self, bound: Duration) -> Closed {
        self.inner.context.close(bound).await
    }
}

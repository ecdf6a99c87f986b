//! A lock that is extended while its holder works, and released when it is dropped.

use std::future::{pending, poll_fn};
use std::pin::pin;
use std::sync::Arc;
use std::task::Poll;
use std::time::Duration;

use tokio::time::sleep;

use super::durable::DurableStore;
use crate::store::{Fence, Key};

/// How long others wait for a process that died while it held a lock. Longer than a slow store
/// takes to extend it.
pub(crate) const LEASE: Duration = Duration::from_secs(8);

/// How often a lease is extended. An attempt may take five seconds.
const EXTEND_EVERY: Duration = Duration::from_millis(2_500);

/// A lease. However its holder ends, the lock is released, or else it expires.
pub(crate) struct Lease {
    store: Arc<DurableStore>,
    key: Key,
    fence: Fence,
}

impl Lease {
    pub(crate) fn new(store: Arc<DurableStore>, key: Key, fence: Fence) -> Self {
        store.lease_begins(&key);
        Self { store, key, fence }
    }

    /// Extends the lease until the work is done. Work goes on when the lease is lost: its result
    /// is written if nothing newer was written, and may be the only valid refresh token.
    pub(crate) async fn during<T>(&self, work: impl Future<Output = T>) -> T {
        let (mut work, mut extending) = (pin!(work), pin!(self.extend()));
        poll_fn(|context| match work.as_mut().poll(context) {
            Poll::Ready(output) => Poll::Ready(output),
            Poll::Pending => {
                let _: Poll<()> = extending.as_mut().poll(context);
                Poll::Pending
            }
        })
        .await
    }

    /// Never ends.
    async fn extend(&self) {
        loop {
            sleep(EXTEND_EVERY).await;
            // A store that fails now may accept the next attempt.
            if let Ok(false) = self.store.extend(&self.key, self.fence, LEASE).await {
                return pending().await;
            }
        }
    }
}

impl Drop for Lease {
    fn drop(&mut self) {
        let (store, key, fence) = (Arc::clone(&self.store), self.key.clone(), self.fence);
        store.lease_dropped(&key);
        let background = store.background().clone();
        background.spawn(async move { store.unlock(&key, fence).await });
    }
}

//! A lock that is prolonged while its holder is at work, and given back when it is dropped.

use std::future::{pending, poll_fn};
use std::pin::pin;
use std::sync::Arc;
use std::task::Poll;
use std::time::Duration;

use tokio::time::sleep;

use super::durable::DurableStore;
use crate::store::{Fence, Key};

/// How long others wait for a process that died while it held a lock. Longer than a store that is
/// slow takes to prolong it.
pub(crate) const LEASE: Duration = Duration::from_secs(8);

/// How often a lease is prolonged. An attempt may take five seconds.
const PROLONG_EVERY: Duration = Duration::from_millis(2_500);

/// A lease. However its holder ends, the lock is given back, or else it expires.
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

    /// Prolongs the lease until the work is done. Work goes on when the lease is lost: what it brings
    /// is written if nobody has written after it, and may be the only refresh token that is good.
    pub(crate) async fn during<T>(&self, work: impl Future<Output = T>) -> T {
        let (mut work, mut prolonging) = (pin!(work), pin!(self.prolong()));
        poll_fn(|context| match work.as_mut().poll(context) {
            Poll::Ready(output) => Poll::Ready(output),
            Poll::Pending => {
                let _: Poll<()> = prolonging.as_mut().poll(context);
                Poll::Pending
            }
        })
        .await
    }

    /// Never ends.
    async fn prolong(&self) {
        loop {
            sleep(PROLONG_EVERY).await;
            // A store that fails now may take the next attempt.
            if let Ok(false) = self.store.extend(&self.key, self.fence, LEASE).await {
                return pending().await;
            }
        }
    }
}

impl Drop for Lease {
    fn drop(&mut self) {
        let (store, key, fence) = (Arc::clone(&self.store), self.key.clone(), self.fence);
        store.lease_ends(&key);
        let background = store.background().clone();
        background.spawn(async move { store.unlock(&key, fence).await });
    }
}

//! A store that lasts as long as its process.

use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::time::Instant;

use super::slot::Slot;
use super::{Fence, Key, Lock, Saved, Store};
use crate::token::BoxFuture;
use crate::{Error, Secret};

/// Keeps everything in memory: for one process, and for tests. Clones share what they keep.
///
/// A ticket is lost with the process, and another arrives within 10 minutes. A refresh token is lost
/// as well: have it read again with the list of authorizers, or use a store that lasts.
#[derive(Clone, Default)]
pub struct MemoryStore {
    slots: Arc<Mutex<HashMap<Key, Slot>>>,
}

impl MemoryStore {
    /// An empty store.
    pub fn new() -> Self {
        Self::default()
    }

    fn slots(&self) -> MutexGuard<'_, HashMap<Key, Slot>> {
        // No code panics while it holds the guard, and a slot is whole after each statement.
        self.slots.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Store for MemoryStore {
    fn load<'a>(&'a self, key: &'a Key) -> BoxFuture<'a, Result<Option<Secret>, Error>> {
        Box::pin(async { Ok(self.slots().get(key).and_then(|slot| slot.value.clone())) })
    }

    fn save<'a>(
        &'a self,
        key: &'a Key,
        value: Option<&'a Secret>,
        fence: Option<Fence>,
    ) -> BoxFuture<'a, Result<Saved, Error>> {
        Box::pin(async move { Ok(self.slots().entry(key.clone()).or_default().save(value, fence)) })
    }

    fn lock<'a>(
        &'a self,
        key: &'a Key,
        owner: &'a str,
        lease: Duration,
    ) -> BoxFuture<'a, Result<Lock, Error>> {
        Box::pin(async move {
            let now = now();
            Ok(self.slots().entry(key.clone()).or_default().lock(owner, lease, now))
        })
    }

    fn extend<'a>(
        &'a self,
        key: &'a Key,
        fence: Fence,
        lease: Duration,
    ) -> BoxFuture<'a, Result<bool, Error>> {
        Box::pin(async move {
            let now = now();
            Ok(self.slots().get_mut(key).is_some_and(|slot| slot.extend(fence, lease, now)))
        })
    }

    fn unlock<'a>(&'a self, key: &'a Key, fence: Fence) -> BoxFuture<'a, Result<(), Error>> {
        Box::pin(async move {
            if let Some(slot) = self.slots().get_mut(key) {
                slot.unlock(fence);
            }
            Ok(())
        })
    }
}

/// The time since a moment of this process. It follows tokio's clock, which tests can pause.
fn now() -> Duration {
    use std::sync::OnceLock;
    static START: OnceLock<Instant> = OnceLock::new();
    START.get_or_init(Instant::now).elapsed()
}

/// Nothing of what is kept is shown.
impl fmt::Debug for MemoryStore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MemoryStore").field("keys", &self.slots().len()).finish_non_exhaustive()
    }
}

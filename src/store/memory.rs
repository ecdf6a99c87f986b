//! A store that lasts as long as its process.

use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::time::Instant;

use super::slot::{Fences, Slot};
use super::{Fence, Key, Lock, Saved, Store};
use crate::token::BoxFuture;
use crate::{Error, Secret};

/// Nothing is swept below this number of keys.
const FEW: usize = 64;

/// Stores everything in memory: for one process, and for tests. Clones share the values.
///
/// A ticket is lost with the process, and another arrives within 10 minutes. A refresh token is lost
/// as well: recover it with [`Platform::recovery`](crate::Platform::recovery), or use a durable store.
#[derive(Clone, Default)]
pub struct MemoryStore {
    all: Arc<Mutex<All>>,
}

#[derive(Default)]
struct All {
    slots: HashMap<Key, Slot>,
    fences: Fences,
    /// How many keys were left after the last sweep.
    swept: usize,
}

impl MemoryStore {
    /// An empty store.
    pub fn new() -> Self {
        Self::default()
    }

    /// How many keys have a value or a lock.
    #[cfg(test)]
    pub(crate) fn count(&self) -> usize {
        self.all().slots.len()
    }

    fn all(&self) -> MutexGuard<'_, All> {
        // No code panics while it holds the guard, and a slot is consistent after each statement.
        self.all.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl All {
    /// Changes a slot, and drops it when it is obsolete.
    fn change<T>(
        &mut self,
        key: &Key,
        now: Duration,
        change: impl FnOnce(&mut Slot, &mut Fences) -> T,
    ) -> T {
        self.sweep(now);
        let mut slot = self.slots.remove(key).unwrap_or_default();
        let result = change(&mut slot, &mut self.fences);
        match slot.is_obsolete(now) {
            true => slot.forgotten(&mut self.fences),
            false => drop(self.slots.insert(key.clone(), slot)),
        }
        result
    }

    /// Drops obsolete slots, each time that the number of keys has doubled.
    fn sweep(&mut self, now: Duration) {
        if self.slots.len() < (self.swept * 2).max(FEW) {
            return;
        }
        let fences = &mut self.fences;
        self.slots.retain(|_, slot| {
            let is_obsolete = slot.is_obsolete(now);
            if is_obsolete {
                slot.forgotten(fences);
            }
            !is_obsolete
        });
        self.swept = self.slots.len();
    }
}

impl Store for MemoryStore {
    fn load<'a>(&'a self, key: &'a Key) -> BoxFuture<'a, Result<Option<Secret>, Error>> {
        Box::pin(async { Ok(self.all().slots.get(key).and_then(|slot| slot.value.clone())) })
    }

    fn save<'a>(
        &'a self,
        key: &'a Key,
        value: Option<&'a Secret>,
        fence: Option<Fence>,
    ) -> BoxFuture<'a, Result<Saved, Error>> {
        Box::pin(async move {
            let now = now();
            let save = |slot: &mut Slot, fences: &mut Fences| slot.save(value, fence, fences, now);
            Ok(self.all().change(key, now, save))
        })
    }

    fn lock<'a>(
        &'a self,
        key: &'a Key,
        owner: &'a str,
        lease: Duration,
    ) -> BoxFuture<'a, Result<Lock, Error>> {
        Box::pin(async move {
            let now = now();
            let lock = |slot: &mut Slot, fences: &mut Fences| slot.lock(owner, lease, fences, now);
            Ok(self.all().change(key, now, lock))
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
            Ok(self.all().change(key, now, |slot, _| slot.extend(fence, lease, now)))
        })
    }

    fn unlock<'a>(&'a self, key: &'a Key, fence: Fence) -> BoxFuture<'a, Result<(), Error>> {
        Box::pin(async move {
            self.all().change(key, now(), |slot, _| slot.unlock(fence));
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

/// Shows no values.
impl fmt::Debug for MemoryStore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MemoryStore").field("keys", &self.all().slots.len()).finish_non_exhaustive()
    }
}

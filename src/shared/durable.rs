//! A store that loses nothing: failed writes stay in memory and are retried.

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::time::{sleep, timeout};

use super::record::TokenRecord;
use crate::backoff::Backoff;
use crate::store::{Fence, Key, Lock, Saved, Store};
use crate::task::Background;
use crate::token::BoxFuture;
use crate::{Error, Secret};

/// The timeout of one operation of the store: on a healthy network it takes milliseconds.
const OPERATION: Duration = Duration::from_secs(5);

/// The backoff between retries of a failed write.
const RETRIES: Backoff =
    Backoff { first: Duration::from_millis(500), longest: Duration::from_secs(15) };

/// A store, and the records that could not be written to it.
pub(crate) struct DurableStore {
    store: Arc<dyn Store>,
    background: Background,
    /// Names this process, for people who look into the store.
    owner: String,
    unsaved: Mutex<Unsaved>,
    /// The keys that this process holds locks of.
    leased: Mutex<HashSet<Key>>,
}

#[derive(Default)]
struct Unsaved {
    records: HashMap<Key, Entry>,
    /// To tell entries of the same key apart.
    count: u64,
}

#[derive(Clone)]
struct Entry {
    number: u64,
    /// `None` to remove what is there.
    record: Option<TokenRecord>,
    fence: Option<Fence>,
    /// Held while a record of the key is being written: a slow write must not finish after the
    /// write of a newer record, and overwrite it.
    turn: Arc<Turn>,
}

type Turn = tokio::sync::Mutex<()>;

/// The result of a write.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Written {
    Stored,
    /// The record of a later lease is there, and was not replaced.
    Outdated,
    /// The store failed; the record will be written as soon as it is back.
    InMemory,
}

impl DurableStore {
    pub(crate) fn new(store: Arc<dyn Store>, background: Background) -> Self {
        let owner = format!("process {} ({:08x})", std::process::id(), fastrand::u32(..));
        let (unsaved, leased) = (Mutex::default(), Mutex::default());
        Self { store, background, owner, unsaved, leased }
    }

    /// Where work that outlives a call runs.
    pub(crate) fn background(&self) -> &Background {
        &self.background
    }

    /// The record at a key; an empty one where nothing is.
    pub(crate) async fn load(&self, key: &Key) -> Result<TokenRecord, Error> {
        let value = self.load_value(key).await?;
        let record = value.map_or(Ok(TokenRecord::default()), |value| TokenRecord::decode(&value));
        record.map(TokenRecord::without_empty)
    }

    /// The same, with `None` for a damaged value.
    pub(crate) async fn load_readable(&self, key: &Key) -> Result<Option<TokenRecord>, Error> {
        match self.load(key).await {
            Err(error) if error.is_damaged() => {
                tracing::warn!(target: "wechat_cloudbase", %key, %error, "a damaged value is replaced");
                Ok(None)
            }
            loaded => loaded.map(Some),
        }
    }

    /// Copies an unreadable value to where it can be inspected, because a new one is about to
    /// replace it. If that fails, the new one is written nevertheless.
    pub(crate) async fn set_aside(&self, key: &Key) {
        if let Err(error) = bounded(self.store.set_aside(key)).await {
            tracing::warn!(target: "wechat_cloudbase", %key, %error, "a damaged value can't be set aside");
        }
    }

    /// The same for a value that is about to be replaced or removed, if it can't be read.
    pub(crate) async fn make_way(&self, key: &Key) {
        if let Ok(None) = self.load_readable(key).await {
            self.set_aside(key).await;
        }
    }

    pub(crate) async fn load_value(&self, key: &Key) -> Result<Option<Secret>, Error> {
        bounded(self.store.load(key)).await
    }

    pub(crate) async fn save_value(
        &self,
        key: &Key,
        value: Option<&Secret>,
        fence: Option<Fence>,
    ) -> Result<Saved, Error> {
        bounded(self.store.save(key, value, fence)).await
    }

    pub(crate) async fn lock(&self, key: &Key, lease: Duration) -> Result<Lock, Error> {
        bounded(self.store.lock(key, &self.owner, lease)).await
    }

    /// Whether the lease is still ours, and was extended.
    pub(crate) async fn extend(
        &self,
        key: &Key,
        fence: Fence,
        lease: Duration,
    ) -> Result<bool, Error> {
        bounded(self.store.extend(key, fence, lease)).await
    }

    pub(crate) async fn unlock(&self, key: &Key, fence: Fence) {
        // A lease that can't be released expires by itself.
        let _ = bounded(self.store.unlock(key, fence)).await;
    }

    /// Writes a record, now or as soon as the store can.
    pub(crate) async fn persist(
        self: &Arc<Self>,
        key: &Key,
        record: &TokenRecord,
        fence: Option<Fence>,
    ) -> Written {
        // It is in memory before it is written, so that nothing is lost if we are cancelled.
        self.remember(key, Some(record.clone()), fence);
        match self.write(key).await {
            Ok(Some(Saved::Outdated)) => Written::Outdated,
            Ok(_) => Written::Stored,
            Err(_) => {
                self.write_later(key.clone());
                Written::InMemory
            }
        }
    }

    /// Removes a record, whatever write is pending.
    pub(crate) async fn remove(&self, key: &Key) -> Result<(), Error> {
        let number = self.remember(key, None, None);
        let removed = self.write(key).await;
        self.forget(key, number);
        removed.map(|_| ())
    }

    /// The keys of the unsaved records.
    pub(crate) fn unsaved_keys(&self) -> Vec<Key> {
        let mut keys: Vec<_> = self.unsaved().records.keys().cloned().collect();
        keys.sort();
        keys
    }

    /// The keys that this process holds a lock of.
    pub(crate) fn leased_keys(&self) -> Vec<Key> {
        let mut keys: Vec<_> = self.leased().iter().cloned().collect();
        keys.sort();
        keys
    }

    pub(super) fn lease_begins(&self, key: &Key) {
        self.leased().insert(key.clone());
    }

    pub(super) fn lease_dropped(&self, key: &Key) {
        self.leased().remove(key);
    }

    /// Starts to write all unsaved records, in the background.
    pub(crate) fn flush_all(self: &Arc<Self>) {
        for key in self.unsaved_keys() {
            let store = Arc::clone(self);
            self.background.spawn(async move {
                // What fails stays unsaved.
                let _ = store.flush(&key).await;
            });
        }
    }

    /// Writes the unsaved record of a key, if there is one.
    pub(crate) async fn flush(&self, key: &Key) -> Result<(), Error> {
        self.write(key).await.map(|_| ())
    }

    /// The unsaved record of a key.
    pub(crate) fn unsaved_record(&self, key: &Key) -> Option<TokenRecord> {
        self.unsaved_entry(key).and_then(|entry| entry.record)
    }

    /// Returns the number that identifies the record among those of the key.
    fn remember(&self, key: &Key, record: Option<TokenRecord>, fence: Option<Fence>) -> u64 {
        let mut unsaved = self.unsaved();
        unsaved.count += 1;
        let number = unsaved.count;
        let turn = unsaved.records.get(key).map(|before| Arc::clone(&before.turn));
        let turn = turn.unwrap_or_default();
        unsaved.records.insert(key.clone(), Entry { number, record, fence, turn });
        number
    }

    /// Forgets a record, unless there is a newer one.
    fn forget(&self, key: &Key, number: u64) {
        let mut unsaved = self.unsaved();
        if unsaved.records.get(key).is_some_and(|current| current.number == number) {
            unsaved.records.remove(key);
        }
    }

    /// Writes the newest unsaved record, after any write in progress.
    async fn write(&self, key: &Key) -> Result<Option<Saved>, Error> {
        loop {
            let Some(Entry { turn, .. }) = self.unsaved_entry(key) else { return Ok(None) };
            let _turn = turn.lock().await;
            let Some(entry) = self.unsaved_entry(key) else { return Ok(None) };
            // Everything was written while we waited, and the current entry has another turn.
            if !Arc::ptr_eq(&entry.turn, &turn) {
                continue;
            }
            let value = entry.record.as_ref().map(TokenRecord::encode);
            let saved = self.save_value(key, value.as_ref(), entry.fence).await?;
            self.forget(key, entry.number);
            return Ok(Some(saved));
        }
    }

    fn unsaved_entry(&self, key: &Key) -> Option<Entry> {
        self.unsaved().records.get(key).cloned()
    }

    /// Retries until it is written, even if nothing else uses the store any more.
    fn write_later(self: &Arc<Self>, key: Key) {
        let store = Arc::clone(self);
        self.background.spawn_uncounted(async move {
            let mut attempts = 0;
            loop {
                sleep(RETRIES.jittered(attempts)).await;
                if store.write(&key).await.is_ok() {
                    return;
                }
                attempts += 1;
            }
        });
    }

    fn leased(&self) -> MutexGuard<'_, HashSet<Key>> {
        // Nothing panics while it holds the guard.
        self.leased.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn unsaved(&self) -> MutexGuard<'_, Unsaved> {
        // Nothing panics while it holds the guard.
        self.unsaved.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

async fn bounded<T>(operation: BoxFuture<'_, Result<T, Error>>) -> Result<T, Error> {
    let slow = || Err(Error::store(format!("no response within {} seconds", OPERATION.as_secs())));
    timeout(OPERATION, operation).await.unwrap_or_else(|_| slow())
}

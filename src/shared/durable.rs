//! A store that loses nothing: what it can't write now is kept in memory and written later.

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

/// How long the store may take for one operation: on a network that works it takes milliseconds.
const OPERATION: Duration = Duration::from_secs(5);

/// Between attempts to write what could not be written.
const RETRIES: Backoff =
    Backoff { first: Duration::from_millis(500), longest: Duration::from_secs(15) };

/// A store, and what could not be written to it.
pub(crate) struct DurableStore {
    store: Arc<dyn Store>,
    background: Background,
    /// Who we are, for people who look into the store.
    owner: String,
    unsaved: Mutex<Unsaved>,
    /// What this process holds a lock of.
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
    /// Held while a record of the key is being written: a write that is slow must not end after the
    /// write of a newer record, and put the older one in its place.
    turn: Arc<Turn>,
}

type Turn = tokio::sync::Mutex<()>;

/// What became of a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Written {
    Stored,
    /// The record of a later lease is there, and stays.
    Outdated,
    /// The store failed; the record is written as soon as it is back.
    InMemory,
}

impl DurableStore {
    pub(crate) fn new(store: Arc<dyn Store>, background: Background) -> Self {
        let owner = format!("process {} ({:08x})", std::process::id(), fastrand::u32(..));
        let (unsaved, leased) = (Mutex::default(), Mutex::default());
        Self { store, background, owner, unsaved, leased }
    }

    /// Where work runs that outlives a call.
    pub(crate) fn background(&self) -> &Background {
        &self.background
    }

    /// The record at a key; an empty one where nothing is.
    pub(crate) async fn load(&self, key: &Key) -> Result<TokenRecord, Error> {
        let value = self.load_value(key).await?;
        let record = value.map_or(Ok(TokenRecord::default()), |value| TokenRecord::decode(&value));
        record.map(TokenRecord::without_empty)
    }

    /// The same, with `None` for what can't be read and never will be.
    pub(crate) async fn load_readable(&self, key: &Key) -> Result<Option<TokenRecord>, Error> {
        match self.load(key).await {
            Err(error) if error.is_damaged() => {
                tracing::warn!(target: "wechat_cloudbase", %key, %error, "a damaged value is replaced");
                Ok(None)
            }
            loaded => loaded.map(Some),
        }
    }

    /// Copies a value that can't be read to where it can be looked at, because a good one is about to
    /// take its place. A store that can't do so is no reason to go without the good one.
    pub(crate) async fn set_aside(&self, key: &Key) {
        if let Err(error) = bounded(self.store.set_aside(key)).await {
            tracing::warn!(target: "wechat_cloudbase", %key, %error, "a damaged value can't be set aside");
        }
    }

    /// The same for what is about to be replaced or removed, if it can't be read.
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

    /// Whether the lease is still ours, and was prolonged.
    pub(crate) async fn extend(
        &self,
        key: &Key,
        fence: Fence,
        lease: Duration,
    ) -> Result<bool, Error> {
        bounded(self.store.extend(key, fence, lease)).await
    }

    pub(crate) async fn unlock(&self, key: &Key, fence: Fence) {
        // A lease that can't be given back ends by itself.
        let _ = bounded(self.store.unlock(key, fence)).await;
    }

    /// Writes a record, now or as soon as the store can.
    pub(crate) async fn persist(
        self: &Arc<Self>,
        key: &Key,
        record: &TokenRecord,
        fence: Option<Fence>,
    ) -> Written {
        // It is in memory before it is written, so that nothing is lost if we are cut off.
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

    /// Removes a record, whatever is on its way to be written.
    pub(crate) async fn remove(&self, key: &Key) -> Result<(), Error> {
        let number = self.remember(key, None, None);
        let removed = self.write(key).await;
        self.forget(key, number);
        removed.map(|_| ())
    }

    /// The keys of what could not be written.
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

    pub(super) fn lease_ends(&self, key: &Key) {
        self.leased().remove(key);
    }

    /// Begins to write all that could not be written, in the background.
    pub(crate) fn flush_all(self: &Arc<Self>) {
        for key in self.unsaved_keys() {
            let store = Arc::clone(self);
            self.background.spawn(async move {
                // What fails stays unsaved.
                let _ = store.flush(&key).await;
            });
        }
    }

    /// Writes what could not be written before, if there is such a thing.
    pub(crate) async fn flush(&self, key: &Key) -> Result<(), Error> {
        self.write(key).await.map(|_| ())
    }

    /// What could not be written.
    pub(crate) fn unsaved_record(&self, key: &Key) -> Option<TokenRecord> {
        self.unsaved_entry(key).and_then(|entry| entry.record)
    }

    /// Gives the number by which the record is told from those after it.
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

    /// Writes the newest record that is not written, after whatever is being written.
    async fn write(&self, key: &Key) -> Result<Option<Saved>, Error> {
        loop {
            let Some(Entry { turn, .. }) = self.unsaved_entry(key) else { return Ok(None) };
            let _turn = turn.lock().await;
            let Some(entry) = self.unsaved_entry(key) else { return Ok(None) };
            // All was written while we waited, and what is here now has another turn.
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

    /// Tries until it is written, also when nobody else needs the store any more.
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
    let slow = || Err(Error::store(format!("no answer within {} seconds", OPERATION.as_secs())));
    timeout(OPERATION, operation).await.unwrap_or_else(|_| slow())
}

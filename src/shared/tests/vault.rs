//! Records that follow one another while the store is slow, or fails.

use std::sync::Mutex;

use super::*;
use crate::store::{MemoryStore, Saved};

/// How the next writes go, in order; those after them go well and at once.
#[derive(Clone, Copy)]
enum Write {
    Slow(Duration),
    Fails,
}

struct Scripted {
    memory: MemoryStore,
    writes: Mutex<Vec<Write>>,
}

impl Store for Scripted {
    fn load<'a>(&'a self, key: &'a Key) -> BoxFuture<'a, Result<Option<Secret>, Error>> {
        self.memory.load(key)
    }

    fn save<'a>(
        &'a self,
        key: &'a Key,
        value: Option<&'a Secret>,
        fence: Option<Fence>,
    ) -> BoxFuture<'a, Result<Saved, Error>> {
        Box::pin(async move {
            let mut writes = std::mem::take(&mut *self.writes.lock().unwrap()).into_iter();
            let write = writes.next();
            *self.writes.lock().unwrap() = writes.collect();
            match write {
                Some(Write::Fails) => return Err(Error::store("it can't write")),
                Some(Write::Slow(time)) => sleep(time).await,
                None => {}
            }
            self.memory.save(key, value, fence).await
        })
    }

    fn lock<'a>(
        &'a self,
        key: &'a Key,
        owner: &'a str,
        lease: Duration,
    ) -> BoxFuture<'a, Result<Lock, Error>> {
        self.memory.lock(key, owner, lease)
    }

    fn unlock<'a>(&'a self, key: &'a Key, fence: Fence) -> BoxFuture<'a, Result<(), Error>> {
        self.memory.unlock(key, fence)
    }
}

fn vault(writes: impl Into<Vec<Write>>) -> Arc<Vault> {
    let store = Scripted { memory: MemoryStore::new(), writes: Mutex::new(writes.into()) };
    Arc::new(Vault::new(Arc::new(store)))
}

fn record(refresh_token: &str) -> TokenRecord {
    TokenRecord { refresh_token: Some(Secret::new(refresh_token)), ..TokenRecord::default() }
}

/// The refresh token of a record, if there is one.
fn text(record: &TokenRecord) -> Option<&str> {
    record.refresh_token.as_ref().map(Secret::expose)
}

/// The end of an older write must not let a newer record be forgotten, which nobody else has.
#[tokio::test(start_paused = true)]
async fn a_newer_record_outlasts_the_write_of_an_older_one() {
    let vault = vault([Write::Slow(seconds(2)), Write::Fails]);
    let older = tokio::spawn({
        let vault = Arc::clone(&vault);
        async move { vault.keep(&key(), &record("R1"), None).await }
    });
    sleep(seconds(1)).await;
    assert_eq!(vault.keep(&key(), &record("R2"), None).await, Kept::InMemory);
    assert_eq!(older.await.unwrap(), Kept::Stored);
    let unsaved = vault.unsaved_record(&key());
    // Unless it was written in the meantime, it is in memory still.
    let stored = vault.load(&key()).await.unwrap();
    assert_eq!(unsaved.as_ref().or(Some(&stored)).and_then(text), Some("R2"));
    sleep(seconds(20)).await;
    assert_eq!(text(&vault.load(&key()).await.unwrap()), Some("R2"));
}

#[tokio::test(start_paused = true)]
async fn what_is_written_is_in_memory_no_longer() {
    let vault = vault([Write::Fails]);
    assert_eq!(vault.keep(&key(), &record("R1"), None).await, Kept::InMemory);
    assert_eq!(vault.unsaved_record(&key()).as_ref().and_then(text), Some("R1"));
    sleep(seconds(20)).await;
    assert!(vault.unsaved_record(&key()).is_none());
    assert_eq!(text(&vault.load(&key()).await.unwrap()), Some("R1"));
}

//! A store in one file, for the processes of one machine.

mod checksum;
mod failure;
mod open;
mod rows;
mod schema;
mod worker;

use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use super::{Fence, Key, Lock, Saved, Store};
use crate::token::BoxFuture;
use crate::{Error, Secret};
use open::Database;
use rows::Rows;
use worker::{Effect, Worker};

/// Stores everything in an SQLite database, for the processes of one machine. Clones share it.
///
/// **Durability.** When [`save`](Store::save) has completed, the value survives a crash of the
/// process, of the system and a loss of power, as far as the disk keeps its promises. Saves that wait at
/// the same time share one write to the disk. Locks survive a crash of the process, not one of the
/// system, which kills all holders.
///
/// **Files.** Beside the database there are `-wal` and `-shm` while it is open; they belong together,
/// and must be copied together. A new folder gets the mode 0700 and new files 0600, so that their owner
/// alone reads them. Files with a looser mode get this one when they are opened, with a warning in the
/// log. On Windows the permissions of the folder apply. The values are in plain text, unless the store
/// is [`Encrypted`](super::Encrypted). Not for network folders, where file locks do not work.
///
/// **Damage.** Each value has a checksum that is bound to its key. A mismatch is an error of
/// this key alone, and when another value takes its place, it is [set aside](Store::set_aside) as it is.
///
/// **Threads.** All access to the disk is on two threads of the store, one that reads and one that
/// writes, so it works from any runtime and blocks none. They exit with the last clone, after the
/// queued work.
#[derive(Clone)]
pub struct SqliteStore {
    inner: Arc<Inner>,
}

struct Inner {
    path: PathBuf,
    reader: Worker,
    writer: Worker,
}

impl SqliteStore {
    /// Opens the database in a file, or creates it, with its parent folders. It reads and writes the
    /// disk, and may wait for up to 5 seconds for other processes that open it at the same time.
    ///
    /// # Errors
    ///
    /// When the file can't be opened or created; when it is not a database of this store, was written by a
    /// later release, or is damaged. Nothing is changed then.
    pub fn open(path: impl AsRef<Path>) -> Result<Self, Error> {
        let path = path.as_ref();
        let writer = Database::open(path)?;
        let reader = Database::open(path)?;
        let inner = Inner {
            path: path.to_owned(),
            reader: Worker::start("wechat-store-read", reader)?,
            writer: Worker::start("wechat-store-write", writer)?,
        };
        Ok(Self { inner: Arc::new(inner) })
    }

    /// Waits until queued work is done, and closes the files: for a backup, or before
    /// the file is moved. All clones fail from then on.
    pub async fn close(&self) {
        self.inner.writer.close().await;
        self.inner.reader.close().await;
    }

    /// Runs a change on the writer's thread.
    fn change<T: Send + 'static>(
        &self,
        effect: Effect,
        change: impl Fn(&Rows<'_>) -> Result<T, Error> + Send + 'static,
    ) -> BoxFuture<'_, Result<T, Error>> {
        Box::pin(self.inner.writer.run(effect, change))
    }
}

impl Store for SqliteStore {
    fn load<'a>(&'a self, key: &'a Key) -> BoxFuture<'a, Result<Option<Secret>, Error>> {
        let key = key.clone();
        Box::pin(self.inner.reader.run(Effect::Read, move |rows| rows.load(&key)))
    }

    fn save<'a>(
        &'a self,
        key: &'a Key,
        value: Option<&'a Secret>,
        fence: Option<Fence>,
    ) -> BoxFuture<'a, Result<Saved, Error>> {
        let (key, value) = (key.clone(), value.cloned());
        self.change(Effect::Durable, move |rows| {
            let now = now();
            rows.change(&key, |slot, fences| slot.save(value.as_ref(), fence, fences, now))
        })
    }

    fn lock<'a>(
        &'a self,
        key: &'a Key,
        owner: &'a str,
        lease: Duration,
    ) -> BoxFuture<'a, Result<Lock, Error>> {
        let (key, owner) = (key.clone(), owner.to_owned());
        self.change(Effect::ForCaller, move |rows| {
            let now = now();
            rows.change(&key, |slot, fences| slot.lock(&owner, lease, fences, now))
        })
    }

    fn extend<'a>(
        &'a self,
        key: &'a Key,
        fence: Fence,
        lease: Duration,
    ) -> BoxFuture<'a, Result<bool, Error>> {
        let key = key.clone();
        self.change(Effect::Passing, move |rows| {
            let now = now();
            rows.change(&key, |slot, _| slot.extend(fence, lease, now))
        })
    }

    fn unlock<'a>(&'a self, key: &'a Key, fence: Fence) -> BoxFuture<'a, Result<(), Error>> {
        let key = key.clone();
        self.change(Effect::Passing, move |rows| rows.unlock(&key, fence))
    }

    fn set_aside<'a>(&'a self, key: &'a Key) -> BoxFuture<'a, Result<(), Error>> {
        let key = key.clone();
        self.change(Effect::Durable, move |rows| rows.set_aside(&key))
    }
}

fn now() -> Duration {
    SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default()
}

/// Shows no values.
impl fmt::Debug for SqliteStore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SqliteStore").field("path", &self.inner.path).finish_non_exhaustive()
    }
}

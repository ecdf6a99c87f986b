//! Where tickets and tokens are persisted, so that a restart or another machine finds them: one small
//! trait, and the stores that implement it.
//!
//! - [`MemoryStore`] lasts as long as its process.
//! - `SqliteStore` (feature `sqlite`) is a database for the processes of one machine.
//! - `RedisStore` (feature `redis`) is Redis or Valkey, for the processes of many machines: one server, a
//!   cluster, or with sentinels.
//! - `Encrypted` (feature `encrypt`) encrypts the values of any of them.
//!
//! # Locks and fences
//!
//! A process takes a [lock](Store::lock) before it fetches a shared token. A lock is a lease: it
//! expires by itself, so a process that dies holding it does not block others for long. A process that was
//! merely paused may wake up when its lease has expired and another has taken over. Each lease
//! therefore carries a [`Fence`], a number that grows from lease to lease, and a store refuses a
//! write whose fence is lower than that of the value it has: a late writer can't put an old token in
//! place of a newer one. A late write is accepted nevertheless while no newer one
//! has been written, because it may be the only valid refresh token.

mod aside;
#[cfg(feature = "encrypt")]
mod encrypted;
#[cfg(feature = "sqlite")]
mod form;
#[cfg(feature = "sqlite")]
mod import;
mod key;
mod memory;
#[cfg(feature = "redis")]
mod redis;
mod slot;
#[cfg(feature = "sqlite")]
mod sqlite;

#[cfg(feature = "encrypt")]
pub use encrypted::Encrypted;
#[cfg(feature = "sqlite")]
pub use import::{Imported, import_folder};
pub use key::Key;
pub use memory::MemoryStore;
#[cfg(feature = "redis")]
pub use redis::RedisStore;
#[cfg(feature = "sqlite")]
pub use sqlite::SqliteStore;

use std::time::Duration;

use crate::token::BoxFuture;
use crate::{Error, Secret};

/// Persists values under keys, with a lock for each.
///
/// A value is text that is a secret, opaque to the store. Errors come in three kinds:
///
/// - [`Error::store`]: the store may work in a moment, as after a broken connection. Callers without a
///   token wait for that.
/// - [`Error::store_permanent`]: waiting does not help, an operator must fix it, as with a wrong
///   password or a full disk. Callers get the error at once.
/// - [`Error::damaged`]: the value under this key can't be read; other keys work.
///
/// Each method must finish in bounded time and be cancel-safe: a value is then either
/// written as a whole or not at all. Reading a missing value, and locking its key for a
/// while, must leave nothing behind.
pub trait Store: Send + Sync + 'static {
    /// The value at a key.
    ///
    /// # Errors
    ///
    /// When the store can't be reached, or the value can't be read.
    fn load<'a>(&'a self, key: &'a Key) -> BoxFuture<'a, Result<Option<Secret>, Error>>;

    /// Writes a value, or with `None` removes it.
    ///
    /// A value that can't be read is replaced like any other. Where it may still be useful, as a
    /// refresh token is, [set it aside](Self::set_aside) first.
    ///
    /// With a fence, the write is [outdated](Saved::Outdated) when one with a higher fence came
    /// before, even one that removed the value. Without a fence the write gets one that is higher
    /// than all before: it always succeeds, and later writes under earlier leases are
    /// outdated.
    ///
    /// The value must be durable when the future completes.
    ///
    /// # Errors
    ///
    /// When the store can't be reached; the value may have been written or not.
    fn save<'a>(
        &'a self,
        key: &'a Key,
        value: Option<&'a Secret>,
        fence: Option<Fence>,
    ) -> BoxFuture<'a, Result<Saved, Error>>;

    /// Takes the lock of a key for a time, unless it is held. Does not wait. `owner` names the
    /// holder, for people who look into the store.
    ///
    /// # Errors
    ///
    /// When the store can't be reached. The lock may have been taken; then it expires by itself.
    fn lock<'a>(
        &'a self,
        key: &'a Key,
        owner: &'a str,
        lease: Duration,
    ) -> BoxFuture<'a, Result<Lock, Error>>;

    /// Extends a lease, so that it expires this long from now, if it is still the current one. Returns
    /// `false` when it has expired or was released: then another process may hold the lock.
    ///
    /// # Errors
    ///
    /// When the store can't be reached. The lease may have been extended.
    fn extend<'a>(
        &'a self,
        key: &'a Key,
        fence: Fence,
        lease: Duration,
    ) -> BoxFuture<'a, Result<bool, Error>>;

    /// Releases a lock; does nothing when the lease with this fence is not the current one.
    ///
    /// # Errors
    ///
    /// When the store can't be reached; then the lease expires by itself.
    fn unlock<'a>(&'a self, key: &'a Key, fence: Fence) -> BoxFuture<'a, Result<(), Error>>;

    /// Copies the value at a key, as it is stored, to one of its [`Key::aside`], before a damaged value
    /// is overwritten. Does nothing where there is no value, or when it has been copied
    /// already. The last [`Key::ASIDE`] less one copies remain.
    ///
    /// # Errors
    ///
    /// When the store fails.
    fn set_aside<'a>(&'a self, key: &'a Key) -> BoxFuture<'a, Result<(), Error>> {
        Box::pin(aside::copy(self, key))
    }
}

/// The number of a lease. A later lease of the same key has a higher one, forever.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Fence(pub u64);

/// The result of a write.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[must_use = "an outdated value was not written"]
pub enum Saved {
    /// The value is stored.
    Stored,
    /// The value of a later lease is there, and was not replaced.
    Outdated,
}

/// The result of taking a lock.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Lock {
    /// It is ours until the lease expires.
    Taken(Fence),
    /// It is held.
    Held {
        /// The holder.
        owner: String,
        /// When its lease expires at the latest.
        remaining: Duration,
    },
}

//! A store that many machines share.

use std::fmt;
use std::time::Duration;

use redis::aio::{ConnectionManager, ConnectionManagerConfig};
use redis::{AsyncCommands, IntoConnectionInfo, RedisError, Script};

use super::{Fence, Key, Lock, Saved, Store};
use crate::token::BoxFuture;
use crate::{Error, Secret};

/// How long making a connection and one answer may take. Callers go on with the tokens that they
/// hold when the store does not answer, so it is better to know soon.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(1);
const RESPONSE_TIMEOUT: Duration = Duration::from_secs(2);

/// Keeps everything in Redis or Valkey, for the processes of many machines. Clones share one
/// connection, which is made again when it breaks.
///
/// Each key is a hash `<prefix>{<key>}` and, while it is locked, a string with `:lock` at its end.
/// Every step that reads and writes is a script, so it is done as a whole.
///
/// What is stored is as safe as the server keeps it: `appendonly yes` and `appendfsync always` write
/// each value to the disk before it is used. A server that forgets loses refresh tokens; they can be
/// read again with the list of authorizers. No eviction policy may take these keys away:
/// `maxmemory-policy noeviction`, or one of the `volatile` ones.
#[derive(Clone)]
pub struct RedisStore {
    connection: ConnectionManager,
    prefix: String,
    scripts: &'static Scripts,
}

impl RedisStore {
    /// A store at an address such as `redis://:password@127.0.0.1:6379/0`. The first connection is
    /// made when it is needed, so Redis need not run yet. Runs on a tokio runtime.
    ///
    /// For `rediss://`, switch on one of the TLS features of the crate `redis`.
    ///
    /// # Errors
    ///
    /// When the address is not one.
    pub fn new(address: impl IntoConnectionInfo) -> Result<Self, Error> {
        let config = ConnectionManagerConfig::new()
            .set_connection_timeout(Some(CONNECT_TIMEOUT))
            .set_response_timeout(Some(RESPONSE_TIMEOUT))
            .set_number_of_retries(1)
            .set_max_delay(Duration::from_millis(200));
        let client = redis::Client::open(address).map_err(failed)?;
        let connection = ConnectionManager::new_lazy_with_config(client, config).map_err(failed)?;
        Ok(Self::with_connection(connection))
    }

    /// A store over a connection of the caller's own. Give it timeouts.
    pub fn with_connection(connection: ConnectionManager) -> Self {
        Self { connection, prefix: "wechat:".to_owned(), scripts: Scripts::get() }
    }

    /// What the name of each key in Redis begins with; `wechat:` by default.
    pub fn prefix(mut self, prefix: impl Into<String>) -> Self {
        self.prefix = prefix.into();
        self
    }

    /// The names of the hash and of the lock. What stands in braces decides the node of a cluster.
    fn names(&self, key: &Key) -> (String, String) {
        let hash = format!("{}{{{key}}}", self.prefix);
        let lock = format!("{hash}:lock");
        (hash, lock)
    }
}

impl Store for RedisStore {
    fn load<'a>(&'a self, key: &'a Key) -> BoxFuture<'a, Result<Option<Secret>, Error>> {
        Box::pin(async move {
            let (hash, _) = self.names(key);
            let value: Option<String> =
                self.connection.clone().hget(hash, "value").await.map_err(failed)?;
            Ok(value.map(Secret::new))
        })
    }

    fn save<'a>(
        &'a self,
        key: &'a Key,
        value: Option<&'a Secret>,
        fence: Option<Fence>,
    ) -> BoxFuture<'a, Result<Saved, Error>> {
        Box::pin(async move {
            let (hash, _) = self.names(key);
            let mut script = self.scripts.save.key(hash);
            script.arg(fence.map_or_else(String::new, |Fence(fence)| fence.to_string()));
            if let Some(value) = value {
                script.arg(value.expose());
            }
            let stored: bool =
                script.invoke_async(&mut self.connection.clone()).await.map_err(failed)?;
            Ok(if stored { Saved::Stored } else { Saved::Outdated })
        })
    }

    fn lock<'a>(
        &'a self,
        key: &'a Key,
        owner: &'a str,
        lease: Duration,
    ) -> BoxFuture<'a, Result<Lock, Error>> {
        Box::pin(async move {
            let (hash, lock) = self.names(key);
            let mut script = self.scripts.lock.key(hash);
            script.key(lock).arg(owner).arg(milliseconds(lease));
            let (fence, held_by, remaining): (u64, String, i64) =
                script.invoke_async(&mut self.connection.clone()).await.map_err(failed)?;
            Ok(match fence {
                0 => Lock::Held {
                    owner: held_by,
                    remaining: Duration::from_millis(u64::try_from(remaining).unwrap_or_default()),
                },
                fence => Lock::Taken(Fence(fence)),
            })
        })
    }

    fn extend<'a>(
        &'a self,
        key: &'a Key,
        fence: Fence,
        lease: Duration,
    ) -> BoxFuture<'a, Result<bool, Error>> {
        Box::pin(async move {
            let (_, lock) = self.names(key);
            let mut script = self.scripts.extend.key(lock);
            script.arg(fence.0).arg(milliseconds(lease));
            script.invoke_async(&mut self.connection.clone()).await.map_err(failed)
        })
    }

    fn unlock<'a>(&'a self, key: &'a Key, fence: Fence) -> BoxFuture<'a, Result<(), Error>> {
        Box::pin(async move {
            let (_, lock) = self.names(key);
            let mut script = self.scripts.unlock.key(lock);
            script.arg(fence.0);
            script.invoke_async(&mut self.connection.clone()).await.map_err(failed)
        })
    }
}

fn milliseconds(time: Duration) -> u64 {
    u64::try_from(time.as_millis()).unwrap_or(u64::MAX).max(1)
}

/// The steps that are done as a whole.
struct Scripts {
    save: Script,
    lock: Script,
    extend: Script,
    unlock: Script,
}

impl Scripts {
    fn get() -> &'static Self {
        use std::sync::OnceLock;
        static SCRIPTS: OnceLock<Scripts> = OnceLock::new();
        SCRIPTS.get_or_init(|| Self {
            save: Script::new(include_str!("redis/save.lua")),
            lock: Script::new(include_str!("redis/lock.lua")),
            extend: Script::new(include_str!("redis/extend.lua")),
            unlock: Script::new(include_str!("redis/unlock.lua")),
        })
    }
}

/// The library's errors name hosts and commands, and no values or passwords.
fn failed(error: RedisError) -> Error {
    Error::store(error)
}

impl fmt::Debug for RedisStore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RedisStore").field("prefix", &self.prefix).finish_non_exhaustive()
    }
}

//! A store that many machines share.

mod address;
mod connection;
mod failure;
mod health;
mod link;
mod script;

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use redis::cluster::ClusterClient;
use redis::sentinel::SentinelClient;
use redis::{Client, FromRedisValue, RedisResult, Script};
use tokio::sync::Mutex;

use self::address::Target;
use self::connection::Connection;
use self::link::{Link, Twice};
use self::script::Scripts;
use super::{Fence, Key, Lock, Saved, Store};
use crate::task::Background;
use crate::token::BoxFuture;
use crate::{Error, Secret};

/// Stores everything in Redis (5 or later) or Valkey, for the processes of many machines. Clones share
/// one connection, which is re-established when it breaks, or when its server becomes read-only.
///
/// Each key is a hash `<prefix>{<key>}` and, while it is locked, a string with `:lock` at its end.
/// Every read-modify-write is a script, so it is atomic. A removed value leaves a
/// hash for a week, which detects writes under earlier leases.
///
/// Values are as durable as the server makes them: `appendonly yes` and `appendfsync always` write
/// each value to the disk before it is used, and a failover may lose what was not replicated. A
/// server that loses data loses refresh tokens; [`Platform::recovery`](crate::Platform::recovery) gets them back. No
/// eviction policy may evict these keys: use `maxmemory-policy noeviction`, or one of the `volatile`
/// ones. Another policy is reported by a warning in the log, and by [`check`](Self::check).
///
/// The connection is managed in the background, by the crate's own thread, so the store can
/// be used from any runtime.
#[derive(Clone)]
pub struct RedisStore {
    inner: Arc<Inner>,
    prefix: Arc<str>,
}

struct Inner {
    link: Link,
    background: Background,
    scripts: Scripts,
    /// Whether the server was checked after the first connection.
    checked: AtomicBool,
}

impl RedisStore {
    /// A store at an address. The first connection is made when it is needed, so Redis need not run yet.
    ///
    /// - One server: `redis://user:password@host:6379/0`.
    /// - A cluster, some of whose nodes are named: `redis+cluster://user:password@host:7000,host:7001`.
    /// - A server monitored by sentinels: `redis+sentinel://user:password@host:26379,host/master/0`.
    ///   The path is the name that they know it by, and the number of the database. User and password
    ///   are those of the server; those of the sentinels are given as parameters,
    ///   `?sentinel_username=name&sentinel_password=password`.
    ///
    /// For TLS, the schemes are `rediss`, `rediss+cluster` and `rediss+sentinel`; switch on one of the TLS
    /// features of the crate `redis`.
    ///
    /// # Errors
    ///
    /// When the address is not one.
    pub fn new(address: impl AsRef<str>) -> Result<Self, Error> {
        Target::parse(address.as_ref()).map(Self::at)
    }

    /// A store with a custom client, for settings that a URL can't express.
    pub fn with_client(client: Client) -> Self {
        Self::at(Target::One(client))
    }

    /// The same for a cluster. Give the client timeouts.
    pub fn with_cluster(client: ClusterClient) -> Self {
        Self::at(Target::Cluster(Box::new(client)))
    }

    /// The same for a server monitored by sentinels.
    pub fn with_sentinel(client: SentinelClient) -> Self {
        Self::at(Target::Sentinel(Arc::new(Mutex::new(client))))
    }

    fn at(target: Target) -> Self {
        let inner = Inner {
            link: Link::new(target),
            background: Background::default(),
            scripts: Scripts::new(),
            checked: AtomicBool::new(false),
        };
        Self { inner: Arc::new(inner), prefix: "wechat:".into() }
    }

    /// What the name of each key in Redis begins with; `wechat:` by default.
    pub fn prefix(mut self, prefix: impl Into<String>) -> Self {
        self.prefix = prefix.into().into();
        self
    }

    /// Asks the server whether it can be used, and does not evict tokens: for a health check.
    ///
    /// # Errors
    ///
    /// When the server can't be reached or is a replica, and when its `maxmemory-policy` may evict
    /// keys that do not expire.
    pub async fn check(&self) -> Result<(), Error> {
        let info = |connection: Connection| async move { health::info(connection).await };
        let problem = self.run(Twice::Harmless, info).await?;
        problem.map_or(Ok(()), |problem| Err(Error::store_permanent(problem)))
    }

    /// Runs an operation in the background.
    async fn run<T, F>(
        &self,
        twice: Twice,
        operation: impl Fn(Connection) -> F + Send + Sync + 'static,
    ) -> Result<T, Error>
    where
        T: Send + 'static,
        F: Future<Output = RedisResult<T>> + Send,
    {
        let inner = Arc::clone(&self.inner);
        let run = async move {
            let result = inner.link.run(twice, operation).await;
            if result.is_ok() && !inner.checked.swap(true, Ordering::Relaxed) {
                inner.warn().await;
            }
            result
        };
        let result = self.inner.background.run_uncounted(run).await;
        result.unwrap_or_else(|lost| Err(Error::store(format!("{lost}. {}", lost.remedy()))))
    }

    /// Calls a script on the hash and the lock of a key.
    async fn call<T: FromRedisValue + Send + 'static>(
        &self,
        key: &Key,
        script: Arc<Script>,
        twice: Twice,
        arguments: Vec<String>,
    ) -> Result<T, Error> {
        let (hash, lock) = self.names(key);
        let called = self.run(twice, move |mut connection| {
            let prepared = (Arc::clone(&script), hash.clone(), lock.clone(), arguments.clone());
            async move {
                let (script, hash, lock, arguments) = prepared;
                script.key(hash).key(lock).arg(arguments).invoke_async(&mut connection).await
            }
        });
        let result = called.await?;
        self.inner.link.wrote();
        Ok(result)
    }

    /// The names of the hash and of the lock. The part in braces decides the node of a cluster.
    fn names(&self, key: &Key) -> (String, String) {
        let hash = format!("{}{{{key}}}", self.prefix);
        let lock = format!("{hash}:lock");
        (hash, lock)
    }
}

impl Inner {
    /// Logs settings that may lose tokens.
    async fn warn(&self) {
        let info = |connection: Connection| async move { health::info(connection).await };
        if let Ok(Some(problem)) = self.link.run(Twice::No, info).await {
            tracing::warn!(%problem, "the store in Redis may lose tokens");
        }
    }
}

impl Store for RedisStore {
    fn load<'a>(&'a self, key: &'a Key) -> BoxFuture<'a, Result<Option<Secret>, Error>> {
        Box::pin(async move {
            let (hash, _) = self.names(key);
            let value: Option<Vec<u8>> = self
                .run(Twice::Harmless, move |mut connection| {
                    let command = redis::cmd("HGET").arg(&hash).arg("value").to_owned();
                    async move { command.query_async(&mut connection).await }
                })
                .await?;
            let Some(bytes) = value else { return Ok(None) };
            let text = String::from_utf8(bytes);
            let damaged = |_| Error::damaged(format!("Redis: the value of {key} is not text"));
            text.map(|text| Some(Secret::new(text))).map_err(damaged)
        })
    }

    fn save<'a>(
        &'a self,
        key: &'a Key,
        value: Option<&'a Secret>,
        fence: Option<Fence>,
    ) -> BoxFuture<'a, Result<Saved, Error>> {
        Box::pin(async move {
            let mut arguments = vec![fence.map_or_else(String::new, |fence| fence.0.to_string())];
            arguments.extend(value.map(|value| value.expose().to_owned()));
            // With a fence, writing twice has the same effect.
            let twice = if fence.is_some() { Twice::Harmless } else { Twice::No };
            let script = Arc::clone(&self.inner.scripts.save);
            let stored: bool = self.call(key, script, twice, arguments).await?;
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
            let arguments = vec![owner.to_owned(), milliseconds(lease)];
            let script = Arc::clone(&self.inner.scripts.lock);
            let (fence, held_by, remaining): (u64, String, i64) =
                self.call(key, script, Twice::No, arguments).await?;
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
        let arguments = vec![fence.0.to_string(), milliseconds(lease)];
        let script = Arc::clone(&self.inner.scripts.extend);
        Box::pin(self.call(key, script, Twice::Harmless, arguments))
    }

    fn unlock<'a>(&'a self, key: &'a Key, fence: Fence) -> BoxFuture<'a, Result<(), Error>> {
        let script = Arc::clone(&self.inner.scripts.unlock);
        Box::pin(self.call(key, script, Twice::Harmless, vec![fence.0.to_string()]))
    }
}

fn milliseconds(time: Duration) -> String {
    u64::try_from(time.as_millis()).unwrap_or(u64::MAX).max(1).to_string()
}

impl fmt::Debug for RedisStore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RedisStore").field("prefix", &self.prefix).finish_non_exhaustive()
    }
}

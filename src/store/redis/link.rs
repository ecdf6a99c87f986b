//! The shared connection, replaced when a new one may do better.

use std::sync::Mutex;
use std::sync::PoisonError;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use redis::{RedisError, RedisResult};
use tokio::time::{Instant, timeout};

use super::address::Target;
use super::connection::Connection;
use super::failure::{self, Cure};
use crate::Error;

/// The timeout of one operation, retries included. It is less than callers wait for the store.
const OPERATION: Duration = Duration::from_millis(4500);

/// How long a failover may take until the server at the URL is writable. After that, it was
/// not a failover.
const FAILOVER: Duration = Duration::from_secs(5);

/// Whether an operation may be done twice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Twice {
    /// It has the same effect, so it is retried when a connection broke.
    Harmless,
    /// Only when the server has refused it.
    No,
}

pub(super) struct Link {
    target: Target,
    current: tokio::sync::Mutex<Current>,
    /// How many connection attempts were made.
    attempts: AtomicU64,
    /// Since when no server was writable.
    read_only: Mutex<Option<Instant>>,
}

#[derive(Default)]
struct Current {
    connection: Option<Connection>,
    /// The number of the attempt that made it, or failed.
    number: u64,
    failure: Option<RedisError>,
}

impl Link {
    pub(super) fn new(target: Target) -> Self {
        Self {
            target,
            current: tokio::sync::Mutex::default(),
            attempts: AtomicU64::default(),
            read_only: Mutex::default(),
        }
    }

    /// Runs an operation, and retries it once with a new connection where that may help.
    pub(super) async fn run<T, F>(
        &self,
        twice: Twice,
        operation: impl Fn(Connection) -> F,
    ) -> Result<T, Error>
    where
        F: Future<Output = RedisResult<T>>,
    {
        let run = async {
            match self.attempt(&operation).await {
                Err((error, is_refused)) if self.may_help(&error, twice, is_refused) => {
                    self.attempt(&operation).await
                }
                result => result,
            }
        };
        match timeout(OPERATION, run).await {
            Ok(Ok(value)) => Ok(value),
            Ok(Err((error, _))) => Err(self.tell(error)),
            Err(_) => {
                let seconds = OPERATION.as_secs_f32();
                Err(Error::store(format!("Redis did not respond within {seconds} seconds")))
            }
        }
    }

    /// Records a successful write: the server is writable.
    pub(super) fn wrote(&self) {
        *self.read_only() = None;
    }

    fn cure(&self, error: &RedisError) -> Cure {
        failure::cure(error, self.target.is_cluster())
    }

    /// An error includes whether nothing was done.
    async fn attempt<T, F>(
        &self,
        operation: &impl Fn(Connection) -> F,
    ) -> Result<T, (RedisError, bool)>
    where
        F: Future<Output = RedisResult<T>>,
    {
        let connected = self.connection().await;
        let (number, connection) = connected.map_err(|error| (error, true))?;
        let done = operation(connection).await;
        if let Err(error) = &done
            && !matches!(self.cure(error), Cure::Nothing(_))
        {
            self.discard(number).await;
        }
        done.map_err(|error| {
            let is_refused = error.code().is_some();
            (error, is_refused)
        })
    }

    fn may_help(&self, error: &RedisError, twice: Twice, is_refused: bool) -> bool {
        match self.cure(error) {
            Cure::Nothing(_) => false,
            _ => is_refused || twice == Twice::Harmless,
        }
    }

    fn tell(&self, error: RedisError) -> Error {
        match self.cure(&error) {
            Cure::Nothing(advice) => failure::permanent(&error, advice),
            Cure::ReconnectToWrite => {
                let since = *self.read_only().get_or_insert_with(Instant::now);
                if since.elapsed() < FAILOVER {
                    return failure::down(error);
                }
                failure::permanent(
                    &error,
                    "the server at this address is a replica; give the address of the primary, or of the sentinels",
                )
            }
            Cure::Reconnect => failure::down(error),
        }
    }

    /// The connection and its number. One caller connects, and all waiters share the result.
    async fn connection(&self) -> RedisResult<(u64, Connection)> {
        let seen = self.attempts.load(Ordering::Relaxed);
        let mut current = self.current.lock().await;
        if let Some(connection) = &current.connection {
            return Ok((current.number, connection.clone()));
        }
        if let Some(failure) = current.failure.as_ref().filter(|_| current.number > seen) {
            return Err(failure.clone());
        }
        let connected = self.target.connect().await;
        current.number = self.attempts.fetch_add(1, Ordering::Relaxed) + 1;
        match connected {
            Ok(connection) => {
                (current.connection, current.failure) = (Some(connection.clone()), None);
                Ok((current.number, connection))
            }
            Err(error) => {
                current.failure = Some(error.clone());
                Err(error)
            }
        }
    }

    /// Drops a connection, unless it was replaced already.
    async fn discard(&self, number: u64) {
        let mut current = self.current.lock().await;
        if current.number == number {
            current.connection = None;
        }
    }

    fn read_only(&self) -> std::sync::MutexGuard<'_, Option<Instant>> {
        // Nothing panics while it holds the guard.
        self.read_only.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

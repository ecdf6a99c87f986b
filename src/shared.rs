//! Tokens that several processes share: a process that needs one reads the store first, and only the
//! holder of the lock asks WeChat.
//!
//! Invariants, whatever fails and whichever process is paused or killed at any point:
//!
//! - A token is persisted before any caller gets it, unless the store fails after WeChat has
//!   issued it. Then it is served anyway, held in memory, and written as soon as the store is
//!   back; nothing newer is issued for this key before.
//! - The same is true of a refresh token, and it is used for a call only after it was persisted.
//! - No token is requested while the store can't be read or locked: what can't be persisted is not
//!   issued.
//! - Looking for a token of an unauthorised account leaves nothing in the store, not even a lock.
//! - What can be issued again replaces a value that can't be read.
//! - Clocks decide nothing irreversible. Where a machine's clock is wrong, a valid token
//!   may be fetched again, and an expired one be sent once and replaced when WeChat rejects it.
//! - Two processes issue for one key at the same time only when one of them was paused for longer
//!   than its lease. Its write is then refused, and it takes what the other one wrote.

mod closing;
mod context;
mod durable;
mod lease;
mod limits;
pub(crate) mod record;
mod status;
#[cfg(test)]
mod tests;
pub(crate) mod version;

pub use closing::Closed;
pub(crate) use context::Context;
pub(crate) use durable::{DurableStore, Written};
pub(crate) use lease::{LEASE, Lease};
pub(crate) use limits::Limits;
pub(crate) use record::{AccessRecord, TokenRecord};

use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, SystemTime};

use tokio::sync::SemaphorePermit;
use tokio::time::{Instant, sleep};

use crate::backoff::Backoff;
use crate::store::{Fence, Key, Lock};
use crate::token::{BoxFuture, UntypedFetch, UntypedFetched, UntypedNeed};
use crate::{Error, Secret};

/// The timeout for issuing a token: most take less than a second.
pub(crate) const ISSUE_LIMIT: Duration = Duration::from_secs(15);

/// How long callers without a token wait for the store to come back, and for others
/// to finish: longer than a lease, and short enough before a call's deadline that a token
/// can still be issued.
const PATIENCE: Duration = Duration::from_secs(45);

/// The backoff between checks whether the holder of the lock has written a token, or the store is back.
const LOOKS: Backoff =
    Backoff { first: Duration::from_millis(50), longest: Duration::from_millis(800) };

/// Asks WeChat for a token.
pub(crate) trait Issuer: Send + Sync + 'static {
    /// Whether a token can be issued from the record, before anything is locked.
    ///
    /// # Errors
    ///
    /// When it can't.
    fn check(&self, record: &TokenRecord) -> Result<(), Error> {
        let _ = record;
        Ok(())
    }

    /// Whether tokens can be issued without a record, so that an unreadable record
    /// is as good as none.
    fn needs_no_record(&self) -> bool {
        false
    }

    /// Prepares what issuing needs and may take long, before a lock makes others wait.
    fn prepare(&self) -> BoxFuture<'_, Result<(), Error>> {
        Box::pin(async { Ok(()) })
    }

    /// Issues a token, within [`ISSUE_LIMIT`]. `record` is the stored one; a token in it is not good
    /// enough, and `rejected` is one that WeChat does not accept.
    fn issue(
        &self,
        record: TokenRecord,
        rejected: Option<Secret>,
    ) -> BoxFuture<'_, Result<IssuedToken, Error>>;

    /// What blocks the preparation.
    fn obstacle(&self) -> Option<Error> {
        None
    }

    /// The appid of the account that the tokens are for.
    fn account(&self) -> Option<&str> {
        None
    }
}

/// A token as WeChat issued it; an empty one counts as absent.
pub(crate) struct IssuedToken {
    pub(crate) token: Secret,
    pub(crate) life: Duration,
    /// The new refresh token, where it has changed.
    pub(crate) refresh_token: Option<Secret>,
}

/// Fetches tokens by way of a store.
pub(crate) struct SharedFetch {
    core: Arc<Core>,
}

struct Core {
    context: Arc<Context>,
    key: Key,
    issuer: Box<dyn Issuer>,
    /// What blocks the current fetch.
    obstacle: Mutex<Option<Error>>,
}

/// How one attempt ended.
enum Attempt {
    Done(UntypedFetched),
    /// Another process holds the lock.
    Held,
}

/// The result of reading the store.
enum Look {
    Found(UntypedFetched),
    /// No suitable token.
    Nothing(TokenRecord),
}

impl SharedFetch {
    pub(crate) fn new(context: Arc<Context>, key: Key, issuer: impl Issuer) -> Self {
        let issuer = Box::new(issuer);
        Self { core: Arc::new(Core { context, key, issuer, obstacle: Mutex::default() }) }
    }

    async fn run(&self, need: &UntypedNeed) -> Result<UntypedFetched, Error> {
        let result = self.attempts(need).await;
        self.core.set_obstacle(None);
        result
    }

    async fn attempts(&self, need: &UntypedNeed) -> Result<UntypedFetched, Error> {
        let patience = if need.is_urgent() { PATIENCE } else { Duration::ZERO };
        let start = Instant::now();
        let mut looks = 0;
        loop {
            let late = start.elapsed() >= patience;
            match self.attempt(need).await {
                Ok(Attempt::Done(found)) => return Ok(found),
                Ok(Attempt::Held) if start.elapsed() >= PATIENCE => return Err(held()),
                Err(error) if !error.is_store_down() || late => return Err(error),
                Ok(Attempt::Held) => {
                    self.core.set_obstacle(Some(Error::token("another process holds the lock")));
                }
                Err(error) => self.core.set_obstacle(Some(error)),
            }
            sleep(LOOKS.jittered(looks)).await;
            looks += 1;
        }
    }

    async fn attempt(&self, need: &UntypedNeed) -> Result<Attempt, Error> {
        let core = &self.core;
        let permit = core.permit().await?;
        let record = match core.look(need).await? {
            Look::Found(found) => return Ok(Attempt::Done(found)),
            Look::Nothing(record) => record,
        };
        // The preparation may fetch another token, which needs a permit.
        drop(permit);
        core.issuer.prepare().await?;
        core.issuer.check(&record)?;
        let _permit = core.permit().await?;
        match core.store().lock(&core.key, LEASE).await? {
            Lock::Held { .. } => Ok(Attempt::Held),
            Lock::Taken(fence) => {
                let lease = Lease::new(Arc::clone(core.store()), core.key.clone(), fence);
                let (core, need) = (Arc::clone(core), need.clone());
                // A cancelled caller must not lose a token in flight.
                let renewal = async move { lease.during(core.renew(&need, fence)).await };
                self.core.context.run(renewal).await
            }
        }
    }
}

impl Core {
    fn store(&self) -> &Arc<DurableStore> {
        &self.context.store
    }

    fn set_obstacle(&self, obstacle: Option<Error>) {
        // The value is consistent, even if the drop of an older error has panicked.
        *self.obstacle.lock().unwrap_or_else(PoisonError::into_inner) = obstacle;
    }

    fn obstacle(&self) -> Option<Error> {
        let own = self.obstacle.lock().unwrap_or_else(PoisonError::into_inner).clone();
        own.or_else(|| self.issuer.obstacle())
    }

    /// A permit for one of the concurrent fetches.
    async fn permit(&self) -> Result<SemaphorePermit<'_>, Error> {
        let mut waits = false;
        let told = |error| {
            waits = true;
            self.set_obstacle(Some(error));
        };
        let permit = self.context.limits.enter(told).await?;
        if waits {
            self.set_obstacle(None);
        }
        Ok(permit)
    }

    /// Looks for a token in the store.
    async fn look(&self, need: &UntypedNeed) -> Result<Look, Error> {
        self.context.is_open()?;
        if let Err(error) = self.store().flush(&self.key).await {
            // Nothing may be issued, but an unsaved token is valid.
            let unsaved = self.store().unsaved_record(&self.key);
            let adopted = unsaved.and_then(|record| self.adopt(&record, need));
            return adopted.map(Look::Found).ok_or(error);
        }
        let record = self.load().await?;
        Ok(match self.adopt(&record, need) {
            Some(found) => Look::Found(found),
            None => Look::Nothing(record),
        })
    }

    /// The record; an empty one where none is needed and the stored one can't be read.
    async fn load(&self) -> Result<TokenRecord, Error> {
        match self.store().load(&self.key).await {
            Err(error) if error.is_damaged() && self.issuer.needs_no_record() => {
                let key = &self.key;
                tracing::warn!(target: "wechat_cloudbase", %key, %error, "a damaged token is replaced");
                Ok(TokenRecord::default())
            }
            loaded => loaded,
        }
    }

    /// Issues a token under the lock, unless another process has just done so.
    async fn renew(&self, need: &UntypedNeed, fence: Fence) -> Result<Attempt, Error> {
        let record = self.load().await?;
        if let Some(found) = self.adopt(&record, need) {
            return Ok(Attempt::Done(found));
        }
        self.context.limits.turn().await;
        let asked = self.context.clock.now();
        let issued = self.issuer.issue(record.clone(), need.rejected().cloned()).await;
        let issued = match issued.map(IssuedToken::without_empty) {
            Ok(issued) => issued,
            Err(error) => return self.look_again(need, &record.refresh_token, error).await,
        };
        let (token, life) = (issued.token, issued.life);
        let is_empty = token.expose().is_empty();
        let access_token = (!is_empty).then(|| access_record(token.clone(), asked, life));
        let record = TokenRecord {
            access_token: access_token.or(record.access_token),
            refresh_token: issued.refresh_token.or(record.refresh_token),
            ..record
        };
        match self.store().persist(&self.key, &record, Some(fence)).await {
            // Another process wrote after our lease had expired. Read that.
            Written::Outdated => Ok(Attempt::Held),
            Written::Stored | Written::InMemory if is_empty => {
                Err(Error::token("WeChat issued an empty token. The stored one was not replaced"))
            }
            Written::Stored | Written::InMemory => {
                Ok(Attempt::Done(UntypedFetched::expires_in(token, life)))
            }
        }
    }

    /// No token was issued; but another process may have written one meanwhile, or another refresh token.
    async fn look_again(
        &self,
        need: &UntypedNeed,
        sent: &Option<Secret>,
        error: Error,
    ) -> Result<Attempt, Error> {
        let Ok(record) = self.load().await else { return Err(error) };
        match self.adopt(&record, need) {
            Some(found) => Ok(Attempt::Done(found)),
            None if record.refresh_token != *sent => Ok(Attempt::Held),
            None => Err(error),
        }
    }

    /// The token of a record, if it is valid and not the one to be replaced.
    fn adopt(&self, record: &TokenRecord, need: &UntypedNeed) -> Option<UntypedFetched> {
        let AccessRecord { token, issued, expires } = record.access_token.as_ref()?;
        let left =
            expires.duration_since(self.context.clock.now()).ok().filter(|left| !left.is_zero())?;
        // If clocks disagree, no token lives longer than its lifetime at issue.
        let life = expires.duration_since(*issued).map_or(left, |life| life.min(left));
        let found = UntypedFetched::expires_in(token.clone(), life);
        (need.instead_of() != Some(token)).then_some(found)
    }
}

impl IssuedToken {
    fn without_empty(mut self) -> Self {
        self.refresh_token.take_if(|token| token.expose().is_empty());
        self
    }
}

/// A token with a lifetime from a moment.
pub(crate) fn access_record(token: Secret, issued: SystemTime, life: Duration) -> AccessRecord {
    AccessRecord { token, issued, expires: issued.checked_add(life).unwrap_or(issued) }
}

fn held() -> Error {
    Error::token("another process holds the lock and does not release it")
}

impl UntypedFetch for SharedFetch {
    fn fetch(&self, need: UntypedNeed) -> BoxFuture<'_, Result<UntypedFetched, Error>> {
        Box::pin(async move { self.run(&need).await })
    }

    fn obstacle(&self) -> Option<Error> {
        self.core.obstacle()
    }

    fn account(&self) -> Option<&str> {
        self.core.issuer.account()
    }
}

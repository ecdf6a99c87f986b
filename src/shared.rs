//! Tokens that several processes share: whoever needs one looks into the store first, and only the
//! one who holds the lock asks WeChat.
//!
//! What holds, whatever fails and whoever is paused or killed at any point:
//!
//! - A token is written to the store before anybody gets it, unless the store fails after WeChat has
//!   issued it. Then it is served all the same, kept in memory, and written as soon as the store is
//!   back; nothing newer is issued for this key before.
//! - The same is true of a refresh token, and it is used for a call only after it was written.
//! - Nobody is asked for a token while the store can't be read or locked: what can't be kept is not
//!   issued.
//! - Two processes issue for one key at the same time only when one of them was paused for longer
//!   than its lease. Its write is then refused, and it takes what the other one wrote.

mod lease;
#[cfg(test)]
mod tests;
mod vault;

pub(crate) use lease::Lease;
pub(crate) use vault::{Kept, Vault};

use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, SystemTime};

use tokio::time::{Instant, sleep};

use crate::pause::Pauses;
use crate::store::{AccessRecord, Fence, Key, Lock, TokenRecord};
use crate::token::{BoxFuture, Clock, UntypedFetch, UntypedFetched, UntypedNeed};
use crate::{Error, Secret, task};

/// The longest that issuing a token may take: most take less than a second. It is shorter than the
/// lease by more than a few operations of the store take.
pub(crate) const ISSUE_LIMIT: Duration = Duration::from_secs(15);

/// How long others wait for a process that died while it held the lock.
const LEASE: Duration = Duration::from_secs(30);

/// How long callers who can't go on without a token wait for the store to come back, and for others
/// to end what they do: longer than a lease, and so much less than a call's deadline that a token
/// can still be issued.
const PATIENCE: Duration = Duration::from_secs(45);

/// Between looks whether the one who holds the lock has written a token, or the store is back.
const LOOKS: Pauses =
    Pauses { first: Duration::from_millis(50), longest: Duration::from_millis(800) };

/// Asks WeChat for a token.
pub(crate) trait Issue: Send + Sync + 'static {
    /// Gets what issuing needs and what may take long, before anybody is kept waiting by a lock.
    fn prepare(&self) -> BoxFuture<'_, Result<(), Error>> {
        Box::pin(async { Ok(()) })
    }

    /// Issues a token, within [`ISSUE_LIMIT`]. `record` is what is kept; a token in it is not good
    /// enough, and `rejected` is one that WeChat does not accept.
    fn issue(
        &self,
        record: TokenRecord,
        rejected: Option<Secret>,
    ) -> BoxFuture<'_, Result<Issued, Error>>;

    /// What getting ready waits for to go away.
    fn obstacle(&self) -> Option<Error> {
        None
    }

    /// The appid of the account that the tokens are for.
    fn account(&self) -> Option<&str> {
        None
    }
}

/// A token as WeChat issued it.
pub(crate) struct Issued {
    pub(crate) token: Secret,
    pub(crate) life: Duration,
    /// What to use from now on, where it has changed.
    pub(crate) refresh_token: Option<Secret>,
}

/// Fetches tokens by way of a store.
pub(crate) struct Shared {
    core: Arc<Core>,
}

struct Core {
    vault: Arc<Vault>,
    clock: Arc<dyn Clock>,
    key: Key,
    issuer: Box<dyn Issue>,
    /// What a fetch is waiting for to go away.
    obstacle: Mutex<Option<Error>>,
}

/// How one attempt ended.
enum Attempt {
    Done(UntypedFetched),
    /// Somebody else is at it.
    Held,
}

impl Shared {
    pub(crate) fn new(
        vault: Arc<Vault>,
        clock: Arc<dyn Clock>,
        key: Key,
        issuer: impl Issue,
    ) -> Self {
        let issuer = Box::new(issuer);
        Self { core: Arc::new(Core { vault, clock, key, issuer, obstacle: Mutex::default() }) }
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
            sleep(LOOKS.by_chance(looks)).await;
            looks += 1;
        }
    }

    async fn attempt(&self, need: &UntypedNeed) -> Result<Attempt, Error> {
        let core = &self.core;
        if let Err(error) = core.vault.flush(&core.key).await {
            // Nothing may be issued, but what could not be written is good.
            let kept = core.vault.unsaved_record(&core.key);
            let adopted = kept.and_then(|record| core.adopt(&record, need));
            return adopted.map(Attempt::Done).ok_or(error);
        }
        if let Some(found) = core.adopt(&core.vault.load(&core.key).await?, need) {
            return Ok(Attempt::Done(found));
        }
        core.issuer.prepare().await?;
        match core.vault.lock(&core.key, LEASE).await? {
            Lock::Held { .. } => Ok(Attempt::Held),
            Lock::Taken(fence) => {
                let lease = Lease::new(Arc::clone(&core.vault), core.key.clone(), fence);
                let (core, need) = (Arc::clone(core), need.clone());
                // Who stops waiting must not lose a token that is on its way.
                let renewal = async move { core.renew(&need, fence, lease).await };
                let renewed = task::to_its_end(renewal).await;
                renewed.unwrap_or_else(|| Err(Error::token("issuing a token was cut off")))
            }
        }
    }
}

impl Core {
    fn set_obstacle(&self, obstacle: Option<Error>) {
        // What is there is whole, even if the drop of an older error has panicked.
        *self.obstacle.lock().unwrap_or_else(PoisonError::into_inner) = obstacle;
    }

    fn obstacle(&self) -> Option<Error> {
        let own = self.obstacle.lock().unwrap_or_else(PoisonError::into_inner).clone();
        own.or_else(|| self.issuer.obstacle())
    }

    /// Issues a token under the lock, unless somebody has just done so.
    async fn renew(
        &self,
        need: &UntypedNeed,
        fence: Fence,
        _lease: Lease,
    ) -> Result<Attempt, Error> {
        let record = self.vault.load(&self.key).await?;
        if let Some(found) = self.adopt(&record, need) {
            return Ok(Attempt::Done(found));
        }
        let rejected = need.rejected().cloned();
        let asked = self.clock.now();
        let issued = match self.issuer.issue(record.clone(), rejected).await {
            Ok(issued) => issued,
            Err(error) => return self.look_again(need, &record.refresh_token, error).await,
        };
        let record = TokenRecord {
            access_token: Some(access_record(issued.token.clone(), asked, issued.life)),
            refresh_token: issued.refresh_token.or(record.refresh_token),
            authorized: record.authorized,
            code: record.code,
        };
        match self.vault.keep(&self.key, &record, Some(fence)).await {
            Kept::Stored | Kept::InMemory => {
                Ok(Attempt::Done(UntypedFetched::lasting(issued.token, issued.life)))
            }
            // Somebody wrote after our lease had ended. Look what.
            Kept::Outdated => Ok(Attempt::Held),
        }
    }

    /// No token was issued; but somebody may have written one meanwhile, or another refresh token.
    async fn look_again(
        &self,
        need: &UntypedNeed,
        sent: &Option<Secret>,
        error: Error,
    ) -> Result<Attempt, Error> {
        let Ok(record) = self.vault.load(&self.key).await else { return Err(error) };
        match self.adopt(&record, need) {
            Some(found) => Ok(Attempt::Done(found)),
            None if record.refresh_token != *sent => Ok(Attempt::Held),
            None => Err(error),
        }
    }

    /// The token of a record, if it lives and is not the one that is to be replaced.
    fn adopt(&self, record: &TokenRecord, need: &UntypedNeed) -> Option<UntypedFetched> {
        let AccessRecord { token, issued, expires } = record.access_token.as_ref()?;
        let left = expires.duration_since(self.clock.now()).ok().filter(|left| !left.is_zero())?;
        // If clocks disagree, no token lives longer than it did when it was issued.
        let life = expires.duration_since(*issued).map_or(left, |life| life.min(left));
        let found = UntypedFetched::lasting(token.clone(), life);
        (need.instead_of() != Some(token)).then_some(found)
    }
}

/// A token that lives for so long from a moment.
pub(crate) fn access_record(token: Secret, issued: SystemTime, life: Duration) -> AccessRecord {
    AccessRecord { token, issued, expires: issued.checked_add(life).unwrap_or(issued) }
}

fn held() -> Error {
    Error::token("another process holds the lock and does not come to an end")
}

impl UntypedFetch for Shared {
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

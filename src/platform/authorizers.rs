//! The tokens of accounts, one for each, as long as they are used.

use std::collections::HashMap;
use std::hash::{BuildHasher, RandomState};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::task::yield_now;
use tokio::time::Instant;

use crate::token::{Authorizer, Cached};

/// A token that has not been used for this long has expired, and is evicted.
const IDLE: Duration = Duration::from_secs(3 * 60 * 60);

/// Shards are scanned one at a time, so that no caller waits for a scan of all: of 100,000
/// accounts, a shard has 400.
const PARTS: usize = 256;

/// From this many on, a shard is scanned for unused ones.
const MANY: usize = 16;

/// The accounts of a platform. Those that no client holds are evicted when others come, once they are unused
/// for three hours, or at once if they never got a token: appids that do not exist can't
/// fill the memory. So there are never more than twice as many as are in use, or a few thousand.
pub(super) struct Authorizers {
    parts: Box<[Mutex<Part>]>,
    hasher: RandomState,
}

#[derive(Default)]
struct Part {
    by_appid: HashMap<Box<str>, Account>,
    /// How many were left after the last scan.
    left: usize,
}

struct Account {
    token: Cached<Authorizer>,
    used: Instant,
}

impl Default for Authorizers {
    fn default() -> Self {
        let parts = (0..PARTS).map(|_| Mutex::default()).collect();
        Self { parts, hasher: RandomState::new() }
    }
}

impl Authorizers {
    /// The token of an account, created if it is not there.
    pub(super) fn get(
        &self,
        appid: &str,
        make: impl FnOnce() -> Cached<Authorizer>,
    ) -> Cached<Authorizer> {
        let Some(part) = self.part(appid) else {
            return make();
        };
        let now = Instant::now();
        let mut part = lock(part);
        if let Some(account) = part.by_appid.get_mut(appid) {
            account.used = now;
            return account.token.clone();
        }
        let unused = part.make_room(now);
        let token = make();
        let account = Account { token: token.clone(), used: now };
        part.by_appid.insert(appid.into(), account);
        drop(part);
        // Outside the lock, because there may be many.
        drop(unused);
        token
    }

    /// The token of an account, if it was used recently.
    pub(super) fn peek(&self, appid: &str) -> Option<Cached<Authorizer>> {
        let part = lock(self.part(appid)?);
        part.by_appid.get(appid).map(|account| account.token.clone())
    }

    /// Skips the backoff after each failed fetch, because their common cause may be gone. Yields
    /// between two shards.
    pub(super) async fn skip_backoff(&self) {
        for part in &self.parts {
            lock(part).by_appid.values().for_each(|account| account.token.skip_backoff());
            yield_now().await;
        }
    }

    /// How many there are.
    #[cfg(test)]
    pub(super) fn count(&self) -> usize {
        self.parts.iter().map(|part| lock(part).by_appid.len()).sum()
    }

    fn part(&self, appid: &str) -> Option<&Mutex<Part>> {
        let hash = self.hasher.hash_one(appid) as usize;
        self.parts.get(hash % PARTS)
    }
}

fn lock(part: &Mutex<Part>) -> MutexGuard<'_, Part> {
    // No code panics while it holds the guard, and an entry is consistent after each statement.
    part.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Part {
    /// Evicts unused ones, when there are many.
    fn make_room(&mut self, now: Instant) -> Vec<Account> {
        if self.by_appid.len() < MANY.max(2 * self.left) {
            return Vec::new();
        }
        let unused = self.by_appid.extract_if(|_, account| account.is_idle(now));
        let unused = unused.map(|(_, account)| account).collect();
        self.left = self.by_appid.len();
        unused
    }
}

impl Account {
    fn is_idle(&self, now: Instant) -> bool {
        let is_old = now.saturating_duration_since(self.used) >= IDLE;
        self.token.is_unused() && (is_old || self.token.is_empty())
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::panic)]
mod tests {
    use super::*;
    use crate::token::{AccessToken, BoxFuture, Fetch, Fetched, Need, TokenProvider};

    struct Endless;

    impl Fetch<Authorizer> for Endless {
        fn fetch(
            &self,
            _: Need<Authorizer>,
        ) -> BoxFuture<'_, Result<Fetched<Authorizer>, crate::Error>> {
            let token = AccessToken::new("TOKEN");
            Box::pin(async { Ok(Fetched::expires_in(token, Duration::from_secs(7200))) })
        }
    }

    fn endless() -> Cached<Authorizer> {
        Cached::builder(Endless).runtime(tokio::runtime::Handle::current()).build()
    }

    #[tokio::test(start_paused = true)]
    async fn those_that_never_got_a_token_go_at_once() {
        let authorizers = Authorizers::default();
        for number in 0..100_000 {
            drop(authorizers.get(&format!("wx{number}"), endless));
        }
        assert!(authorizers.count() <= MANY * PARTS, "{}", authorizers.count());
    }

    #[tokio::test(start_paused = true)]
    #[ignore = "slow"]
    async fn unused_ones_go_and_used_ones_stay() {
        let authorizers = Authorizers::default();
        let get = |name: &str| authorizers.get(name, endless);
        let held = get("held");
        held.token().await.unwrap();
        for hour in 0..20 {
            for number in 0..5_000 {
                get(&format!("{hour}-{number}")).token().await.unwrap();
            }
            tokio::time::advance(Duration::from_secs(3600)).await;
        }
        // Three hours of them stay, and at most twice as many.
        assert!(authorizers.count() <= 2 * 4 * 5_000 + MANY * PARTS, "{}", authorizers.count());
        let same = authorizers.get("held", || panic!("it was dropped"));
        assert_eq!(same.token().await.unwrap(), held.token().await.unwrap());
    }

    /// No caller waits for long during a scan, nor while backoffs are skipped.
    #[tokio::test(start_paused = true)]
    async fn the_longest_wait_is_for_one_part() {
        let authorizers = Authorizers::default();
        for number in 0..20_000 {
            authorizers.get(&format!("wx{number}"), endless);
        }
        let sizes = authorizers.parts.iter().map(|part| part.lock().unwrap().by_appid.len());
        let most = sizes.max().unwrap();
        assert!(most <= 3 * 20_000 / PARTS, "{most}");
        authorizers.skip_backoff().await;
        assert!(authorizers.peek("nobody").is_none());
    }
}

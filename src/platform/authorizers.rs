//! The tokens of accounts, one for each, as long as somebody uses it.

use std::collections::HashMap;
use std::hash::{BuildHasher, RandomState};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::task::yield_now;
use tokio::time::Instant;

use crate::token::{Authorizer, Cached};

/// A token that nobody has asked for in so long has expired, and its place is free.
const IDLE: Duration = Duration::from_secs(3 * 60 * 60);

/// A part is looked through at a time, so that nobody waits for a look through all: of 100,000
/// accounts, one has 400.
const PARTS: usize = 256;

/// Not before a part has this many is it worth looking for those that nobody uses.
const MANY: usize = 16;

/// The accounts of a platform. Those that no client holds go when others come, once nobody has asked
/// for them in three hours, or at once if they never got a token: appids that do not exist can't
/// fill the memory. So there are never more than twice as many as are in use, or a few thousand.
pub(super) struct Authorizers {
    parts: Box<[Mutex<Part>]>,
    hasher: RandomState,
}

#[derive(Default)]
struct Part {
    by_appid: HashMap<Box<str>, Account>,
    /// How many were left the last time.
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
    /// The token of an account, made when it is not there.
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
        // Outside of the lock, because there may be many.
        drop(unused);
        token
    }

    /// The token of an account, if anybody has used it of late.
    pub(super) fn peek(&self, appid: &str) -> Option<Cached<Authorizer>> {
        let part = lock(self.part(appid)?);
        part.by_appid.get(appid).map(|account| account.token.clone())
    }

    /// Ends the backoff after each failed fetch, because their common cause may be gone. Other work gets
    /// its turn between two parts.
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
    // No code panics while it holds the guard, and a place is whole after each statement.
    part.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Part {
    /// Takes out those that nobody uses, when there are many.
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

    /// Nobody waits for long while others are looked through, nor while backoffs are ended.
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

//! The tokens of accounts, one for each, as long as somebody uses it.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use tokio::time::Instant;

use crate::token::{Authorizer, Cached};

/// A token that nobody has asked for in so long has ended, and its place is free.
const IDLE: Duration = Duration::from_secs(3 * 60 * 60);

/// Not before there are so many is it worth looking for those that nobody uses.
const MANY: usize = 256;

/// The accounts of a platform. Those that no client holds go when others come, once nobody has asked
/// for them in three hours, or at once if they never got a token: appids that do not exist can't
/// fill the memory. So there are never more than twice as many as are in use.
#[derive(Default)]
pub(super) struct Authorizers {
    places: Mutex<Places>,
}

#[derive(Default)]
struct Places {
    by_appid: HashMap<String, Place>,
    /// How many were left the last time.
    left: usize,
}

struct Place {
    token: Cached<Authorizer>,
    used: Instant,
}

impl Authorizers {
    /// The token of an account, made when it is not there.
    pub(super) fn get(
        &self,
        appid: &str,
        make: impl FnOnce() -> Cached<Authorizer>,
    ) -> Cached<Authorizer> {
        let now = Instant::now();
        // No code panics while it holds the guard, and a place is whole after each statement.
        let mut places = self.places.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(place) = places.by_appid.get_mut(appid) {
            place.used = now;
            return place.token.clone();
        }
        if places.by_appid.len() >= MANY.max(2 * places.left) {
            places.by_appid.retain(|_, place| !place.is_idle(now));
            places.left = places.by_appid.len();
        }
        let token = make();
        let place = Place { token: token.clone(), used: now };
        places.by_appid.insert(appid.to_owned(), place);
        token
    }

    /// Ends all pauses after failed fetches, because their common cause may be gone.
    pub(super) fn hurry(&self) {
        // As above, no code panics while it holds the guard.
        let places = self.places.lock().unwrap_or_else(PoisonError::into_inner);
        places.by_appid.values().for_each(|place| place.token.hurry());
    }
}

impl Place {
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
            Box::pin(async { Ok(Fetched::lasting(token, Duration::from_secs(7200))) })
        }
    }

    fn count(authorizers: &Authorizers) -> usize {
        authorizers.places.lock().unwrap().by_appid.len()
    }

    #[tokio::test(start_paused = true)]
    async fn those_that_never_got_a_token_go_at_once() {
        let authorizers = Authorizers::default();
        for number in 0..100_000 {
            drop(authorizers.get(&format!("wx{number}"), || Cached::new(Endless)));
        }
        assert!(count(&authorizers) <= MANY, "{}", count(&authorizers));
    }

    #[tokio::test(start_paused = true)]
    async fn unused_ones_go_and_used_ones_stay() {
        let authorizers = Authorizers::default();
        let get = |name: &str| authorizers.get(name, || Cached::new(Endless));
        let held = get("held");
        held.token().await.unwrap();
        for hour in 0..100 {
            for number in 0..200 {
                get(&format!("{hour}-{number}")).token().await.unwrap();
            }
            tokio::time::advance(Duration::from_secs(3600)).await;
        }
        // Three hours of them stay, and at most twice as many.
        assert!(count(&authorizers) <= 2 * 4 * 200, "{}", count(&authorizers));
        let same = authorizers.get("held", || panic!("it was dropped"));
        assert_eq!(same.token().await.unwrap(), held.token().await.unwrap());
    }
}

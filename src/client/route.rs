//! The hosts of a client, and which one to start with: the first, unless it was unreachable a
//! short while ago.

use std::fmt;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::time::Instant;

use crate::operation::BaseUrl;

/// How long calls start with another host before the first one is tried again. Long enough that a
/// host that is down delays few calls, short enough that calls do not stay on a host far away.
const RETURN_AFTER: Duration = Duration::from_secs(5 * 60);

/// How long the others wait while one call probes whether the first host is back: longer than
/// making a connection may take.
const TRY_FOR: Duration = Duration::from_secs(30);

/// Base URLs in order of preference: at least one.
pub(super) struct Hosts {
    first: BaseUrl,
    others: Vec<BaseUrl>,
}

impl Hosts {
    pub(super) fn new(urls: impl IntoIterator<Item = BaseUrl>) -> Option<Self> {
        let mut urls = urls.into_iter();
        Some(Self { first: urls.next()?, others: urls.collect() })
    }

    /// The host at an index, which is less than [`len`](Self::len).
    pub(super) fn at(&self, index: usize) -> &BaseUrl {
        index.checked_sub(1).and_then(|index| self.others.get(index)).unwrap_or(&self.first)
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &BaseUrl> {
        std::iter::once(&self.first).chain(&self.others)
    }

    /// Never zero.
    pub(super) fn len(&self) -> usize {
        self.others.len() + 1
    }
}

impl fmt::Debug for Hosts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.iter()).finish()
    }
}

/// Remembers the host that was reachable when the first one was not.
#[derive(Default)]
pub(super) struct Route {
    detour: Mutex<Option<Detour>>,
}

struct Detour {
    host: usize,
    until: Instant,
}

impl Route {
    /// The index of the host to start with. When it is time to try the first one again, one call is
    /// sent there and the others stay on the detour until its result is known.
    pub(super) fn begin(&self) -> usize {
        let mut detour = self.detour();
        let Some(current) = detour.as_mut() else {
            return 0;
        };
        let now = Instant::now();
        if now < current.until {
            return current.host;
        }
        current.until = now + TRY_FOR;
        0
    }

    /// A connection to a host was made.
    pub(super) fn reached(&self, host: usize) {
        let mut detour = self.detour();
        match host {
            0 => *detour = None,
            // What is remembered already is not extended, or a busy client would never go back.
            _ if detour.as_ref().is_some_and(|detour| detour.host == host) => {}
            _ => *detour = Some(Detour { host, until: Instant::now() + RETURN_AFTER }),
        }
    }

    /// No connection to a host could be made.
    pub(super) fn missed(&self, host: usize) {
        let mut detour = self.detour();
        match (host, detour.as_mut()) {
            (0, Some(detour)) => detour.until = Instant::now() + RETURN_AFTER,
            (_, Some(current)) if current.host == host => *detour = None,
            _ => {}
        }
    }

    fn detour(&self) -> MutexGuard<'_, Option<Detour>> {
        // No code panics while it holds the guard.
        self.detour.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECOND: Duration = Duration::from_secs(1);

    #[tokio::test(start_paused = true)]
    async fn a_detour_lasts_for_a_while_and_one_call_probes_the_first_host() {
        let route = Route::default();
        assert_eq!(route.begin(), 0);
        route.missed(0);
        route.reached(1);
        assert_eq!(route.begin(), 1);
        tokio::time::advance(RETURN_AFTER - SECOND).await;
        route.reached(1);
        assert_eq!(route.begin(), 1);
        tokio::time::advance(SECOND).await;
        assert_eq!((route.begin(), route.begin()), (0, 1));
        route.missed(0);
        tokio::time::advance(RETURN_AFTER - SECOND).await;
        assert_eq!(route.begin(), 1);
        tokio::time::advance(SECOND).await;
        assert_eq!(route.begin(), 0);
        route.reached(0);
        assert_eq!((route.begin(), route.begin()), (0, 0));
    }

    /// The probing call may have been cancelled; then another probes.
    #[tokio::test(start_paused = true)]
    async fn a_probe_without_a_result_is_made_again() {
        let route = Route::default();
        route.reached(2);
        tokio::time::advance(RETURN_AFTER).await;
        assert_eq!((route.begin(), route.begin()), (0, 2));
        tokio::time::advance(TRY_FOR).await;
        assert_eq!((route.begin(), route.begin()), (0, 2));
    }

    #[tokio::test(start_paused = true)]
    async fn a_detour_that_fails_too_is_forgotten() {
        let route = Route::default();
        route.reached(1);
        route.missed(1);
        assert_eq!(route.begin(), 0);
        route.reached(1);
        route.missed(2);
        assert_eq!(route.begin(), 1);
    }
}

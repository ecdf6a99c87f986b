//! Limits how many token fetches of one platform run at once, and how many start in a second.

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use tokio::sync::{Semaphore, SemaphorePermit};
use tokio::time::{Instant, sleep_until};

use crate::Error;

/// Concurrent fetches. Each takes a connection and some store operations, and most take less than a
/// second: 64 of them are several hundred tokens a second.
const AT_ONCE: usize = 64;

/// Fetches per second, so that a cold start of many merchants does not flood WeChat.
const PER_SECOND: u32 = 1_000;

/// The limits of one platform. Waiters are served in the order of arrival.
pub(crate) struct Limits {
    at_once: Semaphore,
    /// The minimum interval between two fetches.
    interval: Duration,
    /// When the next fetch may start.
    next: Mutex<Option<Instant>>,
}

impl Default for Limits {
    fn default() -> Self {
        Self::new(AT_ONCE, PER_SECOND)
    }
}

impl Limits {
    /// `0` counts as `1` in both.
    pub(crate) fn new(at_once: usize, per_second: u32) -> Self {
        let at_once = at_once.clamp(1, Semaphore::MAX_PERMITS);
        Self {
            at_once: Semaphore::new(at_once),
            interval: Duration::from_secs(1) / per_second.max(1),
            next: Mutex::new(None),
        }
    }

    /// Waits for a permit for a concurrent fetch, which is released when it is
    /// dropped. `told` is called when it must wait.
    ///
    /// # Errors
    ///
    /// When it was closed.
    pub(crate) async fn enter(
        &self,
        told: impl FnOnce(Error),
    ) -> Result<SemaphorePermit<'_>, Error> {
        if let Ok(permit) = self.at_once.try_acquire() {
            return Ok(permit);
        }
        told(Error::token(
            "the limit of concurrent token fetches is reached, and others wait before this one",
        ));
        self.at_once.acquire().await.map_err(|_| Error::closed())
    }

    /// Waits until another fetch may start.
    pub(crate) async fn turn(&self) {
        sleep_until(self.slot(Instant::now())).await;
    }

    /// Admits no more fetches; waiting ones get an error.
    pub(crate) fn close(&self) {
        self.at_once.close();
    }

    fn slot(&self, now: Instant) -> Instant {
        // The value is consistent, whatever panics.
        let mut next = self.next.lock().unwrap_or_else(PoisonError::into_inner);
        let slot = next.map_or(now, |next| next.max(now));
        *next = slot.checked_add(self.interval);
        slot
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::indexing_slicing)]
mod tests {
    use super::*;

    #[tokio::test(start_paused = true)]
    async fn the_rate_per_second_holds() {
        let limits = Limits::new(1_000_000, 1_000);
        let start = Instant::now();
        let mut begun = Vec::new();
        for _ in 0..5_000 {
            limits.turn().await;
            begun.push(start.elapsed());
        }
        for window in begun.windows(1_001) {
            assert!(window[1_000] - window[0] >= Duration::from_secs(1), "{window:?}");
        }
        assert!(start.elapsed() < Duration::from_secs(6));
        // Unused time does not add up.
        tokio::time::advance(Duration::from_secs(60)).await;
        let again = Instant::now();
        for _ in 0..1_000 {
            limits.turn().await;
        }
        assert!(again.elapsed() >= Duration::from_millis(999), "{:?}", again.elapsed());
    }

    #[tokio::test(start_paused = true)]
    async fn waiters_are_notified_and_served_in_order() {
        let limits = Limits::new(0, 0);
        let mut told = Vec::new();
        let first = limits.enter(|error| told.push(error)).await.unwrap();
        assert!(told.is_empty());
        {
            let second = limits.enter(|error| told.push(error));
            let waiting = tokio::time::timeout(Duration::from_secs(1), second).await;
            assert!(waiting.is_err());
        }
        assert_eq!(told.len(), 1);
        drop(first);
        drop(limits.enter(|_| ()).await.unwrap());
        limits.close();
        assert!(limits.enter(|_| ()).await.unwrap_err().is_closed());
    }
}

//! Limits the exchanges of a client in flight, so that a flood of calls neither opens more
//! files than the process may have, nor fails.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::{OwnedSemaphorePermit, Semaphore, TryAcquireError};
use tokio::time::{Instant, timeout_at};

/// For every this many permits for calls, one more is for calls that fetch tokens.
const PER_FETCH: usize = 8;

/// Permits for exchanges, in the order of arrival.
pub(crate) struct Gate {
    limit: usize,
    calls: Arc<Semaphore>,
    /// Waiting calls may need tokens first, so fetching these must not wait behind them.
    fetches: Arc<Semaphore>,
}

/// A permit, released when it is dropped.
pub(crate) struct Permit {
    _permit: Option<OwnedSemaphorePermit>,
    /// How long the caller waited for it.
    pub(crate) waited: Duration,
}

/// No permit became available in time.
pub(crate) struct Full {
    pub(crate) limit: usize,
    pub(crate) waited: Duration,
}

impl Gate {
    pub(crate) fn new(limit: usize) -> Self {
        let limit = limit.clamp(1, Semaphore::MAX_PERMITS);
        let fetches = Arc::new(Semaphore::new((limit / PER_FETCH).max(1)));
        Self { limit, calls: Arc::new(Semaphore::new(limit)), fetches }
    }

    /// Waits for a permit, with a deadline.
    pub(crate) async fn enter(&self, is_fetch: bool, until: Instant) -> Result<Permit, Full> {
        let places = if is_fetch { &self.fetches } else { &self.calls };
        match Arc::clone(places).try_acquire_owned() {
            Ok(permit) => Ok(Permit { _permit: Some(permit), waited: Duration::ZERO }),
            // It is never closed; if it were, calls would not be limited.
            Err(TryAcquireError::Closed) => Ok(Permit { _permit: None, waited: Duration::ZERO }),
            Err(TryAcquireError::NoPermits) => {
                let start = Instant::now();
                let permit = timeout_at(until, Arc::clone(places).acquire_owned()).await;
                let waited = start.elapsed();
                match permit {
                    Ok(permit) => Ok(Permit { _permit: permit.ok(), waited }),
                    Err(_) => Err(Full { limit: self.limit, waited }),
                }
            }
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn far() -> Instant {
        Instant::now() + Duration::from_secs(3600)
    }

    #[tokio::test(start_paused = true)]
    async fn a_permit_is_waited_for_and_its_lack_is_reported() {
        let gate = Gate::new(1);
        let permit = gate.enter(false, far()).await.ok().unwrap();
        assert_eq!(permit.waited, Duration::ZERO);
        let until = Instant::now() + Duration::from_secs(3);
        let full = gate.enter(false, until).await.err().unwrap();
        assert_eq!((full.limit, full.waited.as_secs()), (1, 3));
        let (waiter, ()) = tokio::join!(gate.enter(false, far()), async {
            tokio::time::sleep(Duration::from_secs(2)).await;
            drop(permit);
        });
        assert_eq!(waiter.ok().unwrap().waited.as_secs(), 2);
    }

    #[tokio::test(start_paused = true)]
    async fn a_cancelled_waiter_takes_no_permit() {
        let gate = Gate::new(1);
        let permit = gate.enter(false, far()).await.ok().unwrap();
        let impatient = tokio::time::timeout(Duration::from_secs(1), gate.enter(false, far()));
        let (patient, impatient, ()) = tokio::join!(gate.enter(false, far()), impatient, async {
            tokio::time::sleep(Duration::from_secs(2)).await;
            drop(permit);
        });
        assert!(impatient.is_err());
        drop(patient.ok().unwrap());
        assert!(gate.enter(false, Instant::now()).await.is_ok());
    }

    #[tokio::test(start_paused = true)]
    async fn fetching_tokens_does_not_wait_behind_calls() {
        let gate = Gate::new(1);
        let _place = gate.enter(false, far()).await.ok().unwrap();
        assert!(gate.enter(true, Instant::now()).await.is_ok());
    }

    #[tokio::test]
    async fn any_limit_is_allowed() {
        for limit in [0, 1, usize::MAX] {
            assert!(Gate::new(limit).enter(false, far()).await.is_ok(), "{limit}");
        }
    }
}

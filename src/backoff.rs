//! Exponential backoff with jitter.

use std::time::Duration;

/// Delays between retries: each twice as long as the one before, up to a limit.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Backoff {
    pub(crate) first: Duration,
    pub(crate) longest: Duration,
}

impl Backoff {
    /// The delay before retry number `retry`, from 0.
    pub(crate) fn delay(self, retry: u32) -> Duration {
        self.first.saturating_mul(1 << retry.min(16)).min(self.longest)
    }

    /// The same with jitter of up to half of it, so that callers that failed together do
    /// not retry together.
    pub(crate) fn jittered(self, retry: u32) -> Duration {
        self.delay(retry).mul_f64(0.5 + fastrand::f64() / 2.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn delays_grow_to_a_limit() {
        let backoff =
            Backoff { first: Duration::from_millis(500), longest: Duration::from_secs(8) };
        for (retry, delay) in [(0, 500), (1, 1000), (4, 8000), (5, 8000), (u32::MAX, 8000)] {
            assert_eq!(backoff.delay(retry).as_millis(), delay, "{retry}");
            for _ in 0..100 {
                let jittered = backoff.jittered(retry).as_millis();
                assert!((delay / 2..=delay).contains(&jittered), "{retry}: {jittered}");
            }
        }
    }
}

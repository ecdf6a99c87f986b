//! A rate limiter with a sliding window.

use std::collections::VecDeque;
use std::time::Duration;

use tokio::time::Instant;

/// At most `allowed` in any window of this length.
#[derive(Clone, Debug)]
pub(crate) struct RateLimit {
    allowed: usize,
    window: Duration,
    /// The times of recent permits, oldest first.
    recent: VecDeque<Instant>,
}

impl RateLimit {
    pub(crate) const fn new(allowed: usize, window: Duration) -> Self {
        Self { allowed, window, recent: VecDeque::new() }
    }

    /// Takes a permit, if one is available now.
    pub(crate) fn allow(&mut self, now: Instant) -> bool {
        let is_old = |done: &Instant| now.saturating_duration_since(*done) >= self.window;
        while self.recent.front().is_some_and(is_old) {
            self.recent.pop_front();
        }
        let left = self.recent.len() < self.allowed;
        if left {
            self.recent.push_back(now);
        }
        left
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn permits_return_as_time_passes() {
        let start = Instant::now();
        let at = |seconds| start + Duration::from_secs(seconds);
        let mut limit = RateLimit::new(2, Duration::from_secs(10));
        assert!(limit.allow(at(0)));
        assert!(limit.allow(at(4)));
        assert!(!limit.allow(at(9)));
        assert!(limit.allow(at(10)));
        assert!(!limit.allow(at(13)));
        assert!(limit.allow(at(14)));
    }
}

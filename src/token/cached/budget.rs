//! How often tokens that worked before may be replaced because one call had them rejected.

use std::collections::VecDeque;
use std::time::Duration;

use tokio::time::Instant;

/// So many in any window of so long.
#[derive(Clone, Debug)]
pub(crate) struct Budget {
    allowed: usize,
    window: Duration,
    /// When it was spent, oldest first.
    spent: VecDeque<Instant>,
}

impl Budget {
    pub(crate) const fn new(allowed: usize, window: Duration) -> Self {
        Self { allowed, window, spent: VecDeque::new() }
    }

    /// Spends one, if one is left.
    pub(crate) fn spend(&mut self, now: Instant) -> bool {
        let is_old = |spent: &Instant| now.saturating_duration_since(*spent) >= self.window;
        while self.spent.front().is_some_and(is_old) {
            self.spent.pop_front();
        }
        let left = self.spent.len() < self.allowed;
        if left {
            self.spent.push_back(now);
        }
        left
    }
}

/// A token is replaced so when somebody fetched another behind our back, or an endpoint rejects what
/// others accept. Five within ten minutes are enough for accidents, and too few for a quota to end.
impl Default for Budget {
    fn default() -> Self {
        Self::new(5, Duration::from_secs(600))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_fills_up_as_time_goes_by() {
        let start = Instant::now();
        let at = |seconds| start + Duration::from_secs(seconds);
        let mut budget = Budget::new(2, Duration::from_secs(10));
        assert!(budget.spend(at(0)));
        assert!(budget.spend(at(4)));
        assert!(!budget.spend(at(9)));
        assert!(budget.spend(at(10)));
        assert!(!budget.spend(at(13)));
        assert!(budget.spend(at(14)));
    }
}

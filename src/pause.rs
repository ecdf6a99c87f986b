//! Pauses that grow.

use std::time::Duration;

/// Pauses of which each is twice as long as the one before, up to a limit.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Pauses {
    pub(crate) first: Duration,
    pub(crate) longest: Duration,
}

impl Pauses {
    /// The pause after so many pauses before it.
    pub(crate) fn full(self, before: u32) -> Duration {
        self.first.saturating_mul(1 << before.min(16)).min(self.longest)
    }

    /// The same, shortened by chance to half of it at most, so that those who failed together do not
    /// come back together.
    pub(crate) fn by_chance(self, before: u32) -> Duration {
        self.full(before).mul_f64(0.5 + fastrand::f64() / 2.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_grow_to_a_limit() {
        let pauses = Pauses { first: Duration::from_millis(500), longest: Duration::from_secs(8) };
        for (before, full) in [(0, 500), (1, 1000), (4, 8000), (5, 8000), (u32::MAX, 8000)] {
            assert_eq!(pauses.full(before).as_millis(), full, "{before}");
            for _ in 0..100 {
                let pause = pauses.by_chance(before).as_millis();
                assert!((full / 2..=full).contains(&pause), "{before}: {pause}");
            }
        }
    }
}

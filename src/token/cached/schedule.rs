//! When a token is renewed, and when a failed attempt is retried.

use std::time::{Duration, SystemTime};

use tokio::time::Instant;

use crate::backoff::Backoff;

/// The earliest renewal before a token's expiry: WeChat's pages advise 10 minutes.
const EARLIEST: Duration = Duration::from_secs(10 * 60);

/// The jitter of the renewal, so that many processes, or the tokens of many accounts, do
/// not all ask in the same second. Five minutes remain for retries.
const SPREAD: Duration = Duration::from_secs(5 * 60);

/// A short-lived token is renewed in its last quarter: half of its lifetime would double the number
/// of fetches.
const SHARE: u32 = 4;

/// A new token is used for at least this long, whatever its expiry: if a response
/// or a clock is that wrong, every call would fetch one.
const SHORTEST_LIFE: Duration = Duration::from_secs(10);

/// Longer than any token lives; a longer lifetime is a mistake and must not overflow a clock.
const LONGEST_LIFE: Duration = Duration::from_secs(30 * 24 * 60 * 60);

/// The backoff after failures. A first failure often lasts less than a second; after a minute of
/// them, an operator must act, and sees the effect within another.
pub(super) const RETRIES: Backoff =
    Backoff { first: Duration::from_secs(1), longest: Duration::from_secs(60) };

/// The same where WeChat itself refuses. Each attempt counts against a quota of some thousand a day,
/// and several processes may be retrying.
pub(super) const REFUSALS: Backoff =
    Backoff { first: Duration::from_secs(1), longest: Duration::from_secs(5 * 60) };

/// The current time: by the wall clock, which is compared with what WeChat and other machines say, and by
/// the monotonic one.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Now {
    pub(crate) wall: SystemTime,
    pub(crate) steady: Instant,
}

impl Now {
    /// A moment this long from now.
    fn plus(self, time: Duration) -> Moment {
        Moment {
            wall: self.wall.checked_add(time).unwrap_or(self.wall),
            steady: self.steady.checked_add(time).unwrap_or(self.steady),
        }
    }
}

/// A future moment. It has passed when one of the two clocks says so: the monotonic one may
/// stop while a machine sleeps, and the wall clock may be set back.
#[derive(Clone, Copy, Debug)]
pub(super) struct Moment {
    wall: SystemTime,
    steady: Instant,
}

impl Moment {
    pub(super) fn wall(self) -> SystemTime {
        self.wall
    }

    /// The time until it has passed.
    pub(super) fn time_left(self, now: Now) -> Duration {
        let by_wall = self.wall.duration_since(now.wall).unwrap_or_default();
        by_wall.min(self.steady.saturating_duration_since(now.steady))
    }

    pub(super) fn has_passed(self, now: Now) -> bool {
        self.wall <= now.wall || self.steady <= now.steady
    }
}

/// When to renew a token, and when it expires.
#[derive(Clone, Copy, Debug)]
pub(super) struct Schedule {
    pub(super) renewal: Moment,
    pub(super) end: Moment,
}

impl Schedule {
    /// For a token with this lifetime from now on.
    pub(super) fn new(life: Duration, now: Now) -> Self {
        let life = life.clamp(SHORTEST_LIFE, LONGEST_LIFE);
        Self { renewal: now.plus(life - lead(life, fastrand::f64())), end: now.plus(life) }
    }
}

/// How long before its expiry a token is renewed, for a random number from 0 to 1.
fn lead(life: Duration, chance: f64) -> Duration {
    let earliest = EARLIEST.min(life / SHARE);
    earliest - SPREAD.min(earliest / 2).mul_f64(chance)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn jitter_stays_within_its_bounds() {
        // life, earliest and latest lead, in seconds
        for (life, earliest, latest) in
            [(7200, 600, 300), (2400, 600, 300), (1200, 300, 150), (60, 15, 7), (10, 2, 1)]
        {
            let life = Duration::from_secs(life);
            assert_eq!(lead(life, 0.0).as_secs(), earliest, "{life:?}");
            assert_eq!(lead(life, 1.0).as_secs(), latest, "{life:?}");
            for _ in 0..1_000 {
                let lead = lead(life, fastrand::f64()).as_secs();
                assert!((latest..=earliest).contains(&lead), "{life:?}: {lead}");
            }
        }
    }

    #[test]
    fn no_lifetime_overflows_a_clock() {
        let now = Now { wall: SystemTime::now(), steady: Instant::now() };
        let schedule = Schedule::new(Duration::MAX, now);
        assert!(!schedule.end.has_passed(now));
        let schedule = Schedule::new(Duration::ZERO, now);
        assert!(!schedule.renewal.has_passed(now));
    }
}

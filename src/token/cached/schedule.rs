//! When a token is renewed, and when a failed attempt is made again.

use std::time::{Duration, SystemTime};

use tokio::time::Instant;

use crate::backoff::Backoff;

/// How long before its end a token is renewed at the earliest: WeChat's pages advise 10 minutes.
const EARLIEST: Duration = Duration::from_secs(10 * 60);

/// Of which so much is left to chance, so that many processes, or the tokens of many accounts, do
/// not all ask in the same second. Five minutes are left for attempts that fail.
const SPREAD: Duration = Duration::from_secs(5 * 60);

/// A token of a short life is renewed in its last quarter: half of its life would double the number
/// of fetches.
const SHARE: u32 = 4;

/// A token that was just fetched is used for so long at least, whatever its time says: if an answer
/// or a clock is that wrong, every call would fetch one.
const SHORTEST_LIFE: Duration = Duration::from_secs(10);

/// Longer than any token lives; what is longer is a mistake and must not overflow a clock.
const LONGEST_LIFE: Duration = Duration::from_secs(30 * 24 * 60 * 60);

/// Between attempts that fail. A first failure is often over within a second; after a minute of
/// them, a person has to do something, and sees the effect within another.
pub(super) const RETRIES: Backoff =
    Backoff { first: Duration::from_secs(1), longest: Duration::from_secs(60) };

/// The same where WeChat itself refuses. Each attempt counts against a quota of some thousand a day,
/// and several processes may be at it.
pub(super) const REFUSALS: Backoff =
    Backoff { first: Duration::from_secs(1), longest: Duration::from_secs(5 * 60) };

/// What time it is: by the clock that is compared with what WeChat and other machines say, and by
/// the one that never jumps.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Now {
    pub(crate) wall: SystemTime,
    pub(crate) steady: Instant,
}

impl Now {
    /// A moment so long from now.
    fn plus(self, time: Duration) -> Moment {
        Moment {
            wall: self.wall.checked_add(time).unwrap_or(self.wall),
            steady: self.steady.checked_add(time).unwrap_or(self.steady),
        }
    }
}

/// A moment to come. It has passed when one of the two clocks says so: the one that never jumps may
/// stand still while a machine sleeps, and the other one may be set back.
#[derive(Clone, Copy, Debug)]
pub(super) struct Moment {
    wall: SystemTime,
    steady: Instant,
}

impl Moment {
    pub(super) fn wall(self) -> SystemTime {
        self.wall
    }

    /// Until it has passed.
    pub(super) fn time_left(self, now: Now) -> Duration {
        let by_wall = self.wall.duration_since(now.wall).unwrap_or_default();
        by_wall.min(self.steady.saturating_duration_since(now.steady))
    }

    pub(super) fn has_passed(self, now: Now) -> bool {
        self.wall <= now.wall || self.steady <= now.steady
    }
}

/// When to renew a token, and when it ends.
#[derive(Clone, Copy, Debug)]
pub(super) struct Schedule {
    pub(super) renewal: Moment,
    pub(super) end: Moment,
}

impl Schedule {
    /// For a token that lives for so long from now.
    pub(super) fn new(life: Duration, now: Now) -> Self {
        let life = life.clamp(SHORTEST_LIFE, LONGEST_LIFE);
        Self { renewal: now.plus(life - lead(life, fastrand::f64())), end: now.plus(life) }
    }
}

/// How long before its end a token is renewed, for a chance from 0 to 1.
fn lead(life: Duration, chance: f64) -> Duration {
    let earliest = EARLIEST.min(life / SHARE);
    earliest - SPREAD.min(earliest / 2).mul_f64(chance)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chance_stays_within_its_bounds() {
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
    fn no_life_overflows_a_clock() {
        let now = Now { wall: SystemTime::now(), steady: Instant::now() };
        let schedule = Schedule::new(Duration::MAX, now);
        assert!(!schedule.end.has_passed(now));
        let schedule = Schedule::new(Duration::ZERO, now);
        assert!(!schedule.renewal.has_passed(now));
    }
}

//! The circuit breaker: fails calls at once while WeChat rejects each new token.

use std::time::Duration;

use tokio::time::Instant;

use crate::backoff::Backoff;

/// How long it stays open: WeChat may need some seconds to propagate a new token,
/// and an operator some minutes to find a wrong secret. At ten minutes, a day of this costs 144
/// fetches of a quota of thousands.
const OPEN: Backoff = Backoff { first: Duration::from_secs(30), longest: Duration::from_secs(600) };

/// How long the probing call may take to show whether its token is accepted: one
/// attempt of a call with the client's defaults.
const PROBE: Duration = Duration::from_secs(30);

/// Closed while tokens are accepted; open for a time when they are not; then half-open: one caller may
/// probe, and the result closes or opens it.
#[derive(Clone, Debug, Default)]
pub(super) struct Breaker {
    /// How often it has opened since a token was accepted.
    openings: u32,
    phase: Phase,
}

#[derive(Clone, Debug, Default)]
enum Phase {
    #[default]
    Closed,
    Open {
        until: Instant,
    },
    Probing {
        until: Instant,
    },
}

/// Whether a caller may go on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Gate {
    Closed,
    /// This caller is the probe.
    Probe,
    /// Refused for this long.
    Refuse(Duration),
}

impl Breaker {
    /// Asks to pass.
    pub(super) fn pass(&mut self, now: Instant) -> Gate {
        match self.phase {
            Phase::Closed => Gate::Closed,
            Phase::Open { until } | Phase::Probing { until } if now < until => {
                Gate::Refuse(until - now)
            }
            Phase::Open { .. } | Phase::Probing { .. } => {
                self.phase = Phase::Probing { until: now + PROBE };
                Gate::Probe
            }
        }
    }

    /// For how long it is still open, if it is; without changing it.
    pub(super) fn refuses(&self, now: Instant) -> Option<Duration> {
        match self.phase {
            Phase::Closed => None,
            Phase::Open { until } | Phase::Probing { until } => {
                Some(until.saturating_duration_since(now))
            }
        }
    }

    /// Opens, and says for how long.
    pub(super) fn open(&mut self, now: Instant) -> Duration {
        let time = OPEN.delay(self.openings);
        self.openings = self.openings.saturating_add(1);
        self.phase = Phase::Open { until: now + time };
        time
    }

    pub(super) fn close(&mut self) {
        *self = Self::default();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_opens_for_longer_each_time_and_lets_one_try() {
        let mut now = Instant::now();
        let mut breaker = Breaker::default();
        assert_eq!(breaker.pass(now), Gate::Closed);
        for seconds in [30, 60, 120, 240, 480, 600, 600] {
            let time = Duration::from_secs(seconds);
            assert_eq!(breaker.open(now), time);
            assert_eq!(breaker.pass(now), Gate::Refuse(time));
            now += time;
            assert_eq!(breaker.pass(now), Gate::Probe);
            assert_eq!(breaker.pass(now), Gate::Refuse(PROBE));
        }
        now += PROBE;
        assert_eq!(breaker.pass(now), Gate::Probe, "the earlier probe had no result");
        breaker.close();
        assert_eq!(breaker.pass(now), Gate::Closed);
        assert_eq!(breaker.open(now), Duration::from_secs(30));
    }
}

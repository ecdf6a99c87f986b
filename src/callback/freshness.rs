//! Whether a message is fresh, even when this machine's clock is set while a program runs.
//!
//! Replays are detected by the time of sending, and that needs a clock. The one of this machine decides as
//! long as it agrees with WeChat's. When it does not, WeChat's own decides: the time of the latest
//! message that was accepted, plus the time since then by a monotonic clock. So a clock that is
//! set by hours does not make an inbox refuse messages.

use std::sync::{Mutex, PoisonError};
use std::time::{Duration, SystemTime};

use tokio::time::Instant;

use super::{CallbackError, Query, TARGET};

/// What is known of WeChat's clock.
#[derive(Default)]
pub(super) struct Freshness {
    latest: Mutex<Option<Latest>>,
}

/// An accepted message: when WeChat sent it, and when it arrived.
#[derive(Clone, Copy)]
struct Latest {
    sent: SystemTime,
    came: Instant,
}

impl Freshness {
    /// Opens a message by one clock or the other.
    pub(super) fn open<T>(
        &self,
        query: &Query,
        open: impl Fn(SystemTime) -> Result<T, CallbackError>,
    ) -> Result<T, CallbackError> {
        let ours = SystemTime::now();
        let opened = match (open(ours), self.wechats()) {
            (Err(error), Some(wechats)) if error.is_of_clock() => {
                let opened = open(wechats).map_err(|_| error);
                if opened.is_ok() {
                    tracing::error!(
                        target: TARGET,
                        seconds = apart(ours, wechats).as_secs(),
                        "this machine's clock has been moved away from WeChat's: set it, because \
                         after a restart nothing is taken"
                    );
                }
                opened
            }
            (opened, _) => opened,
        }?;
        self.learn(query.sent());
        Ok(opened)
    }

    /// WeChat's current time.
    fn wechats(&self) -> Option<SystemTime> {
        let latest = *self.latest.lock().unwrap_or_else(PoisonError::into_inner);
        latest.and_then(Latest::now)
    }

    /// Messages may arrive late, but never before they are sent: the latest time counts.
    fn learn(&self, sent: SystemTime) {
        // The value is consistent, even after a panic elsewhere.
        let mut latest = self.latest.lock().unwrap_or_else(PoisonError::into_inner);
        if latest.and_then(Latest::now).is_none_or(|now| now < sent) {
            *latest = Some(Latest { sent, came: Instant::now() });
        }
    }
}

impl Latest {
    fn now(self) -> Option<SystemTime> {
        self.sent.checked_add(self.came.elapsed())
    }
}

fn apart(one: SystemTime, other: SystemTime) -> Duration {
    one.duration_since(other).or_else(|_| other.duration_since(one)).unwrap_or_default()
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::callback::error::{Part, Reason};

    const WINDOW: Duration = Duration::from_secs(600);

    fn query(sent: SystemTime) -> Query {
        let sent = sent.duration_since(SystemTime::UNIX_EPOCH).unwrap().as_secs();
        Query::new(&sent.to_string(), "1", &"0".repeat(40)).unwrap()
    }

    /// Opens what was sent within the window of the time that it is given.
    fn open(freshness: &Freshness, query: &Query) -> Result<(), CallbackError> {
        freshness.open(query, |now| {
            let off = apart(query.sent(), now);
            if off <= WINDOW { Ok(()) } else { Err(Reason::TooNew(Part::Query, off).into()) }
        })
    }

    #[test]
    fn a_clock_that_is_moved_does_not_stop_what_comes() {
        let freshness = Freshness::default();
        let hours = Duration::from_secs(3 * 3600);
        // As if this machine's clock had been moved back after a message was taken.
        let wechats = SystemTime::now() + hours;
        assert!(open(&freshness, &query(wechats)).unwrap_err().is_too_new());
        freshness.learn(wechats);
        open(&freshness, &query(wechats)).unwrap();
        // What is new by this machine's clock is taken too, and does not set WeChat's back.
        open(&freshness, &query(SystemTime::now())).unwrap();
        open(&freshness, &query(wechats)).unwrap();
        // What is old by both is refused.
        assert!(open(&freshness, &query(wechats - hours / 2)).unwrap_err().is_too_new());
    }
}

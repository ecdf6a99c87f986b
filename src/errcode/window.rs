//! The windows of WeChat's quotas.

use std::fmt;
use std::time::SystemTime;

use crate::calendar;

/// The window over which WeChat counts calls against a quota, and after which the quota
/// resets. Windows are fixed by the clock, not sliding: all callers may go on at the
/// same moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Window {
    /// A minute of the clock.
    Minute,
    /// A day in China (UTC+8), from midnight to midnight.
    Day,
    /// A calendar month in China.
    Month,
}

impl Window {
    /// The end of the window that a moment is in.
    pub fn end(self, now: SystemTime) -> SystemTime {
        match self {
            Self::Minute => calendar::minute_end(now),
            Self::Day => calendar::day_end(now),
            Self::Month => calendar::month_end(now),
        }
    }
}

/// The word: `minute`, `day`, `month`.
impl fmt::Display for Window {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

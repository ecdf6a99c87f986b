//! The spans of time over which WeChat counts calls.

use std::fmt;
use std::time::SystemTime;

use crate::calendar;

/// The span of time over which WeChat counts calls against a limit, and after which the limit is
/// full again. WeChat counts by the clock, not backwards from each call: everybody may go on at the
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

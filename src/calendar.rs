//! Dates: as HTTP writes them, and the windows of WeChat's quotas, which follow China's clock.

use std::time::{Duration, SystemTime};

const MINUTE: u64 = 60;
const HOUR: u64 = 60 * MINUTE;
const DAY: u64 = 24 * HOUR;

/// China's offset from UTC, all year round.
const CHINA: Duration = Duration::from_secs(8 * HOUR);

/// A day of the civil calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Date {
    year: i64,
    /// From 1.
    month: i64,
    /// From 1.
    day: i64,
}

impl Date {
    /// The date of a day, counted from 1970-01-01.
    fn of(days: i64) -> Self {
        // Years begin in March here, so that a leap day is the last day of its year; 400 years
        // always have the same number of days.
        let days = days.saturating_add(719_468);
        let (era, day) = (days.div_euclid(146_097), days.rem_euclid(146_097));
        let year = (day - day / 1_460 + day / 36_524 - day / 146_096) / 365;
        let day = day - (365 * year + year / 4 - year / 100);
        let month = (5 * day + 2) / 153;
        let day = day - (153 * month + 2) / 5 + 1;
        let month = if month < 10 { month + 3 } else { month - 9 };
        Self { year: 400 * era + year + i64::from(month <= 2), month, day }
    }

    /// The number of the day, counted from 1970-01-01.
    fn days(self) -> i64 {
        let year = self.year - i64::from(self.month <= 2);
        let month = if self.month > 2 { self.month - 3 } else { self.month + 9 };
        let day = (153 * month + 2) / 5 + self.day - 1;
        let (era, year) = (year.div_euclid(400), year.rem_euclid(400));
        era * 146_097 + 365 * year + year / 4 - year / 100 + day - 719_468
    }

    fn first_of_next_month(self) -> Self {
        match self.month {
            12 => Self { year: self.year + 1, month: 1, day: 1 },
            month => Self { month: month + 1, day: 1, ..self },
        }
    }
}

/// The number of a day of the civil calendar, counted from 1970-01-01.
#[cfg(feature = "mock")]
pub(crate) fn days_since_1970(year: i64, month: i64, day: i64) -> i64 {
    Date { year, month, day }.days()
}

/// The end of the clock minute that a moment is in.
pub(crate) fn minute_end(now: SystemTime) -> SystemTime {
    end_of(now, |seconds| (seconds / MINUTE + 1) * MINUTE)
}

/// The end of the day that a moment is in: midnight in China.
pub(crate) fn day_end(now: SystemTime) -> SystemTime {
    end_of(now, |seconds| (seconds / DAY + 1) * DAY)
}

/// The end of the month that a moment is in, in China.
pub(crate) fn month_end(now: SystemTime) -> SystemTime {
    end_of(now, |seconds| {
        let next = Date::of(days(seconds)).first_of_next_month();
        u64::try_from(next.days()).unwrap_or_default() * DAY
    })
}

/// A later moment in China's time, computed in seconds since 1970; the same moment on a clock that
/// is far off.
fn end_of(now: SystemTime, end: impl FnOnce(u64) -> u64) -> SystemTime {
    let since = now.duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
    let end = end(since.saturating_add(CHINA).as_secs().min(LAST));
    let end = Duration::from_secs(end).saturating_sub(CHINA);
    SystemTime::UNIX_EPOCH.checked_add(end).unwrap_or(now)
}

/// The end of the year 9999, after which no date is written in four digits.
const LAST: u64 = 253_402_300_799;

/// The day of a moment in seconds since 1970.
fn days(seconds: u64) -> i64 {
    i64::try_from(seconds / DAY).unwrap_or(i64::MAX)
}

/// `2026-11-30T16:00:00`, in UTC, of a moment in seconds since 1970; RFC 3339 but for its zone, in
/// years of four digits.
pub(crate) fn utc_time(seconds: i64) -> String {
    const DAY: i64 = 86_400;
    let Date { year, month, day } = Date::of(seconds.div_euclid(DAY));
    let rest = seconds.rem_euclid(DAY);
    let (hour, minute, second) = (rest / 3_600, rest % 3_600 / 60, rest % 60);
    // A sign before the year is counted among the digits.
    let (sign, year) = if year < 0 { ("-", -year) } else { ("", year) };
    format!("{sign}{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}")
}

/// `2026-12-01 00:00`, in China.
pub(crate) fn china_time(moment: SystemTime) -> String {
    let since = moment.duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
    let seconds = since.saturating_add(CHINA).as_secs().min(LAST);
    let Date { year, month, day } = Date::of(days(seconds));
    let (hour, minute) = (seconds % DAY / HOUR, seconds % HOUR / MINUTE);
    format!("{year:04}-{month:02}-{day:02} {hour:02}:{minute:02}")
}

/// A date as HTTP headers have it, in each of the three forms that a recipient must accept:
/// `Sun, 06 Nov 1994 08:49:37 GMT`, `Sunday, 06-Nov-94 08:49:37 GMT`, `Sun Nov  6 08:49:37 1994`.
pub(crate) fn http_date(text: &str) -> Option<SystemTime> {
    let words: Vec<&str> = text.split([' ', ',', '-']).filter(|word| !word.is_empty()).collect();
    let (year, month, day, time) = match words.as_slice() {
        [_, day, month, year, time, "GMT"] => (year, month, day, time),
        [_, month, day, time, year] => (year, month, day, time),
        _ => return None,
    };
    let year = match (year.len(), year.parse().ok()?) {
        (2, year @ 0..70) => 2000 + year,
        (2, year) => 1900 + year,
        (4, year) => year,
        _ => return None,
    };
    const MONTHS: [&str; 12] =
        ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    let month = 1 + MONTHS.iter().position(|name| name == month)? as i64;
    let day = day.parse().ok().filter(|day| (1..=31).contains(day))?;
    let days = u64::try_from(Date { year, month, day }.days()).ok()?;
    let seconds = Duration::from_secs(days.checked_mul(DAY)? + time_of_day(time)?);
    SystemTime::UNIX_EPOCH.checked_add(seconds)
}

/// `08:49:37` in seconds; a leap second is the 61st of its minute.
fn time_of_day(text: &str) -> Option<u64> {
    let mut parts = text.split(':').map(|part| part.parse::<u64>().ok());
    let (hour, minute, second) = (parts.next()??, parts.next()??, parts.next()??);
    let is_time = hour < 24 && minute < 60 && second <= 60 && parts.next().is_none();
    is_time.then_some(hour * HOUR + minute * MINUTE + second)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn at(seconds: u64) -> SystemTime {
        SystemTime::UNIX_EPOCH + Duration::from_secs(seconds)
    }

    #[test]
    fn dates_are_those_of_the_calendar() {
        for (days, year, month, day) in [
            (-719_528, 0, 1, 1),
            (-1, 1969, 12, 31),
            (0, 1970, 1, 1),
            (58, 1970, 2, 28),
            (59, 1970, 3, 1),
            (789, 1972, 2, 29),
            (10_957, 2000, 1, 1),
            (11_016, 2000, 2, 29),
            (20_787, 2026, 11, 30),
            (47_540, 2100, 2, 28),
            (47_541, 2100, 3, 1),
        ] {
            let date = Date { year, month, day };
            assert_eq!(Date::of(days), date);
            assert_eq!(date.days(), days, "{date:?}");
        }
        for days in -1_000_000..200_000 {
            assert_eq!(Date::of(days).days(), days);
        }
    }

    #[test]
    fn windows_end_by_the_clock_of_china() {
        // 2026-11-30 15:59:58 UTC, two seconds before midnight in China.
        let late = at(1_796_054_398);
        assert_eq!(china_time(late), "2026-11-30 23:59");
        let midnight = "2026-12-01 00:00";
        for end in [minute_end(late), day_end(late), month_end(late)] {
            assert_eq!(end, late + Duration::from_secs(2));
            assert_eq!(china_time(end), midnight);
        }
        let after = late + Duration::from_secs(2);
        assert_eq!(china_time(minute_end(after)), "2026-12-01 00:01");
        assert_eq!(china_time(day_end(after)), "2026-12-02 00:00");
        assert_eq!(china_time(month_end(after)), "2027-01-01 00:00");
    }

    #[test]
    fn clocks_at_any_age_harm_nothing() {
        for clock in [
            SystemTime::UNIX_EPOCH,
            SystemTime::UNIX_EPOCH - Duration::from_secs(5_000_000_000),
            at(LAST),
            at(u32::MAX as u64 * 1000),
        ] {
            let ends = [minute_end(clock), day_end(clock), month_end(clock)];
            assert!(ends.iter().all(|end| china_time(*end).len() == 16));
        }
    }

    #[test]
    fn dates_of_http() {
        let expect = Some(at(784_111_777));
        assert_eq!(http_date("Sun, 06 Nov 1994 08:49:37 GMT"), expect);
        assert_eq!(http_date("Sunday, 06-Nov-94 08:49:37 GMT"), expect);
        assert_eq!(http_date("Sun Nov  6 08:49:37 1994"), expect);
        assert_eq!(http_date("Thu, 01 Jan 1970 00:00:00 GMT"), Some(at(0)));
        for wrong in [
            "",
            "120",
            "Sun, 06 Nov 1994 08:49:37",
            "Sun, 06 Nov 1994 25:49:37 GMT",
            "Sun, 06 Nov 1994 08:49 GMT",
            "Sun, 99 Nov 1994 08:49:37 GMT",
            "Sun, 06 Nov 1894 08:49:37 GMT",
            "Sun, 06 Nov 0 08:49:37 GMT",
            "Sun, 06 Xyz 1994 08:49:37 GMT",
            "Sun, 06 Nov 18446744073709551615 08:49:37 GMT",
            "1994-11-06T08:49:37Z",
        ] {
            assert_eq!(http_date(wrong), None, "{wrong}");
        }
    }
}

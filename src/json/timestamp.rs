//! Moments, as WeChat sends them: numbers of seconds or milliseconds since 1970.

use std::fmt;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use super::decode::Decode;
use super::encode::{Encode, Writer};
use super::error::DecodeError;
use super::node::Node;
use crate::calendar;

macro_rules! timestamp {
    ($(#[doc = $doc:literal])* $name:ident, $per_second:literal, $unit:literal,
        $from:ident, $to:ident, $duration:ident) => {
        $(#[doc = $doc])*
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(i64);

        impl $name {
            #[doc = concat!("A moment in ", $unit, " since 1970 (UTC), as it travels.")]
            pub const fn $from(number: i64) -> Self {
                Self(number)
            }

            #[doc = concat!("The number of ", $unit, " since 1970 (UTC), as it travels.")]
            pub const fn $to(self) -> i64 {
                self.0
            }

            /// Whether it is zero, which WeChat sends for a moment that there is not.
            pub const fn is_zero(self) -> bool {
                self.0 == 0
            }

            /// As a time of this machine; `None` of one that it can't hold.
            pub fn to_system_time(self) -> Option<SystemTime> {
                let distance = Duration::$duration(self.0.unsigned_abs());
                match self.0 {
                    0.. => UNIX_EPOCH.checked_add(distance),
                    _ => UNIX_EPOCH.checked_sub(distance),
                }
            }
        }

        #[doc = concat!("Without what is finer than ", $unit, ".")]
        impl From<SystemTime> for $name {
            fn from(time: SystemTime) -> Self {
                // Rounded down on both sides of 1970.
                let number = match time.duration_since(UNIX_EPOCH) {
                    Ok(since) => units(since, $per_second),
                    Err(before) => {
                        let before = before.duration();
                        let whole = units(before, $per_second);
                        let is_exact = Duration::$duration(whole.unsigned_abs()) == before;
                        -whole - i64::from(!is_exact)
                    }
                };
                Self(number)
            }
        }

        impl Encode for $name {
            fn encode(&self, json: &mut Writer) {
                self.0.encode(json);
            }
        }

        impl Decode for $name {
            fn decode(node: Node<'_>) -> Result<Self, DecodeError> {
                match i64::decode(node) {
                    Ok(number) => Ok(Self(number)),
                    Err(_) => Err(node.mismatch(concat!("a number of ", $unit, " since 1970"))),
                }
            }
        }

        crate::__serde!(Received => $name);
    };
}

timestamp! {
    /// A moment in seconds since 1970, as WeChat sends most of them.
    ///
    /// ```
    /// use wechat_cloudbase::json::Timestamp;
    ///
    /// let created = Timestamp::from_seconds(1_796_054_400);
    /// assert_eq!(created.to_string(), "2026-11-30T16:00:00Z");
    /// assert_eq!(created.to_system_time().map(Timestamp::from), Some(created));
    /// ```
    Timestamp, 1, "seconds", from_seconds, as_seconds, from_secs
}

timestamp! {
    /// A moment in milliseconds since 1970.
    TimestampMs, 1000, "milliseconds", from_millis, as_millis, from_millis
}

fn units(since: Duration, per_second: u64) -> i64 {
    let units = match per_second {
        1 => u128::from(since.as_secs()),
        _ => since.as_millis(),
    };
    i64::try_from(units).unwrap_or(i64::MAX)
}

/// As RFC 3339 has it, in UTC: `2026-11-30T16:00:00Z`.
impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}Z", calendar::utc_time(self.0))
    }
}

/// As RFC 3339 has it, in UTC: `2026-11-30T16:00:00.250Z`.
impl fmt::Display for TimestampMs {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (seconds, millis) = (self.0.div_euclid(1000), self.0.rem_euclid(1000));
        write!(f, "{}.{millis:03}Z", calendar::utc_time(seconds))
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn moments_are_dates() {
        for (seconds, text) in [
            (0, "1970-01-01T00:00:00Z"),
            (-1, "1969-12-31T23:59:59Z"),
            (951_782_400, "2000-02-29T00:00:00Z"),
            (1_796_054_399, "2026-11-30T15:59:59Z"),
            (253_402_300_799, "9999-12-31T23:59:59Z"),
            (253_402_300_800, "10000-01-01T00:00:00Z"),
            (-62_167_219_201, "-0001-12-31T23:59:59Z"),
            (i64::MAX, "292277026596-12-04T15:30:07Z"),
            (i64::MIN, "-292277022657-01-27T08:29:52Z"),
        ] {
            assert_eq!(Timestamp::from_seconds(seconds).to_string(), text);
        }
        assert_eq!(TimestampMs::from_millis(1_500).to_string(), "1970-01-01T00:00:01.500Z");
        assert_eq!(TimestampMs::from_millis(-1).to_string(), "1969-12-31T23:59:59.999Z");
    }

    #[test]
    fn times_of_the_machine_are_rounded_down() {
        let at = |millis: i64| match millis {
            0.. => UNIX_EPOCH + Duration::from_millis(millis.unsigned_abs()),
            _ => UNIX_EPOCH - Duration::from_millis(millis.unsigned_abs()),
        };
        for (millis, seconds) in [(0, 0), (999, 0), (1000, 1), (-1, -1), (-1000, -1), (-1001, -2)] {
            assert_eq!(Timestamp::from(at(millis)).as_seconds(), seconds, "{millis}");
            assert_eq!(TimestampMs::from(at(millis)).as_millis(), millis);
            assert_eq!(TimestampMs::from_millis(millis).to_system_time(), Some(at(millis)));
        }
        let nanos = UNIX_EPOCH - Duration::from_nanos(1);
        assert_eq!(TimestampMs::from(nanos).as_millis(), -1);
    }

    #[test]
    fn numbers_are_read_as_texts_too() {
        let read = |json: &str| serde_json::from_str::<Timestamp>(json).map(Timestamp::as_seconds);
        assert_eq!(read("1700000000").unwrap(), 1_700_000_000);
        assert_eq!(read("\"1700000000\"").unwrap(), 1_700_000_000);
        let error = read("\"2026-01-01\"").unwrap_err().to_string();
        assert!(error.contains("a number of seconds since 1970"), "{error}");
        let text = serde_json::to_string(&TimestampMs::from_millis(5)).unwrap();
        assert_eq!(text, "5");
    }
}

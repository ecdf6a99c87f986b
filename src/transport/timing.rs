//! The times in a response: when it was made, and when to retry.

use std::time::{Duration, SystemTime};

use reqwest::header::{DATE, HeaderMap, HeaderName, RETRY_AFTER};

use crate::calendar::http_date;

/// The longest plausible `Retry-After`; a longer one is a mistake.
const LONGEST: Duration = Duration::from_secs(24 * 60 * 60);

/// When a response was made, and its `Retry-After`.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Timing {
    /// By the server's clock where it is known, so that the server's times are not compared with ours.
    pub(crate) made: SystemTime,
    /// From `Retry-After`, at most a day.
    pub(crate) retry_after: Option<Duration>,
}

impl Timing {
    /// Of a response without times.
    pub(crate) fn silent() -> Self {
        Self { made: SystemTime::now(), retry_after: None }
    }

    pub(crate) fn of(headers: &HeaderMap) -> Self {
        let text = |name: HeaderName| headers.get(name).and_then(|value| value.to_str().ok());
        let made = text(DATE).and_then(http_date).unwrap_or_else(SystemTime::now);
        let retry_after = text(RETRY_AFTER).and_then(|text| retry_after(text.trim(), made));
        Self { made, retry_after }
    }
}

/// Seconds, or a date. A past date means now.
fn retry_after(text: &str, made: SystemTime) -> Option<Duration> {
    let is_number = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let time = match text.parse() {
        Ok(seconds) if is_number => Duration::from_secs(seconds),
        // More digits than fit.
        Err(_) if is_number => LONGEST,
        _ => http_date(text)?.duration_since(made).unwrap_or_default(),
    };
    Some(time.min(LONGEST))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn of_headers() {
        let date = "Mon, 30 Nov 2026 15:59:58 GMT";
        for (header, expect) in [
            ("7", Some(7)),
            (" 0 ", Some(0)),
            ("86400", Some(86_400)),
            ("86401", Some(86_400)),
            ("99999999999999999999999999", Some(86_400)),
            ("Mon, 30 Nov 2026 16:00:28 GMT", Some(30)),
            ("Mon, 30 Nov 2026 15:00:00 GMT", Some(0)),
            ("Fri, 30 Nov 9999 15:00:00 GMT", Some(86_400)),
            ("+7", None),
            ("-1", None),
            ("1.5", None),
            ("soon", None),
            ("", None),
        ] {
            let mut headers = HeaderMap::new();
            headers.insert(DATE, date.parse().unwrap());
            headers.insert(RETRY_AFTER, header.parse().unwrap());
            let timing = Timing::of(&headers);
            assert_eq!(timing.made, http_date(date).unwrap());
            assert_eq!(timing.retry_after.map(|time| time.as_secs()), expect, "{header}");
        }
        assert_eq!(Timing::of(&HeaderMap::new()).retry_after, None);
    }
}

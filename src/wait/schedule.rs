//! When to poll next: pure.

use std::time::Duration;

/// The time until the next poll; `None` when there is none before the deadline.
///
/// `jitter` is from 0 to 1. `named` is a time for which no call can succeed.
pub(super) fn next(
    (shortest, longest): (Duration, Duration),
    polls: u32,
    jitter: f64,
    named: Option<Duration>,
    left: Duration,
) -> Option<Duration> {
    let most = shortest.saturating_mul(1 << polls.min(16)).min(longest).max(shortest);
    let delay = shortest + (most - shortest).mul_f64(jitter.clamp(0.0, 1.0));
    // All callers are named the same moment.
    let earliest = match named {
        Some(named) => named.saturating_add(shortest.mul_f64(jitter.clamp(0.0, 1.0))).max(shortest),
        None => shortest,
    };
    // The last poll leaves time for its response.
    let latest = left.saturating_sub(shortest).max(earliest);
    (earliest < left).then(|| delay.max(earliest).min(latest))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    const SECOND: Duration = Duration::from_secs(1);

    #[track_caller]
    fn check(polls: u32, jitter: f64, named: Option<u64>, left: u32, expect: Option<u64>) {
        let bounds = (3 * SECOND, 30 * SECOND);
        let found = next(bounds, polls, jitter, named.map(Duration::from_secs), left * SECOND);
        assert_eq!(found, expect.map(Duration::from_secs), "{polls} {jitter} {named:?} {left}");
    }

    #[test]
    fn the_table() {
        // Grows, with jitter.
        check(1, 0.0, None, 600, Some(3));
        check(1, 1.0, None, 600, Some(6));
        check(2, 1.0, None, 600, Some(12));
        check(9, 1.0, None, 600, Some(30));
        check(9, 0.0, None, 600, Some(3));
        check(u32::MAX, 1.0, None, 600, Some(30));
        // The last one is early enough for its response.
        check(9, 1.0, None, 33, Some(30));
        check(9, 1.0, None, 20, Some(17));
        check(9, 1.0, None, 5, Some(3));
        check(9, 1.0, None, 3, None);
        check(1, 0.0, None, 0, None);
        // A quota is waited out.
        check(1, 0.0, Some(40), 600, Some(40));
        check(1, 1.0, Some(40), 600, Some(43));
        check(1, 0.0, Some(1), 600, Some(3));
        check(1, 0.0, Some(40), 40, None);
        check(1, 0.0, Some(40), 41, Some(40));
    }

    #[test]
    fn never_early_and_never_late() {
        for _ in 0..10_000 {
            let shortest = Duration::from_millis(fastrand::u64(1..10_000));
            let longest = shortest + Duration::from_millis(fastrand::u64(0..100_000));
            let left = Duration::from_millis(fastrand::u64(0..200_000));
            let named = fastrand::bool().then(|| Duration::from_millis(fastrand::u64(0..90_000)));
            let polls = fastrand::u32(0..40);
            let Some(delay) = next((shortest, longest), polls, fastrand::f64(), named, left) else {
                continue;
            };
            assert!(delay >= shortest && delay < left);
            assert!(named.is_none_or(|named| delay >= named));
            assert!(named.is_some() || delay <= longest);
        }
    }
}

//! Renewal before the end, while the old token is served.

use super::*;

/// Asks every second for this long, and gives the times at which another token came.
async fn changes(cached: &Cached<Component>, time: Duration) -> Vec<(u64, String)> {
    let start = Instant::now();
    let mut changes: Vec<(u64, String)> = Vec::new();
    while start.elapsed() < time {
        let asked = Instant::now();
        let token = ask(cached).await;
        if changes.last().is_none_or(|(_, last)| *last != token) {
            changes.push((asked.duration_since(start).as_secs(), token));
        }
        sleep(seconds(1)).await;
    }
    changes
}

#[tokio::test(start_paused = true)]
async fn a_token_is_renewed_early_and_no_caller_waits() {
    let source = Source::default();
    let cached = cached(&source);
    ask(&cached).await;
    let waited = async {
        let mut longest = Duration::ZERO;
        for _ in 0..LIFE {
            let asked = Instant::now();
            ask(&cached).await;
            longest = longest.max(asked.elapsed());
            sleep(seconds(1)).await;
        }
        longest
    };
    let (longest, changes) = tokio::join!(waited, changes(&cached, seconds(LIFE)));
    assert_eq!(longest, Duration::ZERO);
    assert_eq!(source.needs(), ["any", "longer than T1"]);
    let [(0, _), (at, _)] = changes.as_slice() else { panic!("{changes:?}") };
    assert!((6598..=6904).contains(at), "renewed at {at}");
}

#[tokio::test(start_paused = true)]
#[ignore = "slow"]
async fn the_time_of_renewal_has_jitter() {
    let mut times = std::collections::BTreeSet::new();
    for _ in 0..20 {
        let source = Source::default();
        let cached = cached(&source);
        ask(&cached).await;
        let start = Instant::now();
        while source.count() == 1 {
            ask(&cached).await;
            sleep(seconds(1)).await;
        }
        times.insert(start.elapsed().as_secs());
    }
    assert!(times.len() > 10, "{times:?}");
    assert!(times.iter().all(|time| (6598..=6902).contains(time)), "{times:?}");
}

#[tokio::test(start_paused = true)]
async fn while_renewal_fails_the_old_token_is_served_until_it_expires() {
    let mut plans = vec![Token(LIFE)];
    plans.extend([Fail; 100]);
    let source = Source::with(plans);
    let cached = cached(&source);
    let changes = changes(&cached, seconds(LIFE + 60)).await;
    let [(0, first), (end, failure)] = changes.as_slice() else { panic!("{changes:?}") };
    assert_eq!([first, failure], ["T1", "TicketMissing"]);
    assert!((LIFE - 1..=LIFE + 1).contains(end), "{end}");
    // Ten minutes at most, with a backoff of up to a minute.
    assert!((6..=30).contains(&source.count()), "{}", source.count());
}

#[tokio::test(start_paused = true)]
async fn renewal_that_hangs_delays_no_caller_while_the_token_is_valid() {
    let source = Source::with([Token(60), Hang, Token(LIFE)]);
    let cached = cached(&source);
    // The token expires at 60 and renewal began at 45 or later, so 80 seconds end after 125.
    ask(&cached).await;
    let start = Instant::now();
    while start.elapsed() < seconds(57) {
        assert_eq!(ask(&cached).await, "T1");
        sleep(seconds(1)).await;
    }
    sleep(seconds(4)).await;
    assert!(cached.token().await.unwrap_err().is_timeout());
    assert!((120..=140).contains(&start.elapsed().as_secs()), "{:?}", start.elapsed());
    sleep(seconds(1)).await;
    assert_eq!(ask(&cached).await, "T2");
}

/// The old token has expired when the response comes, and callers wait for it.
#[tokio::test(start_paused = true)]
async fn late_renewal_serves_the_waiters() {
    let source = Source::with([Token(60)]);
    source.0.lock().unwrap().plans.push_back((Token(LIFE), seconds(40)));
    let cached = cached(&source);
    ask(&cached).await;
    sleep(seconds(56)).await;
    assert_eq!(ask(&cached).await, "T1");
    sleep(seconds(10)).await;
    let asked = Instant::now();
    assert_eq!(ask(&cached).await, "T2");
    assert_eq!((asked.elapsed(), source.count()), (seconds(30), 2));
}

/// The lifetime is assumed to begin at the request.
#[tokio::test(start_paused = true)]
async fn the_time_of_the_response_is_part_of_the_lifetime() {
    let source = Source::with([]);
    source.0.lock().unwrap().plans.push_back((Token(60), seconds(50)));
    let cached = cached(&source);
    ask(&cached).await;
    sleep(seconds(10)).await;
    assert_eq!(ask(&cached).await, "T2");
}

/// The stable-token endpoint gives the current token until it has a new one.
#[tokio::test(start_paused = true)]
async fn a_source_may_give_the_same_token_again() {
    let source = Source::with([Token(7200), Same(600), Same(300), Token(LIFE)]);
    let cached = cached(&source);
    let changes = changes(&cached, seconds(LIFE + 600)).await;
    assert_eq!(changes.len(), 2, "{changes:?}");
    assert_eq!(source.count(), 4);
}

#[tokio::test(start_paused = true)]
async fn a_lifetime_of_zero_does_not_cause_a_fetch_per_call() {
    let source = Source::with([Token(0); 1_000]);
    let cached = cached(&source);
    changes(&cached, seconds(100)).await;
    assert!((8..=13).contains(&source.count()), "{}", source.count());
}

#[tokio::test(start_paused = true)]
async fn nothing_is_fetched_without_a_call() {
    let source = Source::default();
    let cached = cached(&source);
    ask(&cached).await;
    sleep(seconds(30 * 24 * 3600)).await;
    assert_eq!(source.count(), 1);
    assert_eq!(ask(&cached).await, "T2");
}

#[tokio::test(start_paused = true)]
async fn a_clock_that_jumps_costs_one_fetch() {
    for jump in [-100_000, -3_600, 3_600, 100_000, 100_000_000] {
        let source = Source::default();
        let clock = TestClock::new();
        let cached = cached_by(&source, &clock);
        ask(&cached).await;
        clock.jump(jump);
        for _ in 0..6_000 {
            ask(&cached).await;
            sleep(seconds(1)).await;
        }
        assert!(source.count() <= 2, "{jump}: {}", source.count());
        // The clock is right again.
        clock.jump(-jump);
        for _ in 0..500 {
            ask(&cached).await;
            sleep(seconds(1)).await;
        }
        assert!(source.count() <= 3, "{jump} and back: {}", source.count());
    }
}

/// A machine that slept: the monotonic clock has stopped.
#[tokio::test(start_paused = true)]
async fn a_token_expires_by_the_wall_clock_too() {
    let source = Source::default();
    let clock = TestClock::new();
    let cached = cached_by(&source, &clock);
    ask(&cached).await;
    clock.jump(7_300);
    assert_eq!(ask(&cached).await, "T2");
}

//! One fetch for all callers, even if they are cancelled.

use std::error::Error as _;

use super::*;

#[tokio::test(start_paused = true)]
async fn all_callers_share_one_fetch() {
    let source = Source::default();
    let cached = cached(&source);
    let callers: Vec<_> = (0..1_000)
        .map(|_| {
            let cached = cached.clone();
            tokio::spawn(async move { ask(&cached).await })
        })
        .collect();
    for caller in callers {
        assert_eq!(caller.await.unwrap(), "T1");
    }
    assert_eq!(source.needs(), ["any"]);
    sleep(seconds(LIFE)).await;
    let (one, other) = tokio::join!(ask(&cached), ask(&cached));
    assert_eq!([one, other], ["T2", "T2"]);
    assert_eq!(source.needs(), ["any", "any"]);
}

#[tokio::test(start_paused = true)]
async fn all_callers_share_one_failure_with_its_reason() {
    let source = Source::with([Fail]);
    let cached = cached(&source);
    let (one, other) = tokio::join!(ask(&cached), ask(&cached));
    assert_eq!([one, other], ["TicketMissing", "TicketMissing"]);
    assert_eq!(source.count(), 1);
}

/// The fetch after a failure may be slow, and a caller that can't wait for it gets that failure.
#[tokio::test(start_paused = true)]
async fn the_last_failure_is_the_obstacle() {
    let source = Source::with([Fail, Token(LIFE)]);
    let cached = cached(&source);
    assert!(cached.obstacle().is_none());
    assert_eq!(ask(&cached).await, "TicketMissing");
    sleep(seconds(61)).await;
    assert!(tokio::time::timeout(seconds(1), ask(&cached)).await.is_err());
    assert_eq!(cached.obstacle().unwrap().action_required(), Some(ActionRequired::TicketMissing));
    assert_eq!(ask(&cached).await, "T1");
    assert!(cached.obstacle().is_none());
}

#[tokio::test(start_paused = true)]
async fn a_cancelled_leader_cancels_no_waiter() {
    let source = Source::default();
    let cached = cached(&source);
    let leader = tokio::spawn({
        let cached = cached.clone();
        async move { ask(&cached).await }
    });
    sleep(seconds(1)).await;
    let waiter = tokio::spawn({
        let cached = cached.clone();
        async move { ask(&cached).await }
    });
    tokio::task::yield_now().await;
    leader.abort();
    assert!(leader.await.unwrap_err().is_cancelled());
    assert_eq!(waiter.await.unwrap(), "T1");
    assert_eq!(source.count(), 1);
}

#[tokio::test(start_paused = true)]
async fn with_all_callers_cancelled_the_fetch_still_completes() {
    let source = Source::default();
    let cached = cached(&source);
    for _ in 0..3 {
        let waiting = tokio::time::timeout(Duration::from_millis(100), cached.token());
        assert!(waiting.await.is_err());
    }
    sleep(TAKES).await;
    let start = Instant::now();
    assert_eq!(ask(&cached).await, "T1");
    assert_eq!((source.count(), start.elapsed()), (1, Duration::ZERO));
}

#[tokio::test(start_paused = true)]
async fn a_fetch_that_hangs_times_out() {
    let source = Source::with([Hang]);
    let cached = cached(&source);
    let start = Instant::now();
    let error = cached.token().await.unwrap_err();
    assert!(error.is_timeout() && error.is_token_provider());
    assert_eq!(start.elapsed(), seconds(80));
    sleep(seconds(1)).await;
    assert_eq!(ask(&cached).await, "T1");
}

#[tokio::test(start_paused = true)]
async fn a_fetch_that_panics_fails() {
    let source = Source::with([Panic]);
    let cached = cached(&source);
    let error = cached.token().await.unwrap_err();
    let reason = error.source().unwrap().to_string();
    assert_eq!(reason, "the task that fetched a token was aborted");
    sleep(seconds(1)).await;
    assert_eq!(ask(&cached).await, "T1");
}

/// A fetch on a runtime that was shut down counts as failed, and the next fetch
/// runs elsewhere.
#[test]
fn a_fetch_is_aborted_with_its_runtime_and_blocks_no_caller() {
    let runtime = || {
        let mut builder = tokio::runtime::Builder::new_current_thread();
        builder.enable_time().start_paused(true).build().unwrap()
    };
    let source = Source::default();
    source.0.lock().unwrap().plans.extend([(Hang, TAKES), (Token(LIFE), seconds(0))]);
    let first = runtime();
    let cached = Cached::builder(source.clone()).runtime(first.handle().clone()).build();
    first.block_on(async {
        let waiting = tokio::time::timeout(seconds(5), cached.token());
        assert!(waiting.await.is_err());
    });
    drop(first);
    runtime().block_on(async {
        // In the backoff after the failure, which the second runtime's clock has yet to see.
        assert!(cached.token().await.unwrap_err().is_token_provider());
        cached.skip_backoff();
        assert_eq!(ask(&cached).await, "T1");
    });
}

/// The runtime of the caller who started the fetch is not driven any more.
#[test]
fn a_runtime_that_is_not_driven_blocks_no_caller() {
    let runtime = || tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let source = Source::default();
    source.0.lock().unwrap().plans.extend([(Token(LIFE), Duration::from_millis(50))]);
    let cached = Cached::new(source.clone());
    let idle = runtime();
    idle.block_on(async {
        let waiting = tokio::time::timeout(Duration::from_millis(1), cached.token());
        assert!(waiting.await.is_err());
    });
    let start = std::time::Instant::now();
    runtime().block_on(async { assert_eq!(ask(&cached).await, "T1") });
    assert!(start.elapsed() < seconds(1), "{:?}", start.elapsed());
    assert_eq!(source.needs(), ["any"]);
}

/// While there is no token, all callers get the failure, and not all of them retry.
#[tokio::test(start_paused = true)]
async fn failures_are_not_hammered() {
    let source = Source::with([Fail; 1_000]);
    let cached = cached(&source);
    let start = Instant::now();
    while start.elapsed() < seconds(3600) {
        assert_eq!(ask(&cached).await, "TicketMissing");
        sleep(Duration::from_millis(100)).await;
    }
    // Of a minute each, shortened to half of it at most.
    assert!((58..=125).contains(&source.count()), "{}", source.count());
    cached.skip_backoff();
    let before = source.count();
    ask(&cached).await;
    assert_eq!(source.count(), before + 1);
}

/// A wrong secret must not use up a day's quota, and a ticket every ten minutes must not either.
#[tokio::test(start_paused = true)]
async fn refusals_cost_less_than_a_quota() {
    let source = Source::with([Refuse; 10_000]);
    let cached = cached(&source);
    let start = Instant::now();
    let mut minutes = 0;
    while start.elapsed() < seconds(24 * 3600) {
        cached.token().await.unwrap_err();
        sleep(seconds(5)).await;
        if start.elapsed() > seconds(60 * minutes) {
            minutes += 10;
            cached.skip_backoff();
        }
    }
    assert!((280..=800).contains(&source.count()), "{}", source.count());
}

#[tokio::test(start_paused = true)]
async fn a_put_takes_precedence_over_a_fetch() {
    let source = Source::default();
    let cached = cached(&source);
    let waiter = tokio::spawn({
        let cached = cached.clone();
        async move { ask(&cached).await }
    });
    sleep(seconds(1)).await;
    cached.put(Fetched::expires_in(token(77), seconds(LIFE)));
    assert_eq!(ask(&cached).await, "T77");
    assert_eq!(waiter.await.unwrap(), "T77");
    assert_eq!(ask(&cached).await, "T77");
    cached.clear();
    assert_eq!(ask(&cached).await, "T2");
}

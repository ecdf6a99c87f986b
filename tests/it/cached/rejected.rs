//! Tokens that WeChat rejects before they expire.

use super::*;

#[tokio::test(start_paused = true)]
async fn all_callers_with_the_current_token_share_one_replacement() {
    let source = Source::default();
    let cached = cached(&source);
    ask(&cached).await;
    cached.accepted(&token(1));
    let callers: Vec<_> = (0..1_000)
        .map(|_| {
            let cached = cached.clone();
            tokio::spawn(async move { replace(&cached, 1).await })
        })
        .collect();
    for caller in callers {
        assert_eq!(caller.await.unwrap(), "T2");
    }
    assert_eq!(source.needs(), ["any", "other than T1"]);
}

#[tokio::test(start_paused = true)]
async fn a_late_caller_gets_the_current_token_without_a_fetch() {
    let source = Source::default();
    let cached = cached(&source);
    ask(&cached).await;
    cached.accepted(&token(1));
    assert_eq!(replace(&cached, 1).await, "T2");
    for _ in 0..10 {
        assert_eq!(replace(&cached, 1).await, "T2");
    }
    assert_eq!(source.count(), 2);
}

#[tokio::test(start_paused = true)]
async fn a_rejection_joins_the_renewal_in_flight() {
    let source = Source::default();
    let cached = cached(&source);
    ask(&cached).await;
    sleep(seconds(6900)).await;
    assert_eq!(ask(&cached).await, "T1");
    assert_eq!(replace(&cached, 1).await, "T2");
    assert_eq!(source.needs(), ["any", "longer than T1"]);
}

#[tokio::test(start_paused = true)]
async fn others_wait_for_the_replacement_a_little() {
    let source = Source::default();
    let cached = cached(&source);
    ask(&cached).await;
    cached.accepted(&token(1));
    for (takes, expected, waited) in [(1, "T2", 1), (20, "T2", 3)] {
        source.0.lock().unwrap().plans.push_back((Token(LIFE), seconds(takes)));
        let current = if takes == 1 { 1 } else { 2 };
        cached.accepted(&token(current));
        let replacing = tokio::spawn({
            let cached = cached.clone();
            async move { replace(&cached, current).await }
        });
        tokio::task::yield_now().await;
        let asked = Instant::now();
        assert_eq!(ask(&cached).await, expected);
        assert_eq!(asked.elapsed(), seconds(waited));
        assert_eq!(replacing.await.unwrap(), format!("T{}", current + 1));
    }
}

#[tokio::test(start_paused = true)]
async fn without_a_replacement_others_go_on_with_the_token() {
    let source = Source::with([Token(LIFE), Fail]);
    let cached = cached(&source);
    ask(&cached).await;
    cached.accepted(&token(1));
    assert_eq!(replace(&cached, 1).await, "TicketMissing");
    assert_eq!(replace(&cached, 1).await, "TicketMissing", "during backoff");
    assert_eq!(ask(&cached).await, "T1");
    assert_eq!(source.count(), 2);
    sleep(seconds(1)).await;
    assert_eq!(replace(&cached, 1).await, "T2");
}

#[tokio::test(start_paused = true)]
async fn a_source_without_another_token_is_not_asked_by_each_call() {
    let source = Source::with([Token(LIFE), Same(LIFE)]);
    let cached = cached(&source);
    ask(&cached).await;
    cached.accepted(&token(1));
    assert_eq!(replace(&cached, 1).await, "no other");
    let reason = "the token provider has no token: WeChat rejected the token, and there is no other, so \
                  nothing was sent";
    assert_eq!(replace(&cached, 1).await, reason);
    assert_eq!(source.count(), 2);
}

/// Others accept the tokens that one endpoint rejects.
#[tokio::test(start_paused = true)]
async fn an_endpoint_that_rejects_valid_tokens_is_rate_limited_and_affects_no_other() {
    let source = Source::default();
    let cached = cached(&source);
    let mut current = 1;
    ask(&cached).await;
    for round in 1..=20 {
        cached.accepted(&token(current));
        let found = replace(&cached, current).await;
        if round <= 5 {
            current += 1;
            assert_eq!(found, format!("T{current}"));
        } else {
            assert_eq!(found, "no other");
        }
        assert_eq!(ask(&cached).await, format!("T{current}"));
    }
    assert_eq!(source.count(), 6);
    sleep(seconds(600)).await;
    cached.accepted(&token(current));
    assert_eq!(replace(&cached, current).await, format!("T{}", current + 1));
}

#[tokio::test(start_paused = true)]
async fn a_token_that_is_rejected_after_its_expiry_is_replaced_without_a_limit() {
    let source = Source::default();
    let cached = cached(&source);
    for number in 1..=20 {
        assert_eq!(ask(&cached).await, format!("T{number}"));
        cached.accepted(&token(number));
        sleep(seconds(LIFE)).await;
        assert_eq!(replace(&cached, number).await, format!("T{}", number + 1));
        cached.clear();
        source.0.lock().unwrap().issued = number;
    }
}

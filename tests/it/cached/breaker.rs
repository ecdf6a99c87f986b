//! New tokens that WeChat rejects too.

use super::*;

/// A cache whose first token was rejected, and its replacement as well.
async fn opened(source: &Source) -> Cached<Component> {
    let cached = cached(source);
    assert_eq!(ask(&cached).await, "T1");
    assert_eq!(replace(&cached, 1).await, "T2");
    assert_eq!(replace(&cached, 2).await, "rejected, 30 s");
    cached
}

#[tokio::test(start_paused = true)]
async fn callers_fail_at_once_and_nothing_is_fetched() {
    let source = Source::default();
    let cached = opened(&source).await;
    for left in (1..30).rev() {
        sleep(seconds(1)).await;
        let expected = format!("rejected, {left} s");
        assert_eq!(ask(&cached).await, expected);
        assert_eq!(replace(&cached, 1).await, expected);
        assert_eq!(replace(&cached, 2).await, expected);
    }
    assert_eq!(source.count(), 2);
}

#[tokio::test(start_paused = true)]
async fn one_caller_probes_and_its_success_closes_the_breaker() {
    let source = Source::default();
    let cached = opened(&source).await;
    sleep(seconds(30)).await;
    let (probe, other) = tokio::join!(ask(&cached), ask(&cached));
    assert_eq!([probe.as_str(), other.as_str()], ["T3", "rejected, 30 s"]);
    assert_eq!(ask(&cached).await, "rejected, 28 s", "the probe has no result yet");
    cached.accepted(&token(3));
    assert_eq!(ask(&cached).await, "T3");
    assert_eq!(source.count(), 3);
    // The doubling has started again as well.
    assert_eq!(replace(&cached, 3).await, "T4");
    assert_eq!(replace(&cached, 4).await, "rejected, 30 s");
}

#[tokio::test(start_paused = true)]
async fn a_rejected_probe_opens_for_twice_as_long_up_to_ten_minutes() {
    let source = Source::default();
    let cached = opened(&source).await;
    let mut number = 2;
    let mut wait = 30;
    for next in [60, 120, 240, 480, 600, 600, 600] {
        sleep(seconds(wait)).await;
        number += 1;
        assert_eq!(ask(&cached).await, format!("T{number}"));
        assert_eq!(replace(&cached, number).await, format!("rejected, {next} s"));
        wait = next;
    }
    assert_eq!(source.count(), 9);
}

#[tokio::test(start_paused = true)]
async fn a_probe_without_a_result_gives_way_to_another_without_a_fetch() {
    let source = Source::default();
    let cached = opened(&source).await;
    sleep(seconds(30)).await;
    assert_eq!(ask(&cached).await, "T3");
    sleep(seconds(28)).await;
    assert_eq!(ask(&cached).await, "T3");
    assert_eq!(source.count(), 3);
}

#[tokio::test(start_paused = true)]
async fn a_probe_without_a_token_gets_the_reason() {
    let source = Source::with([Token(LIFE), Token(LIFE), Fail]);
    let cached = opened(&source).await;
    sleep(seconds(30)).await;
    assert_eq!(ask(&cached).await, "TicketMissing");
    sleep(seconds(28)).await;
    assert_eq!(ask(&cached).await, "T3");
}

#[tokio::test(start_paused = true)]
async fn an_accepted_replacement_may_be_rejected_later() {
    let source = Source::default();
    let cached = cached(&source);
    ask(&cached).await;
    assert_eq!(replace(&cached, 1).await, "T2");
    cached.accepted(&token(2));
    assert_eq!(replace(&cached, 2).await, "T3");
}

/// A response to a call that was sent before proves the token valid.
#[tokio::test(start_paused = true)]
async fn acceptance_closes_whenever_it_comes() {
    let source = Source::default();
    let cached = opened(&source).await;
    cached.accepted(&token(1));
    assert_eq!(ask(&cached).await, "rejected, 30 s", "not the current token");
    cached.accepted(&token(2));
    assert_eq!(ask(&cached).await, "T2");
}

/// A renewed token whose predecessor was fine is not a sign of a problem yet.
#[tokio::test(start_paused = true)]
async fn a_rejected_renewal_is_replaced_first() {
    let source = Source::default();
    let cached = cached(&source);
    ask(&cached).await;
    cached.accepted(&token(1));
    sleep(seconds(LIFE)).await;
    assert_eq!(ask(&cached).await, "T2");
    assert_eq!(replace(&cached, 2).await, "T3");
    assert_eq!(replace(&cached, 3).await, "rejected, 30 s");
}

#[tokio::test(start_paused = true)]
async fn a_token_from_elsewhere_closes_the_breaker() {
    let source = Source::default();
    let cached = opened(&source).await;
    cached.put(Fetched::expires_in(token(50), seconds(LIFE)));
    assert_eq!(ask(&cached).await, "T50");
    let cached = opened(&Source::default()).await;
    cached.clear();
    assert_eq!(ask(&cached).await, "T3");
}

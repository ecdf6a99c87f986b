//! Many calls at once, on several runtimes.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use tokio::time::{Instant, sleep};
use wechat_cloudbase::client::middleware::{Middleware, Next, Request, Response};
use wechat_cloudbase::mock::Mock;
use wechat_cloudbase::token::{AccessToken, Authorizer, BoxFuture, Component};
use wechat_cloudbase::{Client, Error, Outcome};

use crate::harness;
use crate::observation::recorder::Recorder;

/// A WeChat that takes a second, and counts concurrent requests.
#[derive(Clone, Default)]
struct Slow {
    now: Arc<AtomicUsize>,
    most: Arc<AtomicUsize>,
}

impl Middleware for Slow {
    fn send<'a>(&'a self, _: Request, _: Next<'a>) -> BoxFuture<'a, Result<Response, Error>> {
        Box::pin(async {
            let now = self.now.fetch_add(1, Ordering::SeqCst) + 1;
            self.most.fetch_max(now, Ordering::SeqCst);
            sleep(Duration::from_secs(1)).await;
            self.now.fetch_sub(1, Ordering::SeqCst);
            Ok(Response::new(200, r#"{"errcode": 0, "errmsg": "ok", "envid": "shop-1"}"#))
        })
    }
}

fn client(slow: &Slow, max_in_flight: usize) -> Client<Authorizer> {
    let builder = Client::builder(AccessToken::new("TOKEN")).base_urls(["http://127.0.0.1:1"]);
    builder.middleware(slow.clone()).max_in_flight(max_in_flight).build().unwrap()
}

#[tokio::test(start_paused = true)]
async fn a_flood_waits_for_its_turn() {
    let slow = Slow::default();
    let client = client(&slow, 100);
    let start = Instant::now();
    let calls: Vec<_> =
        (0..5_000).map(|_| tokio::spawn(client.create_env(harness::create_env()).send())).collect();
    for call in calls {
        call.await.unwrap().unwrap();
    }
    assert_eq!(slow.most.load(Ordering::SeqCst), 100);
    assert_eq!(start.elapsed().as_secs(), 50);
}

#[tokio::test(start_paused = true)]
async fn a_wait_that_times_out_sends_nothing() {
    let client = client(&Slow::default(), 1);
    let (recorder, _guard) = Recorder::start();
    let call = || client.create_env(harness::create_env());
    let first = tokio::spawn(call().send());
    let second = tokio::spawn(call().send());
    tokio::task::yield_now().await;
    let error = call().deadline(Duration::from_millis(700)).send().await.unwrap_err();
    let line = error.to_string();
    // A timer may be late by a millisecond.
    for expect in [
        "createEnv: the limit of 1 exchanges in flight was reached, and none ended within 70",
        "ms, so nothing was sent. Make fewer calls at once, give them a longer deadline, or allow \
         more with `ClientBuilder::max_in_flight`.",
    ] {
        assert!(line.contains(expect), "{line}");
    }
    assert_eq!(error.outcome(), Outcome::NotSent);
    assert!(error.is_timeout());
    first.await.unwrap().unwrap();
    second.await.unwrap().unwrap();
    let waited = |from: u64| {
        let spans = recorder.spans().into_iter();
        let waits = spans.filter_map(|span| span.fields.get("wechat.waited_ms")?.parse().ok());
        waits.into_iter().any(|millis: u64| (from..from + 10).contains(&millis))
    };
    assert!(waited(700) && waited(1000), "{:?}", recorder.spans());
}

#[tokio::test(start_paused = true)]
async fn dropped_calls_release_their_permits() {
    let slow = Slow::default();
    let client = client(&slow, 2);
    for _ in 0..10 {
        let call = tokio::spawn(client.create_env(harness::create_env()).send());
        tokio::task::yield_now().await;
        call.abort();
        let _ = call.await;
    }
    let start = Instant::now();
    client.create_env(harness::create_env()).send().await.unwrap();
    assert_eq!(start.elapsed().as_secs(), 1);
}

/// A connection that one runtime has made is served by that runtime alone.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_runtime_that_is_not_driven_blocks_no_other() {
    let mock = Mock::start().await.unwrap();
    let client = mock.client::<Component>().unwrap();
    let slowest = tokio::task::spawn_blocking(move || {
        let runtime =
            || tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        let runtimes = [runtime(), runtime(), runtime()];
        let mut slowest = Duration::ZERO;
        // Each is driven only while its own call is made.
        for _ in 0..3 {
            for runtime in &runtimes {
                let start = std::time::Instant::now();
                let call = client.change_tcb_env(harness::change_env());
                runtime.block_on(call.deadline(Duration::from_secs(10)).send()).unwrap();
                slowest = slowest.max(start.elapsed());
            }
        }
        slowest
    })
    .await
    .unwrap();
    assert!(slowest < Duration::from_secs(3), "{slowest:?}");
}

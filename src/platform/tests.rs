//! A day of many accounts, under a clock that is set forth and back.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

use std::collections::HashMap;
use std::sync::atomic::{AtomicI64, Ordering::Relaxed};
use std::sync::{Arc, Mutex};
use std::time::{Duration, SystemTime};

use serde_json::{Value, json};
use tokio::runtime::Handle;
use tokio::task::JoinSet;
use tokio::time::{Instant, sleep};

use super::Platform;
use crate::api::create_env;
use crate::client::middleware::{Middleware, Next, Request, Response};
use crate::store::MemoryStore;
use crate::token::{BoxFuture, Clock};
use crate::{Error, Secret};

const HOUR: i64 = 60 * 60;
const ACCOUNTS: usize = 200;

/// Between calls for one account: no longer than the least time by which renewals are early.
const STEP: Duration = Duration::from_secs(5 * 60);

/// What WeChat says of its tokens, and the earliest that they are renewed.
const LIFE: u64 = 7_200;
const RENEWAL: i64 = 6_590;

/// WeChat, and the machine's clock.
#[derive(Clone)]
struct World {
    start: (SystemTime, Instant),
    /// By how many seconds the machine's clock is wrong.
    off: Arc<AtomicI64>,
    wechat: Arc<Mutex<Wechat>>,
}

#[derive(Default)]
struct Wechat {
    /// How many tokens were issued, by appid; the newest refresh token has this number.
    issued: HashMap<String, i64>,
    fetching: usize,
    most_fetching: usize,
}

impl World {
    fn new() -> Self {
        let start = (SystemTime::UNIX_EPOCH + Duration::from_secs(1_800_000_000), Instant::now());
        Self { start, off: Arc::default(), wechat: Arc::default() }
    }

    /// What time it is at WeChat.
    fn time(&self) -> SystemTime {
        self.start.0 + self.start.1.elapsed()
    }

    /// A token that includes its expiry.
    fn issue(&self, appid: &str) -> (String, i64) {
        let mut wechat = self.wechat.lock().unwrap();
        let number = wechat.issued.entry(appid.to_owned()).or_default();
        *number += 1;
        let end = self.start.1.elapsed().as_secs() + LIFE;
        (format!("{appid}.{number}.{end}"), *number)
    }

    fn check(&self, token: &str) {
        let end: u64 = token.rsplit('.').next().unwrap().parse().unwrap();
        assert!(self.start.1.elapsed() < Duration::from_secs(end), "{token} has expired");
    }

    fn authorizer_token(&self, body: &Value) -> Value {
        let appid = body["authorizer_appid"].as_str().unwrap();
        let newest = self.wechat.lock().unwrap().issued.get(appid).copied().unwrap_or_default();
        assert_eq!(body["authorizer_refresh_token"], format!("refresh.{newest}"), "{appid}");
        let (token, number) = self.issue(appid);
        json!({
            "authorizer_access_token": token, "expires_in": LIFE,
            "authorizer_refresh_token": format!("refresh.{number}"),
        })
    }

    async fn respond(&self, name: &str, body: &Value) -> Value {
        if name == "createEnv" {
            return json!({ "errcode": 0, "errmsg": "ok", "envid": "shop-1" });
        }
        {
            let mut wechat = self.wechat.lock().unwrap();
            wechat.fetching += 1;
            wechat.most_fetching = wechat.most_fetching.max(wechat.fetching);
        }
        sleep(Duration::from_millis(300)).await;
        self.wechat.lock().unwrap().fetching -= 1;
        match name {
            "getComponentAccessToken" => {
                json!({ "component_access_token": self.issue("platform").0, "expires_in": LIFE })
            }
            "getAuthorizerAccessToken" => self.authorizer_token(body),
            _ => panic!("{name} was called"),
        }
    }
}

impl Clock for World {
    fn now(&self) -> SystemTime {
        let off = self.off.load(Relaxed);
        let by = Duration::from_secs(off.unsigned_abs());
        if off < 0 { self.time() - by } else { self.time() + by }
    }
}

impl Middleware for World {
    fn send<'a>(&'a self, request: Request, _: Next<'a>) -> BoxFuture<'a, Result<Response, Error>> {
        Box::pin(async move {
            if let Some((_, token)) = request.url().expose().split_once("access_token=") {
                self.check(token);
            }
            let body: Value = serde_json::from_slice(request.body().unwrap()).unwrap();
            let response = self.respond(request.endpoint().name, &body).await;
            Ok(Response::new(200, response.to_string()))
        })
    }
}

fn appid(number: usize) -> String {
    format!("wx{number:016}")
}

/// A platform on the paused runtime, with a ticket and the refresh tokens of all accounts.
async fn platform(world: &World, store: &MemoryStore) -> Platform {
    let builder = Platform::builder("wx0123456789abcdef", Secret::new("platform-secret"));
    let builder = builder.store(store.clone()).clock(world.clone()).runtime(Handle::current());
    let wechat = world.clone();
    let platform = builder.client(|client| client.middleware(wechat)).build().unwrap();
    platform.store_ticket(Secret::new("ticket"), world.time()).await.unwrap();
    for number in 0..ACCOUNTS {
        platform.adopt(&appid(number), Secret::new("refresh.0")).await.unwrap();
    }
    platform
}

/// All accounts get their token at once, and some of them make a call with it.
async fn call_all(platform: &Platform, world: &World, step: usize) {
    let mut calls = JoinSet::new();
    for number in 0..ACCOUNTS {
        let client = platform.authorizer(&appid(number));
        let world = world.clone();
        calls.spawn(async move {
            world.check(client.token().await.unwrap().secret().expose());
            if (number + step).is_multiple_of(24) {
                let request = create_env::Request::new("shop");
                client.create_env(request).send().await.unwrap();
            }
        });
    }
    while let Some(called) = calls.join_next().await {
        called.unwrap();
    }
}

/// What there is when nothing is in progress: accounts, keys of the store, and tasks of the runtime.
/// Jobs, leases and writes to come are none.
fn kept(platform: &Platform, store: &MemoryStore) -> [usize; 3] {
    let context = &platform.inner.context;
    assert_eq!(context.background.jobs(), 0);
    assert!(context.store.leased_keys().is_empty() && context.store.unsaved_keys().is_empty());
    let tasks = Handle::current().metrics().num_alive_tasks();
    [platform.inner.authorizers.count(), store.count(), tasks]
}

/// Runs a day, of which each hour has the clock wrong by this many seconds.
async fn day(off: [i64; 24]) {
    let world = World::new();
    let store = MemoryStore::new();
    let platform = platform(&world, &store).await;
    let mut first = None;
    for step in 0..24 * 12 {
        world.off.store(off[step / 12], Relaxed);
        if step % 2 == 0 {
            platform.store_ticket(Secret::new("ticket"), world.time()).await.unwrap();
        }
        call_all(&platform, &world, step).await;
        sleep(STEP).await;
        let kept = kept(&platform, &store);
        assert_eq!(kept, *first.get_or_insert(kept), "step {step}");
    }
    let wechat = world.wechat.lock().unwrap();
    assert_eq!(wechat.issued.len(), ACCOUNTS + 1);
    // A token is renewed when one of the two clocks says so, and one jump expires one token at most.
    let jumps = off.windows(2).map(|pair| (pair[1] - pair[0]).clamp(0, RENEWAL)).sum::<i64>();
    let most = 1 + (24 * HOUR + jumps) / RENEWAL;
    for (appid, issued) in &wechat.issued {
        assert!((12..=most).contains(issued), "{appid}: {issued} tokens, of {most} at most");
    }
    // That of the platform is fetched before, and counts for itself.
    assert!(wechat.most_fetching <= 64, "{} at once", wechat.most_fetching);
}

#[tokio::test(start_paused = true)]
#[ignore = "slow"]
async fn a_clock_that_jumps_costs_a_fetch_at_most() {
    let some = [0, 600, -600, 3 * HOUR, 0, 2_700, -3 * HOUR, 120, -26 * HOUR, 26 * HOUR, 0, -60];
    day(std::array::from_fn(|hour| some[hour % some.len()])).await;
}

/// By this clock the day has twelve hours, and a token would be renewed much too late.
#[tokio::test(start_paused = true)]
#[ignore = "slow"]
async fn a_clock_that_is_set_back_again_and_again_costs_nothing() {
    day(std::array::from_fn(|hour| -1_800 * hour as i64)).await;
}

//! How many fetches run at once, and how many begin in a second.

use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};

use super::*;
use crate::store::MemoryStore;
use crate::task::Background;
use crate::token::SystemClock;

/// Counts the fetches of many merchants.
#[derive(Clone, Default)]
struct Counter {
    running: Arc<AtomicUsize>,
    most: Arc<AtomicUsize>,
    begun: Arc<Mutex<Vec<Instant>>>,
}

impl Issuer for Counter {
    fn issue(
        &self,
        _: TokenRecord,
        _: Option<Secret>,
    ) -> BoxFuture<'_, Result<IssuedToken, Error>> {
        Box::pin(async {
            let running = self.running.fetch_add(1, Relaxed) + 1;
            self.most.fetch_max(running, Relaxed);
            self.begun.lock().unwrap().push(Instant::now());
            sleep(Duration::from_millis(50)).await;
            self.running.fetch_sub(1, Relaxed);
            Ok(IssuedToken { token: token("T"), life: seconds(7200), refresh_token: None })
        })
    }
}

fn context(limits: Limits) -> Arc<Context> {
    let background = Background::on(tokio::runtime::Handle::current());
    Context::new(Arc::new(MemoryStore::new()), Arc::new(SystemClock), limits, background)
}

/// Fetches for this many merchants at once.
async fn cold_start(merchants: usize, limits: Limits) -> Counter {
    let (context, counter) = (context(limits), Counter::default());
    let fetches: Vec<_> = (0..merchants)
        .map(|number| {
            let key = Key::authorizer("wx1", &number.to_string());
            let shared = SharedFetch::new(Arc::clone(&context), key, counter.clone());
            tokio::spawn(async move { fetch(&shared, Need::Any).await })
        })
        .collect();
    for fetch in fetches {
        assert_eq!(fetch.await.unwrap(), "T");
    }
    counter
}

#[tokio::test(start_paused = true)]
#[ignore = "slow"]
async fn a_cold_start_holds_both_limits() {
    // At once, per second, and how many seconds 5,000 merchants take.
    for (at_once, per_second, takes) in [(64, 1_000, 5.0), (8, 1_000, 31.0), (64, 200, 25.0)] {
        let start = Instant::now();
        let counter = cold_start(5_000, Limits::new(at_once, per_second)).await;
        let elapsed = start.elapsed().as_secs_f64();
        assert!(
            (takes * 0.9..takes * 1.3).contains(&elapsed),
            "{at_once}, {per_second}: {elapsed}"
        );
        assert!(counter.most.load(Relaxed) <= at_once, "{at_once}, {per_second}");
        let mut begun = counter.begun.lock().unwrap().clone();
        begun.sort();
        let per_second = per_second as usize;
        for window in begun.windows(per_second + 1) {
            assert!(window[per_second] - window[0] >= Duration::from_millis(995), "{window:?}");
        }
    }
}

/// A caller that times out before there is a permit can say what blocked the token.
#[tokio::test(start_paused = true)]
async fn waiting_for_a_permit_is_reported() {
    let (context, counter) = (context(Limits::new(1, 1_000)), Counter::default());
    let shared = |name| {
        let key = Key::authorizer("wx1", name);
        Arc::new(SharedFetch::new(Arc::clone(&context), key, counter.clone()))
    };
    let _place = context.limits.enter(|_| ()).await.unwrap();
    let waiting = shared("b");
    assert!(tokio::time::timeout(seconds(1), waiting.fetch(Need::Any)).await.is_err());
    let obstacle = waiting.obstacle().unwrap();
    let cause = std::error::Error::source(&obstacle).unwrap().to_string();
    assert!(cause.contains("limit of concurrent token fetches"), "{cause}");
}

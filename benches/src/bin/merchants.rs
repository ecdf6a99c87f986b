//! `merchants COUNT`: a platform's memory for each account that it serves, and the longest
//! that asking for an account's client takes while their number grows and while idle ones go.

use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use wechat_cloudbase::store::{Fence, Key, Lock, Saved, Store};
use wechat_cloudbase::token::BoxFuture;
use wechat_cloudbase::{Error, Platform, Secret};

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let count: usize =
        std::env::args().nth(1).and_then(|count| count.parse().ok()).expect("a count");
    let platform = Platform::builder("wx0123456789abcdef", Secret::new("secret"))
        .store(Full)
        .fetch_limits(64, 1_000_000)
        .build()
        .expect("a platform");
    platform.authorizer_token("wx-warm-up").await.expect("a token");
    let before = resident();
    let mut longest = Duration::ZERO;
    for number in 0..count {
        let appid = format!("wx{number:016x}");
        let start = Instant::now();
        let client = platform.authorizer(&appid);
        longest = longest.max(start.elapsed());
        client.token().await.expect("a token");
    }
    let bytes = resident().saturating_sub(before) as f64 / count as f64;
    println!("{count} merchants: {:.2} KB each (at most 1.7)", bytes / 1_000.0);
    println!("longest wait for a client while they come: {longest:.1?} (at most 10 ms)");
    let start = Instant::now();
    let mut longest = Duration::ZERO;
    for number in 0..count {
        // Appids that nobody authorised, which make room for one another.
        let start = Instant::now();
        drop(platform.authorizer(&format!("nobody-{number}")));
        longest = longest.max(start.elapsed());
    }
    println!(
        "longest wait among {count} unknown appids: {longest:.1?} (at most 10 ms), {:.1?} in all",
        start.elapsed()
    );
}

/// Bytes of memory of this process.
fn resident() -> usize {
    let statm = std::fs::read_to_string("/proc/self/statm").expect("Linux");
    let pages = statm.split(' ').nth(1).and_then(|pages| pages.parse().ok());
    4_096 * pages.unwrap_or(0_usize)
}

/// A store with a token for every key, which persists nothing.
struct Full;

impl Store for Full {
    fn load<'a>(&'a self, key: &'a Key) -> BoxFuture<'a, Result<Option<Secret>, Error>> {
        Box::pin(async move {
            let now = SystemTime::now().duration_since(UNIX_EPOCH).expect("a time").as_millis();
            let token = format!("{:x<150}", key.as_str());
            Ok(Some(Secret::new(format!(
                r#"{{"version":1,"access_token":"{token}","issued_ms":{now},"expires_ms":{},"refresh_token":"{key}"}}"#,
                now + 7_200_000
            ))))
        })
    }

    fn save<'a>(
        &'a self,
        _: &'a Key,
        _: Option<&'a Secret>,
        _: Option<Fence>,
    ) -> BoxFuture<'a, Result<Saved, Error>> {
        Box::pin(async { Ok(Saved::Stored) })
    }

    fn lock<'a>(
        &'a self,
        _: &'a Key,
        _: &'a str,
        _: Duration,
    ) -> BoxFuture<'a, Result<Lock, Error>> {
        Box::pin(async { Ok(Lock::Taken(Fence(1))) })
    }

    fn extend<'a>(
        &'a self,
        _: &'a Key,
        _: Fence,
        _: Duration,
    ) -> BoxFuture<'a, Result<bool, Error>> {
        Box::pin(async { Ok(true) })
    }

    fn unlock<'a>(&'a self, _: &'a Key, _: Fence) -> BoxFuture<'a, Result<(), Error>> {
        Box::pin(async { Ok(()) })
    }
}

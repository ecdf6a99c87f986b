//! `stores memory|sqlite FOLDER COUNT`: the first call of each of this many merchants, whose refresh
//! tokens are in a store, with a mock in WeChat's place; prints the seconds that it takes.

use std::path::Path;
use std::sync::Arc;
use std::time::{Instant, SystemTime};

use tokio::sync::Semaphore;
use wechat_cloudbase::api::create_env;
use wechat_cloudbase::mock::Mock;
use wechat_cloudbase::store::{Key, MemoryStore, SqliteStore, Store};
use wechat_cloudbase::{Platform, Secret};

const PLATFORM: &str = "wx0123456789abcdef";
const AT_ONCE: usize = 256;

#[tokio::main]
async fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match arguments.as_slice() {
        ["memory", _, count] => first_calls(MemoryStore::new(), count).await,
        ["sqlite", folder, count] => {
            let file = Path::new(folder).join("tokens.db");
            first_calls(SqliteStore::open(file).expect("a store"), count).await;
        }
        _ => panic!("stores memory|sqlite FOLDER COUNT"),
    }
}

async fn first_calls(store: impl Store + Clone, count: &str) {
    let count: usize = count.parse().expect("a count");
    let mock = Mock::start().await.expect("a mock");
    mock.accounts().platform(PLATFORM, "secret").ticket("ticket");
    let refresh_token = Secret::new(r#"{"version":1,"refresh_token":"refresh"}"#);
    for merchant in 0..count {
        mock.accounts().authorizer(&appid(merchant), "refresh");
        let key = Key::authorizer(PLATFORM, &appid(merchant));
        let _ = store.save(&key, Some(&refresh_token), None).await.expect("a write");
    }
    let base_url = mock.base_url();
    // What is measured is the store, and not the limit that protects WeChat.
    let platform = Platform::builder(PLATFORM, Secret::new("secret")).store(store);
    let platform = platform.fetch_limits(AT_ONCE, 1_000_000);
    let platform = platform.client(move |client| client.base_urls([base_url]));
    let platform = platform.build().expect("a platform");
    let ticket = platform.store_ticket(Secret::new("ticket"), SystemTime::now());
    ticket.await.expect("a ticket");

    let start = Instant::now();
    let at_once = Arc::new(Semaphore::new(AT_ONCE));
    let mut calls = Vec::with_capacity(count);
    for merchant in 0..count {
        let permit = Arc::clone(&at_once).acquire_owned().await.expect("a permit");
        let client = platform.authorizer(&appid(merchant));
        calls.push(tokio::spawn(async move {
            let request = create_env::Request::new("shop");
            client.create_env(request).send().await.expect("a response");
            drop(permit);
        }));
    }
    for call in calls {
        call.await.expect("a call");
    }
    println!("{}", start.elapsed().as_secs_f64());
}

fn appid(merchant: usize) -> String {
    format!("wx{merchant:016}")
}

//! `tokens fixed|cached URL COUNT`: makes so many calls, one after the other, with a fixed token or a
//! cached one. `tokens waiters COUNT`: so many callers wait for one fetch.

use std::time::{Duration, Instant};

use wechat_cloudbase::api::{create_tcb_env, types::EnvAlias};
use wechat_cloudbase::token::{
    AccessToken, BoxFuture, Cached, Component, Fetch, Fetched, Need, TokenProvider,
};
use wechat_cloudbase::{Client, Error};

const TOKEN: &str = "71_TcnJz4lTGa0aRyDqkgKjz5Nq5-8n1yv6xb7yV4Yx2m0cJx9vVh3eJ2Yl1R8xg8zNwTQmJ8b0D3r5k6y7u8i9o0pQ1w2E3r4T5y6U7i8O9p0";

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match arguments.as_slice() {
        ["fixed", url, count] => call(client(url, AccessToken::new(TOKEN)), count).await,
        ["cached", url, count] => call(client(url, Cached::new(Source)), count).await,
        ["waiters", count] => wait(count.parse().expect("a count")).await,
        _ => panic!("tokens fixed|cached URL COUNT, or tokens waiters COUNT"),
    }
}

fn client(url: &str, provider: impl TokenProvider<Component>) -> Client<Component> {
    Client::builder(provider).base_urls([url]).build().expect("a client")
}

async fn call(client: Client<Component>, count: &str) {
    for _ in 0..count.parse().expect("a count") {
        let request =
            create_tcb_env::Request::new(EnvAlias::new("mytestenv"), create_tcb_env::EnvType::Run);
        client.create_tcb_env(request).send().await.expect("a response");
    }
}

/// Prints the seconds that a caller costs beside a task that does nothing.
async fn wait(count: u32) {
    // A task has its cost, and it is not ours.
    let mut costs = Vec::new();
    for _ in 0..15 {
        let idle = time(count, std::future::ready).await;
        let cached = Cached::new(Source);
        let waiting = time(count, |()| {
            let cached = cached.clone();
            async move { drop(cached.token().await.expect("a token")) }
        })
        .await;
        costs.push(waiting.saturating_sub(idle).as_secs_f64() / f64::from(count));
    }
    costs.sort_by(f64::total_cmp);
    println!("{}", costs[costs.len() / 2]);
}

async fn time<F>(count: u32, task: impl Fn(()) -> F) -> Duration
where
    F: Future<Output = ()> + Send + 'static,
{
    let start = Instant::now();
    let tasks: Vec<_> = (0..count).map(|_| tokio::spawn(task(()))).collect();
    for task in tasks {
        task.await.expect("a task");
    }
    start.elapsed()
}

/// Fetches at once, but not before all who were there have begun to wait.
struct Source;

impl Fetch<Component> for Source {
    fn fetch(&self, _: Need<Component>) -> BoxFuture<'_, Result<Fetched<Component>, Error>> {
        Box::pin(async {
            tokio::task::yield_now().await;
            Ok(Fetched::lasting(AccessToken::new(TOKEN), Duration::from_secs(7200)))
        })
    }
}

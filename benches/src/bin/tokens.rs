//! `tokens fixed|cached URL COUNT`: makes this many calls, one after the other, with a fixed token or a
//! cached one. `tokens waiters COUNT`: this many callers wait for one fetch, in tasks of their own.
//! `tokens tasks COUNT`: this many tasks that do nothing.

use std::time::Duration;

use wechat_cloudbase::api::create_tcb_env;
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
        ["waiters", count] => {
            let cached = Cached::new(Source);
            let caller = |()| {
                let cached = cached.clone();
                async move { drop(cached.token().await.expect("a token")) }
            };
            run(count, caller).await;
        }
        ["tasks", count] => run(count, std::future::ready).await,
        _ => panic!("tokens fixed|cached URL COUNT, or tokens waiters|tasks COUNT"),
    }
}

fn client(url: &str, provider: impl TokenProvider<Component>) -> Client<Component> {
    Client::builder(provider).base_urls([url]).build().expect("a client")
}

async fn call(client: Client<Component>, count: &str) {
    for _ in 0..count.parse().expect("a count") {
        let request = create_tcb_env::Request::new("mytestenv", create_tcb_env::EnvType::Run);
        client.create_tcb_env(request).send().await.expect("a response");
    }
}

/// Begins this many tasks, and then waits for all of them.
async fn run<F>(count: &str, task: impl Fn(()) -> F)
where
    F: Future<Output = ()> + Send + 'static,
{
    let count: usize = count.parse().expect("a count");
    let tasks: Vec<_> = (0..count).map(|_| tokio::spawn(task(()))).collect();
    for task in tasks {
        task.await.expect("a task");
    }
}

/// Fetches at once, but not before all who were there have begun to wait.
struct Source;

impl Fetch<Component> for Source {
    fn fetch(&self, _: Need<Component>) -> BoxFuture<'_, Result<Fetched<Component>, Error>> {
        Box::pin(async {
            tokio::task::yield_now().await;
            Ok(Fetched::expires_in(AccessToken::new(TOKEN), Duration::from_secs(7200)))
        })
    }
}

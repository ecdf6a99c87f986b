//! `call ours|spans|plain URL COUNT IN_FLIGHT`: makes this many calls, and prints the seconds they took.
//! With `spans`, a subscriber records the spans of our calls.

use std::fmt;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use serde::{Deserialize, Serialize};
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use wechat_cloudbase::Client;
use wechat_cloudbase::api::create_tcb_env;
use wechat_cloudbase::token::{AccessToken, Component};

const TOKEN: &str = "71_TcnJz4lTGa0aRyDqkgKjz5Nq5-8n1yv6xb7yV4Yx2m0cJx9vVh3eJ2Yl1R8xg8zNwTQmJ8b0D3r5k6y7u8i9o0pQ1w2E3r4T5y6U7i8O9p0";

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    let [_, way, url, count, in_flight] = arguments.as_slice() else {
        panic!("call ours|spans|plain URL COUNT IN_FLIGHT");
    };
    let count: usize = count.parse().expect("a count");
    let in_flight: usize = in_flight.parse().expect("a number in flight");
    let each = count / in_flight;
    if way == "spans" {
        tracing::subscriber::set_global_default(Spans::default()).expect("the first subscriber");
    }
    let ours = ours(url);
    let plain = Plain::new(url);
    let start = Instant::now();
    let mut tasks = Vec::new();
    for _ in 0..in_flight {
        let (way, ours, plain) = (way.clone(), ours.clone(), plain.clone());
        tasks.push(tokio::spawn(async move {
            for _ in 0..each {
                match way.as_str() {
                    "ours" | "spans" => call_ours(&ours).await,
                    _ => plain.call().await,
                }
            }
        }));
    }
    for task in tasks {
        task.await.expect("a task");
    }
    println!("{}", start.elapsed().as_secs_f64());
}

fn ours(url: &str) -> Client<Component> {
    Client::builder(AccessToken::new(TOKEN)).base_urls([url]).build().expect("a client")
}

async fn call_ours(client: &Client<Component>) {
    let request = create_tcb_env::Request::new("mytestenv", create_tcb_env::EnvType::Run);
    let response = client.create_tcb_env(request).send().await.expect("a response");
    assert_eq!(response.env.as_str(), "mytestenv-7gfwxe92efb3aa38");
}

/// Visits all values of all spans, stores none of them, and ignores events: this measures
/// the cost of our spans, not of a subscriber.
#[derive(Default)]
struct Spans {
    count: AtomicU64,
    bytes: AtomicU64,
}

struct Length(u64);

impl Visit for Length {
    fn record_debug(&mut self, _: &Field, value: &dyn fmt::Debug) {
        // Formatted, as a subscriber does.
        fmt::write(self, format_args!("{value:?}")).expect("a length");
    }

    fn record_str(&mut self, _: &Field, value: &str) {
        self.0 += value.len() as u64;
    }

    fn record_u64(&mut self, _: &Field, value: u64) {
        self.0 += value;
    }

    fn record_i64(&mut self, _: &Field, value: i64) {
        self.0 += value.unsigned_abs();
    }
}

impl fmt::Write for Length {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        self.0 += text.len() as u64;
        Ok(())
    }
}

impl Spans {
    fn add(&self, length: &Length) {
        self.bytes.fetch_add(length.0, Ordering::Relaxed);
    }
}

impl tracing::Subscriber for Spans {
    fn enabled(&self, metadata: &tracing::Metadata<'_>) -> bool {
        metadata.is_span() && metadata.target() == "wechat_cloudbase"
    }

    fn new_span(&self, span: &Attributes<'_>) -> Id {
        let mut length = Length(0);
        span.record(&mut length);
        self.add(&length);
        Id::from_u64(self.count.fetch_add(1, Ordering::Relaxed) + 1)
    }

    fn record(&self, _: &Id, values: &Record<'_>) {
        let mut length = Length(0);
        values.record(&mut length);
        self.add(&length);
    }

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn event(&self, _: &tracing::Event<'_>) {}

    fn enter(&self, _: &Id) {}

    fn exit(&self, _: &Id) {}
}

/// The same by hand, as a careful engineer writes it the first time: typed, with a timeout, with
/// the errcode looked at.
#[derive(Clone)]
struct Plain {
    http: reqwest::Client,
    base: String,
}

#[derive(Serialize)]
struct Request<'a> {
    alias: &'a str,
    #[serde(rename = "EnvType")]
    env_type: &'a str,
}

#[derive(Deserialize)]
struct Response {
    errcode: i64,
    errmsg: String,
    tranid: Option<String>,
    env: Option<String>,
}

impl Plain {
    fn new(base: &str) -> Self {
        let http =
            reqwest::Client::builder().timeout(Duration::from_secs(30)).build().expect("a client");
        Self { http, base: base.to_owned() }
    }

    async fn call(&self) {
        let url = format!("{}/componenttcb/createenv", self.base);
        let request = Request { alias: "mytestenv", env_type: "run" };
        let call = self.http.post(url).query(&[("access_token", TOKEN)]).json(&request);
        let response: Response =
            call.send().await.expect("a response").json().await.expect("a response");
        assert_eq!(response.errcode, 0, "{}", response.errmsg);
        assert!(response.tranid.is_some());
        assert_eq!(response.env.as_deref(), Some("mytestenv-7gfwxe92efb3aa38"));
    }
}

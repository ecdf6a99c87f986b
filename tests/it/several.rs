//! What takes several calls: lists in pages, and waits. WeChat is a function, and time is paused.

mod pages;
mod waits;

use std::sync::{Arc, Mutex};
use std::time::Duration;

use serde_json::{Value, json};
use tokio::time::Instant;
use wechat_cloudbase::client::middleware::{Middleware, Next, Request, Response};
use wechat_cloudbase::token::{AccessToken, BoxFuture, TokenKind};
use wechat_cloudbase::{Client, ClientBuilder, Error};

/// A call as WeChat sees it.
#[derive(Clone, Debug)]
struct Call {
    at: Duration,
    /// The body as JSON.
    body: Value,
}

/// In place of WeChat: its response to call number `n`, from 0, and what it has seen.
#[derive(Clone)]
struct WeChat {
    started: Instant,
    calls: Arc<Mutex<Vec<Call>>>,
    answer: Arc<Script>,
}

type Script = dyn Fn(usize, &Value) -> Answer + Send + Sync;

/// A response, or none.
enum Answer {
    Json(Value),
    /// After some time.
    Late(Duration, Value),
    Fail(Error),
    /// A connection on which nothing comes.
    Hang,
}

impl WeChat {
    fn new(answer: impl Fn(usize, &Value) -> Answer + Send + Sync + 'static) -> Self {
        Self { started: Instant::now(), calls: Arc::default(), answer: Arc::new(answer) }
    }

    /// One whose responses are JSON.
    fn json(answer: impl Fn(usize, &Value) -> Value + Send + Sync + 'static) -> Self {
        Self::new(move |n, body| Answer::Json(answer(n, body)))
    }

    fn builder<K: TokenKind>(&self) -> ClientBuilder<K> {
        Client::builder(AccessToken::new("TOKEN"))
            .base_urls(["http://127.0.0.1:1", "http://127.0.0.1:2"])
            .middleware(self.clone())
    }

    fn client<K: TokenKind>(&self) -> Client<K> {
        self.builder().build().unwrap()
    }

    fn calls(&self) -> Vec<Call> {
        self.calls.lock().unwrap().clone()
    }

    fn count(&self) -> usize {
        self.calls.lock().unwrap().len()
    }

    /// What a field of each request was.
    fn asked(&self, field: &str) -> Vec<Value> {
        self.calls().iter().map(|call| call.body[field].clone()).collect()
    }
}

impl Middleware for WeChat {
    fn send<'a>(&'a self, request: Request, _: Next<'a>) -> BoxFuture<'a, Result<Response, Error>> {
        Box::pin(async move {
            let body = serde_json::from_slice(request.body().unwrap_or(b"{}")).unwrap();
            let n = self.count();
            let answer = (self.answer)(n, &body);
            self.calls.lock().unwrap().push(Call { at: self.started.elapsed(), body });
            match answer {
                Answer::Json(json) => Ok(Response::new(200, json.to_string())),
                Answer::Late(time, json) => {
                    tokio::time::sleep(time).await;
                    Ok(Response::new(200, json.to_string()))
                }
                Answer::Fail(error) => Err(error),
                Answer::Hang => std::future::pending().await,
            }
        })
    }
}

/// A success with these fields.
fn ok(fields: Value) -> Value {
    let mut answer = json!({ "errcode": 0, "errmsg": "ok" });
    answer.as_object_mut().unwrap().extend(fields.as_object().unwrap().clone());
    answer
}

fn failed(errcode: i64) -> Value {
    json!({ "errcode": errcode, "errmsg": "failed" })
}

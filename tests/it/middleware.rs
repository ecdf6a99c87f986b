//! Middleware, hooks and headers: what callers put around the transport.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use wechat_cloudbase::client::middleware::{Middleware, Next, Request, Response};
use wechat_cloudbase::token::{AccessToken, Authorizer, BoxFuture, Component, TokenKind};
use wechat_cloudbase::{Client, ClientBuilder, Error, Outcome};

use crate::harness::{self, Reply, Server, describe, refusing_url};

const OK: &str = r#"{"errcode": 0, "errmsg": "ok", "envid": "shop-1"}"#;

/// A middleware made of a function.
struct Around<F>(F);

impl<F> Middleware for Around<F>
where
    F: for<'a> Fn(Request, Next<'a>) -> BoxFuture<'a, Result<Response, Error>>
        + Send
        + Sync
        + 'static,
{
    fn send<'a>(
        &'a self,
        request: Request,
        next: Next<'a>,
    ) -> BoxFuture<'a, Result<Response, Error>> {
        (self.0)(request, next)
    }
}

fn around<F>(f: F) -> Around<F>
where
    F: for<'a> Fn(Request, Next<'a>) -> BoxFuture<'a, Result<Response, Error>>
        + Send
        + Sync
        + 'static,
{
    Around(f)
}

/// A builder whose transport is never reached.
fn nowhere<K: TokenKind>() -> ClientBuilder<K> {
    Client::builder(AccessToken::new("TOKEN"))
        .base_urls(["http://127.0.0.1:1", "http://127.0.0.1:2"])
}

#[tokio::test]
async fn requests_go_through_all_of_it_in_order() {
    let server = Server::start([Reply::json(OK)]).await;
    let add = |name: &'static str| {
        around(move |mut request, next| {
            Box::pin(async move {
                let before = request.headers().get("x-way").map(|value| value.to_str().unwrap());
                let way = [before.unwrap_or_default(), name].concat();
                request.set_header("x-way", &way)?;
                next.send(request).await
            })
        })
    };
    let client = server.builder::<Authorizer>().middleware(add("a")).middleware(add("b"));
    let client = client.build().unwrap();
    client.create_env(harness::create_env()).send().await.unwrap();
    assert!(server.requests()[0].head.contains("x-way: ab"), "{:?}", server.requests());
}

#[tokio::test]
async fn a_request_exposes_its_secrets_only_explicitly() {
    let seen = Arc::<Mutex<String>>::default();
    let log = Arc::clone(&seen);
    let client = nowhere::<Authorizer>().header("authorization", "Bearer SECRET");
    let client = client.middleware(around(move |request, next| {
        *log.lock().unwrap() = format!("{request:?} {:?} {next:?}", request.url());
        assert!(request.url().expose().ends_with("?access_token=TOKEN"));
        assert!(request.body().unwrap().ends_with(br#""alias":"shop"}"#));
        Box::pin(async { Ok(Response::new(200, OK)) })
    }));
    let created = client.build().unwrap().create_env(harness::create_env()).send().await.unwrap();
    assert_eq!(created.envid.as_str(), "shop-1");
    let seen = seen.lock().unwrap();
    assert!(seen.contains("createEnv"), "{seen}");
    assert!(
        !seen.contains("TOKEN") && !seen.contains("SECRET") && !seen.contains("shop"),
        "{seen}"
    );
}

#[tokio::test(start_paused = true)]
async fn tokens_retries_and_failover_stay() {
    let answers = Mutex::new(vec![
        Err(Error::connect("the first host is down")),
        Ok(Response::new(200, r#"{"errcode": -1, "errmsg": "busy"}"#)),
        Err(Error::interrupted("cut off")),
        Ok(Response::new(200, r#"{"errcode": 0, "errmsg": "ok"}"#)),
    ]);
    let hosts = Arc::<Mutex<Vec<String>>>::default();
    let log = Arc::clone(&hosts);
    let client = nowhere::<Component>().middleware(around(move |request, _| {
        log.lock().unwrap().push(format!("{} {}", request.attempt(), request.host()));
        let answer = answers.lock().unwrap().remove(0);
        Box::pin(async { answer })
    }));
    client.build().unwrap().change_tcb_env(harness::change_env()).send().await.unwrap();
    let expect = ["1 127.0.0.1:1", "2 127.0.0.1:2", "3 127.0.0.1:2", "4 127.0.0.1:2"];
    assert_eq!(*hosts.lock().unwrap(), expect);
}

/// A middleware that returns the same error each time.
async fn fail_with(error: impl Fn() -> Error + Send + Sync + 'static) -> Error {
    let client = nowhere::<Authorizer>().middleware(around(move |_, _| {
        let error = error();
        Box::pin(async { Err(error) })
    }));
    client.build().unwrap().create_env(harness::create_env()).send().await.unwrap_err()
}

#[tokio::test(start_paused = true)]
async fn its_failures_are_errors() {
    let refused = fail_with(|| Error::middleware("calls are not allowed at night")).await;
    expect_test::expect![[r#"
        createEnv: a middleware failed: calls are not allowed at night, so nothing was sent
        outcome NotSent"#]]
    .assert_eq(&describe(&refused));
    let down = fail_with(|| Error::connect("no route\nto host")).await;
    assert!(down.is_connect() && down.outcome() == Outcome::NotSent, "{down}");
    assert_eq!(down.to_string().lines().count(), 1, "{down}");
    let cut = fail_with(|| Error::interrupted("reset")).await;
    assert_eq!(cut.outcome(), Outcome::Unknown, "{cut}");

    let panicking = |sent: bool| {
        around(move |request, next| {
            Box::pin(async move {
                if sent {
                    next.send(request).await?;
                }
                panic!("as told");
            })
        })
    };
    let server = Server::start([Reply::json(OK)]).await;
    for (sent, outcome) in [(false, Outcome::NotSent), (true, Outcome::Unknown)] {
        let client = server.builder::<Authorizer>().middleware(panicking(sent)).build().unwrap();
        let error = client.create_env(harness::create_env()).send().await.unwrap_err();
        assert_eq!(error.outcome(), outcome, "{error}");
        assert!(error.to_string().contains("a middleware failed: it panicked"), "{error}");
    }
    assert_eq!(server.request_count(), 1);

    // One that panics before it has made its future, and one that is too slow.
    let early = nowhere::<Authorizer>().middleware(around(|_, _| panic!("as told")));
    let error = early.build().unwrap().create_env(harness::create_env()).send().await.unwrap_err();
    assert!(error.to_string().contains("it panicked"), "{error}");
    let slow = nowhere::<Authorizer>().middleware(around(|_, _| Box::pin(std::future::pending())));
    let error = slow.build().unwrap().create_env(harness::create_env()).send().await.unwrap_err();
    assert_eq!(error.outcome(), Outcome::NotSent);
    assert!(error.to_string().contains("it took longer than 30.0s"), "{error}");
}

/// An error of a middleware after the request was sent must not cause a second one.
#[tokio::test(start_paused = true)]
async fn a_request_that_was_sent_is_not_sent_again() {
    let server = Server::start(vec![Reply::json(OK); 4]).await;
    let client = server.builder::<Authorizer>().middleware(around(|request, next| {
        Box::pin(async move {
            next.send(request).await?;
            Err(Error::connect("says who"))
        })
    }));
    let client = client.build().unwrap();
    let error = client.create_env(harness::create_env()).send().await.unwrap_err();
    assert_eq!((error.outcome(), server.request_count()), (Outcome::Unknown, 1), "{error}");
}

#[tokio::test(start_paused = true)]
async fn hooks_see_each_attempt() {
    let refusing = refusing_url().await;
    let server = Server::start([Reply::errcode(-1), Reply::json(r#"{"errcode": 0}"#)]).await;
    let told = Arc::<Mutex<Vec<String>>>::default();
    let log = Arc::clone(&told);
    let client = Client::<Component>::builder(AccessToken::new("TOKEN"))
        .base_urls([&refusing, &server.url])
        .on_attempt(|_| panic!("as told"))
        .on_attempt(move |attempt| {
            assert!(attempt.elapsed < Duration::from_secs(5) && attempt.waited == Duration::ZERO);
            log.lock().unwrap().push(format!(
                "{} {:?} {} {} {:?} {:?} {:?}",
                attempt.endpoint.name,
                attempt.account,
                attempt.number,
                attempt.result(),
                attempt.status,
                attempt.errcode().map(wechat_cloudbase::Errcode::code),
                attempt.outcome(),
            ));
        });
    client.build().unwrap().change_tcb_env(harness::change_env()).send().await.unwrap();
    expect_test::expect![[r#"
        changeTcbEnv None 1 connect None None Some(NotSent)
        changeTcbEnv None 2 -1 Some(200) Some(-1) Some(Unknown)
        changeTcbEnv None 3 ok Some(200) None None"#]]
    .assert_eq(&told.lock().unwrap().join("\n"));
}

#[tokio::test]
async fn headers_are_of_a_client_or_of_a_call() {
    let server = Server::start(vec![Reply::json(OK); 2]).await;
    let client = server.builder::<Authorizer>().header("x-service", "shop").header("x-a", "client");
    let client = client.build().unwrap();
    let call = client.create_env(harness::create_env()).header("traceparent", "00-1-2-01");
    call.header("X-A", "call").send().await.unwrap();
    client.create_env(harness::create_env()).send().await.unwrap();
    let [first, second] = &server.requests()[..] else { panic!("two requests") };
    for header in ["x-service: shop", "traceparent: 00-1-2-01", "x-a: call", "content-type: app"] {
        assert!(first.head.contains(header), "{}", first.head);
    }
    assert!(second.head.contains("x-a: client") && !second.head.contains("traceparent"));
    assert!(!first.head.contains("x-a: client"), "{}", first.head);
}

#[tokio::test]
async fn headers_that_can_not_be_sent_are_errors() {
    let server = Server::start([]).await;
    let client: Client<Authorizer> = server.client();
    for (name, value) in [("", "x"), ("a b", "x"), ("x", "a\r\nb"), ("host", "x"), ("云", "x")] {
        let call = client.create_env(harness::create_env()).header(name, value);
        let error = call.send().await.unwrap_err();
        assert_eq!(error.outcome(), Outcome::NotSent, "{name:?} {value:?}");
        assert_eq!(error.endpoint().unwrap().name, "createEnv");
        assert!(server.builder::<Authorizer>().header(name, value).build().is_err());
    }
    assert_eq!(server.request_count(), 0);
}

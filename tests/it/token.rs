//! Token providers, and calls whose token is rejected.

use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use expect_test::expect;
use wechat_cloudbase::token::{AccessToken, Authorizer, BoxFuture, Component, Kind, TokenProvider};
use wechat_cloudbase::{Client, Error, Outcome};

use crate::harness::{self, Reply, Server, describe};

/// Provides `T0`, and the next number each time one is rejected.
#[derive(Clone, Default)]
struct Counter {
    current: Arc<AtomicU32>,
    rejected: Arc<Mutex<Vec<String>>>,
}

impl Counter {
    fn now(&self) -> AccessToken<Component> {
        AccessToken::new(format!("T{}", self.current.load(Ordering::Relaxed)))
    }
}

impl TokenProvider<Component> for Counter {
    fn token(&self) -> BoxFuture<'_, Result<AccessToken<Component>, Error>> {
        Box::pin(async { Ok(self.now()) })
    }

    fn replace<'a>(
        &'a self,
        rejected: &'a AccessToken<Component>,
    ) -> BoxFuture<'a, Result<Option<AccessToken<Component>>, Error>> {
        Box::pin(async {
            let text = rejected.secret().expose().to_owned();
            self.rejected.lock().unwrap().push(text);
            self.current.fetch_add(1, Ordering::Relaxed);
            Ok(Some(self.now()))
        })
    }
}

/// Fails, or never responds.
struct Broken {
    token: fn() -> Option<Error>,
    replace: fn() -> Option<Error>,
}

impl TokenProvider<Component> for Broken {
    fn token(&self) -> BoxFuture<'_, Result<AccessToken<Component>, Error>> {
        Box::pin(async {
            match (self.token)() {
                Some(error) => Err(error),
                None => std::future::pending().await,
            }
        })
    }
}

/// Has a token, and fails to replace it.
struct Irreplaceable(Broken);

impl TokenProvider<Component> for Irreplaceable {
    fn token(&self) -> BoxFuture<'_, Result<AccessToken<Component>, Error>> {
        Box::pin(async { Ok(AccessToken::new("TOKEN")) })
    }

    fn replace<'a>(
        &'a self,
        _: &'a AccessToken<Component>,
    ) -> BoxFuture<'a, Result<Option<AccessToken<Component>>, Error>> {
        Box::pin(async {
            match (self.0.replace)() {
                Some(error) => Err(error),
                None => std::future::pending().await,
            }
        })
    }
}

fn lines(server: &Server) -> String {
    let requests = server.requests();
    let lines: Vec<_> = requests.iter().map(harness::Request::line).collect();
    lines.join("\n")
}

#[tokio::test]
async fn a_rejected_token_is_replaced_once() {
    let script = [Reply::errcode(42001), Reply::json(r#"{"errcode": 0}"#)];
    let server = Server::start(script).await;
    let provider = Counter::default();
    let client = server.client::<Component>().with_token(provider.clone());
    client.change_tcb_env(harness::change_env()).send().await.unwrap();
    expect![[r#"
        POST /tcb/modifyenv?access_token=T0
        POST /tcb/modifyenv?access_token=T1"#]]
    .assert_eq(&lines(&server));
    assert_eq!(*provider.rejected.lock().unwrap(), ["T0"]);
}

#[tokio::test]
async fn a_rejected_token_is_replaced_even_if_the_endpoint_is_not_idempotent() {
    let script = [Reply::errcode(40014), Reply::json(r#"{"errcode": 0, "envid": "e"}"#)];
    let server = Server::start(script).await;
    let client: Client<Authorizer> = server.client();
    let client = client.with_token(Twice);
    client.create_env(harness::create_env()).send().await.unwrap();
    assert_eq!(server.request_count(), 2);
}

/// Has one token and another.
struct Twice;

impl TokenProvider<Authorizer> for Twice {
    fn token(&self) -> BoxFuture<'_, Result<AccessToken<Authorizer>, Error>> {
        Box::pin(async { Ok(AccessToken::new("ONE")) })
    }

    fn replace<'a>(
        &'a self,
        _: &'a AccessToken<Authorizer>,
    ) -> BoxFuture<'a, Result<Option<AccessToken<Authorizer>>, Error>> {
        Box::pin(async { Ok(Some(AccessToken::new("TWO"))) })
    }
}

#[tokio::test]
async fn a_second_rejection_is_final() {
    let server = Server::start(vec![Reply::errcode(40001); 8]).await;
    let provider = Counter::default();
    let client = server.client::<Component>().with_token(provider.clone());
    let error = client.change_tcb_env(harness::change_env()).send().await.unwrap_err();
    assert!(error.is_token_rejected());
    assert_eq!(server.request_count(), 2);
    assert_eq!(*provider.rejected.lock().unwrap(), ["T0"]);
}

#[tokio::test]
async fn a_fixed_token_has_no_replacement() {
    let server = Server::start(vec![Reply::errcode(42001); 2]).await;
    let client = server.client::<Component>();
    let error = client.change_tcb_env(harness::change_env()).send().await.unwrap_err();
    expect![[r#"
        changeTcbEnv: 42001 AccessTokenExpired: in words. Fetch a new token; tokens live for about two hours. (rid: 1-2-3)
        outcome Rejected, status 200, errcode 42001, errmsg "in words", rid "1-2-3", body of 51"#]].assert_eq(&describe(&error));
    assert_eq!(server.request_count(), 1);
}

/// Offers the rejected token again.
struct Stubborn;

impl TokenProvider<Component> for Stubborn {
    fn token(&self) -> BoxFuture<'_, Result<AccessToken<Component>, Error>> {
        Box::pin(async { Ok(AccessToken::new("SAME")) })
    }

    fn replace<'a>(
        &'a self,
        rejected: &'a AccessToken<Component>,
    ) -> BoxFuture<'a, Result<Option<AccessToken<Component>>, Error>> {
        Box::pin(async { Ok(Some(rejected.clone())) })
    }
}

#[tokio::test]
async fn the_rejected_token_is_not_a_replacement() {
    let server = Server::start(vec![Reply::errcode(42001); 2]).await;
    let client = server.client::<Component>().with_token(Stubborn);
    let call = client.change_tcb_env(harness::change_env());
    assert!(call.send().await.unwrap_err().is_token_rejected());
    assert_eq!(server.request_count(), 1);
}

#[tokio::test]
async fn a_provider_without_a_token_sends_nothing() {
    let server = Server::start([]).await;
    let provider = Broken { token: || Some(Error::token("the vault is closed")), replace: || None };
    let client = server.client::<Component>().with_token(provider);
    let error = client.change_tcb_env(harness::change_env()).send().await.unwrap_err();
    expect![[r#"
        changeTcbEnv: the token provider has no token: the vault is closed, so nothing was sent
        outcome NotSent"#]]
    .assert_eq(&describe(&error));
    let source = std::error::Error::source(&error).unwrap().to_string();
    assert_eq!(source, "the vault is closed");
    assert!(error.is_token_provider());
    assert_eq!(server.request_count(), 0);
}

#[tokio::test]
async fn the_providers_own_call_does_not_affect_our_outcome() {
    let server = Server::start([]).await;
    let provider = Broken {
        token: || {
            let call = wechat_cloudbase::operation::decode_response::<
                wechat_cloudbase::api::create_env::Request,
            >;
            Some(call(200, br#"{"errcode": 0}"#).unwrap_err())
        },
        replace: || None,
    };
    let client = server.client::<Component>().with_token(provider);
    let error = client.change_tcb_env(harness::change_env()).send().await.unwrap_err();
    assert_eq!(error.outcome(), Outcome::NotSent);
    assert_eq!(error.endpoint().unwrap().name, "changeTcbEnv");
    let source = std::error::Error::source(&error).unwrap().downcast_ref::<Error>().unwrap();
    assert_eq!(source.outcome(), Outcome::Done);
}

#[tokio::test(start_paused = true)]
async fn a_slow_provider_times_out_at_the_deadline() {
    let server = Server::start([]).await;
    let provider = Broken { token: || None, replace: || None };
    let client = server.client::<Component>().with_token(provider);
    let start = tokio::time::Instant::now();
    let call = client.change_tcb_env(harness::change_env()).deadline(Duration::from_secs(3));
    let error = call.send().await.unwrap_err();
    expect![[r#"
        changeTcbEnv: the token provider had no token in time, so nothing was sent. Check why the token provider is slow, or give the call a longer deadline.
        outcome NotSent"#]].assert_eq(&describe(&error));
    assert!(error.is_timeout());
    assert_eq!(start.elapsed().as_secs(), 3);
}

/// Never responds, and knows why.
struct Blocked;

impl TokenProvider<Component> for Blocked {
    fn token(&self) -> BoxFuture<'_, Result<AccessToken<Component>, Error>> {
        Box::pin(std::future::pending())
    }

    fn obstacle(&self) -> Option<Error> {
        Some(Error::token("the vault is sealed"))
    }
}

#[tokio::test(start_paused = true)]
async fn a_slow_provider_may_say_why() {
    let server = Server::start([]).await;
    let client = server.client::<Component>().with_token(Blocked);
    let call = client.change_tcb_env(harness::change_env()).deadline(Duration::from_secs(3));
    let error = call.send().await.unwrap_err();
    assert!(error.is_timeout());
    let causes = std::iter::successors(std::error::Error::source(&error), |error| error.source());
    let causes: Vec<_> = causes.map(ToString::to_string).collect();
    assert_eq!(
        causes,
        [
            "the token provider has no token: the vault is sealed, so nothing was sent",
            "the vault is sealed"
        ]
    );
}

#[tokio::test]
async fn a_failing_replacement_explains_the_rejection() {
    let server = Server::start([Reply::errcode(42001)]).await;
    let provider = Irreplaceable(Broken {
        token: || None,
        replace: || Some(Error::token("the vault is closed")),
    });
    let client = server.client::<Component>().with_token(provider);
    let error = client.change_tcb_env(harness::change_env()).send().await.unwrap_err();
    assert!(error.is_token_rejected());
    let source = std::error::Error::source(&error).unwrap().to_string();
    expect!["the token provider has no token: the vault is closed, so nothing was sent"]
        .assert_eq(&source);
}

#[test]
fn kinds_have_the_vendors_names() {
    let names = [Kind::Component, Kind::Authorizer, Kind::App].map(Kind::vendor_name);
    assert_eq!(names, ["component_access_token", "authorizer_access_token", "access_token"]);
}

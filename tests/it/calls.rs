//! How the client handles failures, and successes.

use std::time::Duration;

use expect_test::expect;
use tokio::time::Instant;
use wechat_cloudbase::call::RetryPolicy;
use wechat_cloudbase::json::{Decode, DecodeError, Encode, Node, Writer};
use wechat_cloudbase::operation::{Accepts, Endpoint, Method, Operation, Query};
use wechat_cloudbase::token::{AccessToken, Authorizer, Component};
use wechat_cloudbase::{Client, Outcome};

use crate::harness::{self, Reply, Server, describe, refusing_url};

const OK: &str = r#"{"errcode": 0, "errmsg": "ok", "envid": "shop-1"}"#;

/// A client of several hosts.
fn client_of(urls: &[&str]) -> Client<Authorizer> {
    let builder = Client::builder(AccessToken::new("TOKEN"));
    builder.base_urls(urls.iter().copied()).build().unwrap()
}

fn assert_pause(start: Instant, from_ms: u128, to_ms: u128) {
    let elapsed = start.elapsed().as_millis();
    assert!((from_ms..=to_ms + 50).contains(&elapsed), "{elapsed} ms");
}

#[tokio::test]
async fn a_call_is_spawned_and_clones_share() {
    fn shared<T: Send + Sync + Clone + 'static>(_: &T) {}
    let server = Server::start([Reply::json(OK), Reply::json(OK)]).await;
    let client: Client<Authorizer> = server.client();
    shared(&client);
    let calls = [client.clone(), client]
        .map(|client| tokio::spawn(client.create_env(harness::create_env()).send()));
    for call in calls {
        assert_eq!(call.await.unwrap().unwrap().envid.as_str(), "shop-1");
    }
}

#[tokio::test]
async fn the_next_host_is_tried_when_nothing_was_sent() {
    let refusing = refusing_url().await;
    let server = Server::start([Reply::json(OK)]).await;
    let client = client_of(&[&refusing, &server.url]);
    client.create_env(harness::create_env()).send().await.unwrap();
    assert_eq!(server.request_count(), 1);
}

/// Calls start with a reachable host, and go back to the first after a while.
#[tokio::test(start_paused = true)]
async fn the_host_that_could_be_reached_is_remembered() {
    let refusing = refusing_url().await;
    let server = Server::start(vec![Reply::json(OK); 4]).await;
    let client = client_of(&[&refusing, &server.url]);
    let call = || client.create_env(harness::create_env());
    call().send().await.unwrap();
    // Only a call that starts with the second host gets there in one attempt.
    call().retry(RetryPolicy::Never).send().await.unwrap();
    tokio::time::advance(Duration::from_secs(5 * 60)).await;
    assert!(call().retry(RetryPolicy::Never).send().await.unwrap_err().is_connect());
    call().retry(RetryPolicy::Never).send().await.unwrap();
    assert_eq!(server.request_count(), 3);
}

/// When the remembered host is down, the first is tried again, within one call.
#[tokio::test(start_paused = true)]
async fn the_host_after_the_last_is_the_first() {
    let first = Server::start(vec![Reply::json(OK); 2]).await;
    let mut second = Server::start(vec![Reply::json(OK); 2]).await;
    let client = client_of(&[&refusing_url().await, &second.url, &first.url]);
    client.create_env(harness::create_env()).send().await.unwrap();
    assert_eq!((first.request_count(), second.request_count()), (0, 1));
    second.stop().await;
    client.create_env(harness::create_env()).send().await.unwrap();
    assert_eq!(first.request_count(), 1);
}

#[tokio::test]
async fn the_next_host_is_not_tried_when_something_was_sent() {
    let first = Server::start([Reply::cut()]).await;
    let second = Server::start([Reply::json(OK)]).await;
    let client = client_of(&[&first.url, &second.url]);
    let error = client.create_env(harness::create_env()).send().await.unwrap_err();
    assert_eq!(error.outcome(), Outcome::Unknown);
    assert_eq!((first.request_count(), second.request_count()), (1, 0));
}

#[tokio::test(start_paused = true)]
async fn hosts_that_all_refuse_are_retried_after_a_backoff() {
    let refusing = refusing_url().await;
    let client = client_of(&[&refusing, &refusing]);
    let start = Instant::now();
    let error = client.create_env(harness::create_env()).send().await.unwrap_err();
    assert_pause(start, 250, 500);
    assert!(error.is_connect());
    assert!(!error.is_timeout());
    expect![[r#"
        createEnv: can't connect to 127.0.0.1: the connection was refused, so nothing was sent. Check the base URL with its port, and whether the server runs.
        outcome NotSent"#]].assert_eq(&describe(&error));
}

#[tokio::test(start_paused = true)]
async fn a_broken_connection_is_retried_when_that_is_safe() {
    let first = Server::start([Reply::cut(), Reply::json(OK)]).await;
    let second = Server::start([]).await;
    let client = client_of(&[&first.url, &second.url]);
    client.change_tcb_env(harness::change_env()).send().await.unwrap();
    assert_eq!((first.request_count(), second.request_count()), (2, 0));
}

#[tokio::test(start_paused = true)]
async fn busy_is_retried_when_that_is_safe() {
    let script = [Reply::errcode(-1), Reply::errcode(-1000), Reply::json(OK)];
    let server = Server::start(script).await;
    let client: Client<Component> = server.client();
    let start = Instant::now();
    client.change_tcb_env(harness::change_env()).send().await.unwrap();
    assert_pause(start, 250 + 500, 500 + 1000);
    assert_eq!(server.request_count(), 3);
}

#[tokio::test(start_paused = true)]
async fn busy_is_retried_a_few_times_only() {
    let server = Server::start(vec![Reply::errcode(-1); 9]).await;
    let client: Client<Component> = server.client();
    let error = client.change_tcb_env(harness::change_env()).send().await.unwrap_err();
    assert!(error.is_busy());
    assert_eq!(server.request_count(), 4);

    let client = server.builder::<Component>().attempts(2).build().unwrap();
    client.change_tcb_env(harness::change_env()).send().await.unwrap_err();
    assert_eq!(server.request_count(), 6);
}

#[tokio::test]
async fn busy_is_an_error_when_a_retry_is_unsafe() {
    let server = Server::start([Reply::errcode(-1)]).await;
    let client: Client<Authorizer> = server.client();
    let error = client.create_env(harness::create_env()).send().await.unwrap_err();
    expect![[r#"
        createEnv: -1 SystemBusy: in words. Wait and call again; before retrying a call that creates something, check whether it was created. (rid: 1-2-3)
        outcome Unknown, status 200, errcode -1, errmsg "in words", rid "1-2-3", body of 48"#]].assert_eq(&describe(&error));
    assert_eq!(server.request_count(), 1);
}

#[tokio::test(start_paused = true)]
async fn a_caller_may_override_the_spec() {
    let script = [Reply::errcode(-1), Reply::cut(), Reply::json(OK), Reply::errcode(-1)];
    let server = Server::start(script).await;
    let client: Client<Authorizer> = server.client();
    let call = client.create_env(harness::create_env()).retry(RetryPolicy::Always);
    call.send().await.unwrap();
    assert_eq!(server.request_count(), 3);

    let call = client.change_tcb_env(harness::change_env()).retry(RetryPolicy::Never);
    assert!(call.send().await.unwrap_err().is_busy());
    assert_eq!(server.request_count(), 4);

    let refusing = refusing_url().await;
    let client = client_of(&[&refusing, &server.url]);
    let call = client.change_tcb_env(harness::change_env()).retry(RetryPolicy::Never);
    assert_eq!(call.send().await.unwrap_err().outcome(), Outcome::NotSent);
    assert_eq!(server.request_count(), 4);
}

#[tokio::test]
async fn an_undecodable_response_is_never_retried() {
    let server = Server::start([Reply::json(r#"{"errcode": 0, "envid": []}"#)]).await;
    let client: Client<Authorizer> = server.client();
    let call = client.create_env(harness::create_env());
    let error = call.retry(RetryPolicy::Always).send().await.unwrap_err();
    assert_eq!(error.outcome(), Outcome::Done);
    assert!(error.is_decode());
    assert_eq!(error.body().unwrap(), br#"{"errcode": 0, "envid": []}"#);
    assert_eq!(server.request_count(), 1);
}

#[tokio::test(start_paused = true)]
async fn an_earlier_attempt_may_have_taken_effect() {
    let server = Server::start([Reply::cut(), Reply::errcode(40097)]).await;
    let client: Client<Component> = server.client();
    let error = client.change_tcb_env(harness::change_env()).send().await.unwrap_err();
    assert_eq!(error.errcode().unwrap().code(), 40097);
    assert_eq!(error.outcome(), Outcome::Unknown);
}

#[tokio::test(start_paused = true)]
async fn attempts_time_out() {
    let server = Server::start(vec![Reply::hang(); 9]).await;
    let client: Client<Authorizer> = server.client();
    let start = Instant::now();
    let error = client.create_env(harness::create_env()).send().await.unwrap_err();
    assert_pause(start, 30_000, 30_000);
    assert!(error.is_timeout());
    expect![[r#"
        createEnv: no complete response from 127.0.0.1 within 30.0s. It may have been done: check before retrying.
        outcome Unknown"#]].assert_eq(&describe(&error));

    let start = Instant::now();
    let call = client.create_env(harness::create_env()).timeout(Duration::from_secs(2));
    assert!(call.send().await.unwrap_err().is_timeout());
    assert_pause(start, 2_000, 2_000);
    assert_eq!(server.request_count(), 2);
}

#[tokio::test(start_paused = true)]
async fn a_stalled_body_times_out_too() {
    let head = "HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{\"errcode\":";
    let server = Server::start([Reply::raw(head).then_hang()]).await;
    let client: Client<Authorizer> = server.client();
    let start = Instant::now();
    let error = client.create_env(harness::create_env()).send().await.unwrap_err();
    assert!(error.is_timeout());
    assert_pause(start, 30_000, 30_000);
}

#[tokio::test(start_paused = true)]
async fn a_call_ends_at_its_deadline() {
    let server = Server::start(vec![Reply::hang(); 9]).await;
    let client: Client<Component> = server.client();
    let start = Instant::now();
    let error = client.change_tcb_env(harness::change_env()).send().await.unwrap_err();
    assert!(error.is_timeout());
    assert_pause(start, 90_000, 90_000);
    assert_eq!(server.request_count(), 3);

    let start = Instant::now();
    let call = client.change_tcb_env(harness::change_env()).deadline(Duration::from_secs(7));
    assert!(call.send().await.unwrap_err().is_timeout());
    assert_pause(start, 7_000, 7_000);
}

#[tokio::test(start_paused = true)]
async fn no_backoff_exceeds_the_deadline() {
    let server = Server::start(vec![Reply::errcode(-1); 9]).await;
    let client: Client<Component> = server.client();
    let start = Instant::now();
    let call = client.change_tcb_env(harness::change_env()).deadline(Duration::from_millis(200));
    assert!(call.send().await.unwrap_err().is_busy());
    assert_pause(start, 0, 0);
    assert_eq!(server.request_count(), 1);
}

#[tokio::test]
async fn unlimited_durations_do_not_overflow() {
    let server = Server::start([Reply::json(OK)]).await;
    let builder = server.builder::<Authorizer>().timeout(Duration::MAX).deadline(Duration::MAX);
    let client = builder.build().unwrap();
    client.create_env(harness::create_env()).send().await.unwrap();
}

#[tokio::test]
async fn a_dropped_call_affects_no_other() {
    let server = Server::start([Reply::hang(), Reply::json(OK)]).await;
    let client: Client<Authorizer> = server.client();
    let call = tokio::spawn(client.create_env(harness::create_env()).send());
    while server.request_count() == 0 {
        tokio::task::yield_now().await;
    }
    call.abort();
    assert!(call.await.unwrap_err().is_cancelled());
    client.create_env(harness::create_env()).send().await.unwrap();
}

#[tokio::test]
async fn bodies_have_a_limit() {
    let announced = "HTTP/1.1 200 OK\r\ncontent-length: 99999999999999\r\n\r\n{";
    let exact = Reply::json(OK);
    let script = [Reply::endless(), Reply::raw(announced).then_hang(), exact.clone(), exact];
    let server = Server::start(script).await;
    let client: Client<Authorizer> = server.client();
    let error = client.create_env(harness::create_env()).send().await.unwrap_err();
    expect![[r#"
        createEnv: the response of 127.0.0.1 is longer than 10485760 bytes. Allow a longer one with `ClientBuilder::body_limit`; a response of bytes can also be read as a stream, with `Call::stream`.
        outcome Unknown"#]].assert_eq(&describe(&error));

    let error = client.create_env(harness::create_env()).send().await.unwrap_err();
    assert!(error.to_string().contains("longer than 10485760 bytes"), "{error}");

    let client = server.builder::<Authorizer>().body_limit(OK.len()).build().unwrap();
    client.create_env(harness::create_env()).send().await.unwrap();
    let client = server.builder::<Authorizer>().body_limit(OK.len() - 1).build().unwrap();
    client.create_env(harness::create_env()).send().await.unwrap_err();
}

#[tokio::test]
async fn a_callers_own_http_client_is_used() {
    let server = Server::start([Reply::json(OK), Reply::json(OK)]).await;
    let builder = || {
        let none = reqwest::redirect::Policy::none();
        reqwest::Client::builder().user_agent("mine").redirect(none)
    };
    let own = server.builder::<Authorizer>().http(builder().build().unwrap());
    let built = server.builder::<Authorizer>().http_builder(builder);
    for client in [own, built] {
        let client = client.build().unwrap();
        client.create_env(harness::create_env()).send().await.unwrap();
    }
    for request in server.requests() {
        assert!(request.head.contains("user-agent: mine"), "{}", request.head);
    }
}

#[tokio::test]
async fn a_call_to_this_machine_bypasses_proxies() {
    let proxy = refusing_url().await;
    let with_proxy = move || reqwest::Client::builder().proxy(reqwest::Proxy::all(&proxy).unwrap());
    let server = Server::start([Reply::json(OK)]).await;
    let builder = server.builder::<Authorizer>();
    let builder = builder.http_builder(with_proxy);
    let client = builder.build().unwrap();
    client.create_env(harness::create_env()).send().await.unwrap();
}

#[tokio::test]
async fn a_redirect_that_was_followed_is_an_error() {
    let target = Server::start([Reply::json(OK), Reply::json(OK)]).await;
    let redirect = Reply::raw(format!(
        "HTTP/1.1 307 Moved\r\nlocation: {}/x\r\ncontent-length: 0\r\nconnection: close\r\n\r\n",
        target.url
    ));
    let server = Server::start([redirect.clone(), redirect]).await;
    let client = server.builder::<Component>().http(reqwest::Client::new()).build().unwrap();
    let error = client.change_tcb_env(harness::change_env()).send().await.unwrap_err();
    expect![[r#"
        changeTcbEnv: 127.0.0.1 redirected the call and the HTTP client followed, with the token. Build the HTTP client with `redirect(reqwest::redirect::Policy::none())`, or leave that to `ClientBuilder::http_builder`.
        outcome Unknown"#]].assert_eq(&describe(&error));
    assert_eq!((server.request_count(), target.request_count()), (1, 1));

    // A builder's policy is replaced by ours.
    let policy = || reqwest::redirect::Policy::limited(9);
    let builder = move || reqwest::Client::builder().redirect(policy());
    let client = server.builder::<Component>().http_builder(builder).build().unwrap();
    client.change_tcb_env(harness::change_env()).send().await.unwrap_err();
    assert_eq!((server.request_count(), target.request_count()), (2, 1));
}

#[test]
fn a_client_needs_an_allowed_base_url() {
    let build = |urls: &[&str]| {
        let builder = Client::<Component>::builder(AccessToken::new("TOKEN"));
        builder.base_urls(urls.iter().copied()).build().unwrap_err().to_string()
    };
    expect!["there is no base URL. Leave them out to use WeChat's own"].assert_eq(&build(&[]));
    expect!["a base URL is plain http to another machine, which would show the token; in a network of your own, `ClientBuilder::allow_plain_http` allows it for the hosts that it names. A base URL looks like `https://api.weixin.qq.com`"].assert_eq(&build(&["https://api.weixin.qq.com", "http://192.168.0.1:80"]));
    expect!["a base URL has a user name or a password. A base URL looks like `https://api.weixin.qq.com`"].assert_eq(&build(&["https://user:SECRET@api.weixin.qq.com"]));
}

/// A `GET` without a token, with fields in the query string.
struct Lookup {
    name: &'static str,
    tags: Vec<i64>,
}

static LOOKUP: Endpoint = Endpoint::new("lookup", "lookUp", Method::Get, "/x/lookup");

impl Encode for Lookup {
    fn encode(&self, _: &mut Writer) {}
}

impl Operation for Lookup {
    type Response = Found;
    const ENDPOINT: &'static Endpoint = &LOOKUP;

    fn query(&self, query: &mut Query) {
        query.add("name", &self.name.to_owned());
        query.add("tags", &self.tags);
        query.add("absent", &None::<i64>);
    }
}

impl Accepts<Component> for Lookup {}

struct Found(bool);

impl Decode for Found {
    fn decode(node: Node<'_>) -> Result<Self, DecodeError> {
        node.object()?.essential("found").map(Self)
    }
}

#[tokio::test]
async fn an_endpoint_of_another_crate_is_called() {
    let server = Server::start([Reply::json(r#"{"errcode": 0, "found": 1}"#)]).await;
    let client: Client<Component> = server.client();
    let lookup = Lookup { name: "云 a&b", tags: vec![1, 2] };
    assert!(client.call(lookup).send().await.unwrap().0);
    expect!["GET /x/lookup?name=%E4%BA%91+a%26b&tags=%5B1%2C2%5D"]
        .assert_eq(server.requests()[0].line());
    assert_eq!(server.requests()[0].body, "");
}

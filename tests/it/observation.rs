//! What subscribers of `tracing` see: a span for each call, linked to the fetch of its token, and an
//! event for each attempt.

pub(crate) mod recorder;

use tracing::Instrument;
use wechat_cloudbase::api::{create_env, get_function_list};
use wechat_cloudbase::mock::Mock;
use wechat_cloudbase::token::{
    AccessToken, Authorizer, BoxFuture, Cached, Component, Fetch, Fetched, Need, TokenProvider,
};
use wechat_cloudbase::{Client, Error, Platform, Secret};

use crate::harness::{self, Reply, Server, refusing_url};
use recorder::{Fields, Recorder};

const OK: &str = r#"{"errcode": 0, "errmsg": "ok", "envid": "shop-1"}"#;

/// A token of an account.
struct OfAccount;

impl<K: wechat_cloudbase::token::TokenKind> TokenProvider<K> for OfAccount {
    fn token(&self) -> BoxFuture<'_, Result<AccessToken<K>, Error>> {
        Box::pin(async { Ok(AccessToken::new("TOKEN")) })
    }

    fn account(&self) -> Option<&str> {
        Some("wx1")
    }
}

/// The deterministic fields.
#[track_caller]
fn assert_fields(fields: &Fields, expect: &[(&str, &str)]) {
    for (name, value) in expect {
        assert_eq!(fields.get(*name).map(String::as_str), Some(*value), "{name} of {fields:#?}");
    }
}

#[tokio::test]
async fn a_call_is_a_span_with_the_names_of_opentelemetry() {
    let server = Server::start([Reply::json(OK)]).await;
    let client = Client::<Authorizer>::builder(OfAccount).base_urls([&server.url]).build().unwrap();
    let (recorder, _guard) = Recorder::start();
    client.create_env(harness::create_env()).send().await.unwrap();
    let (id, span) = recorder.span("wechat.endpoint", "createEnv");
    let port = server.url.rsplit(':').next().unwrap();
    let full = format!("{}/tcb/createenvandresource", server.url);
    assert_fields(
        &span.fields,
        &[
            ("otel.name", "POST /tcb/createenvandresource"),
            ("otel.kind", "client"),
            ("http.request.method", "POST"),
            ("http.response.status_code", "200"),
            ("server.address", "127.0.0.1"),
            ("server.port", port),
            ("url.full", &full),
            ("url.template", "/tcb/createenvandresource"),
            ("wechat.appid", "wx1"),
            ("wechat.attempt", "1"),
        ],
    );
    for absent in ["error.type", "otel.status_code", "wechat.errcode", "http.request.resend_count"]
    {
        assert_eq!(span.fields.get(absent), None);
    }
    assert!(span.is_closed);
    let [event] = &recorder.events()[..] else { panic!("{:?}", recorder.events()) };
    assert_eq!(event.span, Some(id));
    assert_fields(&event.fields, &[("endpoint", "createEnv"), ("account", "wx1")]);
}

#[tokio::test(start_paused = true)]
async fn a_failed_call_says_why_and_each_attempt_does() {
    let script = [Reply::errcode(-1), Reply::cut(), Reply::errcode(45009)];
    let server = Server::start(script).await;
    let client = Client::<Component>::builder(OfAccount).base_urls([&server.url]).build().unwrap();
    let (recorder, _guard) = Recorder::start();
    let error = client.change_tcb_env(harness::change_env()).send().await.unwrap_err();
    let (_, span) = recorder.span("wechat.endpoint", "changeTcbEnv");
    assert_fields(
        &span.fields,
        &[
            ("http.request.resend_count", "2"),
            ("wechat.attempt", "3"),
            ("otel.status_code", "ERROR"),
            ("otel.status_description", &error.to_string()),
            ("error.type", "45009"),
            ("wechat.errcode", "45009"),
            ("wechat.rid", "1-2-3"),
            ("wechat.outcome", "Unknown"),
        ],
    );
    let events = recorder.events();
    let causes = ["SystemBusy", "broke", "45009"];
    assert_eq!(events.len(), causes.len());
    for (event, cause) in events.iter().zip(causes) {
        assert!(event.fields["error"].contains(cause), "{event:?}");
        assert!(!event.fields["error"].contains("TOKEN"), "{event:?}");
    }
}

#[tokio::test]
async fn the_host_is_the_one_that_responded() {
    let server = Server::start([Reply::json(OK)]).await;
    let refusing = refusing_url().await;
    let client = Client::<Authorizer>::builder(OfAccount);
    let client = client.base_urls([&refusing, &server.url]).build().unwrap();
    let (recorder, _guard) = Recorder::start();
    client.create_env(harness::create_env()).send().await.unwrap();
    let (_, span) = recorder.span("wechat.endpoint", "createEnv");
    let port = server.url.rsplit(':').next().unwrap();
    assert_fields(&span.fields, &[("server.port", port), ("http.request.resend_count", "1")]);
    assert!(span.fields["url.full"].starts_with(&server.url));
    assert!(recorder.events()[0].fields["error"].contains("can't connect"));
}

#[tokio::test]
async fn a_response_that_can_not_be_decoded_is_in_the_span() {
    let server = Server::start([Reply::json(r#"{"errcode": 0, "envid": []}"#)]).await;
    let client: Client<Authorizer> = server.client();
    let (recorder, _guard) = Recorder::start();
    client.create_env(harness::create_env()).send().await.unwrap_err();
    let (_, span) = recorder.span("wechat.endpoint", "createEnv");
    assert_fields(&span.fields, &[("error.type", "decode"), ("wechat.outcome", "Done")]);
    assert!(span.is_closed);
}

/// The endpoint has the vendor's name, even where its file in the spec has another.
#[tokio::test]
async fn an_endpoint_has_one_name() {
    let mock = Mock::start().await.unwrap();
    let client = mock.client::<Authorizer>().unwrap();
    let (recorder, _guard) = Recorder::start();
    let request = || {
        let (env, limit, offset) = ("shop-1".into(), 10, 0);
        get_function_list::Request::new(get_function_list::Required { env, limit, offset })
    };
    let call = client.get_function_list(request());
    let printed = format!("{call:?}");
    let _ = call.send().await;
    let name = recorder.events()[0].fields["endpoint"].clone();
    recorder.span("wechat.endpoint", &name);
    assert!(printed.contains(&name), "{printed}");
    assert_ne!(name, "get_function_list");
}

struct Fresh;

impl Fetch<Authorizer> for Fresh {
    fn fetch(&self, _: Need<Authorizer>) -> BoxFuture<'_, Result<Fetched<Authorizer>, Error>> {
        let token = AccessToken::new("TOKEN");
        Box::pin(async { Ok(Fetched::expires_in(token, std::time::Duration::from_secs(100))) })
    }

    fn account(&self) -> Option<&str> {
        Some("wx9")
    }
}

/// Fetched on this thread, which is recorded.
fn cached() -> Cached<Authorizer> {
    Cached::builder(Fresh).runtime(tokio::runtime::Handle::current()).build()
}

#[tokio::test]
async fn a_fetch_belongs_to_the_call_that_waits_for_it() {
    let server = Server::start([Reply::json(OK)]).await;
    let client = Client::builder(cached()).base_urls([&server.url]).build().unwrap();
    let (recorder, _guard) = Recorder::start();
    let outer = tracing::info_span!(target: "it::outer", "outer", outer = "yes");
    let call = client.create_env(harness::create_env()).send();
    call.instrument(outer).await.unwrap();
    let (outer, _) = recorder.span("outer", "yes");
    let (call, span) = recorder.span("wechat.endpoint", "createEnv");
    assert_eq!(span.parent, Some(outer));
    assert_fields(&span.fields, &[("wechat.appid", "wx9")]);
    let (fetch, span) = recorder.span("wechat.token", "authorizer_access_token");
    assert_eq!(span.parent, Some(call));
    assert_fields(&span.fields, &[("wechat.appid", "wx9")]);
    let fetched = recorder.events().into_iter().find(|event| event.span == Some(fetch)).unwrap();
    assert_fields(&fetched.fields, &[("account", "wx9"), ("message", "token fetched")]);
}

/// A call that starts a renewal without waiting for it must not look as slow.
#[tokio::test(start_paused = true)]
async fn a_renewal_only_follows_from_the_call_that_started_it() {
    let tokens = cached();
    tokens.token().await.unwrap();
    tokio::time::advance(std::time::Duration::from_secs(99)).await;
    let (recorder, _guard) = Recorder::start();
    let outer = tracing::info_span!(target: "it::outer", "outer", outer = "yes");
    tokens.token().instrument(outer).await.unwrap();
    tokio::task::yield_now().await;
    let (outer, span) = recorder.span("outer", "yes");
    assert!(span.is_closed);
    let (_, span) = recorder.span("wechat.token", "authorizer_access_token");
    assert_eq!((span.parent, span.follows), (None, vec![outer]));
}

/// The tokens of a platform: an account's, and the platform's own for that.
#[tokio::test]
async fn the_calls_that_fetch_tokens_are_in_the_trace() {
    const COMPONENT: &str = "wx0123456789abcdef";
    const ACCOUNT: &str = "wx5fe6bb43205e9e07";
    let mock = Mock::start().await.unwrap();
    mock.accounts().platform(COMPONENT, "platform-secret").ticket("ticket@@@1");
    mock.accounts().code("queryauthcode@@@1", ACCOUNT);
    let base_url = mock.base_url();
    let platform = Platform::builder(COMPONENT, Secret::new("platform-secret"))
        .client(move |client| client.base_urls([base_url]))
        .runtime(tokio::runtime::Handle::current())
        .build()
        .unwrap();
    platform.store_ticket(Secret::new("ticket@@@1"), std::time::SystemTime::now()).await.unwrap();
    platform.exchange(Secret::new("queryauthcode@@@1")).await.unwrap();
    mock.accounts().expire(wechat_cloudbase::token::Kind::Authorizer);
    let (recorder, _guard) = Recorder::start();
    let request = create_env::Request::new("shop");
    platform.authorizer(ACCOUNT).create_env(request).send().await.unwrap();
    let spans = recorder.spans();
    // From the innermost call to the caller's.
    let (_, issue) = recorder.span("wechat.endpoint", "getAuthorizerAccessToken");
    assert_fields(&issue.fields, &[("wechat.appid", COMPONENT)]);
    let fetch = &spans[issue.parent.unwrap() as usize - 1];
    assert_fields(&fetch.fields, &[("wechat.appid", ACCOUNT)]);
    let call = &spans[fetch.parent.unwrap() as usize - 1];
    assert_fields(&call.fields, &[("wechat.endpoint", "createEnv"), ("wechat.appid", ACCOUNT)]);
}

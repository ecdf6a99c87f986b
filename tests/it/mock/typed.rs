//! The client against the mock: what a test of your own product looks like.

use std::time::Duration;

use expect_test::expect;
use wechat_cloudbase::api::{change_tcb_env, create_env, types};
use wechat_cloudbase::mock::{Mock, Reply};
use wechat_cloudbase::token::{AccessToken, Authorizer, Component};
use wechat_cloudbase::{Client, Error};

use super::without_rid;

async fn change(client: &Client<Component>) -> Result<change_tcb_env::Response, Error> {
    let request = change_tcb_env::Request::new(types::EnvId::new("a"));
    client.change_tcb_env(request).send().await
}

async fn create(client: &Client<Authorizer>) -> Result<create_env::Response, Error> {
    let request = create_env::Request::new("a");
    client.create_env(request).send().await
}

/// How the client handles responses to a call that is not idempotent.
#[tokio::test]
async fn failures() {
    let replies = [
        Reply::errcode(85088),
        Reply::errcode(40014).as_string(),
        Reply::errcode(-1).status(500),
        Reply::html(502, "<h1>Bad Gateway</h1>"),
        Reply::cut_connection(),
        Reply::cut_body(),
        Reply::endless(),
        Reply::json(serde_json::json!({"errcode": 0})),
    ];
    let mut errors = String::new();
    for reply in replies {
        let mock = Mock::start().await.unwrap();
        let host = mock.base_url().replace("http://", "");
        mock.on("createEnv").unwrap().once(reply);
        let error = create(&mock.client().unwrap()).await.unwrap_err();
        assert_eq!(mock.count("createEnv").unwrap(), 1);
        let text = without_rid(&error.to_string()).replace(&host, "HOST");
        errors += &format!("{:?}: {text}\n", error.outcome());
    }
    expect![[r#"
        Rejected: createEnv: 85088 CloudDevelopmentOff: no qbase privilege. Turn cloud development on for the app, or create its first environment. (rid: #)
        Rejected: createEnv: 40014 InvalidAccessToken: invalid access_token. Fetch a new token and check that it belongs to the account that the call is about. (rid: #)
        Unknown: createEnv: -1 SystemBusy: system error. Wait and call again; before retrying a call that creates something, check whether it was created. (rid: #)
        Unknown: createEnv: HTTP 502 without an errcode. Look for a gateway or proxy that responds in WeChat's place; `Error::body` has its response.
        Unknown: createEnv: the connection to HOST broke before the response was complete. It may have been done: check before retrying.
        Unknown: createEnv: the connection to HOST broke before the response was complete. It may have been done: check before retrying.
        Unknown: createEnv: the response of HOST is longer than 10485760 bytes. Allow a longer one with `ClientBuilder::body_limit`; a response of bytes can also be read as a stream, with `Call::stream`.
        Done: createEnv: it was done, but field `envid` is absent or empty, and the response is unusable without it. `Error::body` has the response with everything else that came.
    "#]].assert_eq(&errors);
}

#[tokio::test]
async fn a_busy_response_is_retried_where_the_spec_allows() {
    let mock = Mock::start().await.unwrap();
    let busy = Reply::errcode(-1).content_type("text/plain");
    mock.on("changeTcbEnv").unwrap().once(busy);
    change(&mock.client().unwrap()).await.unwrap();
    assert_eq!(mock.count("changeTcbEnv").unwrap(), 2);
}

#[tokio::test]
async fn a_late_response_is_a_timeout() {
    let mock = Mock::start().await.unwrap();
    let late = Reply::sample().after(Duration::from_secs(60));
    mock.on("createEnv").unwrap().once(late);
    let client = mock.client::<Authorizer>().unwrap();
    let request = create_env::Request::new("a");
    let call = client.create_env(request).timeout(Duration::from_millis(50));
    assert!(call.send().await.unwrap_err().is_timeout());
    create(&client).await.unwrap();
}

/// An expired token, and one of another kind that the type system can't detect.
#[tokio::test]
async fn tokens_that_are_refused() {
    let mock = Mock::start().await.unwrap();
    let expired = mock.client_with::<Authorizer>(mock.expired_token()).unwrap();
    let error = create(&expired).await.unwrap_err();
    assert_eq!(error.errcode().unwrap().code(), 42001);
    let text = mock.access_token::<Component>();
    let other = AccessToken::<Authorizer>::new(text.secret().expose());
    let error = create(&mock.client_with(other).unwrap()).await.unwrap_err();
    assert_eq!(error.errcode().unwrap().code(), 40014);
    assert!(error.is_token_rejected());
}

//! Calls whose request and response are JSON.

use expect_test::expect;
use serde_json::{Value, json};
use wechat_cloudbase::api::{self, ENDPOINTS, types};
use wechat_cloudbase::call::{Raw, RetryPolicy};
use wechat_cloudbase::operation::{Endpoint, Fixed, Location, Method};
use wechat_cloudbase::token::{App, Authorizer, Component, Kind, TokenKind};
use wechat_cloudbase::{Call, Error, Outcome};

use crate::harness::{Reply, Request, Server, describe};

const OK: &str = r#"{"errcode": 0, "errmsg": "ok"}"#;

fn endpoint(name: &str) -> &'static Endpoint {
    api::find(name).unwrap()
}

/// What one call sends: its address without the token, and its body.
async fn sent<K: TokenKind>(endpoint: &'static Endpoint, fields: Value) -> (String, Value) {
    let server = Server::start([Reply::json(OK)]).await;
    server.client::<K>().raw(endpoint, fields).send().await.unwrap();
    let request = server.requests().pop().unwrap();
    let line = request.line().replace("access_token=TOKEN", "");
    (line, serde_json::from_str(&request.body).unwrap_or_default())
}

#[test]
fn an_endpoint_is_found_by_both_names() {
    for endpoint in ENDPOINTS {
        for name in [endpoint.name, endpoint.id] {
            assert_eq!(api::find(name).map(|found| found.id), Some(endpoint.id));
        }
    }
    assert_eq!(endpoint("createTcbEnv").id, "create_tcb_env");
    for name in ["", "createTCBEnv", "/componenttcb/createenv"] {
        assert!(api::find(name).is_none(), "{name}");
    }
}

#[tokio::test]
async fn a_token_of_another_kind_is_refused_before_anything_is_sent() {
    let server = Server::start([Reply::json(OK)]).await;
    let client = server.client::<Authorizer>();
    let error = client.raw(endpoint("createTcbEnv"), json!({})).send().await.unwrap_err();
    assert_eq!((error.outcome(), error.is_config()), (Outcome::NotSent, true));
    expect!["createTcbEnv: it takes a token of the kind component_access_token, and this client has one of the kind authorizer_access_token. Make the call on a `Client<Component>`"].assert_eq(&error.to_string());
    let both = endpoint("add_database_item");
    assert_eq!(both.tokens, [Kind::Authorizer, Kind::App]);
    let client = server.client::<Component>();
    let error = client.raw(both, json!({})).send().await.unwrap_err();
    expect!["addDatabaseItem: it takes a token of the kind authorizer_access_token or access_token, and this client has one of the kind component_access_token. Make the call on a `Client<Authorizer>` or a `Client<App>`"].assert_eq(&error.to_string());
    assert_eq!(server.request_count(), 0);
}

#[tokio::test]
async fn each_field_goes_where_the_endpoint_wants_it() {
    let fields = json!({ "env": "shop-1", "name": "f", "input": { "a": [1, null] } });
    let (line, body) = sent::<Component>(endpoint("invokeCloudFunction"), fields).await;
    assert_eq!(line, "POST /tcb/invokecloudfunction?&env=shop-1&name=f");
    assert_eq!(body, json!({ "a": [1, null] }));

    let fields = json!({ "action": "insert", "env": "shop-1", "query": "q" });
    let (line, body) = sent::<Component>(endpoint("dbrecordManage"), fields.clone()).await;
    assert!(line.ends_with("?&action=insert"), "{line}");
    assert_eq!(body, fields);

    // A typed request is one of these objects.
    let input = json!({ "a": 1 });
    let request = api::invoke_cloud_function::Request::new(types::EnvId::new("shop-1"), "f", input);
    let fields = serde_json::to_value(&request).unwrap();
    let (line, body) = sent::<Component>(endpoint("invokeCloudFunction"), fields).await;
    assert_eq!(line, "POST /tcb/invokecloudfunction?&env=shop-1&name=f");
    assert_eq!(body, json!({ "a": 1 }));

    // With its wrapper and without.
    for fields in [json!({ "A": 1 }), json!({ "PostData": { "A": 1 } })] {
        let (_, body) = sent::<App>(endpoint("describeSmsRecords"), fields).await;
        assert_eq!(body, json!({ "PostData": { "A": 1 } }));
    }
}

#[tokio::test]
async fn what_has_one_value_is_added_and_what_is_unknown_is_sent() {
    let create = endpoint("createEnv");
    let (_, body) =
        sent::<Authorizer>(create, json!({ "alias": "shop", "new": [1.50, "x"] })).await;
    let fixed = "CreatePostpayPackage";
    assert_eq!(body, json!({ "alias": "shop", "new": [1.5, "x"], "type": fixed }));
    // A caller's own value counts, and no field is required.
    let (_, body) = sent::<Authorizer>(create, json!({ "type": "Another" })).await;
    assert_eq!(body, json!({ "type": "Another" }));
    let (_, body) = sent::<Authorizer>(create, Value::Null).await;
    assert_eq!(body, json!({ "type": fixed }));
}

#[tokio::test]
async fn what_has_no_place_is_refused() {
    let server = Server::start([]).await;
    let client = server.client::<Component>();
    let mut errors = String::new();
    for fields in [json!([1]), json!("x"), json!({ "input": 1, "x\n": 2 })] {
        let error = client.raw(endpoint("invokeCloudFunction"), fields).send().await.unwrap_err();
        assert_eq!(error.outcome(), Outcome::NotSent);
        errors += &format!("{error}\n");
    }
    expect![[r#"
        invokeCloudFunction: the fields of a request must be a JSON object
        invokeCloudFunction: the fields of a request must be a JSON object
        invokeCloudFunction: there is no place for the field `x\n`: `input` is the whole body
    "#]]
    .assert_eq(&errors);
    assert_eq!(server.request_count(), 0);
}

async fn attempts<K: TokenKind>(
    endpoint: &'static Endpoint,
    set: impl Fn(Call<Raw>) -> Call<Raw>,
) -> usize {
    let server = Server::start([Reply::errcode(-1), Reply::json(OK)]).await;
    let _ = set(server.client::<K>().raw(endpoint, json!({}))).send().await;
    server.request_count()
}

/// By the endpoint's own rule, or the caller's.
#[tokio::test(start_paused = true)]
async fn idempotent_endpoints_are_retried() {
    assert_eq!(attempts::<Component>(endpoint("changeTcbEnv"), |call| call).await, 2);
    assert_eq!(attempts::<Authorizer>(endpoint("createEnv"), |call| call).await, 1);
    let never = |call: Call<Raw>| call.retry(RetryPolicy::Never);
    assert_eq!(attempts::<Component>(endpoint("changeTcbEnv"), never).await, 1);
    let always = |call: Call<Raw>| call.retry(RetryPolicy::Always);
    assert_eq!(attempts::<Authorizer>(endpoint("createEnv"), always).await, 2);
}

/// The error of a call whose response is this errmsg.
async fn refused(endpoint: &'static Endpoint, fields: Value, errmsg: &str) -> Error {
    let body = json!({ "errcode": 40097, "errmsg": errmsg }).to_string();
    let server = Server::start([Reply::json(&body)]).await;
    server.client::<Component>().raw(endpoint, fields).send().await.unwrap_err()
}

#[tokio::test]
async fn echoed_secrets_are_hidden() {
    let clear = endpoint("clearComponentQuotaByAppSecret");
    let fields = json!({ "appid": "wx1", "appsecret": "canary-12", "component_appid": "wx2" });
    let error = refused(clear, fields, "wx1 canary-12 Y2FuYXJ5LTEy TOKEN").await;
    assert_eq!(error.errmsg(), Some("wx1 [secret] [secret] TOKEN"), "it takes no token");

    // At any depth, in a list, as a number, and in the query string.
    static LOGIN: Endpoint = Endpoint::new("log_in", "logIn", Method::Post, "/login")
        .tokens(&[Kind::Component])
        .locations(&[("key", Location::Query)])
        .secret_fields(&["key", "password"]);
    let users = json!([{ "password": ["canary-1", { "x": "canary-2" }], "name": "shown" }]);
    let fields = json!({ "users": users, "key": 31_415_926 });
    let error = refused(&LOGIN, fields, "canary-1 canary-2 shown 31415926 TOKEN").await;
    assert_eq!(error.errmsg(), Some("[secret] [secret] shown [secret] [secret]"));
    for text in [format!("{error} {error:?}"), format!("{error:#?}")] {
        assert!(!text.contains("canary") && !text.contains("TOKEN"), "{text}");
    }
}

#[tokio::test]
async fn a_call_in_preparation_shows_no_field() {
    let server = Server::start([]).await;
    let call =
        server.client::<Authorizer>().raw(endpoint("createEnv"), json!({ "alias": "canary" }));
    let text = format!("{call:?} {call:#?}");
    assert!(text.starts_with("Call { endpoint: \"createEnv\", "), "{text}");
    assert!(!text.contains("canary"), "{text}");
}

#[tokio::test]
async fn a_response_is_whole() {
    let body =
        r#"{"errcode": 0, "errmsg": "ok", "id": 9223372036854775807, "new": {"x": [null, 0.1]}}"#;
    let server = Server::start([Reply::json(body)]).await;
    let call = server.client::<Authorizer>().raw(endpoint("createEnv"), json!({}));
    assert_eq!(call.send().await.unwrap(), serde_json::from_str::<Value>(body).unwrap());
}

/// What the endpoint's spec says of codes, and what the envelope makes of failures.
#[tokio::test]
async fn errors_are_those_of_a_typed_call() {
    let server = Server::start([Reply::errcode(85088), Reply::cut()]).await;
    let client = server.client::<Component>();
    let error = client.raw(endpoint("createTcbEnv"), json!({})).send().await.unwrap_err();
    expect![[r#"
        createTcbEnv: 85088 CloudDevelopmentOff: in words. Turn cloud development on for the app, or create its first environment. (rid: 1-2-3)
        outcome Rejected, status 200, errcode 85088, errmsg "in words", rid "1-2-3", body of 51"#]].assert_eq(&describe(&error));
    let error = client.raw(endpoint("createTcbEnv"), json!({})).send().await.unwrap_err();
    assert_eq!((error.outcome(), error.is_interrupted()), (Outcome::Unknown, true));
}

/// One that no spec has.
#[tokio::test]
async fn an_endpoint_made_by_hand() {
    static SEARCH: Endpoint = Endpoint::new("search", "searchIt", Method::Get, "/search")
        .tokens(&[Kind::App])
        .token_field("app_token")
        .fixed_fields(&[("v", Fixed::Int(2)), ("all", Fixed::Bool(true))])
        .errcode_on_success(false)
        .response_fields(&["items"])
        .idempotent(true);
    let items = r#"{"items": ["a"]}"#;
    let server = Server::start([Reply::json(items)]).await;
    let fields = json!({ "name": "a b&c", "tags": [1, 2], "none": null });
    let call = server.client::<App>().raw(&SEARCH, fields).header("traceparent", "00-a");
    assert_eq!(call.send().await.unwrap(), json!({ "items": ["a"] }));
    let requests = server.requests();
    let lines: Vec<_> = requests.iter().map(Request::line).collect();
    let query = "app_token=TOKEN&all=true&name=a+b%26c&tags=%5B1%2C2%5D&v=2";
    assert_eq!(lines, [format!("GET /search?{query}")]);
    assert!(requests.iter().all(|it| it.head.contains("traceparent: 00-a") && it.body.is_empty()));
}

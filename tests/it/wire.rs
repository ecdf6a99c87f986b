//! Quirks of the wire in responses, and requests on the wire.

use expect_test::{Expect, expect};
use wechat_cloudbase::Secret;
use wechat_cloudbase::call::RetryPolicy;
use wechat_cloudbase::json::{Encode, Value, Writer};
use wechat_cloudbase::operation::{Endpoint, Method, Operation, request_parts};

use crate::harness::{self, Account, Platform, Reply, Server, describe};

/// Calls an endpoint with a string in its response and returns what its caller sees.
#[track_caller]
fn check_create(reply: Reply, expect: Expect) {
    check(expect, || async {
        let server = Server::start([reply]).await;
        let client: Account = server.client();
        let call = client.create_env(harness::create_env());
        call.retry(RetryPolicy::Never).send().await
    });
}

/// The same for an endpoint with lists in its response.
#[track_caller]
fn check_share(reply: Reply, expect: Expect) {
    check(expect, || async {
        let server = Server::start([reply]).await;
        let client: Platform = server.client();
        let call = client.share_cloudbase_env(harness::share_env());
        call.retry(RetryPolicy::Never).send().await
    });
}

#[track_caller]
fn check<F, T>(expect: Expect, call: impl FnOnce() -> F)
where
    F: Future<Output = Result<T, wechat_cloudbase::Error>>,
    T: std::fmt::Debug,
{
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let text = match runtime.unwrap().block_on(call()) {
        Ok(response) => format!("{response:?}"),
        Err(error) => describe(&error),
    };
    expect.assert_eq(&text);
}

/// The body of a create response with an errmsg.
fn refusal(errmsg: &str) -> Reply {
    Reply::json(&format!(r#"{{"errcode": 40014, "errmsg": "{errmsg}"}}"#))
}

#[test]
fn a_success() {
    check_create(
        Reply::json(r#"{"errcode": 0, "errmsg": "ok", "envid": "shop-1"}"#),
        expect![[r#"Response { envid: EnvId("shop-1") }"#]],
    );
}

#[test]
fn json_as_text() {
    let body = r#"{"errcode": 0, "errmsg": "ok", "envid": "shop-1"}"#;
    check_create(
        Reply::http(200, "text/plain", body),
        expect![[r#"Response { envid: EnvId("shop-1") }"#]],
    );
    check_create(
        Reply::http(200, "text/html; charset=gbk", body),
        expect![[r#"Response { envid: EnvId("shop-1") }"#]],
    );
}

#[test]
fn a_failure_with_status_200() {
    check_create(
        Reply::json(r#"{"errcode": 40097, "errmsg": "invalid args"}"#),
        expect![[r#"
        createEnv: 40097 InvalidArgs: invalid args. Correct the request; errmsg may name the parameter.
        outcome Rejected, status 200, errcode 40097, errmsg "invalid args", body of 44"#]],
    );
}

#[test]
fn an_errcode_with_another_status() {
    let body = r#"{"errcode": 48001, "errmsg": "api unauthorized rid: 6-7-8"}"#;
    check_create(
        Reply::http(403, "application/json", body),
        expect![[r#"
        createEnv: 48001 ApiUnauthorized: api unauthorized. Have the account grant one of the endpoint's permission sets to the platform. (rid: 6-7-8)
        outcome Rejected, status 403, errcode 48001, errmsg "api unauthorized", rid "6-7-8", body of 59"#]],
    );
    check_create(
        Reply::http(500, "application/json", body),
        expect![[r#"
        createEnv: 48001 ApiUnauthorized: api unauthorized. Have the account grant one of the endpoint's permission sets to the platform. (rid: 6-7-8)
        outcome Rejected, status 500, errcode 48001, errmsg "api unauthorized", rid "6-7-8", body of 59"#]],
    );
    let body = r#"{"errcode": 0, "errmsg": "ok", "envid": "shop-1"}"#;
    check_create(
        Reply::http(500, "application/json", body),
        expect![[r#"Response { envid: EnvId("shop-1") }"#]],
    );
}

#[test]
fn no_errcode_on_success() {
    check_create(
        Reply::json(r#"{"envid": "shop-1"}"#),
        expect![[r#"
            createEnv: the response (HTTP 200) has no errcode, which every success has. It may have been done: check before retrying; `Error::body` has the response.
            outcome Unknown, status 200, body of 19"#]],
    );
    check_create(
        Reply::json(r#"{"errcode": null, "envid": "shop-1"}"#),
        expect![[r#"
            createEnv: the response (HTTP 200) has no errcode, which every success has. It may have been done: check before retrying; `Error::body` has the response.
            outcome Unknown, status 200, body of 36"#]],
    );
}

#[test]
fn numbers_as_strings() {
    check_create(
        Reply::json(r#"{"errcode": "0", "envid": "shop-1"}"#),
        expect![[r#"Response { envid: EnvId("shop-1") }"#]],
    );
    check_create(
        Reply::json(r#"{"errcode": "40014", "errmsg": "x"}"#),
        expect![[r#"
        createEnv: 40014 InvalidAccessToken: x. Fetch a new token and check that it belongs to the account that the call is about.
        outcome Rejected, status 200, errcode 40014, errmsg "x", body of 35"#]],
    );
    check_create(
        Reply::json(r#"{"errcode": 4.0014e4, "errmsg": "x"}"#),
        expect![[r#"
        createEnv: 40014 InvalidAccessToken: x. Fetch a new token and check that it belongs to the account that the call is about.
        outcome Rejected, status 200, errcode 40014, errmsg "x", body of 36"#]],
    );
}

#[test]
fn an_errcode_that_is_not_a_number() {
    check_create(
        Reply::json(r#"{"errcode": "many", "envid": "shop-1"}"#),
        expect![[r#"
            createEnv: the response (HTTP 200) has an errcode that is not a number. Look for a gateway or proxy that responds in WeChat's place; `Error::body` has its response.
            outcome Unknown, status 200, body of 38"#]],
    );
    check_create(
        Reply::json(r#"{"errcode": false, "envid": "shop-1"}"#),
        expect![[r#"
            createEnv: the response (HTTP 200) has an errcode that is not a number. Look for a gateway or proxy that responds in WeChat's place; `Error::body` has its response.
            outcome Unknown, status 200, body of 37"#]],
    );
}

#[test]
fn null_for_absent() {
    let body = r#"{"errcode": 0, "errmsg": null, "err_list": null}"#;
    check_share(Reply::json(body), expect!["Response { err_list: [], msg_info_list: [] }"]);
    check_create(
        Reply::json(r#"{"errcode": 40014, "errmsg": null}"#),
        expect![[r#"
        createEnv: 40014 InvalidAccessToken: invalid access_token. Fetch a new token and check that it belongs to the account that the call is about.
        outcome Rejected, status 200, errcode 40014, errmsg "", body of 34"#]],
    );
}

#[test]
fn unknown_extra_fields() {
    let body = r#"{"errcode": 0, "err_list": [{"env": "a", "appid": "b", "errmsg": "c", "d": {}}], "e": [1]}"#;
    check_share(
        Reply::json(body),
        expect![[
            r#"Response { err_list: [ErrItem { env: EnvId("a"), appid: AppId("b"), errmsg: "c" }], msg_info_list: [] }"#
        ]],
    );
}

#[test]
fn unlisted_codes() {
    let rare = r#"{"errcode": -604199, "errmsg": "no permission"}"#;
    check_create(
        Reply::json(rare),
        expect![[r#"
            createEnv: -604199 Other (FunctionCall): no permission
            outcome Unknown, status 200, errcode -604199, errmsg "no permission", body of 47"#]],
    );
    check_create(
        Reply::json(r#"{"errcode": 9223372036854775807, "errmsg": ""}"#),
        expect![[r#"
        createEnv: 9223372036854775807 Other, and no message
        outcome Unknown, status 200, errcode 9223372036854775807, errmsg "", body of 46"#]],
    );
    check_create(
        Reply::json(r#"{"errcode": -1, "errmsg": "system error"}"#),
        expect![[r#"
            createEnv: -1 SystemBusy: system error. Wait and call again; before retrying a call that creates something, check whether it was created.
            outcome Unknown, status 200, errcode -1, errmsg "system error", body of 41"#]],
    );
}

#[test]
fn messages() {
    check_create(
        refusal(""),
        expect![[r#"
        createEnv: 40014 InvalidAccessToken: invalid access_token. Fetch a new token and check that it belongs to the account that the call is about.
        outcome Rejected, status 200, errcode 40014, errmsg "", body of 32"#]],
    );
    check_create(
        refusal("invalid access_token rid: 5f7c0d5b-3d2a4e1f-1234abcd"),
        expect![[r#"
        createEnv: 40014 InvalidAccessToken: invalid access_token. Fetch a new token and check that it belongs to the account that the call is about. (rid: 5f7c0d5b-3d2a4e1f-1234abcd)
        outcome Rejected, status 200, errcode 40014, errmsg "invalid access_token", rid "5f7c0d5b-3d2a4e1f-1234abcd", body of 84"#]],
    );
    check_create(
        refusal("invalid access_token, hint: [aB1!]"),
        expect![[r#"
        createEnv: 40014 InvalidAccessToken: invalid access_token. Fetch a new token and check that it belongs to the account that the call is about. (hint: aB1!)
        outcome Rejected, status 200, errcode 40014, errmsg "invalid access_token", hint "aB1!", body of 66"#]],
    );
    check_create(
        refusal("bad hint: [aB1!] rid: 1-2"),
        expect![[r#"
        createEnv: 40014 InvalidAccessToken: bad. Fetch a new token and check that it belongs to the account that the call is about. (rid: 1-2) (hint: aB1!)
        outcome Rejected, status 200, errcode 40014, errmsg "bad", rid "1-2", hint "aB1!", body of 57"#]],
    );
    check_create(
        refusal("bad, rid: 1-2, hints: [ req_id: q ]"),
        expect![[r#"
        createEnv: 40014 InvalidAccessToken: bad. Fetch a new token and check that it belongs to the account that the call is about. (rid: 1-2) (hint: req_id: q)
        outcome Rejected, status 200, errcode 40014, errmsg "bad", rid "1-2", hint "req_id: q", body of 67"#]],
    );
    check_create(
        refusal("two\\nlines\\u0007."),
        expect![[r#"
        createEnv: 40014 InvalidAccessToken: two lines . Fetch a new token and check that it belongs to the account that the call is about.
        outcome Rejected, status 200, errcode 40014, errmsg "two\nlines\u{7}.", body of 49"#]],
    );
    check_create(
        Reply::json(r#"{"errcode": 40014, "errmsg": {"a": 1}}"#),
        expect![[r#"
        createEnv: 40014 InvalidAccessToken: {"a":1}. Fetch a new token and check that it belongs to the account that the call is about.
        outcome Rejected, status 200, errcode 40014, errmsg "{\"a\":1}", body of 38"#]],
    );
    check_create(
        Reply::json(r#"{"errcode": 40014}"#),
        expect![[r#"
        createEnv: 40014 InvalidAccessToken: invalid access_token. Fetch a new token and check that it belongs to the account that the call is about.
        outcome Rejected, status 200, errcode 40014, errmsg "", body of 18"#]],
    );
}

#[test]
fn broken_text() {
    let body = b"{\"errcode\": 0, \"envid\": \"a\nb\x01c\"}";
    check_create(
        Reply::http(200, "application/json", body),
        expect![[r#"Response { envid: EnvId("a\nb\u{1}c") }"#]],
    );
    let body = b"{\"errcode\": 40014, \"errmsg\": \"\xB2\xBB\xFF!\"}";
    check_create(
        Reply::http(200, "application/json", body),
        expect![[r#"
        createEnv: 40014 InvalidAccessToken: ���!. Fetch a new token and check that it belongs to the account that the call is about.
        outcome Rejected, status 200, errcode 40014, errmsg "���!", body of 36"#]],
    );
    let body = b"\xEF\xBB\xBF{\"errcode\": 0, \"envid\": \"shop-1\"}\r\n";
    check_create(
        Reply::http(200, "application/json", body),
        expect![[r#"Response { envid: EnvId("shop-1") }"#]],
    );
}

#[test]
fn long_ids() {
    let body = r#"{"errcode": 0, "envid": 123456789012345678}"#;
    check_create(
        Reply::json(body),
        expect![[r#"Response { envid: EnvId("123456789012345678") }"#]],
    );
    let body = r#"{"errcode": 0, "envid": "123456789012345678"}"#;
    check_create(
        Reply::json(body),
        expect![[r#"Response { envid: EnvId("123456789012345678") }"#]],
    );
}

#[test]
fn pages_of_gateways() {
    let page = "<html><body>502 Bad Gateway</body></html>";
    check_create(
        Reply::http(502, "text/html", page),
        expect![[r#"
            createEnv: HTTP 502 without an errcode. Look for a gateway or proxy that responds in WeChat's place; `Error::body` has its response.
            outcome Unknown, status 502, body of 41"#]],
    );
    check_create(
        Reply::http(200, "text/html", page),
        expect![[r#"
            createEnv: the response (HTTP 200) is an HTML page. Look for a gateway or proxy that responds in WeChat's place; `Error::body` has its response.
            outcome Unknown, status 200, body of 41"#]],
    );
    check_create(
        Reply::http(404, "text/html", page),
        expect![[r#"
            createEnv: HTTP 404 without an errcode. Look for a gateway or proxy that responds in WeChat's place; `Error::body` has its response.
            outcome Rejected, status 404, body of 41"#]],
    );
    check_create(
        Reply::http(503, "application/json", r#"{"message": "no"}"#),
        expect![[r#"
            createEnv: HTTP 503 without an errcode. Look for a gateway or proxy that responds in WeChat's place; `Error::body` has its response.
            outcome Unknown, status 503, body of 17"#]],
    );
    check_create(
        Reply::http(429, "application/json", "{}"),
        expect![[r#"
            createEnv: HTTP 429 without an errcode: too many calls for 127.0.0.1. Send fewer calls at once, or give the call a longer deadline: within it, the client retries when it may.
            outcome Rejected, status 429, body of 2"#]],
    );
    check_create(
        Reply::http(200, "text/plain", "upstream timed out"),
        expect![[r#"
            createEnv: the response (HTTP 200) is not JSON. Look for a gateway or proxy that responds in WeChat's place; `Error::body` has its response.
            outcome Unknown, status 200, body of 18"#]],
    );
    check_create(
        Reply::json("[1, 2]"),
        expect![[r#"
            createEnv: the response (HTTP 200) is JSON, but not an object. Look for a gateway or proxy that responds in WeChat's place; `Error::body` has its response.
            outcome Unknown, status 200, body of 6"#]],
    );
}

#[test]
fn empty_bodies() {
    check_create(
        Reply::json(""),
        expect![[r#"
        createEnv: the response (HTTP 200) is empty. It may have been done: check before retrying.
        outcome Unknown, status 200, body of 0"#]],
    );
    check_create(
        Reply::json(" \r\n"),
        expect![[r#"
        createEnv: the response (HTTP 200) is empty. It may have been done: check before retrying.
        outcome Unknown, status 200, body of 3"#]],
    );
    check_create(
        Reply::raw("HTTP/1.1 204 No Content\r\n\r\n"),
        expect![[r#"
        createEnv: the response (HTTP 204) is empty. It may have been done: check before retrying.
        outcome Unknown, status 204, body of 0"#]],
    );
}

#[test]
fn cut_bodies() {
    // Without a length the end of the connection looks like the end of the body.
    let head = "HTTP/1.1 200 OK\r\nconnection: close\r\n";
    let cut = format!("{head}\r\n{{\"errcode\": 0, \"envid\": \"sh");
    check_create(
        Reply::raw(cut),
        expect![[r#"
        createEnv: the response (HTTP 200) ends in the middle of its JSON. It may have been done: check before retrying.
        outcome Unknown, status 200, body of 27"#]],
    );
    let cut = format!("{head}content-length: 100\r\n\r\n{{\"errcode\": 0}}");
    check_create(
        Reply::raw(cut),
        expect![[r#"
            createEnv: the connection to 127.0.0.1 broke before the response was complete. It may have been done: check before retrying.
            outcome Unknown"#]],
    );
    let cut = format!("{head}transfer-encoding: chunked\r\n\r\n4\r\n{{\"er\r\n");
    check_create(
        Reply::raw(cut),
        expect![[r#"
            createEnv: the connection to 127.0.0.1 broke before the response was complete. It may have been done: check before retrying.
            outcome Unknown"#]],
    );
    check_create(
        Reply::raw("HTTP/1.1 200 OK\r\ncontent-le"),
        expect![[r#"
            createEnv: the connection to 127.0.0.1 broke before the response was complete. It may have been done: check before retrying.
            outcome Unknown"#]],
    );
    check_create(
        Reply::cut(),
        expect![[r#"
            createEnv: the connection to 127.0.0.1 broke before the response was complete. It may have been done: check before retrying.
            outcome Unknown"#]],
    );
}

#[test]
fn chunked_bodies() {
    let body = "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\nconnection: close\r\n\r\n\
                10\r\n{\"errcode\": 0, \"\r\n10\r\nenvid\": \"shop-1\"\r\n1\r\n}\r\n0\r\n\r\n";
    check_create(Reply::raw(body), expect![[r#"Response { envid: EnvId("shop-1") }"#]]);
}

#[test]
fn payloads_that_differ_from_the_spec() {
    check_create(
        Reply::json(r#"{"errcode": 0, "errmsg": "ok"}"#),
        expect![[r#"
            createEnv: it was done, but field `envid` is absent or empty, and the response is unusable without it. `Error::body` has the response with everything else that came.
            outcome Done, status 200, body of 30"#]],
    );
    check_create(
        Reply::json(r#"{"errcode": 0, "envid": {"id": "x"}}"#),
        expect![[r#"
            createEnv: it was done, but field `envid` should be a string and is an object, and the response is unusable without it. `Error::body` has the response with everything else that came.
            outcome Done, status 200, body of 36"#]],
    );
    check_create(
        Reply::json(r#"{"env": "shop-1"}"#),
        expect![[r#"
            createEnv: the response (HTTP 200) has no errcode, which every success has. It may have been done: check before retrying; `Error::body` has the response.
            outcome Unknown, status 200, body of 17"#]],
    );
    let body = r#"{"errcode": 0, "err_list": [{"env": "a", "appid": "b", "errmsg": "c"}, {"appid": "b", "env": []}]}"#;
    check_share(
        Reply::json(body),
        expect![[
            r#"Response { err_list: [ErrItem { env: EnvId("a"), appid: AppId("b"), errmsg: "c" }, ErrItem { env: EnvId(""), appid: AppId("b"), errmsg: "" }], msg_info_list: [] }"#
        ]],
    );
}

#[test]
fn redirects_are_not_followed() {
    let redirect = "HTTP/1.1 307 Temporary Redirect\r\nlocation: http://127.0.0.1:1/elsewhere\r\n\
                    content-length: 0\r\nconnection: close\r\n\r\n";
    check_create(
        Reply::raw(redirect),
        expect![[r#"
            createEnv: HTTP 307 leads elsewhere, and a token is not sent there. Correct the base URL, or look for a proxy that redirects.
            outcome Unknown, status 307, body of 0"#]],
    );
}

#[tokio::test]
async fn a_request_on_the_wire() {
    let server = Server::start([Reply::json(r#"{"errcode": 0}"#)]).await;
    let client: Platform = server.client();
    let mut request = harness::share_env();
    request.data[0].env = wechat_cloudbase::api::types::EnvId::new("云\"\\\n");
    client.share_cloudbase_env(request).send().await.unwrap();
    let [request] = &server.requests()[..] else {
        panic!("one request, please");
    };
    expect!["POST /componenttcb/batchshareenv?access_token=TOKEN"].assert_eq(request.line());
    expect![[r#"{"data":[{"env":"云\"\\\n","appids":["wx1","wx2"]}],"source_type":1}"#]]
        .assert_eq(&request.body);
    let mut headers: Vec<_> = request.head.lines().skip(1).collect();
    headers.retain(|line| !line.starts_with("host: "));
    headers.sort_unstable();
    expect![[r#"
        accept: */*
        content-length: 69
        content-type: application/json"#]]
    .assert_eq(&headers.join("\n"));
}

#[tokio::test]
async fn a_token_is_percent_encoded() {
    let server = Server::start([Reply::json(r#"{"errcode": 0}"#)]).await;
    let client: Platform = server.client();
    let odd = wechat_cloudbase::token::AccessToken::<wechat_cloudbase::token::Component>::new(
        "a+b/c&d=é%",
    );
    client.with_token(odd).change_tcb_env(harness::change_env()).send().await.unwrap();
    expect!["POST /tcb/modifyenv?access_token=a%2Bb%2Fc%26d%3D%C3%A9%25"]
        .assert_eq(server.requests()[0].line());
}

/// A `POST` that encodes nothing at all.
struct Nothing;

static NOTHING: Endpoint = Endpoint::new("nothing", "nothing", Method::Post, "/x/nothing");

impl Encode for Nothing {
    fn encode(&self, _: &mut Writer) {}
}

impl Operation for Nothing {
    type Response = Value;
    const ENDPOINT: &'static Endpoint = &NOTHING;
}

#[test]
fn a_body_is_never_empty_and_a_token_goes_only_where_it_is_wanted() {
    let token = Secret::new("TOKEN");
    let parts = request_parts(&Nothing, "https://proxy.example/wechat/", Some(&token)).unwrap();
    assert_eq!(parts.body.unwrap(), b"{}");
    assert_eq!(parts.url.expose(), "https://proxy.example/wechat/x/nothing");
}

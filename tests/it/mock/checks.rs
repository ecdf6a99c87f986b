//! Each breach of a contract gets its documented code.

use expect_test::{Expect, expect};
use serde_json::Value;
use wechat_cloudbase::api::CONTRACTS;
use wechat_cloudbase::mock::contract::{Contract, Field, Shape};
use wechat_cloudbase::mock::{Mock, MockError};
use wechat_cloudbase::operation::{Endpoint, Location, Method};
use wechat_cloudbase::token::{App, Authorizer, Component, Kind, TokenKind};

use super::contracts::PROBES;
use super::{json, post, probes, send, show};

/// Sends each line (`METHOD target body`) and expects these responses.
#[track_caller]
fn check(lines: &[&str], answers: Expect) {
    let runtime = tokio::runtime::Builder::new_current_thread();
    let runtime = { runtime }.enable_all().build().unwrap();
    let shown = runtime.block_on(async {
        let mock = probes().await;
        let mut shown = String::new();
        for line in lines {
            let mut words = line.splitn(3, ' ');
            let mut word = || words.next().unwrap_or_default();
            let answer = show(send(&mock, word(), word(), word()).await).await;
            shown += &format!("{}\n    {answer}\n", line.trim_end());
        }
        shown
    });
    answers.assert_eq(&shown);
}

#[test]
fn path_method_and_token() {
    check(
        &[
            "POST /nowhere {}",
            "GET /probe",
            "PUT /probe?access_token=mock-component {}",
            "POST /search?app_token=mock-app&page=1 {}",
            "POST /probe {}",
            "POST /probe?access_token= {}",
            "POST /probe?component_access_token=mock-component {}",
            "POST /probe?access_token=made-up {}",
            "POST /probe?access_token=mock-component-expired {}",
            "POST /probe?access_token=mock-authorizer {}",
            "POST /probe?access_token=mock-app-expired {}",
            "GET /search?app_token=mock-component&page=1",
            "GET /search?access_token=mock-app&page=1",
            "GET /search?app_token=mock-app&page=1",
        ],
        expect![[r#"
            POST /nowhere {}
                404 text/plain the mock has no endpoint at /nowhere; is there a contract for it?
            GET /probe
                200 application/json {"errcode":43002,"errmsg":"require POST method: probeIt takes POST, not GET rid: #"}
            PUT /probe?access_token=mock-component {}
                200 application/json {"errcode":43002,"errmsg":"require POST method: probeIt takes POST, not PUT rid: #"}
            POST /search?app_token=mock-app&page=1 {}
                200 application/json {"errcode":43001,"errmsg":"require GET method: searchIt takes GET, not POST rid: #"}
            POST /probe {}
                200 application/json {"errcode":41001,"errmsg":"access_token missing: no `access_token` in the query string rid: #"}
            POST /probe?access_token= {}
                200 application/json {"errcode":41001,"errmsg":"access_token missing: no `access_token` in the query string rid: #"}
            POST /probe?component_access_token=mock-component {}
                200 application/json {"errcode":41001,"errmsg":"access_token missing: no `access_token` in the query string rid: #"}
            POST /probe?access_token=made-up {}
                200 application/json {"errcode":40014,"errmsg":"invalid access_token: the mock does not know this token rid: #"}
            POST /probe?access_token=mock-component-expired {}
                200 application/json {"errcode":42001,"errmsg":"access_token expired: this component_access_token is out of date rid: #"}
            POST /probe?access_token=mock-authorizer {}
                200 application/json {"errcode":61014,"errmsg":"must use component token for component api: probeIt takes component_access_token, not authorizer_access_token rid: #"}
            POST /probe?access_token=mock-app-expired {}
                200 application/json {"errcode":61014,"errmsg":"must use component token for component api: probeIt takes component_access_token, not access_token rid: #"}
            GET /search?app_token=mock-component&page=1
                200 application/json {"errcode":40014,"errmsg":"invalid access_token: searchIt takes access_token, not component_access_token rid: #"}
            GET /search?access_token=mock-app&page=1
                200 application/json {"errcode":41001,"errmsg":"access_token missing: no `app_token` in the query string rid: #"}
            GET /search?app_token=mock-app&page=1
                200 application/json {"items":[]}
        "#]],
    );
}

#[test]
fn the_code_that_the_page_lists_is_preferred() {
    check(
        &[
            "POST /short?access_token=made-up {}",
            "POST /short?access_token=mock-app {}",
            "POST /short?access_token=mock-authorizer-expired {}",
            "POST /short?access_token=mock-authorizer",
            "POST /short?access_token=mock-authorizer {}",
        ],
        expect![[r#"
            POST /short?access_token=made-up {}
                200 application/json {"errcode":40001,"errmsg":"invalid credential, access_token is invalid or not latest: the mock does not know this token rid: #"}
            POST /short?access_token=mock-app {}
                200 application/json {"errcode":40001,"errmsg":"invalid credential, access_token is invalid or not latest: shortIt takes component_access_token or authorizer_access_token, not access_token rid: #"}
            POST /short?access_token=mock-authorizer-expired {}
                200 application/json {"errcode":42001,"errmsg":"access_token expired: this authorizer_access_token is out of date rid: #"}
            POST /short?access_token=mock-authorizer
                200 application/json {"errcode":44002,"errmsg":"empty post data: the body is empty; send at least {} rid: #"}
            POST /short?access_token=mock-authorizer {}
                200 application/json {"errcode":0,"errmsg":"ok"}
        "#]],
    );
}

#[test]
fn body() {
    check(
        &[
            "POST /probe?access_token=mock-component",
            "POST /probe?access_token=mock-component  \n",
            "POST /probe?access_token=mock-component {\"id\":",
            "POST /probe?access_token=mock-component [1]",
            "POST /probe?access_token=mock-component id=1",
            "POST /login {\"password\": \"p\", \"user\": {\"key\": \"k\", \"name\": \"n\"}}",
        ],
        expect![[r#"
            POST /probe?access_token=mock-component
                200 application/json {"errcode":44002,"errmsg":"empty post data: the body is empty; send at least {} rid: #"}
            POST /probe?access_token=mock-component
                200 application/json {"errcode":44002,"errmsg":"empty post data: the body is empty; send at least {} rid: #"}
            POST /probe?access_token=mock-component {"id":
                200 application/json {"errcode":47001,"errmsg":"data format error: the body is not JSON: EOF while parsing a value at line 1 column 6 rid: #"}
            POST /probe?access_token=mock-component [1]
                200 application/json {"errcode":47001,"errmsg":"data format error: the body is JSON, but not an object rid: #"}
            POST /probe?access_token=mock-component id=1
                200 application/json {"errcode":47001,"errmsg":"data format error: the body is not JSON: expected value at line 1 column 1 rid: #"}
            POST /login {"password": "p", "user": {"key": "k", "name": "n"}}
                200 application/json {"expires_in":7200}
        "#]],
    );
}

#[test]
fn fields() {
    let bodies = [
        r#"{}"#,
        r#"{"id": null}"#,
        r#"{"id": 5}"#,
        r#"{"id": "a", "unknown": [1, 2]}"#,
        r#"{"id": "a", "word": null}"#,
        r#"{"id": "a", "word": "walk"}"#,
        r#"{"id": "a", "word": "stop"}"#,
        r#"{"id": "a", "alias": "1a"}"#,
        r#"{"id": "a", "alias": "a1 b"}"#,
        r#"{"id": "a", "alias": "a-1"}"#,
        r#"{"id": "a", "level": 3}"#,
        r#"{"id": "a", "level": "1"}"#,
        r#"{"id": "a", "level": 1.5}"#,
        r#"{"id": "a", "level": 9223372036854775808}"#,
        r#"{"id": "a", "level": 2, "ratio": 2, "flag": true, "any": {"x": []}}"#,
        r#"{"id": "a", "ratio": "2"}"#,
        r#"{"id": "a", "flag": 1}"#,
        r#"{"id": "a", "list": {"id": "a"}}"#,
        r#"{"id": "a", "list": [{"id": "a"}, {}]}"#,
        r#"{"id": "a", "list": [{"id": "a"}, {"id": false}]}"#,
        r#"{"id": "a", "list": [{"id": "a"}]}"#,
    ];
    let lines = bodies.map(|body| format!("POST /probe?access_token=mock-component {body}"));
    let lines: Vec<_> = lines.iter().map(String::as_str).collect();
    check(
        &lines,
        expect![[r#"
            POST /probe?access_token=mock-component {}
                200 application/json {"errcode":40101,"errmsg":"missing parameter: `id` is missing rid: #"}
            POST /probe?access_token=mock-component {"id": null}
                200 application/json {"errcode":40101,"errmsg":"missing parameter: `id` is missing rid: #"}
            POST /probe?access_token=mock-component {"id": 5}
                200 application/json {"errcode":40097,"errmsg":"invalid args: `id` should be a string rid: #"}
            POST /probe?access_token=mock-component {"id": "a", "unknown": [1, 2]}
                200 application/json {"errcode":0,"errmsg":"ok","id":"a","text":"sample"}
            POST /probe?access_token=mock-component {"id": "a", "word": null}
                200 application/json {"errcode":0,"errmsg":"ok","id":"a","text":"sample"}
            POST /probe?access_token=mock-component {"id": "a", "word": "walk"}
                200 application/json {"errcode":40097,"errmsg":"invalid args: `word` should be \"run\" or \"stop\" rid: #"}
            POST /probe?access_token=mock-component {"id": "a", "word": "stop"}
                200 application/json {"errcode":0,"errmsg":"ok","id":"a","text":"sample"}
            POST /probe?access_token=mock-component {"id": "a", "alias": "1a"}
                200 application/json {"errcode":40097,"errmsg":"invalid args: `alias` should match ^[a-z][a-z0-9-]*$ rid: #"}
            POST /probe?access_token=mock-component {"id": "a", "alias": "a1 b"}
                200 application/json {"errcode":40097,"errmsg":"invalid args: `alias` should match ^[a-z][a-z0-9-]*$ rid: #"}
            POST /probe?access_token=mock-component {"id": "a", "alias": "a-1"}
                200 application/json {"errcode":0,"errmsg":"ok","id":"a","text":"sample"}
            POST /probe?access_token=mock-component {"id": "a", "level": 3}
                200 application/json {"errcode":40097,"errmsg":"invalid args: `level` should be 1 or 2 rid: #"}
            POST /probe?access_token=mock-component {"id": "a", "level": "1"}
                200 application/json {"errcode":40097,"errmsg":"invalid args: `level` should be a whole number rid: #"}
            POST /probe?access_token=mock-component {"id": "a", "level": 1.5}
                200 application/json {"errcode":40097,"errmsg":"invalid args: `level` should be a whole number rid: #"}
            POST /probe?access_token=mock-component {"id": "a", "level": 9223372036854775808}
                200 application/json {"errcode":40097,"errmsg":"invalid args: `level` should be a whole number rid: #"}
            POST /probe?access_token=mock-component {"id": "a", "level": 2, "ratio": 2, "flag": true, "any": {"x": []}}
                200 application/json {"errcode":0,"errmsg":"ok","id":"a","text":"sample"}
            POST /probe?access_token=mock-component {"id": "a", "ratio": "2"}
                200 application/json {"errcode":40097,"errmsg":"invalid args: `ratio` should be a number rid: #"}
            POST /probe?access_token=mock-component {"id": "a", "flag": 1}
                200 application/json {"errcode":40097,"errmsg":"invalid args: `flag` should be a boolean rid: #"}
            POST /probe?access_token=mock-component {"id": "a", "list": {"id": "a"}}
                200 application/json {"errcode":40097,"errmsg":"invalid args: `list` should be a list rid: #"}
            POST /probe?access_token=mock-component {"id": "a", "list": [{"id": "a"}, {}]}
                200 application/json {"errcode":40101,"errmsg":"missing parameter: `list[1].id` is missing rid: #"}
            POST /probe?access_token=mock-component {"id": "a", "list": [{"id": "a"}, {"id": false}]}
                200 application/json {"errcode":40097,"errmsg":"invalid args: `list[1].id` should be a string rid: #"}
            POST /probe?access_token=mock-component {"id": "a", "list": [{"id": "a"}]}
                200 application/json {"errcode":0,"errmsg":"ok","id":"a","text":"sample"}
        "#]],
    );
}

#[test]
fn fields_in_the_query() {
    check(
        &[
            "GET /search?app_token=mock-app",
            "GET /search?app_token=mock-app&page=one",
            "GET /search?app_token=mock-app&page=1&name=2",
            r#"POST /act {"id": "a", "action": "run"}"#,
            r#"POST /act?action=walk {"id": "a", "action": "run"}"#,
            r#"POST /act?action=run&id=a {}"#,
            r#"POST /act?action=run {"id": "a"}"#,
            r#"POST /both?action=run {}"#,
            r#"POST /both {"action": "run"}"#,
            r#"POST /both?action=run {"action": "stop"}"#,
            r#"POST /both?action=run {"action": "walk"}"#,
            r#"POST /both?action=walk {"action": "run"}"#,
        ],
        expect![[r#"
            GET /search?app_token=mock-app
                200 application/json {"errcode":40101,"errmsg":"missing parameter: `page` is missing in the query string rid: #"}
            GET /search?app_token=mock-app&page=one
                200 application/json {"errcode":40097,"errmsg":"invalid args: `page` should be a whole number rid: #"}
            GET /search?app_token=mock-app&page=1&name=2
                200 application/json {"items":[]}
            POST /act {"id": "a", "action": "run"}
                200 application/json {"errcode":40101,"errmsg":"missing parameter: `action` is missing in the query string rid: #"}
            POST /act?action=walk {"id": "a", "action": "run"}
                200 application/json {"errcode":40097,"errmsg":"invalid args: `action` should be \"run\" or \"stop\" rid: #"}
            POST /act?action=run&id=a {}
                200 application/json {"errcode":40101,"errmsg":"missing parameter: `id` is missing rid: #"}
            POST /act?action=run {"id": "a"}
                200 application/json {"errcode":0,"errmsg":"ok"}
            POST /both?action=run {}
                200 application/json {"errcode":0,"errmsg":"ok"}
            POST /both {"action": "run"}
                200 application/json {"errcode":0,"errmsg":"ok"}
            POST /both?action=run {"action": "stop"}
                200 application/json {"errcode":0,"errmsg":"ok"}
            POST /both?action=run {"action": "walk"}
                200 application/json {"errcode":40097,"errmsg":"invalid args: `action` should be \"run\" or \"stop\" rid: #"}
            POST /both?action=walk {"action": "run"}
                200 application/json {"errcode":40097,"errmsg":"invalid args: `action` should be \"run\" or \"stop\" rid: #"}
        "#]],
    );
}

#[tokio::test]
async fn a_body_without_end_is_refused() {
    let mock = probes().await;
    let body = " ".repeat((8 << 20) + 1);
    let answer = show(post(&mock, "/probe?access_token=mock-component", &body).await).await;
    assert_eq!(answer, "413 text/plain the body is longer than 8388608 bytes");
}

/// Every endpoint of the spec accepts its own sample and responds with a
/// sample, and refuses a call without a token or without fields.
#[tokio::test]
#[ignore = "slow"]
async fn every_endpoint_of_the_spec() {
    let mock = Mock::start().await.unwrap();
    assert_eq!(mock.contracts().count(), CONTRACTS.len());
    for contract in CONTRACTS {
        let endpoint = contract.endpoint;
        let method = endpoint.method.as_str();
        let (query, body) = sample_request(contract);
        let good = good_token(&mock, endpoint);
        let target = |token: &str, query: &str| {
            format!("{}?{}={token}{query}", endpoint.path, endpoint.token_field)
        };
        let answer = json(send(&mock, method, &target(&good, &query), &body).await).await;
        let sample: Value = serde_json::from_str(contract.sample_response).unwrap();
        let keys =
            |value: &Value| -> Vec<_> { value.as_object().unwrap().keys().cloned().collect() };
        let expect = match contract.response_wrapper {
            Some(wrapper) => vec![wrapper.to_owned(), "errcode".to_owned(), "errmsg".to_owned()],
            None => keys(&sample),
        };
        assert_eq!(keys(&answer), expect, "{}", endpoint.name);
        assert_eq!(answer.get("errcode"), sample.get("errcode"), "{answer}");
        if !endpoint.tokens.is_empty() {
            let answer = json(send(&mock, method, &target("", &query), &body).await).await;
            assert_eq!(answer["errcode"], 41001, "{answer}");
        }
        if contract.request.iter().any(|field| field.required) {
            let answer = json(send(&mock, method, &target(&good, ""), "{}").await).await;
            assert_eq!(answer["errcode"], 40101, "{answer}");
        }
    }
}

/// The sample request, as query fields and as body.
fn sample_request(contract: &Contract) -> (String, String) {
    let mut body: Value = serde_json::from_str(contract.sample_request).unwrap();
    let mut query = String::new();
    let endpoint = contract.endpoint;
    let at = |field: &Field| endpoint.location(field.name);
    if let Some(field) = contract.request.iter().find(|field| at(field) == Location::WholeBody) {
        body = body[field.name].take();
    }
    if let Some(wrapper) = endpoint.request_wrapper {
        body = Value::from_iter([(wrapper.to_owned(), body)]);
    }
    let sample: Value = serde_json::from_str(contract.sample_request).unwrap();
    for field in contract.request.iter().filter(|field| at(field).in_query()) {
        let value = sample.get(field.name).cloned();
        match value {
            Some(Value::String(text)) => query += &format!("&{}={text}", field.name),
            Some(value) => query += &format!("&{}={value}", field.name),
            None => {}
        }
    }
    (query, body.to_string())
}

fn good_token(mock: &Mock, endpoint: &Endpoint) -> String {
    fn text<K: TokenKind>(mock: &Mock) -> String {
        mock.access_token::<K>().secret().expose().to_owned()
    }
    match endpoint.tokens.first() {
        Some(Kind::Component) => text::<Component>(mock),
        Some(Kind::Authorizer) => text::<Authorizer>(mock),
        _ => text::<App>(mock),
    }
}

#[tokio::test]
async fn contracts_that_cannot_be_served() {
    static ENDPOINT: Endpoint = Endpoint::new("a", "doA", Method::Post, "/a");
    const GOOD: Contract = Contract {
        endpoint: &ENDPOINT,
        response_wrapper: None,
        request: &[],
        response: &[],
        sample_request: "{}",
        sample_response: "{}",
        sample_content: None,
    };
    static SAME_PATH: &[Contract] =
        &[Contract { endpoint: &Endpoint::new("b", "doB", Method::Post, "/a"), ..GOOD }];
    static SAME_NAME: &[Contract] =
        &[Contract { endpoint: &Endpoint::new("b", "doA", Method::Post, "/b"), ..GOOD }];
    static NO_SLASH: &[Contract] =
        &[Contract { endpoint: &Endpoint::new("b", "doB", Method::Post, "b"), ..GOOD }];
    static BAD_SAMPLE: &[Contract] = &[Contract {
        endpoint: &Endpoint::new("b", "doB", Method::Post, "/b"),
        sample_response: "{,}",
        ..GOOD
    }];
    static BAD_PATTERN: &[Contract] = &[Contract {
        endpoint: &Endpoint::new("b", "doB", Method::Post, "/b"),
        request: &[Field::required("x", Shape::String { allowed: &[], pattern: Some("(") })],
        ..GOOD
    }];
    static FIRST: &[Contract] = &[GOOD];
    let mut errors = String::new();
    for second in [FIRST, SAME_PATH, SAME_NAME, NO_SLASH, BAD_SAMPLE, BAD_PATTERN] {
        let builder = Mock::empty().contracts(FIRST).contracts(second);
        let error = builder.start().await.unwrap_err();
        assert!(error.is_contract());
        errors += &format!("{error}\n");
    }
    expect![[r#"
        the mock can't serve `doA`: another endpoint has the id `a` too; leave one out; `Mock::empty()` starts without the endpoints of this crate
        the mock can't serve `doB`: `doA` is at /a too; leave one out; `Mock::empty()` starts without the endpoints of this crate
        the mock can't serve `doA`: `a` has the name `doA` too; leave one out; `Mock::empty()` starts without the endpoints of this crate
        the mock can't serve `doB`: its path `b` does not start with `/`
        the mock can't serve `doB`: its sample response does not parse: key must be a string at line 1 column 2
        the mock can't serve `doB`: the pattern of `x` does not parse: found open group without closing ')'
    "#]].assert_eq(&errors);
}

#[tokio::test]
async fn a_port_that_is_taken() {
    let first = Mock::empty().contracts(PROBES).start().await.unwrap();
    let port: u16 = first.base_url().rsplit(':').next().unwrap().parse().unwrap();
    let error: MockError = Mock::empty().port(port).start().await.unwrap_err();
    assert!(error.is_port() && !error.is_contract());
    let text = error.to_string();
    assert!(text.starts_with(&format!("the mock can't listen on 127.0.0.1:{port}: ")), "{text}");
}

#[tokio::test]
async fn a_dropped_mock_stops_listening() {
    let mock = probes().await;
    let url = format!("{}/probe", mock.base_url());
    let client = reqwest::Client::builder().no_proxy().build().unwrap();
    assert_eq!(client.get(&url).send().await.unwrap().status(), 200);
    drop(mock);
    let refused = async { while client.get(&url).send().await.is_ok() {} };
    let limit = std::time::Duration::from_secs(30);
    tokio::time::timeout(limit, refused).await.unwrap();
}

//! What a mock records of calls, and what it never records.

use expect_test::expect;
use wechat_cloudbase::Errcode;
use wechat_cloudbase::mock::SeenToken;
use wechat_cloudbase::token::{AccessToken, App, Component, Kind};

use super::{post, probes, send, show};

#[tokio::test]
async fn counts_and_calls() {
    let mock = probes().await;
    post(&mock, "/probe?access_token=mock-component", r#"{"id": "a"}"#).await.unwrap();
    post(&mock, "/probe?access_token=mock-component-expired", "").await.unwrap();
    send(&mock, "GET", "/search?app_token=mock-app&page=7&other=x", "").await.unwrap();
    post(&mock, "/nowhere?access_token=mock-app", "no JSON").await.unwrap();

    assert_eq!(mock.count("probeIt").unwrap(), 2);
    assert_eq!(mock.count("probe").unwrap(), 2);
    assert_eq!(mock.count("searchIt").unwrap(), 1);
    assert_eq!(mock.count("logIn").unwrap(), 0);

    let calls = mock.calls();
    let [kept, refused, search, nowhere] = calls.as_slice() else {
        panic!("{calls:?}");
    };
    assert_eq!(kept.endpoint.unwrap().name, "probeIt");
    assert_eq!(kept.body, Some(serde_json::json!({ "id": "a" })));
    assert_eq!(kept.token, SeenToken::Valid(Kind::Component));
    assert_eq!(kept.headers["content-length"], "11");
    assert_eq!(kept.refused, None);
    assert_eq!(refused.token, SeenToken::Expired(Kind::Component));
    assert_eq!(refused.refused, Some(Errcode::from_code(42001)));
    assert_eq!(refused.body, None);
    assert_eq!((search.method.as_str(), search.path.as_str()), ("GET", "/search"));
    assert_eq!(format!("{:?}", search.query), r#"{"page": "7"}"#);
    assert!(nowhere.endpoint.is_none() && nowhere.body.is_none());
    assert_eq!(nowhere.body_bytes, 7);

    mock.reset();
    assert!(mock.calls().is_empty());
    assert_eq!(mock.count("probeIt").unwrap(), 0);
}

#[tokio::test]
async fn no_token_and_no_secret_is_recorded() {
    const CANARY: &str = "canary-5f3c";
    let mock = probes().await;
    mock.accept(&AccessToken::<Component>::new(CANARY));
    let good = format!("/probe?access_token={CANARY}");
    let body = format!(r#"{{"id": "a", "list": [{{"id": "b", "access_token": "{CANARY}"}}]}}"#);
    let answers = [
        post(&mock, &good, &body).await,
        post(&mock, &good, &format!(r#"{{"id": 1, "component_access_token": "{CANARY}"}}"#)).await,
        send(&mock, "GET", &format!("/search?access_token={CANARY}&page=1"), "").await,
        send(&mock, "GET", &format!("/search?app_token={CANARY}&page=1"), "").await,
        post(&mock, &format!("/nowhere?access_token={CANARY}"), "{}").await,
        post(
            &mock,
            "/login",
            &format!(r#"{{"password": "{CANARY}", "user": {{"key": "{CANARY}", "name": "n"}}}}"#),
        )
        .await,
    ];
    for answer in answers {
        let shown = show(answer).await;
        assert!(!shown.contains(CANARY), "{shown}");
    }
    let calls = mock.calls();
    let shown = format!("{mock:?} {mock:#?} {calls:?} {calls:#?}");
    assert!(!shown.contains(CANARY), "{shown}");
    let login = calls.last().unwrap().body.as_ref().unwrap();
    expect![[r#"{"password":"[secret]","user":{"key":"[secret]","name":"n"}}"#]]
        .assert_eq(&login.to_string());
}

#[tokio::test]
async fn tokens_of_the_caller() {
    let mock = probes().await;
    let token = AccessToken::<App>::new("of/my own+");
    let target = "/search?app_token=of%2Fmy+own%2B&page=1";
    let mut shown = Vec::new();
    let answer = send(&mock, "GET", target, "").await;
    shown.push(show(answer).await);
    mock.accept(&token);
    shown.push(show(send(&mock, "GET", target, "").await).await);
    mock.expire(&token);
    shown.push(show(send(&mock, "GET", target, "").await).await);
    mock.accept(&AccessToken::<Component>::new("of/my own+"));
    shown.push(show(send(&mock, "GET", target, "").await).await);
    expect![[r#"
        200 application/json {"errcode":40014,"errmsg":"invalid access_token: the mock does not know this token rid: #"}
        200 application/json {"items":[]}
        200 application/json {"errcode":42001,"errmsg":"access_token expired: this access_token is out of date rid: #"}
        200 application/json {"errcode":40014,"errmsg":"invalid access_token: searchIt takes access_token, not component_access_token rid: #"}"#]].assert_eq(&shown.join("\n"));
}

/// A mock may run for days: it records the newest calls and counts all.
#[tokio::test]
async fn only_the_newest_calls_are_recorded() {
    let mock = probes().await;
    let client = reqwest::Client::builder().no_proxy().build().unwrap();
    let url = format!("{}/search", mock.base_url());
    for _ in 0..1_001 {
        client.get(&url).send().await.unwrap();
    }
    assert_eq!(mock.calls().len(), 1_000);
    assert_eq!(mock.count("searchIt").unwrap(), 1_001);
}

/// However large it is, the newest call is among them.
#[tokio::test]
async fn large_calls_push_others_out() {
    let mock = probes().await;
    let large = format!(r#"{{"id": "{}"}}"#, "a".repeat(5 << 20));
    for body in ["{}", &large, "{}", "{}"] {
        post(&mock, "/probe", body).await.unwrap();
    }
    let kept: Vec<_> = mock.calls().iter().map(|call| call.body_bytes).collect();
    assert_eq!(kept, [2, 2]);
    post(&mock, "/probe", &large).await.unwrap();
    assert_eq!(mock.calls().len(), 1);
    assert_eq!(mock.count("probeIt").unwrap(), 5);
}

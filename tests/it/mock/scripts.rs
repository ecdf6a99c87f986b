//! Scripts of a mock.

use std::time::{Duration, Instant};

use expect_test::expect;
use wechat_cloudbase::mock::{Mock, Reply};

use super::{json, post, probes, show};

const TARGET: &str = "/probe?access_token=mock-component";
const BODY: &str = r#"{"id": "mine", "text": "mine"}"#;

async fn next(mock: &Mock) -> String {
    show(post(mock, TARGET, BODY).await).await
}

/// Each scripted reply. The call after it gets the sample.
#[tokio::test]
async fn replies() {
    let replies = [
        Reply::sample(),
        Reply::errcode(-1),
        Reply::errcode(123),
        Reply::errcode(40014).message(""),
        Reply::errcode(40014).as_string().message("m"),
        Reply::errcode(-1).status(503).message("m"),
        Reply::errcode(-1).content_type("text/plain").message("m"),
        Reply::json(serde_json::json!({"id": 1})),
        Reply::html(502, "<h1>Bad Gateway</h1>"),
        Reply::raw("{\"errcode\": 0"),
        Reply::raw(""),
        Reply::sample().status(42),
        Reply::cut_connection(),
        Reply::cut_body(),
    ];
    let mock = probes().await;
    let mut answers = String::new();
    for reply in replies {
        mock.on("probeIt").unwrap().once(reply);
        answers += &format!("{}\n", next(&mock).await);
        assert_eq!(errcode(&mock).await, 0);
    }
    expect![[r#"
        200 application/json {"errcode":0,"errmsg":"ok","id":"mine","text":"sample"}
        200 application/json {"errcode":-1,"errmsg":"system error rid: #"}
        200 application/json {"errcode":123,"errmsg":" rid: #"}
        200 application/json {"errcode":40014,"errmsg":""}
        200 application/json {"errcode":"40014","errmsg":"m"}
        503 application/json {"errcode":-1,"errmsg":"m"}
        200 text/plain {"errcode":-1,"errmsg":"m"}
        200 application/json {"id":1}
        502 text/html <h1>Bad Gateway</h1>
        200 application/json {"errcode": 0
        200 application/json
        500 application/json {"errcode":0,"errmsg":"ok","id":"mine","text":"sample"}
        no response
        200 application/json and the body is cut
    "#]]
    .assert_eq(&answers);
}

/// The first half does come, under the length of the whole.
#[tokio::test]
async fn a_cut_body_is_partly_sent() {
    let mock = probes().await;
    mock.on("probeIt").unwrap().once(Reply::cut_body());
    let mut answer = post(&mock, TARGET, BODY).await.unwrap();
    let promised = answer.content_length().unwrap() as usize;
    let mut came = 0;
    while let Ok(Some(chunk)) = answer.chunk().await {
        came += chunk.len();
    }
    assert_eq!(came, promised / 2);
}

#[tokio::test]
async fn an_endless_body_goes_on() {
    let mock = probes().await;
    mock.on("probeIt").unwrap().once(Reply::endless());
    let mut answer = post(&mock, TARGET, BODY).await.unwrap();
    let mut came = 0;
    while came < 32 << 20 {
        came += answer.chunk().await.unwrap().unwrap().len();
    }
}

#[tokio::test]
async fn delays() {
    let mock = probes().await;
    let delay = Duration::from_millis(30);
    mock.on("probeIt").unwrap().once(Reply::sample().after(delay));
    let start = Instant::now();
    next(&mock).await;
    assert!(start.elapsed() >= delay);
}

#[tokio::test]
async fn replies_are_used_in_order() {
    let mock = probes().await;
    let script = mock.on("probe").unwrap();
    script.once(Reply::errcode(1)).times(2, Reply::errcode(2)).times(0, Reply::errcode(3));
    script.always(Reply::errcode(4)).once(Reply::errcode(5));
    let mut codes = Vec::new();
    for _ in 0..6 {
        codes.push(errcode(&mock).await);
    }
    script.clear();
    codes.push(errcode(&mock).await);
    assert_eq!(codes, [1, 2, 2, 4, 4, 4, 0]);
}

async fn errcode(mock: &Mock) -> i64 {
    let answer = json(post(mock, TARGET, BODY).await).await;
    answer["errcode"].as_i64().unwrap()
}

#[tokio::test]
async fn a_breach_of_contract_consumes_no_reply() {
    let mock = probes().await;
    mock.on("probe").unwrap().once(Reply::errcode(7));
    let breach = show(post(&mock, TARGET, "{}").await).await;
    assert!(breach.contains("40101"), "{breach}");
    assert_eq!(errcode(&mock).await, 7);
    assert_eq!(errcode(&mock).await, 0);
}

#[tokio::test]
async fn an_unknown_name_is_an_error_that_helps() {
    let mock = probes().await;
    let mut errors = Vec::new();
    for name in ["probeit", "shotIt", "", "createEverything"] {
        let error = mock.on(name).map(|_| ()).unwrap_err();
        assert!(error.is_unknown_endpoint());
        errors.push(error.to_string());
    }
    errors.push(mock.count("login_").unwrap_err().to_string());
    let empty = Mock::empty().start().await.unwrap();
    errors.push(empty.on("x").map(|_| ()).unwrap_err().to_string());
    expect![[r#"
        the mock has no endpoint `probeit`; did you mean `probeIt`?
        the mock has no endpoint `shotIt`; did you mean `shortIt`?
        the mock has no endpoint ``; it knows probeIt, shortIt, searchIt, logIn, actOn, actBoth
        the mock has no endpoint `createEverything`; it knows probeIt, shortIt, searchIt, logIn, actOn, actBoth
        the mock has no endpoint `login_`; did you mean `logIn`?
        the mock has no endpoint `x`; it knows none"#]]
    .assert_eq(&errors.join("\n"));
}

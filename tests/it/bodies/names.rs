//! Errcodes under other names, and lists: no refusal is ever a success.

use wechat_cloudbase::operation::{Operation, decode_response};
use wechat_cloudbase::token::App;
use wechat_cloudbase::{Error, Outcome};

use super::mock;
use crate::golden::bodies::{list_fans, query_ads, send_notice};
use crate::harness::{Reply, Server};

/// What a caller sees of a body: the response, or the errcode, the errmsg and the outcome.
fn seen<O: Operation<Response: std::fmt::Debug>>(body: &str) -> String {
    match decode_response::<O>(200, body) {
        Ok(response) => format!("{response:?}"),
        Err(error) => refused(&error),
    }
}

fn refused(error: &Error) -> String {
    match error.errcode() {
        Some(code) => {
            format!("{} {:?} {:?}", code.code(), error.errmsg().unwrap(), error.outcome())
        }
        None => format!("no errcode {:?}", error.outcome()),
    }
}

#[test]
fn a_code_of_another_name_decides() {
    for (body, expect) in [
        (r#"{"ret": 0, "status": 1}"#, "Response { status: 1 }"),
        (r#"{"ret": "0", "status": 1}"#, "Response { status: 1 }"),
        (r#"{"ret": 0, "errcode": 0, "status": 1}"#, "Response { status: 1 }"),
        (r#"{"ret": 2056, "err_msg": "x", "status": 0}"#, r#"2056 "x" Rejected"#),
        (r#"{"ret": "2056", "status": 0}"#, r#"2056 "" Rejected"#),
        (r#"{"ret": 2056, "errcode": 0, "status": 0}"#, r#"2056 "" Rejected"#),
        (r#"{"ret": 0, "errcode": 40014, "errmsg": "x", "status": 1}"#, r#"40014 "x" Rejected"#),
        (r#"{"errcode": 40014, "errmsg": "x"}"#, r#"40014 "x" Rejected"#),
        (r#"{"errcode": 0, "errmsg": "ok", "status": 1}"#, "no errcode Unknown"),
        (r#"{"ret": null, "status": 1}"#, "no errcode Unknown"),
        (r#"{"ret": true, "status": 1}"#, "no errcode Unknown"),
        (r#"{"ret": 0, "errcode": "x", "status": 1}"#, "no errcode Unknown"),
        (r#"{"ret": 0, "error": {"code": 5}, "status": 1}"#, "no errcode Unknown"),
        (r#"{"status": 1}"#, "no errcode Unknown"),
    ] {
        assert_eq!(seen::<query_ads::Request>(body), expect, "{body}");
    }
}

#[test]
fn a_code_inside_an_object_decides() {
    for (body, expect) in [
        (r#"{"base_resp": {"ret": 0}, "data": {"msgid": 7}}"#, "Response { msgid: 7 }"),
        (r#"{"base_resp": {"ret": 0, "err_msg": "ok"}, "msgid": 7}"#, "Response { msgid: 7 }"),
        (r#"{"base_resp": {"ret": -1, "err_msg": "x"}, "msgid": 7}"#, r#"-1 "x" Unknown"#),
        (r#"{"base_resp": {"ret": 0, "errcode": 9}, "msgid": 7}"#, "no errcode Unknown"),
        (r#"{"base_resp": {}, "msgid": 7}"#, "no errcode Unknown"),
        (r#"{"base_resp": 0, "msgid": 7}"#, "no errcode Unknown"),
        (r#"{"ret": 0, "msgid": 7}"#, "no errcode Unknown"),
        (r#"{"errcode": 40014, "errmsg": "x"}"#, r#"40014 "x" Rejected"#),
        (r#"{"base_resp": {"ret": 0}}"#, "no errcode Done"),
    ] {
        assert_eq!(seen::<send_notice::Request>(body), expect, "{body}");
    }
}

#[test]
fn a_list_is_a_success_and_an_object_is_not() {
    let fan = |id: &str| format!("Fan {{ openid: {id:?}, since: None }}");
    for (body, expect) in [
        ("[]", "Response { fans: [] }".to_owned()),
        (r#"[{"openid": "o1"}]"#, format!("Response {{ fans: [{}] }}", fan("o1"))),
        // A row without what is essential is left out.
        (r#"[{"openid": "o1"}, {}, 5]"#, format!("Response {{ fans: [{}] }}", fan("o1"))),
        (r#"{"errcode": -1, "errmsg": "x"}"#, r#"-1 "x" Unknown"#.to_owned()),
        (r#"{"errcode": 0, "errmsg": "ok"}"#, "no errcode Unknown".to_owned()),
        (r#"{"fans": []}"#, "no errcode Unknown".to_owned()),
        ("{}", "no errcode Unknown".to_owned()),
        ("7", "no errcode Unknown".to_owned()),
        ("", "no errcode Unknown".to_owned()),
    ] {
        assert_eq!(seen::<list_fans::Request>(body), expect, "{body}");
    }
    let error = decode_response::<list_fans::Request>(200, "{}").unwrap_err().to_string();
    assert!(error.contains("is a JSON object, where a success is a list"), "{error}");
    let error = decode_response::<list_fans::Request>(502, "[]").unwrap_err();
    assert_eq!((error.http_status(), error.outcome()), (Some(502), Outcome::Unknown));
}

/// The gateway rejects a token under the usual names.
#[tokio::test]
async fn a_rejected_token_is_replaced_once() {
    let server =
        Server::start([Reply::errcode(40014), Reply::json(r#"{"ret": 0, "status": 1}"#)]).await;
    let request = query_ads::Request::new("top");
    let error = server.client::<App>().call(request).send().await.unwrap_err();
    // The token is always the same, so there is no other to retry with.
    assert!(error.is_token_rejected(), "{error}");
}

#[tokio::test]
async fn the_mock_reports_as_the_endpoint_does() {
    let mock = mock().await;
    let client = mock.client::<App>().unwrap();
    mock.on("queryAds").unwrap().once(wechat_cloudbase::mock::Reply::errcode(2056));
    let error = client.call(query_ads::Request::new("top")).send().await.unwrap_err();
    assert_eq!(
        error.body().map(|body| body.starts_with(br#"{"err_msg":"not in service rid: "#)),
        Some(true)
    );
    assert_eq!(error.errcode().map(wechat_cloudbase::Errcode::code), Some(2056));
    let expired = mock.client_with::<App>(mock.expired_token()).unwrap();
    let error = expired.call(query_ads::Request::new("top")).send().await.unwrap_err();
    assert!(error.is_token_rejected(), "{error}");
    let body = String::from_utf8_lossy(error.body().unwrap()).into_owned();
    assert!(body.contains(r#""errcode":"#) && !body.contains(r#""ret":"#), "{body}");
}

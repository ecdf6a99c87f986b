//! Limits: daily and minute quotas, and rate limits of HTTP.

use std::time::Duration;

use expect_test::{Expect, expect};
use tokio::time::Instant;
use wechat_cloudbase::call::RetryPolicy;
use wechat_cloudbase::mock::{Mock, Reply as MockReply};
use wechat_cloudbase::token::{Authorizer, Component};
use wechat_cloudbase::{Client, Error, Outcome};

use super::tell;
use crate::harness::{self, Reply, Server};

const OK: &str = r#"{"errcode": 0, "errmsg": "ok", "envid": "shop-1"}"#;

/// Ten seconds before midnight in China.
const LATE: &str = "Date: Mon, 30 Nov 2026 15:59:50 GMT\r\n";

/// A response with header lines.
fn reply(status: u16, headers: &str, body: &str) -> Reply {
    let length = body.len();
    Reply::raw(format!(
        "HTTP/1.1 {status} Some Reason\r\n{headers}content-length: {length}\r\n\
         connection: close\r\n\r\n{body}"
    ))
}

fn refusal(code: i64) -> String {
    format!(r#"{{"errcode": {code}, "errmsg": "slow down rid: 1-2-3"}}"#)
}

/// The result of one attempt of a call that is not idempotent.
async fn once(reply: Reply) -> Error {
    let server = Server::start([reply]).await;
    let client: Client<Authorizer> = server.client();
    let call = client.create_env(harness::create_env()).retry(RetryPolicy::Never);
    call.send().await.unwrap_err()
}

#[tokio::test]
async fn each_limit() {
    let table: [(Reply, Expect); 6] = [
        (
            reply(200, LATE, &refusal(45009)),
            expect![[r#"
            createEnv: 45009 DailyQuotaReached: slow down; the day's quota of createEnv is used up until 2026-12-01 00:00 China time. Stop calling this endpoint until the next day, or reset its quota if resets are left this month. (rid: 1-2-3)
            outcome Rejected, status 200, errcode 45009, errmsg "slow down", rid "1-2-3", body of 52
            is quota, daily_quota
            retry after 10 seconds"#]],
        ),
        (
            reply(200, LATE, &refusal(45011)),
            expect![[r#"
            createEnv: 45011 MinuteQuotaReached: slow down; the quota of createEnv is full again in 10 seconds. Call the endpoint less often, and go on in the next minute. (rid: 1-2-3)
            outcome Rejected, status 200, errcode 45011, errmsg "slow down", rid "1-2-3", body of 52
            is quota, rate_limited
            retry after 10 seconds"#]],
        ),
        (
            reply(200, LATE, &refusal(48006)),
            expect![[r#"
            createEnv: 48006 QuotaResetsUsedUp: slow down; the month's quota of createEnv is used up until 2026-12-01 00:00 China time. Wait until the quota is renewed, or until the next month for another reset. (rid: 1-2-3)
            outcome Rejected, status 200, errcode 48006, errmsg "slow down", rid "1-2-3", body of 52
            is quota
            retry after 10 seconds"#]],
        ),
        (
            reply(429, "Retry-After: 7\r\n", "<html>slow down</html>"),
            expect![[r#"
            createEnv: HTTP 429 without an errcode: too many calls for 127.0.0.1, which takes no more for 7 seconds. Send fewer calls at once, or give the call a longer deadline: within it, the client retries when it may.
            outcome Rejected, status 429, body of 22
            is rate_limited, status
            retry after 7 seconds"#]],
        ),
        (
            reply(429, "", "{}"),
            expect![[r#"
            createEnv: HTTP 429 without an errcode: too many calls for 127.0.0.1. Send fewer calls at once, or give the call a longer deadline: within it, the client retries when it may.
            outcome Rejected, status 429, body of 2
            is rate_limited, status"#]],
        ),
        (
            reply(503, "Retry-After: 120\r\n", ""),
            expect![[r#"
                createEnv: HTTP 503 without an errcode. Look for a gateway or proxy that responds in WeChat's place; `Error::body` has its response.
                outcome Unknown, status 503, body of 0
                is busy, status
                retry after 120 seconds"#]],
        ),
    ];
    for (reply, expect) in table {
        expect.assert_eq(&tell(&once(reply).await));
    }
}

#[tokio::test]
async fn a_header_takes_precedence_over_the_code() {
    for (status, code) in [(200, 45009), (429, 45011), (429, 7), (200, -1)] {
        let error = once(reply(status, "Retry-After: 3\r\n", &refusal(code))).await;
        assert_eq!(error.retry_after(), Some(Duration::from_secs(3)), "{status} {code}");
        assert_eq!(error.is_rate_limited(), status == 429, "{status} {code}");
    }
}

/// The server's clock counts, not the difference between two clocks.
#[tokio::test]
async fn a_date_is_compared_with_the_servers_own() {
    let headers = "Date: Sun, 06 Nov 1994 08:49:37 GMT\r\n\
                   Retry-After: Sun, 06 Nov 1994 08:50:07 GMT\r\n";
    assert_eq!(once(reply(429, headers, "")).await.retry_after(), Some(Duration::from_secs(30)));
    let headers = "Retry-After: 999999999999\r\n";
    let day = Duration::from_secs(24 * 60 * 60);
    assert_eq!(once(reply(429, headers, "")).await.retry_after(), Some(day));
    let headers = "Retry-After: whenever\r\n";
    assert_eq!(once(reply(429, headers, "")).await.retry_after(), None);
}

/// Nothing was done, so even a call that opens a bill is retried, after the delay plus jitter.
#[tokio::test(start_paused = true)]
async fn rate_limited_calls_are_retried_after_the_named_delay() {
    for (first, least, most) in [
        (reply(429, "Retry-After: 7\r\n", ""), 7_250, 7_600),
        (reply(429, "Retry-After: 7\r\n", &refusal(-1)), 7_250, 7_600),
        (reply(429, "Retry-After: 7\r\n", &refusal(45011)), 7_250, 7_600),
        (reply(429, "", "<html></html>"), 250, 600),
        (reply(200, LATE, &refusal(45011)), 10_250, 10_600),
    ] {
        let server = Server::start([first, Reply::json(OK)]).await;
        let client: Client<Authorizer> = server.client();
        let start = Instant::now();
        client.create_env(harness::create_env()).send().await.unwrap();
        let elapsed = start.elapsed().as_millis();
        assert!((least..=most).contains(&elapsed), "{elapsed} ms");
        assert_eq!(server.request_count(), 2);
    }
}

#[tokio::test(start_paused = true)]
async fn a_service_that_is_not_available_is_retried_where_that_is_safe() {
    let reply = || reply(503, "Retry-After: 7\r\n", "");
    let server = Server::start([reply(), Reply::json(OK), reply()]).await;
    let start = Instant::now();
    server.client::<Component>().change_tcb_env(harness::change_env()).send().await.unwrap();
    assert!((7_250..=7_600).contains(&start.elapsed().as_millis()));
    let client: Client<Authorizer> = server.client();
    let error = client.create_env(harness::create_env()).send().await.unwrap_err();
    assert_eq!((error.outcome(), server.request_count()), (Outcome::Unknown, 3));
}

#[tokio::test(start_paused = true)]
async fn retries_are_bounded_by_deadline_and_attempts() {
    let server = Server::start(vec![reply(429, "Retry-After: 7\r\n", ""); 9]).await;
    let client: Client<Authorizer> = server.client();
    let start = Instant::now();
    let call = client.create_env(harness::create_env()).deadline(Duration::from_secs(7));
    assert!(call.send().await.unwrap_err().is_rate_limited());
    assert_eq!((start.elapsed().as_millis(), server.request_count()), (0, 1));

    let error = client.create_env(harness::create_env()).send().await.unwrap_err();
    assert_eq!((error.outcome(), server.request_count()), (Outcome::Rejected, 5));

    let call = client.create_env(harness::create_env()).retry(RetryPolicy::Never);
    call.send().await.unwrap_err();
    assert_eq!(server.request_count(), 6);
}

#[tokio::test(start_paused = true)]
async fn a_daily_quota_is_not_waited_for() {
    let server = Server::start(vec![reply(200, LATE, &refusal(45009)); 2]).await;
    let client: Client<Component> = server.client();
    let error = client.change_tcb_env(harness::change_env()).send().await.unwrap_err();
    assert!(error.is_daily_quota() && error.is_quota() && !error.is_rate_limited());
    assert_eq!(server.request_count(), 1);
}

/// The mock is a rate-limiting server, where it is scripted so.
#[tokio::test(start_paused = true)]
async fn of_the_mock() {
    let mock = Mock::start().await.unwrap();
    let reply = MockReply::html(429, "<html></html>").retry_after(Duration::from_secs(7));
    mock.on("createEnv").unwrap().once(reply);
    let start = Instant::now();
    let client: Client<Authorizer> = mock.client().unwrap();
    client.create_env(harness::create_env()).send().await.unwrap();
    assert!((7_250..=7_600).contains(&start.elapsed().as_millis()));
}

/// The exhausted daily quota of the token endpoint is the cause, and is named.
#[tokio::test]
async fn of_the_endpoint_for_tokens() {
    let mock = Mock::start().await.unwrap();
    let account = "wx5fe6bb43205e9e07";
    mock.accounts().app(account, "right");
    mock.on("getStableAccessToken").unwrap().always(MockReply::errcode(45009));
    let base_url = mock.base_url();
    let secret = wechat_cloudbase::Secret::new("right");
    let program = wechat_cloudbase::MiniProgram::builder(account, secret);
    let program = program.client(|client| client.base_urls([base_url])).build().unwrap();
    use wechat_cloudbase::api::get_api_quota::{CgiPath, Request};
    let request = Request::new(CgiPath::new("/cgi-bin/stable_token"));
    let error = program.client().get_api_quota(request).send().await.unwrap_err();
    let line = error.to_string();
    assert!(line.contains("the day's quota of getStableAccessToken is used up until "), "{line}");
    assert!(line.contains(" 00:00 China time"), "{line}");
    assert!(error.is_quota() && error.is_daily_quota());
    assert!(error.retry_after().unwrap() <= Duration::from_secs(24 * 60 * 60));
    assert_eq!(error.outcome(), Outcome::NotSent);
}

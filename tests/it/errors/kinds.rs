//! A predicate and a line for each kind of failure.

use expect_test::{Expect, expect};
use wechat_cloudbase::Client;
use wechat_cloudbase::operation::decode_response;
use wechat_cloudbase::token::{AccessToken, Authorizer};

use super::tell;
use crate::harness::{self, Reply, Server};

#[tokio::test]
async fn of_a_call() {
    let redirect = Reply::raw("HTTP/1.1 302 Found\r\nlocation: /\r\ncontent-length: 0\r\n\r\n");
    let table: [(Reply, Expect); 7] = [
        (
            Reply::cut(),
            expect![[r#"
            createEnv: the connection to 127.0.0.1 broke before the response was complete. It may have been done: check before retrying.
            outcome Unknown
            is interrupted"#]],
        ),
        (
            Reply::raw("HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{\"errcode\":"),
            expect![[r#"
                createEnv: the connection to 127.0.0.1 broke before the response was complete. It may have been done: check before retrying.
                outcome Unknown
                is interrupted"#]],
        ),
        (
            Reply::endless(),
            expect![[r#"
                createEnv: the response of 127.0.0.1 is longer than 10485760 bytes. Allow a longer one with `ClientBuilder::body_limit`; a response of bytes can also be read as a stream, with `Call::stream`.
                outcome Unknown
                is too_large"#]],
        ),
        (
            redirect,
            expect![[r#"
            createEnv: HTTP 302 leads elsewhere, and a token is not sent there. Correct the base URL, or look for a proxy that redirects.
            outcome Unknown, status 302, body of 0
            is redirect"#]],
        ),
        (
            Reply::http(404, "text/html", "<html></html>"),
            expect![[r#"
                createEnv: HTTP 404 without an errcode. Look for a gateway or proxy that responds in WeChat's place; `Error::body` has its response.
                outcome Rejected, status 404, body of 13
                is status"#]],
        ),
        (
            Reply::http(502, "text/html", "<html></html>"),
            expect![[r#"
                createEnv: HTTP 502 without an errcode. Look for a gateway or proxy that responds in WeChat's place; `Error::body` has its response.
                outcome Unknown, status 502, body of 13
                is status"#]],
        ),
        (
            Reply::http(200, "text/html", "<html></html>"),
            expect![[r#"
                createEnv: the response (HTTP 200) is an HTML page. Look for a gateway or proxy that responds in WeChat's place; `Error::body` has its response.
                outcome Unknown, status 200, body of 13
                is decode"#]],
        ),
    ];
    for (reply, expect) in table {
        let server = Server::start([reply]).await;
        let client: Client<Authorizer> = server.client();
        let error = client.create_env(harness::create_env()).send().await.unwrap_err();
        expect.assert_eq(&tell(&error));
    }
}

#[test]
fn of_the_making_of_a_client() {
    let builder = Client::builder(AccessToken::<Authorizer>::new("TOKEN"));
    let error = builder.base_urls(["ftp://x"]).build().unwrap_err();
    assert!(error.is_config());
}

/// Authorisation codes that were used or expired.
#[test]
fn of_a_code() {
    use wechat_cloudbase::api::create_env::Request;
    for (code, name, operator) in [
        (61009, "AuthorizationCodeInvalid", false),
        (61010, "AuthorizationCodeExpired", false),
        (40243, "AppSecretFrozen", true),
        (50002, "UserLimited", true),
        (61017, "FunctionUnauthorized", true),
    ] {
        let answer = format!(r#"{{"errcode": {code}, "errmsg": ""}}"#);
        let error = decode_response::<Request>(200, answer).unwrap_err();
        assert!(error.to_string().starts_with(&format!("createEnv: {code} {name}")), "{error}");
        assert_eq!(error.outcome(), wechat_cloudbase::Outcome::Rejected);
        assert!(error.remedy().is_some());
        assert_eq!(error.action_required().is_some(), operator, "{code}");
    }
}

/// A message longer than any of WeChat's is truncated; the body has it.
#[test]
fn of_a_message_without_end() {
    use wechat_cloudbase::api::create_env::Request;
    let answer = format!(r#"{{"errcode": 40097, "errmsg": "{}"}}"#, "many words ".repeat(100_000));
    let error = decode_response::<Request>(200, answer).unwrap_err();
    assert!(error.to_string().len() < 5_000);
    assert!(error.body().unwrap().len() > 1_000_000);
}

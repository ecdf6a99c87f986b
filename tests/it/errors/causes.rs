//! A call without a token says why there is none: one cause, in its line, in every accessor, and in
//! the log.

use std::time::{Duration, SystemTime};

use expect_test::{Expect, expect};
use wechat_cloudbase::mock::{Mock, Reply as MockReply};
use wechat_cloudbase::token::{AccessToken, Authorizer, BoxFuture, Component, Kind, TokenProvider};
use wechat_cloudbase::{
    ActionRequired, Client, Errcode, Error, MiniProgram, Outcome, Platform, Secret,
};

use super::tell;
use crate::harness::{self, Reply, Server};
use crate::secrets::Logs;

const PLATFORM: &str = "wx0123456789abcdef";
const ACCOUNT: &str = "wx5fe6bb43205e9e07";
const UNLISTED: &str = "access clientip is not registered request ip:203.0.113.7 rid: 1-2-3";

/// A mock of WeChat, and a platform of one account.
async fn platform() -> (Mock, Client<Authorizer>) {
    let mock = Mock::start().await.unwrap();
    mock.accounts().platform(PLATFORM, "secret").ticket("ticket").authorizer(ACCOUNT, "refresh");
    let base_url = mock.base_url();
    let platform = Platform::builder(PLATFORM, Secret::new("secret"));
    let platform = platform.client(|client| client.base_urls([base_url])).build().unwrap();
    platform.store_ticket(Secret::new("ticket"), SystemTime::now()).await.unwrap();
    platform.adopt(ACCOUNT, Secret::new("refresh")).await.unwrap();
    (mock, platform.authorizer(ACCOUNT))
}

/// A call of a process that has no token yet, where the component token is refused with this error.
async fn refused(errcode: i64, errmsg: &str) -> Error {
    let (mock, client) = platform().await;
    let reply = MockReply::errcode(errcode).message(errmsg);
    mock.on("getComponentAccessToken").unwrap().always(reply);
    client.create_env(harness::create_env()).send().await.unwrap_err()
}

#[track_caller]
fn check(error: &Error, expect: Expect) {
    expect.assert_eq(&tell(error));
    let origin = error.origin();
    assert_eq!(error.remedy(), origin.remedy());
    assert_eq!(error.record(), origin.record());
    assert_eq!(error.retry_after(), origin.retry_after());
    assert_eq!(error.endpoint().unwrap().name, "createEnv");
}

#[tokio::test]
async fn an_address_that_is_not_on_the_list() {
    Logs::collect();
    let error = refused(61004, UNLISTED).await;
    check(
        &error,
        expect![[r#"
        createEnv: the token provider has no token: getComponentAccessToken failed: 61004 ClientIpNotRegistered: access clientip is not registered request ip:203.0.113.7; 203.0.113.7 is not on the allow-list, so nothing was sent. Add the address to the platform's IP list on the open platform; errmsg may name it. (rid: 1-2-3)
        outcome NotSent, errcode 61004, errmsg "access clientip is not registered request ip:203.0.113.7", rid "1-2-3"
        is permission, token_provider, action_required
        action_required CallerNotAllowed { address: Some(203.0.113.7) }"#]],
    );
    assert_eq!(error.origin().endpoint().unwrap().name, "getComponentAccessToken");
    assert_eq!(error.http_status(), None);
    let logs = Logs::text();
    let told =
        |line: &&str| line.contains("createEnv: the token provider") && line.contains("61004");
    let line = logs.lines().find(told).unwrap();
    for field in ["errcode=61004", "NotSent", "rid=", "203.0.113.7 is not on the allow-list"] {
        assert!(line.contains(field), "no {field} in {line}");
    }
}

#[tokio::test]
async fn a_wrong_secret() {
    check(
        &refused(40125, "invalid appsecret").await,
        expect![[r#"
        createEnv: the token provider has no token: getComponentAccessToken failed: 40125 InvalidAppSecret: invalid appsecret, so nothing was sent. Check the secret; it may have been reset on the platform's site.
        outcome NotSent, errcode 40125, errmsg "invalid appsecret"
        is token_provider, action_required
        action_required AppSecretRejected"#]],
    );
}

#[tokio::test]
async fn an_unknown_platform() {
    check(
        &refused(40013, "invalid appid").await,
        expect![[r#"
        createEnv: the token provider has no token: getComponentAccessToken failed: 40013 InvalidAppId: invalid appid, so nothing was sent. Check the appid, its letter case too, and that it belongs to the account of the token or secret.
        outcome NotSent, errcode 40013, errmsg "invalid appid"
        is token_provider"#]],
    );
}

#[tokio::test]
async fn a_ticket_that_is_not_accepted() {
    check(
        &refused(61006, "component ticket is invalid").await,
        expect![[r#"
        createEnv: the token provider has no token: getComponentAccessToken failed: 61006 ComponentTicketInvalid: component ticket is invalid, so nothing was sent. Send the latest component_verify_ticket unchanged, with the appid of the platform that received it.
        outcome NotSent, errcode 61006, errmsg "component ticket is invalid"
        is token_provider, action_required
        action_required TicketRejected"#]],
    );
}

#[tokio::test]
async fn a_code_that_is_not_listed() {
    check(
        &refused(77_777, "").await,
        expect![[r#"
        createEnv: the token provider has no token: getComponentAccessToken failed: 77777 Other, and no message, so nothing was sent
        outcome NotSent, errcode 77777, errmsg ""
        is token_provider"#]],
    );
}

/// The response of the mini program's own endpoint for tokens.
#[tokio::test]
async fn of_a_mini_program() {
    let mock = Mock::start().await.unwrap();
    mock.accounts().app(ACCOUNT, "right");
    let base_url = mock.base_url();
    let program = MiniProgram::builder(ACCOUNT, Secret::new("wrong"));
    let program = program.client(|client| client.base_urls([base_url])).build().unwrap();
    let client = program.client();
    use wechat_cloudbase::api::get_api_quota::{CgiPath, Request};
    let request = Request::new(CgiPath::new("/cgi-bin/stable_token"));
    let error = client.get_api_quota(request).send().await.unwrap_err();
    assert!(error.to_string().contains("40125 InvalidAppSecret"), "{error}");
    assert_eq!(error.action_required(), Some(ActionRequired::AppSecretRejected));
}

/// WeChat no longer accepts the token, and the fetch of another is refused.
#[tokio::test]
async fn a_renewal_that_is_refused() {
    let (mock, client) = platform().await;
    client.create_env(harness::create_env()).send().await.unwrap();
    mock.accounts().expire(Kind::Authorizer).expire(Kind::Component);
    let reply = MockReply::errcode(61004).message(UNLISTED);
    mock.on("getAuthorizerAccessToken").unwrap().always(reply);
    let error = client.create_env(harness::create_env()).send().await.unwrap_err();
    check(
        &error,
        expect![[r#"
        createEnv: 42001 AccessTokenExpired: access_token expired: this authorizer_access_token is out of date, and there is no other token: getAuthorizerAccessToken failed: 61004 ClientIpNotRegistered: access clientip is not registered request ip:203.0.113.7; 203.0.113.7 is not on the allow-list. Add the address to the platform's IP list on the open platform; errmsg may name it. (rid: 1-2-3)
        outcome Rejected, status 200, errcode 61004, errmsg "access clientip is not registered request ip:203.0.113.7", rid "1-2-3", body of 126
        is permission, token_provider, action_required
        action_required CallerNotAllowed { address: Some(203.0.113.7) }"#]],
    );
    assert_eq!(error.outcome(), Outcome::Rejected);
    assert_eq!(error.http_status(), Some(200));
}

/// Two fetches are in between: of the account's token, and of the platform's.
#[tokio::test]
async fn a_renewal_that_is_refused_further_down() {
    let (mock, client) = platform().await;
    client.create_env(harness::create_env()).send().await.unwrap();
    mock.accounts().expire(Kind::Authorizer).expire(Kind::Component);
    let reply = MockReply::errcode(61004).message(UNLISTED);
    mock.on("getComponentAccessToken").unwrap().always(reply);
    let error = client.create_env(harness::create_env()).send().await.unwrap_err();
    assert_eq!(error.errcode(), Some(Errcode::ClientIpNotRegistered), "{error}");
    assert_eq!(error.outcome(), Outcome::Rejected);
    assert!(!error.is_token_rejected() && error.is_permission());
    assert!(!error.to_string().contains("Fetch a new token"), "{error}");
}

/// Has one token, and a reason why there is no other.
struct Failing<F>(F);

impl<F: Fn() -> Error + Send + Sync + 'static> TokenProvider<Component> for Failing<F> {
    fn token(&self) -> BoxFuture<'_, Result<AccessToken<Component>, Error>> {
        Box::pin(async { Ok(AccessToken::new("TOKEN")) })
    }

    fn replace<'a>(
        &'a self,
        _: &'a AccessToken<Component>,
    ) -> BoxFuture<'a, Result<Option<AccessToken<Component>>, Error>> {
        Box::pin(async { Err((self.0)()) })
    }
}

/// A reason without an errcode: then the rejection's is reported.
#[tokio::test]
async fn no_other_token_for_another_reason() {
    for (reason, expect) in [
        (
            (|| Error::token("the vault is closed")) as fn() -> Error,
            expect![[r#"
            changeTcbEnv: 42001 AccessTokenExpired: in words, and there is no other token: the vault is closed (rid: 1-2-3)
            outcome Rejected, status 200, errcode 42001, errmsg "in words", rid "1-2-3", body of 51
            is token_rejected, token_provider"#]],
        ),
        (
            || Error::store("no route to the store"),
            expect![[r#"
            changeTcbEnv: 42001 AccessTokenExpired: in words, and there is no other token: the store of tokens failed: no route to the store. Check that the store runs and that this machine can reach it. (rid: 1-2-3)
            outcome Rejected, status 200, errcode 42001, errmsg "in words", rid "1-2-3", body of 51
            is token_rejected, token_provider, store"#]],
        ),
        (
            || ActionRequired::TokensRejected { retry_after: Duration::from_secs(30) }.into(),
            expect![[r#"
                changeTcbEnv: 42001 AccessTokenExpired: in words, and there is no other token: WeChat rejects each new token, so none is fetched and nothing is sent for 30 seconds. Check whether another program fetches tokens for the same account without sharing the store, and whether the secret and the appid belong together. (rid: 1-2-3)
                outcome Rejected, status 200, errcode 42001, errmsg "in words", rid "1-2-3", body of 51
                is token_rejected, token_provider, action_required
                action_required TokensRejected { retry_after: 30s }
                retry after 30 seconds"#]],
        ),
    ] {
        let server = Server::start([Reply::errcode(42001)]).await;
        let client = server.client::<Component>().with_token(Failing(reason));
        let error = client.change_tcb_env(harness::change_env()).send().await.unwrap_err();
        expect.assert_eq(&tell(&error));
        assert_eq!(error.outcome(), Outcome::Rejected);
    }
}

/// The fetch may have been done, but the call was not sent.
#[tokio::test]
async fn an_interrupted_fetch() {
    let (mock, client) = platform().await;
    mock.on("getComponentAccessToken").unwrap().always(MockReply::cut_connection());
    let call = client.create_env(harness::create_env()).deadline(Duration::from_secs(2));
    let error = call.send().await.unwrap_err();
    assert_eq!(error.outcome(), Outcome::NotSent);
    assert!(!error.to_string().contains("It may have been done"), "{error}");
}

/// Errors of a caller's own provider, which wrap an error of ours.
#[tokio::test]
async fn of_a_provider_that_wraps_it() {
    let cause = refused(61004, UNLISTED).await.origin().clone();
    let wrapped: [fn(Error) -> Error; 3] = [
        |cause| cause,
        |cause| Error::token(std::io::Error::other(Error::token(cause))),
        |cause| Error::token(std::sync::Arc::new(cause)),
    ];
    for wrap in wrapped {
        let cause = cause.clone();
        let server = Server::start([]).await;
        let provider = harness::NoToken(move || wrap(cause.clone()));
        let client: Client<Component> = server.client::<Component>().with_token(provider);
        let error = client.change_tcb_env(harness::change_env()).send().await.unwrap_err();
        assert_eq!(error.errcode(), Some(Errcode::ClientIpNotRegistered));
        assert!(error.to_string().contains("203.0.113.7 is not on the allow-list"), "{error}");
        assert!(error.is_permission() && error.is_token_provider());
    }
}

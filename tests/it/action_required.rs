//! Failures that need an operator, as errors report them.

use std::time::Duration;

use wechat_cloudbase::token::{Authorizer, Component};
use wechat_cloudbase::{ActionRequired, Client, Error};

use crate::harness::{self, Reply, Server};

/// The action of a call with this response.
async fn action(errcode: i64, errmsg: &str) -> Option<ActionRequired> {
    let answer = format!(r#"{{"errcode": {errcode}, "errmsg": "{errmsg}"}}"#);
    let server = Server::start([Reply::json(&answer)]).await;
    let request = harness::create_env();
    let error = server.client::<Authorizer>().create_env(request).send().await.unwrap_err();
    error.action_required()
}

#[tokio::test]
async fn of_wechats_codes() {
    let address = Some("203.0.113.7".parse().unwrap());
    let not_allowed = Some(ActionRequired::CallerNotAllowed { address });
    for (errcode, errmsg, expect) in [
        (
            61004,
            "access clientip is not registered request ip:203.0.113.7 rid: 1",
            not_allowed.clone(),
        ),
        (40164, "invalid ip 203.0.113.7 ipv6 ::ffff:203.0.113.7, not in whitelist", not_allowed),
        (61004, "", Some(ActionRequired::CallerNotAllowed { address: None })),
        (61003, "component is not authorized", Some(ActionRequired::NotAuthorized)),
        (61023, "refresh_token is invalid", Some(ActionRequired::NotAuthorized)),
        (61005, "", Some(ActionRequired::TicketRejected)),
        (61006, "", Some(ActionRequired::TicketRejected)),
        (61007, "", Some(ActionRequired::PermissionSetMissing { permission_sets: &[49] })),
        (40097, "", None),
    ] {
        assert_eq!(action(errcode, errmsg).await, expect, "{errcode} {errmsg}");
    }
}

/// A call reports why its provider has no token.
#[tokio::test]
async fn of_a_provider() {
    let server = Server::start([]).await;
    let action = ActionRequired::TicketOld { age: Duration::from_secs(50_000) };
    let expect = action.clone();
    let provider = harness::NoToken(move || Error::from(action.clone()));
    let client: Client<Component> = server.client::<Component>().with_token(provider);
    let error = client.change_tcb_env(harness::change_env()).send().await.unwrap_err();
    assert_eq!(error.action_required(), Some(expect));
    assert!(error.is_token_provider());
    assert_eq!(
        error.to_string(),
        "changeTcbEnv: the latest ticket of this platform is 833 minutes old, so nothing was sent. \
         Check why the callback has received no ticket recently, and request one with startPushTicket."
    );
    assert_eq!(server.request_count(), 0);
}

/// The reason is found however many errors wrap it.
#[test]
fn of_an_error_below() {
    let error = Error::token(Error::token(Error::from(ActionRequired::NotAuthorized)));
    assert_eq!(error.action_required(), Some(ActionRequired::NotAuthorized));
    assert_eq!(Error::store("gone").action_required(), None);
}

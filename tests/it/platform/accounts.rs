//! Calls for a platform and for its accounts.

use wechat_cloudbase::mock::Reply;

use super::*;

#[tokio::test]
async fn calls_get_their_tokens_by_themselves() {
    let mock = mock().await;
    let (platform, _) = platform(&mock).await;
    call_component(&platform.component()).await.unwrap();
    for _ in 0..5 {
        call(&platform.authorizer(ACCOUNT)).await.unwrap();
    }
    assert_eq!(issued(&mock), (1, 1));
}

/// Not more than the connections that a process may have, at both ends, on most machines.
#[tokio::test]
async fn many_calls_and_an_expired_token_are_one_refresh() {
    let mock = mock().await;
    let (platform, _) = platform(&mock).await;
    let client = platform.authorizer(ACCOUNT);
    call(&client).await.unwrap();
    mock.accounts().expire(Kind::Authorizer);
    let calls = (0..200).map(|_| {
        let client = platform.authorizer(ACCOUNT);
        tokio::spawn(async move { call(&client).await })
    });
    for call in calls.collect::<Vec<_>>() {
        call.await.unwrap().unwrap();
    }
    assert_eq!(issued(&mock), (1, 2));
}

#[tokio::test]
async fn an_expired_component_token_is_replaced_on_the_way_to_another() {
    let mock = mock().await;
    let (platform, _) = platform(&mock).await;
    call(&platform.authorizer(ACCOUNT)).await.unwrap();
    mock.accounts().expire(Kind::Authorizer).expire(Kind::Component);
    call(&platform.authorizer(ACCOUNT)).await.unwrap();
    assert_eq!(issued(&mock), (2, 2));
}

/// Two processes with one store.
#[tokio::test]
async fn tokens_are_shared_through_the_store() {
    let mock = mock().await;
    let (one, store) = platform(&mock).await;
    let other = bare(&mock, &store);
    call(&one.authorizer(ACCOUNT)).await.unwrap();
    call(&other.authorizer(ACCOUNT)).await.unwrap();
    call_component(&other.component()).await.unwrap();
    assert_eq!(issued(&mock), (1, 1));
    mock.accounts().expire(Kind::Authorizer);
    let (one, other) = (one.authorizer(ACCOUNT), other.authorizer(ACCOUNT));
    let results = tokio::join!(call(&one), call(&other));
    assert!(results.0.is_ok() && results.1.is_ok(), "{results:?}");
    assert_eq!(issued(&mock), (1, 2));
}

#[tokio::test]
async fn refresh_tokens_that_rotate_are_followed() {
    let mock = mock().await;
    mock.accounts().rotate_refresh_tokens(true).expire_older_tokens(true);
    let (platform, store) = platform(&mock).await;
    for _ in 0..5 {
        call(&platform.authorizer(ACCOUNT)).await.unwrap();
        mock.accounts().expire(Kind::Authorizer);
    }
    // A restart.
    call(&bare(&mock, &store).authorizer(ACCOUNT)).await.unwrap();
    assert_eq!(issued(&mock), (1, 6));
}

/// Endless refusal exhausts neither the quota of tokens nor that of calls.
#[tokio::test]
async fn when_each_new_token_is_rejected_calls_fail_at_once() {
    let mock = mock().await;
    let (platform, _) = platform(&mock).await;
    mock.on("createEnv").unwrap().always(Reply::errcode(40001));
    let client = platform.authorizer(ACCOUNT);
    for _ in 0..20 {
        call(&client).await.unwrap_err();
    }
    let error = call(&client).await.unwrap_err();
    assert!(
        matches!(error.action_required(), Some(ActionRequired::TokensRejected { .. })),
        "{error}"
    );
    assert_eq!(issued(&mock).1, 2);
    assert_eq!(mock.count("createEnv").unwrap(), 3);
}

#[tokio::test]
async fn a_wrong_secret_is_reported_to_all_waiters() {
    let mock = mock().await;
    mock.accounts().platform(PLATFORM, "another");
    let (platform, _) = platform(&mock).await;
    let client = platform.component();
    let (one, other) = tokio::join!(call_component(&client), call_component(&client));
    for error in [one.unwrap_err(), other.unwrap_err()] {
        assert!(error.is_token_provider());
        let source = std::error::Error::source(&error).unwrap().downcast_ref::<Error>().unwrap();
        assert_eq!(source.errcode().unwrap().code(), 40125);
    }
    assert_eq!(mock.count("getComponentAccessToken").unwrap(), 1);
}

#[tokio::test]
async fn a_revoked_account_is_not_authorised() {
    let mock = mock().await;
    let (platform, _) = platform(&mock).await;
    let client = platform.authorizer(ACCOUNT);
    call(&client).await.unwrap();
    mock.accounts().revoke(ACCOUNT);
    assert_eq!(
        call(&client).await.unwrap_err().action_required(),
        Some(ActionRequired::NotAuthorized)
    );
    platform.forget(ACCOUNT).await.unwrap();
    let before = mock.calls().len();
    assert_eq!(
        call(&client).await.unwrap_err().action_required(),
        Some(ActionRequired::NotAuthorized)
    );
    assert_eq!(mock.calls().len(), before, "nothing was sent");
}

#[tokio::test]
async fn an_unknown_account_is_not_authorised() {
    let mock = mock().await;
    let (platform, _) = platform(&mock).await;
    let error = call(&platform.authorizer("wx-nobody")).await.unwrap_err();
    assert_eq!(error.action_required(), Some(ActionRequired::NotAuthorized));
    assert_eq!(error.outcome(), wechat_cloudbase::Outcome::NotSent);
}

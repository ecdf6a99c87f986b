//! Authorisations: codes that are exchanged, and refresh tokens from elsewhere.

use wechat_cloudbase::mock::Reply;
use wechat_cloudbase::platform::Persisted;

use super::*;

const CODE: &str = "queryauthcode@@@1";

async fn exchange(platform: &Platform) -> wechat_cloudbase::platform::Authorization {
    platform.exchange(Secret::new(CODE)).await.unwrap()
}

#[tokio::test]
async fn an_exchanged_code_makes_an_account_usable() {
    let mock = mock().await;
    let (platform, store) = platform(&mock).await;
    mock.accounts().code(CODE, "wx-new");
    let authorization = exchange(&platform).await;
    assert_eq!(authorization.appid.as_str(), "wx-new");
    assert_eq!(authorization.permission_sets, [18, 49]);
    assert_eq!(authorization.refresh_token, Persisted::Stored);
    call(&platform.authorizer("wx-new")).await.unwrap();
    // Its token came with the exchange, and another process has it too.
    call(&bare(&mock, &store).authorizer("wx-new")).await.unwrap();
    assert_eq!(issued(&mock), (1, 1));
    mock.accounts().expire(Kind::Authorizer);
    call(&platform.authorizer("wx-new")).await.unwrap();
}

#[tokio::test]
async fn a_code_is_sent_once() {
    let mock = mock().await;
    let (platform, _) = platform(&mock).await;
    mock.accounts().code(CODE, "wx-new");
    let reply = Reply::cut_connection();
    mock.on("getAuthorizerRefreshToken").unwrap().once(reply);
    let error = platform.exchange(Secret::new(CODE)).await.unwrap_err();
    assert_eq!(error.outcome(), wechat_cloudbase::Outcome::Unknown);
    assert_eq!(mock.count("getAuthorizerRefreshToken").unwrap(), 1);
}

/// The caller may be cancelled: the refresh token in the response is persisted nevertheless.
#[tokio::test]
async fn an_exchange_goes_on_without_its_caller() {
    let mock = mock().await;
    let (platform, _) = platform(&mock).await;
    mock.accounts().authorizer("wx-new", "refresh-new");
    let answer = serde_json::json!({ "authorization_info": {
        "authorizer_appid": "wx-new", "authorizer_refresh_token": "refresh-new",
    } });
    let late = Reply::json(answer).after(Duration::from_millis(500));
    mock.on("getAuthorizerRefreshToken").unwrap().once(late);
    let waiting = tokio::spawn({
        let platform = platform.clone();
        async move { platform.exchange(Secret::new(CODE)).await }
    });
    while mock.count("getAuthorizerRefreshToken").unwrap() == 0 {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    waiting.abort();
    while call(&platform.authorizer("wx-new")).await.is_err() {
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

/// After a revocation: earlier failures are forgotten.
#[tokio::test]
async fn an_account_that_authorises_again_works_at_once() {
    let mock = mock().await;
    let (platform, _) = platform(&mock).await;
    let client = platform.authorizer(ACCOUNT);
    call(&client).await.unwrap();
    mock.accounts().revoke(ACCOUNT);
    call(&client).await.unwrap_err();
    mock.accounts().code(CODE, ACCOUNT);
    exchange(&platform).await;
    call(&client).await.unwrap();
}

#[tokio::test]
async fn an_account_that_granted_no_calls_has_no_refresh_token() {
    let mock = mock().await;
    let (platform, _) = platform(&mock).await;
    let info = serde_json::json!({ "authorization_info": { "authorizer_appid": "wx-new" } });
    let reply = Reply::json(info);
    mock.on("getAuthorizerRefreshToken").unwrap().once(reply);
    let authorization = exchange(&platform).await;
    assert_eq!(authorization.refresh_token, Persisted::None);
    assert!(authorization.permission_sets.is_empty());
    let error = call(&platform.authorizer("wx-new")).await.unwrap_err();
    assert_eq!(error.action_required(), Some(ActionRequired::NotAuthorized));
}

#[tokio::test]
async fn a_refresh_token_from_elsewhere_clears_earlier_failures() {
    let mock = mock().await;
    let store = MemoryStore::new();
    let platform = bare(&mock, &store);
    platform.store_ticket(Secret::new(TICKET), SystemTime::now()).await.unwrap();
    let client = platform.authorizer(ACCOUNT);
    call(&client).await.unwrap_err();
    platform.adopt(ACCOUNT, Secret::new("refresh-0")).await.unwrap();
    call(&client).await.unwrap();
}

/// As happens when an account authorises again: empty tokens count as absent.
#[tokio::test]
async fn empty_tokens_do_not_replace_valid_ones() {
    let mock = mock().await;
    let (platform, store) = platform(&mock).await;
    call(&platform.authorizer(ACCOUNT)).await.unwrap();
    let info = serde_json::json!({ "authorization_info": {
        "authorizer_appid": ACCOUNT, "authorizer_access_token": "", "expires_in": 7200,
        "authorizer_refresh_token": "", "func_info": [{ "funcscope_category": { "id": 49 } }],
    } });
    mock.on("getAuthorizerRefreshToken").unwrap().once(Reply::json(info));
    let authorization = exchange(&platform).await;
    assert_eq!(authorization.refresh_token, Persisted::Earlier);
    assert_eq!(authorization.permission_sets, [49]);
    assert_eq!(issued(&mock), (1, 1));
    for platform in [platform, bare(&mock, &store)] {
        call(&platform.authorizer(ACCOUNT)).await.unwrap();
        mock.accounts().expire(Kind::Authorizer);
        call(&platform.authorizer(ACCOUNT)).await.unwrap();
    }
}

/// Where no earlier one is there, WeChat is asked.
#[tokio::test]
async fn empty_tokens_are_read_again_where_none_is_known() {
    let mock = mock().await;
    let (platform, _) = platform(&mock).await;
    mock.accounts().authorizer("wx-new", "refresh-new");
    let info = serde_json::json!({ "authorization_info": {
        "authorizer_appid": "wx-new", "authorizer_access_token": "", "authorizer_refresh_token": "",
    } });
    mock.on("getAuthorizerRefreshToken").unwrap().once(Reply::json(info));
    assert_eq!(exchange(&platform).await.refresh_token, Persisted::Stored);
    call(&platform.authorizer("wx-new")).await.unwrap();
}

#[tokio::test]
async fn an_empty_refresh_token_is_not_adopted() {
    let mock = mock().await;
    let (platform, _) = platform(&mock).await;
    platform.adopt(ACCOUNT, Secret::new("")).await.unwrap_err();
    call(&platform.authorizer(ACCOUNT)).await.unwrap();
}

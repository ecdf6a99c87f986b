//! A mini program with its own secret, and the stable-token endpoint.

use wechat_cloudbase::api::get_api_quota;
use wechat_cloudbase::token::App;
use wechat_cloudbase::{MiniProgram, mock::Reply};

use super::*;

const APP_SECRET: &str = "app-secret";

fn program(mock: &Mock, store: &MemoryStore) -> Client<App> {
    let base_url = mock.base_url();
    let builder = MiniProgram::builder(ACCOUNT, Secret::new(APP_SECRET)).store(store.clone());
    builder.client(|client| client.base_urls([base_url])).build().unwrap().client()
}

async fn started() -> Mock {
    let mock = Mock::start().await.unwrap();
    mock.accounts().app(ACCOUNT, APP_SECRET);
    mock
}

async fn call(client: &Client<App>) -> Result<(), Error> {
    let request = get_api_quota::Request::new(get_api_quota::CgiPath::new("/cgi-bin/stable_token"));
    client.get_api_quota(request).send().await.map(|_| ())
}

/// Whether each call of the endpoint was a forced one.
fn forced(mock: &Mock) -> Vec<bool> {
    let calls = mock.calls();
    let stable = calls.iter().filter(|call| call.path == "/cgi-bin/stable_token");
    stable.map(|call| call.body.as_ref().unwrap()["force_refresh"] == true).collect()
}

#[tokio::test]
async fn calls_share_a_token() {
    let mock = started().await;
    let store = MemoryStore::new();
    let client = program(&mock, &store);
    for _ in 0..3 {
        call(&client).await.unwrap();
    }
    call(&program(&mock, &store)).await.unwrap();
    assert_eq!(forced(&mock), [false]);
}

/// Another program has forced one, and invalidated ours.
#[tokio::test]
async fn a_rejected_token_is_replaced_by_what_wechat_has() {
    let mock = started().await;
    let client = program(&mock, &MemoryStore::new());
    call(&client).await.unwrap();
    mock.accounts().expire(Kind::App);
    call(&client).await.unwrap();
    assert_eq!(forced(&mock), [false, false]);
    assert_eq!(mock.accounts().issued(Kind::App), 2);
}

#[tokio::test]
async fn a_token_is_forced_only_when_wechat_has_no_other() {
    let mock = started().await;
    let client = program(&mock, &MemoryStore::new());
    call(&client).await.unwrap();
    mock.on("getApiQuota").unwrap().once(Reply::errcode(40001));
    call(&client).await.unwrap();
    assert_eq!(forced(&mock), [false, false, true]);
    // Not twice within half a minute.
    mock.on("getApiQuota").unwrap().once(Reply::errcode(40001));
    let error = call(&client).await.unwrap_err();
    assert!(error.is_token_rejected());
    assert_eq!(forced(&mock), [false, false, true, false]);
    call(&client).await.unwrap();
}

#[tokio::test]
async fn a_forced_token_is_not_asked_for_twice() {
    let mock = started().await;
    let client = program(&mock, &MemoryStore::new());
    call(&client).await.unwrap();
    mock.on("getApiQuota").unwrap().once(Reply::errcode(40001));
    let token = serde_json::json!({ "access_token": "issued-app-1", "expires_in": 7200 });
    let stable = mock.on("getStableAccessToken").unwrap();
    stable.once(Reply::json(token)).once(Reply::cut_connection());
    call(&client).await.unwrap_err();
    assert_eq!(forced(&mock), [false, false, true]);
}

//! Lost refresh tokens are recovered.

use wechat_cloudbase::mock::Reply;
use wechat_cloudbase::platform::Recovered;

use super::*;

/// A mock with this many accounts, and a platform that knows none of them.
async fn lost(accounts: u32) -> (Mock, Platform) {
    let mock = Mock::start().await.unwrap();
    mock.accounts().platform(PLATFORM, SECRET).ticket(TICKET);
    for number in 0..accounts {
        mock.accounts().authorizer(&format!("wx{number:04}"), &format!("refresh-{number}"));
    }
    let platform = bare(&mock, &MemoryStore::new());
    platform.store_ticket(Secret::new(TICKET), SystemTime::now()).await.unwrap();
    (mock, platform)
}

fn counts(recovered: Recovered) -> [u64; 4] {
    [recovered.listed, recovered.stored, recovered.unchanged, recovered.busy]
}

#[tokio::test]
async fn all_pages_are_read() {
    let (mock, platform) = lost(1_201).await;
    let recovered = platform.recovery().run().await.unwrap();
    assert_eq!(counts(recovered), [1_201, 1_201, 0, 0]);
    assert_eq!(mock.count("getAuthorizerList").unwrap(), 3);
    call(&platform.authorizer("wx1200")).await.unwrap();
    let recovered = platform.recovery().run().await.unwrap();
    assert_eq!(counts(recovered), [1_201, 0, 1_201, 0]);
}

#[tokio::test]
async fn existing_tokens_are_replaced_only_on_request() {
    let (_mock, platform) = lost(3).await;
    platform.adopt("wx0001", Secret::new("mine")).await.unwrap();
    let recovered = platform.recovery().run().await.unwrap();
    assert_eq!(counts(recovered), [3, 2, 1, 0]);
    let error = call(&platform.authorizer("wx0001")).await.unwrap_err();
    assert_eq!(
        error.action_required(),
        Some(ActionRequired::NotAuthorized),
        "it is not the one WeChat has"
    );
    let recovered = platform.recovery().replacing().run().await.unwrap();
    assert_eq!(counts(recovered), [3, 1, 2, 0]);
    call(&platform.authorizer("wx0001")).await.unwrap();
}

#[tokio::test]
async fn it_goes_on_where_it_stopped() {
    let (mock, platform) = lost(700).await;
    let list = mock.on("getAuthorizerList").unwrap();
    let mut recovery = platform.recovery();
    list.times(1, Reply::errcode(40013));
    recovery.run().await.unwrap_err();
    assert_eq!(recovery.offset(), 0);
    assert_eq!(counts(recovery.run().await.unwrap()), [700, 700, 0, 0]);
    assert_eq!(recovery.offset(), 700);

    let mut rest = platform.recovery().starting_at(650);
    assert_eq!(counts(rest.run().await.unwrap()), [50, 0, 50, 0]);
    assert_eq!(rest.done().listed, 50);
}

#[tokio::test]
async fn recovery_finishes_without_accounts_and_with_a_wrong_total() {
    let (mock, platform) = lost(0).await;
    assert_eq!(counts(platform.recovery().run().await.unwrap()), [0; 4]);
    let endless = serde_json::json!({ "total_count": 9_999, "list": [] });
    mock.on("getAuthorizerList").unwrap().once(Reply::json(endless));
    assert_eq!(counts(platform.recovery().run().await.unwrap()), [0; 4]);
}

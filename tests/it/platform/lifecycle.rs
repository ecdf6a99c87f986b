//! The status of tokens, and shutdown.

use std::time::Instant;

use wechat_cloudbase::MiniProgram;
use wechat_cloudbase::mock::Reply;
use wechat_cloudbase::store::{Key, Store};

use super::*;

fn key(appid: &str) -> Key {
    Key::authorizer(PLATFORM, appid)
}

async fn stored(store: &MemoryStore, appid: &str) -> String {
    store.load(&key(appid)).await.unwrap().unwrap().expose().to_owned()
}

/// 50 renewals are in flight at shutdown: WeChat has issued new refresh tokens,
/// and the old ones are invalid.
#[tokio::test]
async fn tokens_in_flight_are_written_before_the_process_exits() {
    let mock = mock().await;
    let store = MemoryStore::new();
    let platform = bare(&mock, &store);
    platform.store_ticket(Secret::new(TICKET), SystemTime::now()).await.unwrap();
    let appids: Vec<_> = (0..50).map(|number| format!("wx{number:016}")).collect();
    for appid in &appids {
        mock.accounts().authorizer(appid, &format!("old-{appid}"));
        platform.adopt(appid, Secret::new(format!("old-{appid}"))).await.unwrap();
    }
    call_component(&platform.component()).await.unwrap();
    let slow = serde_json::json!({
        "authorizer_access_token": "new-token", "expires_in": 7200,
        "authorizer_refresh_token": "new-refresh",
    });
    let slow = Reply::json(slow).after(Duration::from_millis(300));
    mock.on("getAuthorizerAccessToken").unwrap().times(50, slow);
    let calls: Vec<_> = appids
        .iter()
        .map(|appid| {
            let client = platform.authorizer(appid);
            tokio::spawn(async move { client.token().await })
        })
        .collect();
    while mock.count("getAuthorizerAccessToken").unwrap() < 50 {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    // The callers are cancelled, as when a server stops.
    calls.iter().for_each(tokio::task::JoinHandle::abort);
    let closed = platform.close(Duration::from_secs(20)).await;
    assert!(closed.is_complete(), "{closed}");
    for appid in &appids {
        let record = stored(&store, appid).await;
        assert!(record.contains("new-refresh"), "{appid}: {record}");
        let lock = store.lock(&key(appid), "another", Duration::from_secs(1)).await.unwrap();
        assert!(matches!(lock, wechat_cloudbase::store::Lock::Taken(_)), "{appid}");
    }
}

#[tokio::test]
async fn a_closed_platform_says_so_and_serves_what_it_has() {
    let mock = mock().await;
    let (platform, _store) = super::platform(&mock).await;
    call(&platform.authorizer(ACCOUNT)).await.unwrap();
    assert!(platform.close(Duration::from_secs(5)).await.is_complete());
    call(&platform.authorizer(ACCOUNT)).await.unwrap();
    let error = call(&platform.authorizer("wx-other")).await.unwrap_err();
    assert!(error.is_closed(), "{error}");
    assert_eq!(error.outcome(), wechat_cloudbase::Outcome::NotSent);
    assert!(error.to_string().contains("was closed"), "{error}");
    for error in [
        platform.adopt("wx-other", Secret::new("r")).await.unwrap_err(),
        platform.exchange(Secret::new("code")).await.map(drop).unwrap_err(),
        platform.forget(ACCOUNT).await.unwrap_err(),
        platform.store_ticket(Secret::new("t"), SystemTime::now()).await.map(drop).unwrap_err(),
        platform.recovery().run().await.map(drop).unwrap_err(),
    ] {
        assert!(error.is_closed(), "{error}");
    }
    assert!(platform.close(Duration::ZERO).await.is_complete());
}

#[tokio::test]
async fn a_mini_program_is_closed_in_the_same_way() {
    let mock = Mock::start().await.unwrap();
    mock.accounts().app(ACCOUNT, "app-secret");
    let base_url = mock.base_url();
    let builder = MiniProgram::builder(ACCOUNT, Secret::new("app-secret"));
    let program = builder.client(|client| client.base_urls([base_url])).build().unwrap();
    assert!(program.status().await.access_token.is_none());
    let token = program.token().await.unwrap();
    assert!(program.status().await.access_token.is_some());
    assert!(program.close(Duration::from_secs(5)).await.is_complete());
    assert_eq!(program.token().await.unwrap(), token);
}

#[tokio::test]
async fn the_status_of_held_tokens() {
    let mock = mock().await;
    let (platform, _store) = super::platform(&mock).await;
    let before = platform.status(ACCOUNT).await;
    assert!(before.refresh_token && before.access_token.is_none() && !before.is_fetching);
    let token = platform.authorizer_token(ACCOUNT).await.unwrap();
    assert_eq!(platform.authorizer(ACCOUNT).token().await.unwrap(), token);
    for status in [platform.status(ACCOUNT).await, platform.component_status().await] {
        let validity = status.access_token.unwrap();
        let life = validity.expires.duration_since(validity.since).unwrap();
        assert!((7_000..=7_200).contains(&life.as_secs()), "{life:?}");
        assert!(status.next_attempt.unwrap() < validity.expires);
        assert!(status.last_error.is_none() && status.store_error.is_none());
        assert!(!format!("{status:?}").contains(token.secret().expose()));
    }
    assert_eq!(
        platform.component_token().await.unwrap(),
        platform.component().token().await.unwrap()
    );
    assert_eq!(issued(&mock), (1, 1));
}

/// Another process, which has not used the account, sees what is in the store.
#[tokio::test]
async fn another_process_sees_what_is_in_the_store() {
    let mock = mock().await;
    let (platform, store) = super::platform(&mock).await;
    platform.authorizer_token(ACCOUNT).await.unwrap();
    let status = bare(&mock, &store).status(ACCOUNT).await;
    assert!(status.access_token.is_some() && status.refresh_token);
    assert!(status.next_attempt.is_none() && status.last_error.is_none());
}

#[tokio::test]
async fn the_last_error_and_the_next_attempt_are_reported() {
    let mock = mock().await;
    let (platform, _store) = super::platform(&mock).await;
    mock.on("getAuthorizerAccessToken").unwrap().once(Reply::errcode(61004));
    call(&platform.authorizer(ACCOUNT)).await.unwrap_err();
    let status = platform.status(ACCOUNT).await;
    let last = status.last_error.unwrap();
    assert!(matches!(last.error.action_required(), Some(ActionRequired::CallerNotAllowed { .. })));
    assert!(status.next_attempt.unwrap() > last.at);
}

/// Made-up appids must not fill the store, or the memory.
#[tokio::test]
async fn unknown_appids_leave_nothing_behind() {
    let mock = mock().await;
    let (platform, store) = super::platform(&mock).await;
    call_component(&platform.component()).await.unwrap();
    let before = format!("{store:?}");
    for number in 0..100 {
        let appid = format!("wx-unknown-{number}");
        let error = call(&platform.authorizer(&appid)).await.unwrap_err();
        assert_eq!(error.action_required(), Some(ActionRequired::NotAuthorized));
        let status = platform.status(&appid).await;
        assert!(!status.refresh_token && status.access_token.is_none());
    }
    assert_eq!(format!("{store:?}"), before);
    assert_eq!(mock.count("getAuthorizerAccessToken").unwrap(), 0);
}

/// Runtime A starts a call and is not driven any more; others do not depend on it.
#[test]
fn a_runtime_that_is_not_driven_blocks_no_caller() {
    let runtime = || tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let (server, idle, other) = (
        tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap(),
        runtime(),
        runtime(),
    );
    let (mock, platform) = server.block_on(async {
        let mock = mock().await;
        let (platform, _store) = super::platform(&mock).await;
        (mock, platform)
    });
    idle.block_on(async {
        let client = platform.authorizer(ACCOUNT);
        let begun = tokio::time::timeout(Duration::from_millis(2), call(&client));
        // Whether it finishes in time or not, the fetch of the token was started here.
        let _ = begun.await;
    });
    let start = Instant::now();
    other.block_on(async {
        for _ in 0..3 {
            call(&platform.authorizer(ACCOUNT)).await.unwrap();
        }
    });
    let elapsed = start.elapsed();
    assert!(elapsed < Duration::from_secs(10), "{elapsed:?}");
    assert_eq!(issued(&mock), (1, 1));
    drop(idle);
    other.block_on(async { call(&platform.authorizer(ACCOUNT)).await.unwrap() });
}

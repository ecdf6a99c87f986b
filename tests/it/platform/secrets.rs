//! No secret of a platform or a mini program is printed, whatever happens.

use wechat_cloudbase::MiniProgram;
use wechat_cloudbase::api::get_api_quota;
use wechat_cloudbase::mock::Reply;

use super::*;
use crate::secrets::{Logs, prints_of};

const CANARIES: [&str; 5] =
    ["CANARY-platform", "CANARY-ticket", "CANARY-refresh", "CANARY-code", "CANARY-app"];

#[track_caller]
fn assert_clean(text: &str) {
    // The mock's own tokens, too.
    for canary in CANARIES.iter().chain(&["issued-", "access_token=", "refreshtoken@@@"]) {
        assert!(!text.contains(canary), "{canary} in:\n{text}");
    }
}

fn canary_platform(base_url: String, store: &MemoryStore) -> Platform {
    let builder = Platform::builder(PLATFORM, Secret::new(CANARIES[0])).store(store.clone());
    let builder = builder.client(|client| client.base_urls([base_url]));
    assert_clean(&format!("{builder:?} {builder:#?}"));
    builder.build().unwrap()
}

#[tokio::test]
#[ignore = "slow"]
async fn nowhere() {
    Logs::collect();
    let mock = Mock::start().await.unwrap();
    mock.accounts().platform(PLATFORM, CANARIES[0]).ticket(CANARIES[1]);
    mock.accounts().authorizer(ACCOUNT, CANARIES[2]).code(CANARIES[3], "wx-new");
    let store = MemoryStore::new();
    let platform = canary_platform(mock.base_url(), &store);
    platform.store_ticket(Secret::new(CANARIES[1]), SystemTime::now()).await.unwrap();
    platform.adopt(ACCOUNT, Secret::new(CANARIES[2])).await.unwrap();

    // First with responses that echo secrets, then with successes.
    mock.on("getComponentAccessToken").unwrap().once(one_echo(0)).once(one_echo(1));
    mock.on("getAuthorizerAccessToken").unwrap().once(one_echo(2));
    mock.on("getAuthorizerRefreshToken").unwrap().once(one_echo(3));
    let component = platform.component();
    for _ in 0..2 {
        assert_clean(&prints_of(call_component(&component).await.unwrap_err()));
        tokio::time::sleep(Duration::from_millis(2_100)).await;
    }
    call_component(&component).await.unwrap();
    let client = platform.authorizer(ACCOUNT);
    assert_clean(&prints_of(call(&client).await.unwrap_err()));
    let code = || Secret::new(CANARIES[3]);
    assert_clean(&prints_of(platform.exchange(code()).await.unwrap_err()));
    tokio::time::sleep(Duration::from_millis(1_100)).await;
    call(&client).await.unwrap();
    let authorization = platform.exchange(code()).await.unwrap();
    let recovery = platform.recovery();
    assert_clean(&format!("{platform:#?} {client:?} {component:?} {store:?} {recovery:?}"));
    assert_clean(&format!("{authorization:?} {:?}", mock.calls()));
    assert_clean(&prints_of(platform.exchange(code()).await.unwrap_err()));
    app(&mock).await;
    let logs = Logs::text();
    assert!(logs.contains("token fetched") && logs.contains("no token fetched"), "{logs}");
    for canary in CANARIES {
        assert!(!logs.contains(canary), "{canary} in:\n{logs}");
    }
}

fn one_echo(canary: usize) -> Reply {
    let text = format!("no {} rid: {0}", CANARIES[canary]);
    Reply::errcode(40013).message(text)
}

async fn app(mock: &Mock) {
    mock.accounts().app(ACCOUNT, CANARIES[4]);
    let base_url = mock.base_url();
    let builder = MiniProgram::builder(ACCOUNT, Secret::new(CANARIES[4]));
    let builder = builder.client(|client| client.base_urls([base_url]));
    assert_clean(&format!("{builder:?}"));
    let program = builder.build().unwrap();
    mock.on("getStableAccessToken").unwrap().once(one_echo(4));
    let request = get_api_quota::Request::new(get_api_quota::CgiPath::new("/tcb/x"));
    let error = program.client().get_api_quota(request).send().await.unwrap_err();
    assert_clean(&format!("{}{program:?}", prints_of(error)));
}

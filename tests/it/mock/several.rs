//! Lists in pages, and the states of waits.

use std::time::Duration;

use serde_json::json;
use wechat_cloudbase::api::{
    describe_sms_records, get_authorizer_list, get_cs_list, get_database_migrate_status,
    get_tcb_env_list, get_tcb_file, get_wx_cloud_base_run_envs,
};
use wechat_cloudbase::mock::Mock;
use wechat_cloudbase::token::{Authorizer, Component};
use wechat_cloudbase::wait::State;

const MINUTE: Duration = Duration::from_secs(60);

/// The sample of each list is all of it, whatever its count says.
#[tokio::test]
async fn a_sample_is_a_whole_list() {
    let mock = Mock::start().await.unwrap();
    let request = get_authorizer_list::Request::new(get_authorizer_list::Required {
        component_appid: "wx7bc5ba58cabd00f4".into(),
        offset: 0,
        count: 100,
    });
    let mut items = mock.client::<Component>().unwrap().get_authorizer_list(request).items();
    let mut count = 0;
    while let Some(item) = items.next().await {
        item.unwrap();
        count += 1;
    }
    assert_eq!((count, mock.count("getAuthorizerList").unwrap()), (2, 2));
}

#[tokio::test]
async fn lists_are_sent_in_pages() {
    let mock = Mock::start().await.unwrap();
    mock.on("describeSmsRecords")
        .unwrap()
        .list((0..5).map(|n| json!({ "Mobile": n.to_string() })))
        .unwrap();
    let request = describe_sms_records::Request::new(describe_sms_records::Required {
        env_id: "shop".into(),
        start_date: "2026-01-01".into(),
        end_date: "2026-01-02".into(),
    });
    let client = mock.client::<Authorizer>().unwrap();
    let mut pages = client.describe_sms_records(request.with_page_size(2)).pages();
    let mut sizes = Vec::new();
    while let Some(page) = pages.next().await {
        let page = page.unwrap();
        assert_eq!(page.total_count, 5);
        sizes.push(page.sms_records.len());
    }
    assert_eq!(sizes, [2, 2, 1]);

    mock.on("getTcbFile")
        .unwrap()
        .list((0..41).map(|n| json!({ "key": format!("k{n:02}") })))
        .unwrap();
    let client = mock.client::<Component>().unwrap();
    let mut items = client.get_tcb_file(get_tcb_file::Request::new("shop")).items();
    let mut count = 0;
    while let Some(item) = items.next().await {
        assert_eq!(item.unwrap().key, format!("k{count:02}"));
        count += 1;
    }
    assert_eq!((count, mock.count("getTcbFile").unwrap()), (41, 3));
    // A script that was there before comes first, and can be dropped.
    mock.on("getCSList").unwrap().list([]).unwrap();
    let mut items = client.get_cs_list(get_cs_list::Request::new("shop")).items();
    assert!(items.next().await.is_none());
}

#[tokio::test]
async fn waits_go_through_their_states() {
    let mock = Mock::start().await.unwrap();
    let client = mock.client::<Component>().unwrap();
    mock.on("getTcbEnvList").unwrap().states("normal", &["shop"], []).unwrap();
    let call = client.get_tcb_env_list(get_tcb_env_list::Request::new());
    let reached = call.wait(get_tcb_env_list::normal("shop")).within(MINUTE).await.unwrap();
    assert_eq!((reached.item.env.as_str(), reached.polls), ("shop", 1));

    mock.on("getDatabaseMigrateStatus")
        .unwrap()
        .states("done", &[], [Some("waiting"), Some("fail")])
        .unwrap();
    let client = mock.client::<Authorizer>().unwrap();
    let request = get_database_migrate_status::Request::new("shop", 1);
    let call = client.get_database_migrate_status(request);
    let error = call.wait(get_database_migrate_status::done()).within(MINUTE).await.unwrap_err();
    assert_eq!((error.state(), error.polls()), (&State::Value("fail".to_owned()), 2));
    assert!(error.reason().is_some());

    let client = mock.client::<Component>().unwrap();
    mock.on("getWxCloudBaseRunEnvs")
        .unwrap()
        .states("database_running", &["db-1"], [Some("OVERDUE")])
        .unwrap();
    let call = client.get_wx_cloud_base_run_envs(get_wx_cloud_base_run_envs::Request::new());
    let wait = get_wx_cloud_base_run_envs::database_running("db-1");
    let error = call.wait(wait).within(MINUTE).await.unwrap_err();
    assert_eq!(*error.state(), State::Value("OVERDUE".to_owned()));
}

#[tokio::test]
async fn what_an_endpoint_lacks_is_an_error() {
    let mock = Mock::start().await.unwrap();
    let env = mock.on("getTcbEnvList").unwrap();
    for (error, expected) in [
        (env.list([]).err(), "its list does not come in pages"),
        (env.states("norml", &["a"], []).err(), "it has no wait `norml`; did you mean `normal`?"),
        (env.states("normal", &[], []).err(), "the wait `normal` takes the arguments [env]"),
    ] {
        let error = error.unwrap();
        assert!(error.is_script());
        assert_eq!(error.to_string(), format!("the mock can't script `getTcbEnvList`: {expected}"));
    }
}

//! The quickstart example without its command line: what a newcomer sees.

#[path = "../../../examples/quickstart/calls.rs"]
mod calls;
#[path = "../../../examples/quickstart/embedded.rs"]
mod embedded;
#[path = "../../../examples/quickstart/live.rs"]
mod live;
#[path = "../../../examples/quickstart/report.rs"]
mod report;

use expect_test::expect;
use wechat_cloudbase::api::types::AppId;
use wechat_cloudbase::mock::{Mock, Reply};

use super::without_rid;
use calls::Account;
use report::Report;

/// What it prints, and how many calls failed that should not have.
async fn run(account: &Account) -> (String, usize) {
    let mut out = Vec::new();
    let mut report = Report::new(&mut out);
    calls::make("Title.", account, &mut report).await.unwrap();
    let failures = report.failures();
    (String::from_utf8(out).unwrap(), failures)
}

#[tokio::test]
async fn against_the_mock() {
    let mock = Mock::start().await.unwrap();
    let (text, failures) = run(&embedded::account(&mock).unwrap()).await;
    assert_eq!(failures, 0);
    // The rid is in a column of its own here.
    let rid = text.lines().find(|line| line.trim().starts_with("rid")).unwrap();
    let rid = rid.split_whitespace().last().unwrap();
    expect![[r#"
        Title.

          createTcbEnv       ok        opened mytestenv-7gfwxe92efb3aa38, order 20201030189770
          changeTcbEnv       ok        turned test-env-6gni9ity244a6ea3 into a mini-program environment
          createEnv          ok        opened test-env-xxxxxx
          shareEnv           ok        shared test-env-6gni9ity244a6ea3 with wx5fe6bb43205e9e07
          shareCloudbaseEnv  partly    1 of 2 mini programs
                             left out  wx075cf85bf347b6df: invalid appid
                             confirm   wx5fe6bb43205e9e07: https://mp.weixin.qq.com/confirm/example

        The same with a token that nobody issued:
          shareEnv           refused   40014 InvalidAccessToken
                             errmsg    invalid access_token: the mock does not know this token
                             remedy    Fetch a new token and check that it belongs to the account that the call is about.
                             rid       #
    "#]].assert_eq(&text.replace(rid, "#"));
}

#[tokio::test]
async fn with_failures_and_without_consent() {
    let mock = Mock::start().await.unwrap();
    mock.on("changeTcbEnv").unwrap().always(Reply::errcode(85088));
    mock.on("shareEnv").unwrap().once(Reply::html(403, "<h1>Forbidden</h1>"));
    let account = Account {
        appids: vec![AppId::new("wx5fe6bb43205e9e07")],
        may_bill: |_| false,
        ..embedded::account(&mock).unwrap()
    };
    let (text, failures) = run(&account).await;
    assert_eq!(failures, 2);
    assert_eq!(mock.count("createTcbEnv").unwrap(), 0);
    assert_eq!(mock.count("createEnv").unwrap(), 0);
    let lines: Vec<_> = text.lines().take(8).map(without_rid).collect();
    expect![[r#"
        Title.

          createTcbEnv       skipped   it opens a bill, and nobody agreed to that
          changeTcbEnv       failed    changeTcbEnv: 85088 CloudDevelopmentOff: no qbase privilege. Turn cloud development on for the app, or create its first environment. (rid: #)
          createEnv          skipped   it opens a bill, and nobody agreed to that
          shareEnv           failed    shareEnv: HTTP 403 without an errcode. Look for a gateway or proxy that responds in WeChat's place; `Error::body` has its response.
          shareCloudbaseEnv  partly    0 of 1 mini programs
                             left out  wx075cf85bf347b6df: invalid appid"#]].assert_eq(&lines.join("\n"));
}

#[test]
fn live_names_every_missing_variable() {
    let nothing = live::Settings::read(|_| None).map(|_| ()).unwrap_err();
    expect![[r#"
        --live lacks these variables:
          WECHAT_COMPONENT_ACCESS_TOKEN   component_access_token of the platform
          WECHAT_AUTHORIZER_ACCESS_TOKEN  authorizer_access_token of a mini program
          WECHAT_ENV_ALIAS                alias of the environments to create, such as my-shop
          WECHAT_ENV_ID                   environment made in the console, to turn and to share
          WECHAT_SHARE_APPIDS             mini programs to share it with, separated by commas
    "#]]
    .assert_eq(&nothing);
    let some = |name: &str| (name != "WECHAT_ENV_ID").then(|| " wx1, wx2,".to_owned());
    let error = live::Settings::read(some).map(|_| ()).unwrap_err();
    assert_eq!(error.lines().count(), 2, "{error}");
    let account = live::Settings::read(|_| Some(" wx1, wx2,".to_owned()));
    let account = account.unwrap().account().unwrap();
    assert_eq!(account.appids, ["wx1", "wx2"].map(AppId::new));
    assert_eq!(account.env.as_str(), "wx1, wx2,");
    assert!(live::help().contains("WECHAT_SHARE_APPIDS"));
}

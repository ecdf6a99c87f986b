//! Events that WeChat pushes, with a platform as their sink.

use wechat_cloudbase::callback::Inbox;
use wechat_cloudbase::mock::Reply;

use super::*;
use crate::callback::{event_xml, receiver, seal};

/// A new platform with only a callback.
struct Pushed {
    mock: Mock,
    platform: Platform,
    inbox: Inbox<Platform>,
}

async fn started() -> Pushed {
    let mock = mock().await;
    let platform = bare(&mock, &MemoryStore::new());
    let inbox = Inbox::new(receiver(), platform.clone());
    let pushed = Pushed { mock, platform, inbox };
    let ticket = format!("<ComponentVerifyTicket>{TICKET}</ComponentVerifyTicket>");
    assert!(pushed.deliver("component_verify_ticket", 0, &ticket).await);
    pushed
}

impl Pushed {
    /// Whether an event is acknowledged that WeChat created this many seconds ago.
    async fn deliver(&self, info_type: &str, ago: u64, fields: &str) -> bool {
        let now = SystemTime::now();
        let xml = event_xml(now - Duration::from_secs(ago), info_type, fields);
        let sealed = seal(&xml, now);
        self.inbox.deliver(&sealed.query, sealed.body.as_bytes()).await.status == 200
    }

    async fn authorized(&self, info_type: &str, ago: u64, code: &str) -> bool {
        let fields = format!(
            "<AuthorizerAppid>wx-new</AuthorizerAppid><AuthorizationCode>{code}</AuthorizationCode>"
        );
        self.deliver(info_type, ago, &fields).await
    }

    async fn unauthorized(&self, ago: u64) -> bool {
        let fields = "<AuthorizerAppid>wx-new</AuthorizerAppid>";
        self.deliver("unauthorized", ago, fields).await
    }

    async fn can_call(&self) -> bool {
        call(&self.platform.authorizer("wx-new")).await.is_ok()
    }
}

#[tokio::test]
async fn an_account_comes_changes_and_goes() {
    let pushed = started().await;
    pushed.mock.accounts().code("one", "wx-new").code("two", "wx-new");
    assert!(pushed.authorized("authorized", 30, "one").await);
    assert!(pushed.can_call().await);
    assert!(pushed.authorized("updateauthorized", 20, "two").await);
    assert!(pushed.can_call().await);
    pushed.mock.accounts().revoke("wx-new");
    assert!(pushed.unauthorized(10).await);
    assert!(!pushed.can_call().await);
    let before = pushed.mock.calls().len();
    assert!(!pushed.can_call().await);
    assert_eq!(pushed.mock.calls().len(), before, "nothing is known, so nothing is sent");
}

/// In another process, which has not seen it before.
#[tokio::test]
async fn an_authorisation_that_comes_twice_is_exchanged_once() {
    let pushed = started().await;
    pushed.mock.accounts().code("one", "wx-new");
    let now = SystemTime::now();
    let fields = "<AuthorizerAppid>wx-new</AuthorizerAppid>\
                  <AuthorizationCode>one</AuthorizationCode>";
    let sealed = seal(&event_xml(now, "authorized", fields), now);
    for _ in 0..2 {
        let inbox = Inbox::new(receiver(), pushed.platform.clone());
        let answer = inbox.deliver(&sealed.query, sealed.body.as_bytes()).await;
        assert_eq!(answer.status, 200);
    }
    assert_eq!(pushed.mock.count("getAuthorizerRefreshToken").unwrap(), 1);
}

/// WeChat delivers it again.
#[tokio::test]
async fn an_exchange_that_fails_is_answered_with_a_failure() {
    let pushed = started().await;
    for endpoint in ["getAuthorizerRefreshToken", "getAuthorizerInfo"] {
        pushed.mock.on(endpoint).unwrap().always(Reply::errcode(45009));
    }
    assert!(!pushed.authorized("authorized", 0, "unknown").await);
}

/// The code comes with the registration, and no page has it.
#[tokio::test]
async fn the_code_of_a_mini_program_that_was_registered_is_exchanged() {
    let mut pushed = started().await;
    for (number, info_type) in
        (1..).zip(["notify_third_fasteregister", "notify_third_fastregisterbetaapp"])
    {
        let (appid, code) = (format!("wx-registered-{number}"), format!("code-{number}"));
        pushed.mock.accounts().code(&code, &appid);
        let registered = format!(
            "<appid>{appid}</appid><status>0</status><auth_code>{code}</auth_code><msg>OK</msg>\
             <info><name>Shop</name><unique_id>7</unique_id></info>"
        );
        assert!(pushed.deliver(info_type, 0, &registered).await);
        call(&pushed.platform.authorizer(&appid)).await.unwrap();
        // Again, by another process.
        let exchanged = pushed.mock.count("getAuthorizerRefreshToken").unwrap();
        pushed.inbox = Inbox::new(receiver(), pushed.platform.clone());
        assert!(pushed.deliver(info_type, 0, &registered).await);
        assert_eq!(pushed.mock.count("getAuthorizerRefreshToken").unwrap(), exchanged);
    }
    // One that has failed has no code, and is ignored by a platform.
    let before = pushed.mock.calls().len();
    let failed = "<appid></appid><status>-1</status><auth_code></auth_code><msg>no</msg>";
    assert!(pushed.deliver("notify_third_fasteregister", 0, failed).await);
    assert_eq!(pushed.mock.calls().len(), before);
}

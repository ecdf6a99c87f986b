//! Events in any order, late, twice, and under any clock: the result is what WeChat says.

use wechat_cloudbase::callback::Inbox;
use wechat_cloudbase::mock::Reply;
use wechat_cloudbase::token::Clock;

use super::*;
use crate::callback::{event_xml, receiver, seal};

const NEW: &str = "wx-new";

/// What happens, one thing after the other.
#[derive(Clone, Copy, Debug)]
enum Step {
    /// At WeChat: the account's administrator authorises the platform, for that code.
    Grant(&'static str),
    /// At WeChat: the account revokes its authorisation.
    Revoke,
    /// The page that the administrator comes back to exchanges the code.
    Page(&'static str),
    /// An event, which WeChat created that many seconds from now.
    Authorized(&'static str, i64),
    Updated(&'static str, i64),
    Unauthorized(i64),
    /// All further steps run in another process, which shares only the store.
    Restart,
}

use Step::{Authorized, Grant, Page, Restart, Revoke, Unauthorized, Updated};

/// A process of the platform, whose clock is that many seconds off.
struct Process {
    platform: Platform,
    inbox: Inbox<Platform>,
}

struct Off(i64);

impl Clock for Off {
    fn now(&self) -> SystemTime {
        shifted(SystemTime::now(), self.0)
    }
}

fn shifted(time: SystemTime, seconds: i64) -> SystemTime {
    let by = Duration::from_secs(seconds.unsigned_abs());
    if seconds < 0 { time - by } else { time + by }
}

fn process(mock: &Mock, store: &MemoryStore, off: i64) -> Process {
    let base_url = mock.base_url();
    let platform = Platform::builder(PLATFORM, Secret::new(SECRET))
        .store(store.clone())
        .clock(Off(off))
        .client(|client| client.base_urls([base_url]))
        .build()
        .unwrap();
    Process { inbox: Inbox::new(receiver(), platform.clone()), platform }
}

impl Process {
    /// Whether an event is acknowledged.
    async fn deliver(&self, info_type: &str, made: i64, fields: &str) -> bool {
        let fields = format!("<AuthorizerAppid>{NEW}</AuthorizerAppid>{fields}");
        let now = SystemTime::now();
        let sealed = seal(&event_xml(shifted(now, made), info_type, &fields), now);
        self.inbox.deliver(&sealed.query, sealed.body.as_bytes()).await.status == 200
    }

    async fn step(&self, mock: &Mock, step: Step) {
        let code = |code: &str| format!("<AuthorizationCode>{code}</AuthorizationCode>");
        match step {
            Grant(granted) => _ = mock.accounts().code(granted, NEW),
            Revoke => _ = mock.accounts().revoke(NEW),
            Page(granted) => {
                let exchanged = self.platform.exchange(Secret::new(granted)).await;
                assert_eq!(exchanged.unwrap().appid.as_str(), NEW);
            }
            Authorized(granted, made) => {
                assert!(self.deliver("authorized", made, &code(granted)).await, "{step:?}");
            }
            Updated(granted, made) => {
                assert!(self.deliver("updateauthorized", made, &code(granted)).await, "{step:?}");
            }
            Unauthorized(made) => assert!(self.deliver("unauthorized", made, "").await, "{step:?}"),
            Restart => {}
        }
    }
}

/// Runs the steps, and returns whether the account can be used, and how often its tokens were
/// exchanged.
async fn run(steps: &[Step], off: i64) -> (bool, u64) {
    let mock = mock().await;
    mock.accounts().expire_older_tokens(true);
    let store = MemoryStore::new();
    let mut here = process(&mock, &store, off);
    here.platform.store_ticket(Secret::new(TICKET), SystemTime::now()).await.unwrap();
    for step in steps {
        if let Restart = step {
            here = process(&mock, &store, off);
        }
        here.step(&mock, *step).await;
    }
    let can_call = call(&here.platform.authorizer(NEW)).await.is_ok();
    (can_call, mock.count("getAuthorizerRefreshToken").unwrap())
}

/// Each order, with its result and the number of exchanges. The seconds are WeChat's times;
/// some are equal, and some are in the wrong order.
const ORDERS: &[(&[Step], bool, u64)] = &[
    (&[Grant("a"), Authorized("a", 0)], true, 1),
    (&[Grant("a"), Authorized("a", 0), Restart, Authorized("a", 0)], true, 1),
    // The page and the event exchange the same code.
    (&[Grant("a"), Page("a"), Authorized("a", 0)], true, 1),
    (&[Grant("a"), Authorized("a", 0), Page("a")], true, 2),
    (&[Grant("a"), Authorized("a", 0), Restart, Page("a")], true, 2),
    (&[Grant("a"), Page("a"), Authorized("a", -5)], true, 1),
    (&[Grant("a"), Page("a"), Authorized("a", 5)], true, 1),
    // Revoked, by events of the same second, of earlier and later ones.
    (&[Grant("a"), Page("a"), Revoke, Unauthorized(0)], false, 1),
    (&[Grant("a"), Page("a"), Revoke, Unauthorized(-120)], false, 1),
    (&[Grant("a"), Authorized("a", 0), Revoke, Unauthorized(0)], false, 1),
    (&[Grant("a"), Authorized("a", 0), Revoke, Unauthorized(-1)], false, 1),
    (&[Grant("a"), Authorized("a", 0), Revoke, Unauthorized(0), Unauthorized(0)], false, 1),
    // The revocation comes after the account has authorised again.
    (&[Grant("a"), Authorized("a", 0), Revoke, Grant("b"), Page("b"), Unauthorized(0)], true, 2),
    (
        &[Grant("a"), Authorized("a", 0), Revoke, Grant("b"), Authorized("b", 0), Unauthorized(0)],
        true,
        2,
    ),
    (&[Revoke, Grant("b"), Authorized("b", 3), Restart, Unauthorized(3)], true, 1),
    (&[Revoke, Grant("b"), Authorized("b", 3), Unauthorized(9)], true, 1),
    // Authorised, revoked, authorised again, and the first event comes again at the end.
    (
        &[
            Grant("a"),
            Authorized("a", 0),
            Revoke,
            Unauthorized(1),
            Grant("b"),
            Authorized("b", 1),
            Restart,
            Authorized("a", 0),
        ],
        true,
        3,
    ),
    // The authorisation comes after the account has revoked it: there is nothing to exchange.
    (&[Grant("a"), Page("a"), Revoke, Unauthorized(0), Authorized("a", 0)], false, 2),
    (&[Grant("a"), Page("a"), Revoke, Authorized("a", 0), Unauthorized(0)], false, 1),
    (&[Revoke, Authorized("gone", 0)], false, 1),
    (&[Revoke, Unauthorized(0), Authorized("gone", 0), Restart, Authorized("gone", 0)], false, 2),
    (&[Revoke, Updated("gone", 0), Grant("b"), Authorized("b", 0)], true, 2),
    (&[Grant("a"), Authorized("a", 0), Revoke, Authorized("gone", 0)], false, 2),
    // Changes.
    (&[Grant("a"), Authorized("a", 0), Grant("b"), Updated("b", 0)], true, 2),
    (
        &[Grant("a"), Authorized("a", 0), Grant("b"), Updated("b", 0), Restart, Updated("b", 0)],
        true,
        2,
    ),
    (&[Grant("a"), Grant("b"), Page("a"), Updated("b", 1), Restart, Authorized("a", 0)], true, 3),
    // A revocation of an account that is not known, and one that is all there is.
    (&[Unauthorized(0)], false, 0),
];

#[tokio::test]
#[ignore = "slow"]
async fn every_order_of_events_ends_with_what_wechat_says() {
    for off in [0, -5, 120, 3 * 3600, -3 * 3600] {
        for (steps, can_call, exchanges) in ORDERS {
            let found = run(steps, off).await;
            assert_eq!(found, (*can_call, *exchanges), "{off} seconds off: {steps:?}");
        }
    }
}

/// WeChat has exchanged the code, and the process exits before the response is stored.
#[tokio::test]
async fn a_code_whose_response_was_lost_is_recovered_when_its_event_comes_again() {
    let mock = mock().await;
    let store = MemoryStore::new();
    let first = process(&mock, &store, 0);
    first.platform.store_ticket(Secret::new(TICKET), SystemTime::now()).await.unwrap();
    mock.accounts().authorizer(NEW, "refresh-new");
    // The code is unknown to the mock, like a used one.
    let code = "<AuthorizationCode>used</AuthorizationCode>";
    let second = process(&mock, &store, 0);
    assert!(second.deliver("authorized", 0, code).await);
    call(&second.platform.authorizer(NEW)).await.unwrap();
    // The page has the code alone, and learns whose it is.
    let authorization = first.platform.exchange(Secret::new("used")).await.unwrap();
    assert_eq!(authorization.appid.as_str(), NEW);
    assert_eq!(authorization.permission_sets, [18, 49]);
    assert_eq!(authorization.refresh_token, wechat_cloudbase::platform::Persisted::Stored);
}

#[tokio::test]
async fn an_exchange_whose_response_never_comes_is_recovered_at_once() {
    for reply in [Reply::cut_connection(), Reply::errcode(-1), Reply::json(serde_json::json!({}))] {
        let mock = mock().await;
        let process = process(&mock, &MemoryStore::new(), 0);
        process.platform.store_ticket(Secret::new(TICKET), SystemTime::now()).await.unwrap();
        mock.accounts().authorizer(NEW, "refresh-new");
        mock.on("getAuthorizerRefreshToken").unwrap().once(reply);
        let code = "<AuthorizationCode>a</AuthorizationCode>";
        assert!(process.deliver("authorized", 0, code).await);
        call(&process.platform.authorizer(NEW)).await.unwrap();
    }
}

/// No account is guessed for a code that no event announced.
#[tokio::test]
async fn an_unknown_code_is_not_recovered_from_another_account() {
    let mock = mock().await;
    let process = process(&mock, &MemoryStore::new(), 0);
    process.platform.store_ticket(Secret::new(TICKET), SystemTime::now()).await.unwrap();
    let error = process.platform.exchange(Secret::new("made-up")).await.unwrap_err();
    assert_eq!(error.endpoint().unwrap().name, "getAuthorizerRefreshToken");
    assert_eq!(mock.count("getAuthorizerInfo").unwrap(), 0);
}

/// A profile that can't be decoded says nothing of the authorisation, which the list has too.
#[tokio::test]
async fn an_account_whose_profile_cannot_be_read_is_found_in_the_list() {
    let mock = mock().await;
    let process = process(&mock, &MemoryStore::new(), 0);
    process.platform.store_ticket(Secret::new(TICKET), SystemTime::now()).await.unwrap();
    mock.accounts().authorizer(NEW, "refresh-new");
    let unreadable = serde_json::json!({ "authorizer_info": 1, "authorization_info": 2 });
    mock.on("getAuthorizerInfo").unwrap().always(Reply::json(unreadable));
    let code = "<AuthorizationCode>used</AuthorizationCode>";
    assert!(process.deliver("authorized", 0, code).await);
    call(&process.platform.authorizer(NEW)).await.unwrap();
    // Nor is it a reason to forget the account.
    assert!(process.deliver("unauthorized", 0, "").await);
    call(&process.platform.authorizer(NEW)).await.unwrap();
}

/// The account authorises and revokes at once: the event of the revocation comes, here or to another
/// process, while the code is being exchanged, for tokens that WeChat has revoked meanwhile.
#[tokio::test]
async fn a_revocation_that_comes_while_a_code_is_exchanged_leaves_no_tokens() {
    for others in [false, true] {
        for earlier in [false, true] {
            let mock = mock().await;
            let store = MemoryStore::new();
            let process = [process(&mock, &store, 0), process(&mock, &store, 0)];
            let revoking = &process[usize::from(others)];
            let ticket = (Secret::new(TICKET), SystemTime::now());
            process[0].platform.store_ticket(ticket.0, ticket.1).await.unwrap();
            if earlier {
                mock.accounts().code("earlier", NEW);
                process[0].step(&mock, Authorized("earlier", 0)).await;
            }
            let tokens = serde_json::json!({ "authorization_info": {
                "authorizer_appid": NEW, "authorizer_access_token": "dead", "expires_in": 7200,
                "authorizer_refresh_token": "dead", "func_info": [],
            }});
            let slow = Reply::json(tokens).after(Duration::from_millis(300));
            mock.on("getAuthorizerRefreshToken").unwrap().once(slow);
            let exchanges = mock.count("getAuthorizerRefreshToken").unwrap();
            let revoke = async {
                while mock.count("getAuthorizerRefreshToken").unwrap() == exchanges {
                    tokio::time::sleep(Duration::from_millis(2)).await;
                }
                mock.accounts().revoke(NEW);
                revoking.step(&mock, Unauthorized(0)).await;
            };
            tokio::join!(process[0].step(&mock, Authorized("a", 0)), revoke);
            let key = wechat_cloudbase::store::Key::authorizer(PLATFORM, NEW);
            let left = wechat_cloudbase::store::Store::load(&store, &key).await.unwrap();
            assert!(left.is_none(), "others: {others}, earlier: {earlier}");
        }
    }
}

/// When WeChat can't be asked, the event fails, is delivered again, and nothing is forgotten before.
#[tokio::test]
async fn a_revocation_waits_for_wechat_to_be_asked() {
    let mock = mock().await;
    let process = process(&mock, &MemoryStore::new(), 0);
    process.platform.store_ticket(Secret::new(TICKET), SystemTime::now()).await.unwrap();
    mock.accounts().code("a", NEW);
    process.platform.exchange(Secret::new("a")).await.unwrap();
    mock.on("getAuthorizerInfo").unwrap().always(Reply::errcode(45009));
    assert!(!process.deliver("unauthorized", 0, "").await);
    call(&process.platform.authorizer(NEW)).await.unwrap();
}

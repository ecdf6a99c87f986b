//! The platform's ticket.

use wechat_cloudbase::platform::TicketHealth;

use super::*;

fn ago(minutes: u64) -> SystemTime {
    SystemTime::now() - Duration::from_secs(60 * minutes)
}

async fn store(platform: &Platform, ticket: &str, minutes: u64) -> bool {
    platform.store_ticket(Secret::new(ticket), ago(minutes)).await.unwrap()
}

#[tokio::test]
async fn a_newer_ticket_is_not_replaced() {
    let mock = mock().await;
    let platform = bare(&mock, &MemoryStore::new());
    assert!(store(&platform, "older", 20).await);
    assert!(store(&platform, TICKET, 10).await);
    assert!(!store(&platform, "late", 20).await);
    call_component(&platform.component()).await.unwrap();
}

#[tokio::test]
async fn health_has_the_age() {
    let mock = mock().await;
    let platform = bare(&mock, &MemoryStore::new());
    assert_eq!(platform.ticket_health().await.unwrap(), TicketHealth::Missing);
    for (minutes, expect) in
        [(721, "Old"), (719, "Late"), (31, "Late"), (29, "Fresh"), (0, "Fresh")]
    {
        store(&platform, TICKET, minutes).await;
        let health = platform.ticket_health().await.unwrap();
        assert!(format!("{health:?}").starts_with(expect), "{minutes}: {health:?}");
        assert_eq!(health.age().unwrap().as_secs() / 60, minutes);
    }
}

/// A clock that is behind WeChat's.
#[tokio::test]
async fn a_ticket_from_the_future_is_fresh() {
    let mock = mock().await;
    let platform = bare(&mock, &MemoryStore::new());
    let created = SystemTime::now() + Duration::from_secs(300);
    platform.store_ticket(Secret::new(TICKET), created).await.unwrap();
    let health = platform.ticket_health().await.unwrap();
    assert_eq!(health, TicketHealth::Fresh { age: Duration::ZERO });
    call_component(&platform.component()).await.unwrap();
}

#[tokio::test]
async fn without_a_ticket_nothing_is_sent() {
    let mock = mock().await;
    let platform = bare(&mock, &MemoryStore::new());
    let error = call_component(&platform.component()).await.unwrap_err();
    assert_eq!(error.action_required(), Some(ActionRequired::TicketMissing));
    assert!(mock.calls().is_empty());
    // The next one skips the backoff as well.
    store(&platform, TICKET, 0).await;
    call_component(&platform.component()).await.unwrap();
}

/// A ticket that looks old is tried, because the clock may be wrong; if WeChat refuses it, its age is
/// the reason.
#[tokio::test]
async fn wechat_decides_whether_a_ticket_is_too_old() {
    let mock = mock().await;
    let platform = bare(&mock, &MemoryStore::new());
    store(&platform, "another", 721).await;
    let error = call_component(&platform.component()).await.unwrap_err();
    assert!(matches!(error.action_required(), Some(ActionRequired::TicketOld { .. })), "{error}");
    store(&platform, TICKET, 720).await;
    call_component(&platform.component()).await.unwrap();
}

/// This machine's clock differs from WeChat's, which the tickets' times are by.
#[tokio::test]
async fn a_wrong_clock_refuses_no_ticket() {
    /// Ahead by this many seconds, or behind.
    struct Off(i64);

    impl wechat_cloudbase::token::Clock for Off {
        fn now(&self) -> SystemTime {
            let time = Duration::from_secs(self.0.unsigned_abs());
            if self.0 < 0 { SystemTime::now() - time } else { SystemTime::now() + time }
        }
    }

    for seconds in [-86_400, -3_600, -5, 0, 120, 3_600, 46_800, 864_000] {
        let mock = mock().await;
        let base_url = mock.base_url();
        let builder = Platform::builder(PLATFORM, Secret::new(SECRET)).clock(Off(seconds));
        let platform = builder.client(|client| client.base_urls([base_url])).build().unwrap();
        assert!(store(&platform, "before", 10).await, "{seconds}");
        assert!(store(&platform, TICKET, 0).await, "{seconds}");
        assert!(!store(&platform, "late", 20).await, "{seconds}");
        call_component(&platform.component()).await.unwrap();
        platform.adopt(ACCOUNT, Secret::new("refresh-0")).await.unwrap();
        call(&platform.authorizer(ACCOUNT)).await.unwrap();
    }
}

/// An implausible time does not block later tickets.
#[tokio::test]
async fn an_implausible_time_blocks_no_ticket() {
    let mock = mock().await;
    let platform = bare(&mock, &MemoryStore::new());
    let absurd = SystemTime::now() + Duration::from_secs(30 * 86_400);
    assert!(platform.store_ticket(Secret::new("absurd"), absurd).await.unwrap());
    assert!(store(&platform, TICKET, 0).await);
    call_component(&platform.component()).await.unwrap();
}

#[tokio::test]
async fn a_ticket_that_wechat_refuses_is_one() {
    let mock = mock().await;
    let platform = bare(&mock, &MemoryStore::new());
    store(&platform, "another", 0).await;
    let error = call(&platform.authorizer(ACCOUNT)).await.unwrap_err();
    assert_eq!(error.action_required(), Some(ActionRequired::TicketRejected));
}

/// The calls of accounts failed for lack of a ticket; with one, they do not wait until it is time for
/// another attempt.
#[tokio::test]
async fn a_ticket_helps_accounts_at_once() {
    let mock = mock().await;
    let platform = bare(&mock, &MemoryStore::new());
    platform.adopt(ACCOUNT, Secret::new("refresh-0")).await.unwrap();
    let client = platform.authorizer(ACCOUNT);
    for _ in 0..5 {
        let error = call(&client).await.unwrap_err();
        assert_eq!(error.action_required(), Some(ActionRequired::TicketMissing));
    }
    store(&platform, TICKET, 0).await;
    call(&client).await.unwrap();
}

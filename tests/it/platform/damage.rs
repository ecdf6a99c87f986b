//! Values in the store that can't be read.

use wechat_cloudbase::mock::Reply;
use wechat_cloudbase::store::{Encrypted, Key, Store};

use super::*;

const DAMAGED: [&str; 3] = ["{", "", r#"{"version": 99, "refresh_token": "r"}"#];

async fn damage(store: &MemoryStore, key: &Key, value: &str) {
    let _ = store.save(key, Some(&Secret::new(value)), None).await.unwrap();
}

/// What can be issued again replaces what can't be read.
#[tokio::test]
async fn a_damaged_component_token_or_ticket_blocks_no_caller() {
    for value in DAMAGED {
        let mock = mock().await;
        let (platform, store) = super::platform(&mock).await;
        damage(&store, &Key::component(PLATFORM), value).await;
        call(&platform.authorizer(ACCOUNT)).await.unwrap();

        let (platform, store) = super::platform(&mock).await;
        damage(&store, &Key::ticket(PLATFORM), value).await;
        call_component(&platform.component()).await.unwrap_err();
        platform.store_ticket(Secret::new(TICKET), SystemTime::now()).await.unwrap();
        call_component(&platform.component()).await.unwrap();
    }
}

/// One damaged account among five, with and without `replacing`.
#[tokio::test]
async fn a_damaged_account_is_reported_set_aside_and_recovered() {
    for replacing in [false, true] {
        for value in DAMAGED {
            let mock = mock().await;
            let (platform, store) = super::platform(&mock).await;
            for number in 1..5 {
                mock.accounts().authorizer(&format!("wx{number}"), &format!("refresh-{number}"));
            }
            let key = Key::authorizer(PLATFORM, ACCOUNT);
            damage(&store, &key, value).await;
            let error = call(&platform.authorizer(ACCOUNT)).await.unwrap_err();
            assert!(error.is_store(), "{error}");
            let status = platform.status(ACCOUNT).await;
            assert!(status.store_error.unwrap().is_store());
            let recovery = platform.recovery();
            let mut recovery = if replacing { recovery.replacing() } else { recovery };
            let recovered = recovery.run().await.unwrap();
            assert_eq!((recovered.listed, recovered.stored, recovered.failed), (5, 5, 0));
            call(&platform.authorizer(ACCOUNT)).await.unwrap();
            let aside = store.load(&key.aside(0)).await.unwrap();
            assert_eq!(aside.unwrap().expose(), value, "nothing is lost");
        }
    }
}

/// An event brings valid tokens, or a revocation: a damaged value is set aside.
#[tokio::test]
async fn events_set_aside_what_is_damaged() {
    use wechat_cloudbase::callback::Sink;
    for value in DAMAGED {
        let mock = mock().await;
        let (platform, store) = super::platform(&mock).await;
        let (account, codes) = (Key::authorizer(PLATFORM, ACCOUNT), Key::codes(PLATFORM));
        let aside = async |key: &Key, number| store.load(&key.aside(number)).await.unwrap();
        let revoked = async || {
            let now = SystemTime::now();
            let account = format!("<AuthorizerAppid>{ACCOUNT}</AuthorizerAppid>");
            let xml = crate::callback::event_xml(now, "unauthorized", &account);
            let event = crate::callback::open(&crate::callback::seal(&xml, now), now).unwrap();
            platform.event(event).await.unwrap();
        };
        // A late revocation removes nothing.
        damage(&store, &account, value).await;
        revoked().await;
        assert_eq!(store.load(&account).await.unwrap().unwrap().expose(), value);
        assert!(aside(&account, 0).await.is_none());
        // A new authorisation takes its place.
        damage(&store, &codes, value).await;
        mock.accounts().code("code", ACCOUNT);
        let xml = crate::callback::event_xml(
            SystemTime::now(),
            "authorized",
            &format!(
                "<AuthorizerAppid>{ACCOUNT}</AuthorizerAppid>\
                 <AuthorizationCode>code</AuthorizationCode>"
            ),
        );
        let sealed = crate::callback::seal(&xml, SystemTime::now());
        let inbox =
            wechat_cloudbase::callback::Inbox::new(crate::callback::receiver(), platform.clone());
        assert_eq!(inbox.deliver(&sealed.query, sealed.body.as_bytes()).await.status, 200);
        call(&platform.authorizer(ACCOUNT)).await.unwrap();
        assert_eq!(aside(&account, 0).await.unwrap().expose(), value);
        match value.contains("99") {
            // A later release's value is left alone.
            true => assert_eq!(store.load(&codes).await.unwrap().unwrap().expose(), value),
            false => assert_eq!(aside(&codes, 0).await.unwrap().expose(), value),
        }
        // A revocation, and `forget`, remove it.
        let (second, third) = (format!("{value} "), format!("{value}\n"));
        damage(&store, &account, &second).await;
        mock.accounts().revoke(ACCOUNT);
        revoked().await;
        assert!(store.load(&account).await.unwrap().is_none());
        assert_eq!(aside(&account, 1).await.unwrap().expose(), second);
        damage(&store, &account, &third).await;
        platform.forget(ACCOUNT).await.unwrap();
        assert!(store.load(&account).await.unwrap().is_none());
        assert_eq!(aside(&account, 2).await.unwrap().expose(), third);
    }
}

/// The encryption key is lost: WeChat's refresh tokens are recovered.
#[tokio::test]
async fn a_lost_encryption_key_has_a_way_back() {
    let mock = mock().await;
    let memory = MemoryStore::new();
    let platform = |key: u8| {
        let base_url = mock.base_url();
        let store = Encrypted::new(memory.clone(), &[key; 32]);
        let builder = Platform::builder(PLATFORM, Secret::new(SECRET)).store(store);
        builder.client(|client| client.base_urls([base_url])).build().unwrap()
    };
    let before = platform(1);
    before.store_ticket(Secret::new(TICKET), SystemTime::now()).await.unwrap();
    before.adopt(ACCOUNT, Secret::new("refresh-0")).await.unwrap();
    call(&before.authorizer(ACCOUNT)).await.unwrap();
    let after = platform(2);
    after.store_ticket(Secret::new(TICKET), SystemTime::now()).await.unwrap();
    assert!(call(&after.authorizer(ACCOUNT)).await.unwrap_err().is_store());
    let recovered = after.recovery().run().await.unwrap();
    assert_eq!((recovered.listed, recovered.stored), (1, 1));
    call(&after.authorizer(ACCOUNT)).await.unwrap();
}

/// Empty tokens in WeChat's list count as absent.
#[tokio::test]
async fn an_empty_refresh_token_overwrites_nothing() {
    let mock = mock().await;
    let (platform, _store) = super::platform(&mock).await;
    let list = serde_json::json!({ "total_count": 2, "list": [
        { "authorizer_appid": ACCOUNT, "refresh_token": "", "auth_time": 1 },
        { "authorizer_appid": "wx2", "refresh_token": "refresh-2", "auth_time": 1 },
    ]});
    mock.on("getAuthorizerList").unwrap().once(Reply::json(list));
    let mut recovery = platform.recovery().replacing();
    let recovered = recovery.run().await.unwrap();
    assert_eq!((recovered.listed, recovered.stored, recovered.failed), (2, 1, 1));
    assert_eq!(recovery.failures()[0].appid.as_str(), ACCOUNT);
    assert!(platform.adopt(ACCOUNT, Secret::new("")).await.is_err());
    assert!(platform.store_ticket(Secret::new(""), SystemTime::now()).await.is_err());
    call(&platform.authorizer(ACCOUNT)).await.unwrap();
}

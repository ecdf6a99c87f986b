//! A store that fails.

use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};

use wechat_cloudbase::platform::Persisted;
use wechat_cloudbase::store::{Fence, Key, Lock, Saved, Store};
use wechat_cloudbase::token::BoxFuture;

use super::*;

/// A store that is down, or can't write.
#[derive(Clone, Default)]
struct Failing {
    memory: MemoryStore,
    /// 0: works, 1: can't write, 2: is down.
    state: Arc<AtomicU8>,
}

impl Failing {
    fn set(&self, state: u8) {
        self.state.store(state, Ordering::Relaxed);
    }

    fn check(&self, fails_from: u8) -> Result<(), Error> {
        if self.state.load(Ordering::Relaxed) >= fails_from {
            return Err(Error::store("it is down"));
        }
        Ok(())
    }
}

impl Store for Failing {
    fn load<'a>(&'a self, key: &'a Key) -> BoxFuture<'a, Result<Option<Secret>, Error>> {
        Box::pin(async {
            self.check(2)?;
            self.memory.load(key).await
        })
    }

    fn save<'a>(
        &'a self,
        key: &'a Key,
        value: Option<&'a Secret>,
        fence: Option<Fence>,
    ) -> BoxFuture<'a, Result<Saved, Error>> {
        Box::pin(async move {
            self.check(1)?;
            self.memory.save(key, value, fence).await
        })
    }

    fn lock<'a>(
        &'a self,
        key: &'a Key,
        owner: &'a str,
        lease: Duration,
    ) -> BoxFuture<'a, Result<Lock, Error>> {
        Box::pin(async move {
            self.check(2)?;
            self.memory.lock(key, owner, lease).await
        })
    }

    fn extend<'a>(
        &'a self,
        key: &'a Key,
        fence: Fence,
        lease: Duration,
    ) -> BoxFuture<'a, Result<bool, Error>> {
        Box::pin(async move {
            self.check(2)?;
            self.memory.extend(key, fence, lease).await
        })
    }

    fn unlock<'a>(&'a self, key: &'a Key, fence: Fence) -> BoxFuture<'a, Result<(), Error>> {
        Box::pin(async move {
            self.check(2)?;
            self.memory.unlock(key, fence).await
        })
    }
}

async fn started() -> (Mock, Platform, Failing) {
    let mock = mock().await;
    let store = Failing::default();
    let base_url = mock.base_url();
    let builder = Platform::builder(PLATFORM, Secret::new(SECRET)).store(store.clone());
    let platform = builder.client(|client| client.base_urls([base_url])).build().unwrap();
    platform.store_ticket(Secret::new(TICKET), SystemTime::now()).await.unwrap();
    platform.adopt(ACCOUNT, Secret::new("refresh-0")).await.unwrap();
    (mock, platform, store)
}

#[tokio::test]
async fn calls_go_on_without_the_store() {
    let (mock, platform, store) = started().await;
    call(&platform.authorizer(ACCOUNT)).await.unwrap();
    store.set(2);
    for _ in 0..10 {
        call(&platform.authorizer(ACCOUNT)).await.unwrap();
    }
    assert_eq!(issued(&mock), (1, 1));
}

/// The store is restarted while a token must be replaced.
#[tokio::test]
async fn calls_without_a_token_wait_for_the_store() {
    let (mock, platform, store) = started().await;
    let client = platform.authorizer(ACCOUNT);
    call(&client).await.unwrap();
    mock.accounts().expire(Kind::Authorizer);
    store.set(2);
    let calls: Vec<_> = (0..50)
        .map(|_| {
            let client = client.clone();
            tokio::spawn(async move { call(&client).await })
        })
        .collect();
    tokio::time::sleep(Duration::from_millis(700)).await;
    assert_eq!(issued(&mock), (1, 1));
    store.set(0);
    for call in calls {
        call.await.unwrap().unwrap();
    }
    assert_eq!(issued(&mock), (1, 2));
}

/// A call has less time than the store gets to come back, and still says what is wrong.
#[tokio::test]
async fn a_call_that_times_out_names_the_store() {
    let (_mock, platform, store) = started().await;
    store.set(2);
    let call = platform.authorizer(ACCOUNT).create_env(harness::create_env());
    let error = call.deadline(Duration::from_millis(500)).send().await.unwrap_err();
    assert!(error.is_timeout() && error.is_token_provider(), "{error}");
    let source = std::error::Error::source(&error).unwrap().downcast_ref::<Error>().unwrap();
    assert!(source.is_store(), "{source}");
}

#[tokio::test]
async fn a_code_is_not_used_up_while_the_store_is_down() {
    let (mock, platform, store) = started().await;
    mock.accounts().code("code", "wx-new");
    store.set(2);
    let error = platform.exchange(Secret::new("code")).await.unwrap_err();
    assert!(error.is_store());
    assert_eq!(mock.count("getAuthorizerRefreshToken").unwrap(), 0);
    store.set(0);
    platform.exchange(Secret::new("code")).await.unwrap();
}

#[tokio::test]
#[ignore = "slow"]
async fn an_authorisation_that_cant_be_written_works_and_is_written_later() {
    let (mock, platform, store) = started().await;
    call_component(&platform.component()).await.unwrap();
    mock.accounts().code("code", "wx-new");
    store.set(1);
    let authorization = platform.exchange(Secret::new("code")).await.unwrap();
    assert_eq!(authorization.refresh_token, Persisted::InMemory);
    call(&platform.authorizer("wx-new")).await.unwrap();
    let key = Key::authorizer(PLATFORM, "wx-new");
    assert!(store.load(&key).await.unwrap().is_none());
    store.set(0);
    while store.load(&key).await.unwrap().is_none() {
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

#[tokio::test]
async fn a_ticket_that_cant_be_written_is_an_error() {
    let (_mock, platform, store) = started().await;
    store.set(1);
    let stored = platform.store_ticket(Secret::new("new"), SystemTime::now()).await;
    assert!(stored.unwrap_err().is_store());
}

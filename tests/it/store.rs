//! Stores: the contract of all, and what each does when things go wrong.

mod encrypted;
pub(crate) mod folder;
mod import;
mod redis;
mod redis_groups;
pub(crate) mod redis_server;
mod sqlite;
mod sqlite_damage;

use std::time::Duration;

use wechat_cloudbase::Secret;
use wechat_cloudbase::store::{Fence, Key, Lock, MemoryStore, Saved, Store};

const LEASE: Duration = Duration::from_secs(20);

fn key() -> Key {
    Key::authorizer("wx0123456789abcdef", "wx5fe6bb43205e9e07")
}

fn secret(text: &str) -> Secret {
    Secret::new(text)
}

async fn value(store: &impl Store) -> Option<String> {
    let value = store.load(&key()).await.unwrap();
    value.map(|value| value.expose().to_owned())
}

async fn taken(store: &impl Store, owner: &str, lease: Duration) -> Fence {
    match store.lock(&key(), owner, lease).await.unwrap() {
        Lock::Taken(fence) => fence,
        held => panic!("{held:?}"),
    }
}

async fn save(store: &impl Store, text: &str, fence: Option<Fence>) -> Saved {
    store.save(&key(), Some(&secret(text)), fence).await.unwrap()
}

/// The values that were set aside, in order.
pub(crate) async fn aside(store: &impl Store, key: &Key) -> Vec<String> {
    let mut values = Vec::new();
    for number in 0..Key::ASIDE {
        if let Some(value) = store.load(&key.aside(number)).await.unwrap() {
            values.push(value.expose().to_owned());
        }
    }
    values.sort_by_key(|value| (value.len(), value.clone()));
    values
}

/// Locks that are taken and released, and keys that are read, as for accounts that do not
/// exist. They must leave nothing in the store.
async fn looks_for_many(store: &impl Store) {
    for number in 0..100 {
        let key = Key::authorizer("wx0123456789abcdef", &format!("wx-unknown-{number}"));
        assert_eq!(store.load(&key).await.unwrap(), None);
        let Lock::Taken(fence) = store.lock(&key, "one", LEASE).await.unwrap() else {
            panic!("it is not locked");
        };
        store.unlock(&key, fence).await.unwrap();
        let again = store.lock(&key, "one", LEASE).await.unwrap();
        assert!(matches!(again, Lock::Taken(next) if next > fence));
        let Lock::Taken(fence) = again else { continue };
        store.unlock(&key, fence).await.unwrap();
    }
}

/// The contract of every store. `other` is another handle to the same values, like another process's.
async fn conforms(store: &impl Store, other: &impl Store) {
    // Values come and go, whatever is in them, and keys stay apart.
    assert_eq!(value(store).await, None);
    let strange = "\u{0}\r\n\"\u{1f600} 中文 ".repeat(1000);
    assert_eq!(save(store, &strange, None).await, Saved::Stored);
    assert_eq!(value(other).await.as_deref(), Some(&*strange));
    assert_eq!(store.load(&Key::ticket("wx0123456789abcdef")).await.unwrap(), None);
    assert_eq!(store.save(&key(), None, None).await.unwrap(), Saved::Stored);
    assert_eq!(value(other).await, None);

    // A lock is held until it is released, and only by its own fence.
    let first = taken(store, "one", LEASE).await;
    match other.lock(&key(), "two", LEASE).await.unwrap() {
        Lock::Held { owner, remaining } => {
            assert_eq!(owner, "one");
            assert!(remaining <= LEASE && remaining > LEASE / 2, "{remaining:?}");
        }
        taken => panic!("{taken:?}"),
    }
    // It can be extended, by its own fence.
    assert!(!other.extend(&key(), Fence(first.0 + 1), LEASE).await.unwrap());
    assert!(other.extend(&key(), first, LEASE * 10).await.unwrap());
    match other.lock(&key(), "two", LEASE).await.unwrap() {
        Lock::Held { remaining, .. } => assert!(remaining > LEASE * 5, "{remaining:?}"),
        taken => panic!("{taken:?}"),
    }
    other.unlock(&key(), Fence(first.0 + 1)).await.unwrap();
    assert!(matches!(other.lock(&key(), "two", LEASE).await.unwrap(), Lock::Held { .. }));
    assert!(matches!(other.lock(&Key::app("wx1"), "two", LEASE).await.unwrap(), Lock::Taken(_)));
    store.unlock(&key(), first).await.unwrap();
    assert!(!store.extend(&key(), first, LEASE).await.unwrap());
    let second = taken(other, "two", LEASE).await;
    assert!(second > first);
    assert!(!store.extend(&key(), first, LEASE).await.unwrap());
    store.unlock(&key(), first).await.unwrap();
    assert!(matches!(store.lock(&key(), "three", LEASE).await.unwrap(), Lock::Held { .. }));

    // A late write is accepted while there is no newer one, and never lowers the fence.
    assert_eq!(save(store, "of the first", Some(first)).await, Saved::Stored);
    assert_eq!(save(other, "of the second", Some(second)).await, Saved::Stored);
    assert_eq!(save(store, "late", Some(first)).await, Saved::Outdated);
    assert_eq!(value(store).await.as_deref(), Some("of the second"));
    assert_eq!(save(other, "again", Some(second)).await, Saved::Stored);

    // A write without a fence always succeeds, and outdates all before; so does a removal.
    assert_eq!(save(store, "authorised again", None).await, Saved::Stored);
    assert_eq!(save(other, "late", Some(second)).await, Saved::Outdated);
    other.unlock(&key(), second).await.unwrap();
    let third = taken(store, "three", LEASE).await;
    assert_eq!(other.save(&key(), None, None).await.unwrap(), Saved::Stored);
    assert_eq!(save(store, "late", Some(third)).await, Saved::Outdated);
    assert_eq!(value(store).await, None);
    store.unlock(&key(), third).await.unwrap();

    // A damaged value is set aside before it is replaced, once, and of many the last ones remain.
    let account = Key::authorizer("wx0123456789abcdef", "wx-damaged");
    store.set_aside(&account).await.unwrap();
    assert_eq!(aside(store, &account).await, Vec::<String>::new());
    for number in 0..20 {
        let value = secret(&format!("value {number}"));
        assert_eq!(store.save(&account, Some(&value), None).await.unwrap(), Saved::Stored);
        for _ in 0..2 {
            other.set_aside(&account).await.unwrap();
        }
        assert_eq!(store.load(&account).await.unwrap(), Some(value));
    }
    let last: Vec<_> = (13..20).map(|number| format!("value {number}")).collect();
    assert_eq!(aside(store, &account).await, last);

    // Many at once: one has the lock, and each has another fence.
    let mut fences: Vec<Fence> = Vec::new();
    for _ in 0..4 {
        let mut round = Vec::new();
        for owner in ["1", "2", "3", "4", "5", "6", "7", "8"] {
            if let Lock::Taken(fence) = store.lock(&key(), owner, LEASE).await.unwrap() {
                round.push(fence);
            }
        }
        assert_eq!(round.len(), 1);
        store.unlock(&key(), round[0]).await.unwrap();
        fences.extend(round);
    }
    assert!(fences.is_sorted() && fences.windows(2).all(|pair| pair[0] != pair[1]));
}

#[tokio::test]
async fn memory() {
    let store = MemoryStore::new();
    conforms(&store, &store.clone()).await;
    assert_eq!(format!("{store:?}"), "MemoryStore { keys: 11, .. }");
}

#[tokio::test]
async fn missing_keys_leave_nothing_in_memory() {
    let store = MemoryStore::new();
    looks_for_many(&store).await;
    assert_eq!(format!("{store:?}"), "MemoryStore { keys: 0, .. }");
}

/// Dead holders leave leases, which are removed after they expire.
#[tokio::test(start_paused = true)]
async fn expired_leases_do_not_fill_the_memory() {
    let store = MemoryStore::new();
    for number in 0..10_000 {
        let key = Key::app(&format!("wx{number}"));
        store.lock(&key, "one", LEASE).await.unwrap();
        tokio::time::advance(Duration::from_secs(1)).await;
    }
    let said = format!("{store:?}");
    let keys: u32 = said.split([' ', ',']).find_map(|word| word.parse().ok()).unwrap();
    assert!(keys < 200, "{said}");
}

/// A lease expires by itself, under a clock that the test controls.
#[tokio::test(start_paused = true)]
async fn a_lease_in_memory_expires() {
    let store = MemoryStore::new();
    let first = taken(&store, "one", LEASE).await;
    tokio::time::advance(LEASE - Duration::from_millis(1)).await;
    assert!(matches!(store.lock(&key(), "two", LEASE).await.unwrap(), Lock::Held { .. }));
    tokio::time::advance(Duration::from_millis(1)).await;
    assert!(taken(&store, "two", LEASE).await > first);
}

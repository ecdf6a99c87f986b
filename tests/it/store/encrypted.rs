//! Encryption of a store's values.

use std::error::Error as _;

use wechat_cloudbase::Secret;
use wechat_cloudbase::store::{Encrypted, Key, MemoryStore, Saved, Store};

use super::{conforms, key, save, secret, value};

const KEY: &[u8; 32] = &[7; 32];
const OTHER: &[u8; 32] = &[8; 32];

#[tokio::test]
async fn conforming() {
    let memory = MemoryStore::new();
    conforms(&Encrypted::new(memory.clone(), KEY), &Encrypted::new(memory, KEY)).await;
}

async fn kept(store: &MemoryStore) -> Secret {
    store.load(&key()).await.unwrap().unwrap()
}

fn why(error: &wechat_cloudbase::Error) -> String {
    assert!(error.is_store());
    format!("{error} {error:?} {}", error.source().unwrap())
}

#[tokio::test]
async fn the_ciphertext_reveals_nothing_and_differs_each_time() {
    let memory = MemoryStore::new();
    let store = Encrypted::new(memory.clone(), KEY);
    assert_eq!(save(&store, "CANARY", None).await, Saved::Stored);
    let first = kept(&memory).await;
    assert_eq!(save(&store, "CANARY", None).await, Saved::Stored);
    let second = kept(&memory).await;
    assert!(first != second);
    assert!(first.expose().starts_with("xchacha20poly1305:") && !first.expose().contains("CANARY"));
    assert_eq!(format!("{store:?}"), "Encrypted { store: MemoryStore { keys: 1, .. }, .. }");
}

#[tokio::test]
async fn keys_can_be_changed() {
    let memory = MemoryStore::new();
    assert_eq!(save(&Encrypted::new(memory.clone(), KEY), "value", None).await, Saved::Stored);
    let changed = Encrypted::new(memory.clone(), OTHER).former_key(KEY);
    assert_eq!(value(&changed).await.as_deref(), Some("value"));
    let error = Encrypted::new(memory, OTHER).load(&key()).await.unwrap_err();
    assert!(why(&error).contains("can't be decrypted"), "{}", why(&error));
}

/// With a new key in place of a lost one, values that it does not open are set aside when they are
/// replaced. Once the lost key is back, they can be read.
#[tokio::test]
async fn values_of_a_lost_key_are_set_aside() {
    let memory = MemoryStore::new();
    assert_eq!(save(&Encrypted::new(memory.clone(), KEY), "old", None).await, Saved::Stored);
    let store = Encrypted::new(memory.clone(), OTHER);
    assert!(why(&store.load(&key()).await.unwrap_err()).contains("can't be decrypted"));
    store.set_aside(&key()).await.unwrap();
    assert_eq!(save(&store, "new", None).await, Saved::Stored);
    assert_eq!(value(&store).await.as_deref(), Some("new"));
    assert!(store.load(&key().aside(0)).await.is_err());
    let back = Encrypted::new(memory.clone(), OTHER).former_key(KEY);
    assert_eq!(back.load(&key().aside(0)).await.unwrap(), Some(secret("old")));
    // It is the value of this key, and of no other.
    let other = Key::app("wx1");
    let aside = memory.load(&key().aside(0)).await.unwrap().unwrap();
    let _ = memory.save(&other.aside(0), Some(&aside), None).await.unwrap();
    assert!(back.load(&other.aside(0)).await.is_err());
}

/// A writer of the store can't make one value out of another, nor move it to another key.
#[tokio::test]
async fn changed_or_moved_values_are_refused() {
    let memory = MemoryStore::new();
    let store = Encrypted::new(memory.clone(), KEY);
    assert_eq!(save(&store, "CANARY", None).await, Saved::Stored);
    let sealed = kept(&memory).await;
    let other = Key::app("wx1");
    let _ = memory.save(&other, Some(&sealed), None).await.unwrap();
    assert!(store.load(&other).await.is_err());
    for at in 0..sealed.expose().len() {
        let mut bytes = sealed.expose().as_bytes().to_vec();
        bytes[at] = if bytes[at] == b'A' { b'B' } else { b'A' };
        let changed = secret(std::str::from_utf8(&bytes).unwrap());
        let _ = memory.save(&key(), Some(&changed), None).await.unwrap();
        let error = store.load(&key()).await.unwrap_err();
        assert!(!why(&error).contains("CANARY"), "byte {at}");
    }
    for cut in 0..sealed.expose().len() {
        let cut = secret(&sealed.expose()[..cut]);
        let _ = memory.save(&key(), Some(&cut), None).await.unwrap();
        assert!(store.load(&key()).await.is_err());
    }
}

#[tokio::test]
async fn plain_values_only_when_asked_for() {
    let memory = MemoryStore::new();
    assert_eq!(save(&memory, "plain", None).await, Saved::Stored);
    let error = Encrypted::new(memory.clone(), KEY).load(&key()).await.unwrap_err();
    assert!(why(&error).contains("not encrypted") && !why(&error).contains("plain\""));
    let store = Encrypted::new(memory.clone(), KEY).accept_plain();
    assert_eq!(value(&store).await.as_deref(), Some("plain"));
    assert_eq!(save(&store, "plain", None).await, Saved::Stored);
    assert_ne!(kept(&memory).await.expose(), "plain");
}

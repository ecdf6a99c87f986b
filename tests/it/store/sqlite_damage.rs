//! Damage to a database: no value becomes another one, what can be replaced is replaced, and nothing is deleted.

use std::fs;

use wechat_cloudbase::Secret;
use wechat_cloudbase::store::{Key, Lock, Saved, SqliteStore, Store};

use super::folder::Folder;
use super::sqlite::{look, why};
use super::{LEASE, aside, key, save, secret, taken, value};

fn account(number: u32) -> Key {
    Key::authorizer("wx0123456789abcdef", &format!("wx5fe6bb43205e9e{number:02}"))
}

/// A database with a value under each of some keys, and its bytes.
async fn filled(folder: &Folder) -> Vec<u8> {
    let store = SqliteStore::open(folder.database()).unwrap();
    for number in 0..5 {
        let value = secret(&format!("CANARY refresh token {number}"));
        assert_eq!(store.save(&account(number), Some(&value), None).await.unwrap(), Saved::Stored);
    }
    store.close().await;
    fs::read(folder.database()).unwrap()
}

/// Any flipped bit leaves each value as it was, or makes it an error; none becomes another
/// value, and none is missing.
#[tokio::test]
#[ignore = "slow"]
async fn any_bit_flipped() {
    let folder = Folder::new("flipped");
    let whole = filled(&folder).await;
    let (mut sound, mut told) = (0, 0);
    // All bits would take minutes; a step that is coprime to 8 reaches all kinds of bytes and bits.
    for bit in (0..whole.len() * 8).step_by(397) {
        let mut bytes = whole.clone();
        bytes[bit / 8] ^= 1 << (bit % 8);
        fs::write(folder.database(), &bytes).unwrap();
        let Ok(store) = SqliteStore::open(folder.database()) else {
            told += 1;
            continue;
        };
        for number in 0..5 {
            match store.load(&account(number)).await {
                Ok(value) => {
                    let expected = secret(&format!("CANARY refresh token {number}"));
                    assert_eq!(
                        value.as_ref().map(Secret::expose),
                        Some(expected.expose()),
                        "bit {bit}"
                    );
                    sound += 1;
                }
                Err(error) => {
                    assert!(!why(&error).contains("CANARY"), "bit {bit}");
                    told += 1;
                }
            }
        }
        store.close().await;
    }
    assert!(sound > 500 && told > 10, "{sound} sound, {told} told");
}

/// A damaged value is an error that names its key; the others work, and a new value replaces it.
#[tokio::test]
async fn a_damaged_value() {
    let folder = Folder::new("damaged");
    drop(filled(&folder).await);
    let changed = look(&folder.database()).execute(
        "UPDATE value SET value = CAST('CANARY other token' AS BLOB) WHERE key = ?",
        [account(2).as_str()],
    );
    assert_eq!(changed.unwrap(), 1);
    let store = SqliteStore::open(folder.database()).unwrap();
    let said = why(&store.load(&account(2)).await.unwrap_err());
    assert!(said.contains(account(2).as_str()) && said.contains("checksum"), "{said}");
    assert!(!said.contains("CANARY"), "{said}");
    assert!(store.load(&account(1)).await.unwrap().is_some());
    // It can be locked, and written under the lock, and is not lost.
    let Lock::Taken(fence) = store.lock(&account(2), "one", LEASE).await.unwrap() else {
        panic!("it is not locked");
    };
    let saved = store.save(&account(2), Some(&secret("new")), Some(fence)).await.unwrap();
    assert_eq!(saved, Saved::Stored);
    assert_eq!(store.load(&account(2)).await.unwrap(), Some(secret("new")));
    let kept: Vec<u8> = look(&folder.database())
        .query_row("SELECT value FROM value WHERE key = ?", [account(2).aside(0).as_str()], |row| {
            row.get(0)
        })
        .unwrap();
    assert_eq!(kept, b"CANARY other token");
    assert!(store.load(&account(2).aside(0)).await.is_err());
}

/// A value that another key's row was copied to, or that is older, with its checksum.
#[tokio::test]
async fn a_value_of_another_key() {
    let folder = Folder::new("moved");
    drop(filled(&folder).await);
    let sql = "UPDATE value SET (value, written, checksum) =
        (SELECT value, written, checksum FROM value WHERE key = ?) WHERE key = ?";
    look(&folder.database()).execute(sql, [account(1).as_str(), account(2).as_str()]).unwrap();
    let store = SqliteStore::open(folder.database()).unwrap();
    assert!(store.load(&account(2)).await.is_err());
}

/// The counter of leases goes on above all that was written.
#[tokio::test]
async fn a_damaged_counter() {
    let folder = Folder::new("counter");
    let store = SqliteStore::open(folder.database()).unwrap();
    for _ in 0..5 {
        assert_eq!(save(&store, "value", None).await, Saved::Stored);
    }
    look(&folder.database()).execute("UPDATE fences SET highest = 2", ()).unwrap();
    assert_eq!(taken(&store, "one", LEASE).await.0, 6);
    look(&folder.database()).execute("DELETE FROM fences", ()).unwrap();
    assert_eq!(save(&store, "again", None).await, Saved::Stored);
    assert_eq!(value(&store).await.as_deref(), Some("again"));
}

#[tokio::test]
async fn a_truncated_database() {
    let folder = Folder::new("cut");
    let whole = filled(&folder).await;
    for end in (1..whole.len()).step_by(911) {
        fs::write(folder.database(), &whole[..end]).unwrap();
        let Ok(store) = SqliteStore::open(folder.database()) else { continue };
        for number in 0..5 {
            let Ok(value) = store.load(&account(number)).await else { continue };
            assert!(value.is_some(), "cut at {end}");
        }
        store.close().await;
    }
    // An empty file is a new database.
    fs::write(folder.database(), "").unwrap();
    let store = SqliteStore::open(folder.database()).unwrap();
    assert_eq!(value(&store).await, None);
    assert_eq!(aside(&store, &key()).await, Vec::<String>::new());
}

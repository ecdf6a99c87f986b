//! The store in SQLite: permissions, other processes, disks that fail, versions.

use std::error::Error as _;
use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

use wechat_cloudbase::store::{Encrypted, Key, Lock, Saved, SqliteStore, Store};

use super::folder::Folder;
use super::{LEASE, conforms, key, looks_for_many, save, secret, taken, value};

/// What an error says, with its cause.
pub(super) fn why(error: &wechat_cloudbase::Error) -> String {
    assert!(error.is_store());
    format!("{error} {error:?} {}", error.source().unwrap())
}

/// A separate connection to the file.
pub(super) fn look(path: &Path) -> rusqlite::Connection {
    rusqlite::Connection::open(path).unwrap()
}

fn count(path: &Path, table: &str) -> i64 {
    let sql = format!("SELECT count(*) FROM {table}");
    look(path).query_row(&sql, (), |row| row.get(0)).unwrap()
}

#[tokio::test]
async fn conforming() {
    let folder = Folder::new("conforms");
    let store = SqliteStore::open(folder.database()).unwrap();
    conforms(&store, &SqliteStore::open(folder.database()).unwrap()).await;
}

#[tokio::test]
async fn conforming_with_encryption() {
    let folder = Folder::new("encrypted");
    let store = || Encrypted::new(SqliteStore::open(folder.database()).unwrap(), &[7; 32]);
    conforms(&store(), &store()).await;
}

#[tokio::test]
async fn missing_keys_leave_nothing_behind() {
    let folder = Folder::new("nothing");
    let store = SqliteStore::open(folder.database()).unwrap();
    looks_for_many(&store).await;
    assert_eq!((count(&folder.database(), "value"), count(&folder.database(), "lease")), (0, 0));
    // Leases of dead holders are removed with the next ones.
    for number in 0..100 {
        store.lock(&Key::app(&format!("wx{number}")), "one", Duration::ZERO).await.unwrap();
    }
    assert!(count(&folder.database(), "lease") < 20);
}

#[tokio::test]
async fn a_lease_expires() {
    let folder = Folder::new("lease");
    let store = SqliteStore::open(folder.database()).unwrap();
    let first = taken(&store, "one", Duration::from_millis(20)).await;
    let second = loop {
        match store.lock(&key(), "two", LEASE).await.unwrap() {
            Lock::Taken(fence) => break fence,
            Lock::Held { remaining, .. } => tokio::time::sleep(remaining).await,
        }
    };
    assert!(second > first);
}

/// A clock that was set back by a day does not lock a key for a day.
#[tokio::test]
async fn a_lease_from_the_future_expires() {
    let folder = Folder::new("future");
    let store = SqliteStore::open(folder.database()).unwrap();
    taken(&store, "one", Duration::from_millis(50)).await;
    let day = 24 * 60 * 60 * 1000;
    look(&folder.database()).execute("UPDATE lease SET ends_ms = ends_ms + ?", [day]).unwrap();
    let start = Instant::now();
    while let Lock::Held { remaining, .. } = store.lock(&key(), "two", LEASE).await.unwrap() {
        assert!(remaining <= Duration::from_millis(50));
        assert!(start.elapsed() < Duration::from_secs(30));
        tokio::time::sleep(remaining).await;
    }
}

#[tokio::test]
async fn values_survive_the_store() {
    let folder = Folder::new("outlast");
    let store = SqliteStore::open(folder.database()).unwrap();
    assert_eq!(save(&store, "value", None).await, Saved::Stored);
    store.close().await;
    assert!(!folder.database().with_extension("db-wal").exists());
    let error = store.load(&key()).await.unwrap_err();
    assert!(why(&error).contains("was closed"), "{}", why(&error));
    let store = SqliteStore::open(folder.database()).unwrap();
    assert_eq!(value(&store).await.as_deref(), Some("value"));
}

/// Queued work is done, even when the store is dropped or callers are cancelled.
#[tokio::test]
async fn a_cancelled_caller() {
    let folder = Folder::new("cancelled");
    let store = SqliteStore::open(folder.database()).unwrap();
    for number in 0..20 {
        let text = format!("value {number}");
        tokio::select! {
            biased;
            saved = save(&store, &text, None) => assert_eq!(saved, Saved::Stored),
            () = tokio::task::yield_now() => {}
        }
        let value = value(&SqliteStore::open(folder.database()).unwrap()).await;
        assert!(value.is_none_or(|value| value.starts_with("value ")));
    }
}

/// Works from a runtime without timers and I/O, and goes on while that runtime is not driven.
#[test]
fn any_runtime() {
    let folder = Folder::new("runtime");
    let store = SqliteStore::open(folder.database()).unwrap();
    let runtime = || tokio::runtime::Builder::new_current_thread().build().unwrap();
    let idle = runtime();
    let other = store.clone();
    idle.spawn(async move { save(&other, "of the idle one", None).await });
    idle.block_on(tokio::task::yield_now());
    assert_eq!(runtime().block_on(save(&store, "value", None)), Saved::Stored);
    assert_eq!(runtime().block_on(value(&store)).as_deref(), Some("value"));
}

/// Writers in many threads and through two openings at once: each change is made on top of the one
/// before.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn many_at_once() {
    let folder = Folder::new("many");
    let stores = [(); 2].map(|()| SqliteStore::open(folder.database()).unwrap());
    let tasks: Vec<_> = (0..8)
        .map(|number| {
            let store = stores[number % 2].clone();
            tokio::spawn(async move {
                for _ in 0..25 {
                    assert_eq!(save(&store, "value", None).await, Saved::Stored);
                }
            })
        })
        .collect();
    for task in tasks {
        task.await.unwrap();
    }
    // Every write without a fence took the next one.
    assert_eq!(taken(&stores[0], "one", LEASE).await.0, 201);
}

/// Several open the same new database at the same time.
#[test]
fn many_create_it_at_once() {
    let folder = Folder::new("made");
    let path = folder.database();
    let threads: Vec<_> = (0..8)
        .map(|_| {
            let path = path.clone();
            std::thread::spawn(move || SqliteStore::open(path).map(drop))
        })
        .collect();
    for thread in threads {
        thread.join().unwrap().unwrap();
    }
}

#[cfg(unix)]
#[tokio::test]
async fn only_their_owner_reads_the_files() {
    use std::os::unix::fs::PermissionsExt;
    let folder = Folder::new("private");
    let path = folder.0.join("new/below/tokens.db");
    let store = SqliteStore::open(&path).unwrap();
    assert_eq!(save(&store, "secret", None).await, Saved::Stored);
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(&folder.0.join("new")), 0o700);
    assert_eq!(mode(path.parent().unwrap()), 0o700);
    let files = || fs::read_dir(path.parent().unwrap()).unwrap().map(|entry| entry.unwrap().path());
    assert_eq!(files().count(), 3);
    for file in files() {
        assert_eq!(mode(&file), 0o600, "{}", file.display());
        fs::set_permissions(&file, fs::Permissions::from_mode(0o644)).unwrap();
    }
    let again = SqliteStore::open(&path).unwrap();
    assert_eq!(value(&again).await.as_deref(), Some("secret"));
    for file in files() {
        assert_eq!(mode(&file), 0o600, "{}", file.display());
    }
}

#[tokio::test]
async fn paths_without_a_database() {
    let folder = Folder::new("paths");
    let refused = |path: &Path| why(&SqliteStore::open(path).unwrap_err());
    assert!(refused(&folder.0).contains("is a folder"), "{}", refused(&folder.0));
    let text = folder.0.join("text");
    fs::write(&text, "this is a text, and is longer than the header of a database is, which has 100 bytes, as is known").unwrap();
    assert!(refused(&text).contains("not a database of this store"), "{}", refused(&text));
    let below = text.join("below");
    assert!(refused(&below).contains("is a file, not a folder"), "{}", refused(&below));
    let foreign = folder.0.join("foreign.db");
    look(&foreign).execute_batch("CREATE TABLE theirs (a)").unwrap();
    let before = fs::read(&foreign).unwrap();
    assert!(refused(&foreign).contains("not a database of this store"), "{}", refused(&foreign));
    assert_eq!(fs::read(&foreign).unwrap(), before);
}

/// A later release's database is not touched.
#[tokio::test]
async fn a_later_version() {
    let folder = Folder::new("version");
    SqliteStore::open(folder.database()).unwrap().close().await;
    look(&folder.database()).execute_batch("PRAGMA user_version = 7").unwrap();
    let before = fs::read(folder.database()).unwrap();
    let said = why(&SqliteStore::open(folder.database()).unwrap_err());
    assert!(said.contains("version 7") && said.contains("Upgrade"), "{said}");
    assert_eq!(fs::read(folder.database()).unwrap(), before);
}

/// A file that is removed while it is open is an error, and never an empty store. A file that replaces
/// it is used.
#[cfg(unix)]
#[tokio::test]
async fn a_file_that_is_gone() {
    let folder = Folder::new("gone");
    let store = SqliteStore::open(folder.database()).unwrap();
    assert_eq!(save(&store, "value", None).await, Saved::Stored);
    store.close().await;
    let store = SqliteStore::open(folder.database()).unwrap();
    let away = folder.0.join("away.db");
    fs::rename(folder.database(), &away).unwrap();
    for said in [
        why(&store.load(&key()).await.unwrap_err()),
        why(&store.save(&key(), Some(&secret("lost")), None).await.unwrap_err()),
    ] {
        assert!(said.contains("the file is gone"), "{said}");
    }
    fs::rename(&away, folder.database()).unwrap();
    assert_eq!(value(&store).await.as_deref(), Some("value"));
}

/// Another process's long write is a temporary error.
#[tokio::test]
#[ignore = "slow"]
async fn a_lock_of_another_process() {
    let folder = Folder::new("locked");
    let store = SqliteStore::open(folder.database()).unwrap();
    assert_eq!(save(&store, "value", None).await, Saved::Stored);
    let other = look(&folder.database());
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    // Reading goes on.
    assert_eq!(value(&store).await.as_deref(), Some("value"));
    let said = why(&store.save(&key(), None, None).await.unwrap_err());
    assert!(said.contains("another process"), "{said}");
    other.execute_batch("COMMIT").unwrap();
    assert_eq!(store.save(&key(), None, None).await.unwrap(), Saved::Stored);
}

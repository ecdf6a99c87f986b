//! The store in a folder: crashes, damage, permissions, other processes.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use wechat_cloudbase::store::{FileStore, Saved, Store};

use super::{LEASE, conforms, key, save, taken, value};

/// A folder of one test, which goes when the test ends.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let name = format!("store-{name}-{}", std::process::id());
        Self(Path::new(env!("CARGO_TARGET_TMPDIR")).join(name))
    }

    fn store(&self) -> FileStore {
        FileStore::new(&self.0).unwrap()
    }

    fn file(&self) -> PathBuf {
        self.0.join("wx0123456789abcdef.authorizer.wx5fe6bb43205e9e07.json")
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

#[tokio::test]
async fn conforming() {
    let folder = Folder::new("conforms");
    conforms(&folder.store(), &folder.store()).await;
}

#[tokio::test]
async fn a_lease_ends() {
    let folder = Folder::new("lease");
    let store = folder.store();
    let first = taken(&store, "one", Duration::from_millis(1)).await;
    let mut second = None;
    while second.is_none() {
        tokio::task::yield_now().await;
        if let wechat_cloudbase::store::Lock::Taken(fence) =
            store.lock(&key(), "two", LEASE).await.unwrap()
        {
            second = Some(fence);
        }
    }
    assert!(second.unwrap() > first);
}

/// What a writer that died left behind, cut at any byte, is in nobody's way, and does not stay.
#[tokio::test]
async fn a_crash_while_writing() {
    let folder = Folder::new("crash");
    let store = folder.store();
    assert_eq!(save(&store, "value", None).await, Saved::Stored);
    let whole = fs::read(folder.file()).unwrap();
    let mut before = "value".to_owned();
    for end in 0..=whole.len() {
        let left = folder.file().with_extension("new");
        fs::write(&left, &whole[..end]).unwrap();
        assert_eq!(value(&folder.store()).await, Some(before));
        let after = format!("value after {end}");
        assert_eq!(save(&folder.store(), &after, None).await, Saved::Stored);
        assert_eq!(value(&store).await.as_deref(), Some(after.as_str()));
        assert!(!left.exists());
        before = after;
    }
}

/// A damaged file is an error that says where, it shows no value, and nothing is written over it.
#[tokio::test]
async fn a_damaged_file() {
    let folder = Folder::new("damage");
    let store = folder.store();
    assert_eq!(save(&store, "CANARY", None).await, Saved::Stored);
    let whole = fs::read(folder.file()).unwrap();
    for end in 0..whole.len() {
        fs::write(folder.file(), &whole[..end]).unwrap();
        let error = store.load(&key()).await.unwrap_err();
        assert!(error.is_store());
        let said = format!("{error} {error:?} {}", std::error::Error::source(&error).unwrap());
        assert!(said.contains("wx5fe6bb43205e9e07.json: ") && !said.contains("CANARY"), "{said}");
        assert!(store.save(&key(), None, None).await.is_err());
        assert!(store.lock(&key(), "one", LEASE).await.is_err());
        assert_eq!(fs::read(folder.file()).unwrap(), &whole[..end]);
    }
}

#[cfg(unix)]
#[tokio::test]
async fn only_their_owner_reads_the_files() {
    use std::os::unix::fs::PermissionsExt;
    let folder = Folder::new("private");
    assert_eq!(save(&folder.store(), "secret", None).await, Saved::Stored);
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(&folder.0), 0o700);
    for entry in fs::read_dir(&folder.0).unwrap() {
        let path = entry.unwrap().path();
        assert_eq!(mode(&path), 0o600, "{}", path.display());
    }
}

/// A full disk, or a folder that is gone, is an error and loses nothing.
#[tokio::test]
async fn a_folder_that_is_gone() {
    let folder = Folder::new("gone");
    let store = folder.store();
    fs::remove_dir_all(&folder.0).unwrap();
    assert_eq!(value(&store).await, None);
    let error = store.save(&key(), None, None).await.unwrap_err();
    let source = std::error::Error::source(&error).unwrap().to_string();
    assert!(source.contains(".json: "), "{source}");
    assert!(FileStore::new(folder.0.join("file/below")).is_ok());
    fs::write(folder.0.join("plain"), "").unwrap();
    let error = FileStore::new(folder.0.join("plain/below")).unwrap_err();
    assert!(std::error::Error::source(&error).unwrap().to_string().contains("plain/below: "));
}

/// Writers in many threads at once: each change is made on top of the one before.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn many_at_once() {
    let folder = Folder::new("many");
    let tasks: Vec<_> = (0..8)
        .map(|_| {
            let store = folder.store();
            tokio::spawn(async move {
                for _ in 0..10 {
                    assert_eq!(save(&store, "value", None).await, Saved::Stored);
                }
            })
        })
        .collect();
    for task in tasks {
        task.await.unwrap();
    }
    // Every write without a fence took the next one.
    let fence = taken(&folder.store(), "one", LEASE).await;
    assert_eq!(fence.0, 81);
}

/// A caller that goes away leaves the old value or the new one.
#[tokio::test]
async fn a_cancelled_caller() {
    let folder = Folder::new("cancelled");
    let store = folder.store();
    for number in 0..20 {
        let text = format!("value {number}");
        tokio::select! {
            biased;
            saved = save(&store, &text, None) => assert_eq!(saved, Saved::Stored),
            () = tokio::task::yield_now() => {}
        }
        let value = value(&folder.store()).await;
        assert!(value.is_none_or(|value| value.starts_with("value ")));
    }
}

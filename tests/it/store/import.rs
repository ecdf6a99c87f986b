//! Values of a folder that an earlier release wrote.

use std::fs;

use wechat_cloudbase::store::{Key, MemoryStore, Saved, Store, import_folder};

use super::folder::Folder;
use super::{key, save, value};

const FILE: &str = "wx0123456789abcdef.authorizer.wx5fe6bb43205e9e07.json";

fn file(value: &str, written: u64, highest: u64) -> String {
    format!(
        r#"{{"highest":{highest},"lease_ends_ms":1700000000123,"lease_fence":{highest},"lease_ms":15000,"lease_owner":"host 7","value":"{value}","written":{written}}}"#
    )
}

#[tokio::test]
async fn values_are_taken_and_nothing_is_deleted() {
    let folder = Folder::new("import");
    let write = |name: &str, text: &str| fs::write(folder.0.join(name), text).unwrap();
    write(FILE, &file("refresh", 7, 9));
    write(&FILE.replace("json", "lock"), "");
    write("wx0123456789abcdef.ticket.json", "{");
    write("wx1.app.json", r#"{"highest":3,"written":3}"#);
    write("tokens.db", "");
    write("README.json.txt", "");
    let store = MemoryStore::new();
    let imported = import_folder(&folder.0, &store).await.unwrap();
    assert_eq!(imported.taken, [key()]);
    assert_eq!((imported.present.len(), imported.recovered.len()), (0, 0));
    let (path, error) = &imported.failed[0];
    assert!(path.ends_with("wx0123456789abcdef.ticket.json") && error.is_store());
    assert_eq!(imported.failed.len(), 1);
    assert_eq!(value(&store).await.as_deref(), Some("refresh"));
    assert_eq!(store.load(&Key::app("wx1")).await.unwrap(), None);
    assert_eq!(fs::read_dir(&folder.0).unwrap().count(), 6);
    // The store's value is newer by then.
    assert_eq!(save(&store, "newer", None).await, Saved::Stored);
    let imported = import_folder(&folder.0, &store).await.unwrap();
    assert_eq!((imported.taken.len(), imported.present), (0, vec![key()]));
    assert_eq!(value(&store).await.as_deref(), Some("newer"));
}

/// A killed process's new file, truncated at any byte.
#[tokio::test]
async fn an_interrupted_write() {
    let folder = Folder::new("import-killed");
    let (path, left) = (folder.0.join(FILE), folder.0.join(FILE.replace("json", "new")));
    let new = file("newest", 10, 10);
    for end in 0..=new.len() {
        fs::write(&path, file("older", 7, 9)).unwrap();
        fs::write(&left, &new[..end]).unwrap();
        let store = MemoryStore::new();
        let imported = import_folder(&folder.0, &store).await.unwrap();
        let (expected, recovered) =
            if end == new.len() { ("newest", vec![key()]) } else { ("older", vec![]) };
        assert_eq!(value(&store).await.as_deref(), Some(expected), "cut at {end}");
        assert_eq!((imported.recovered, imported.failed.len()), (recovered, 0));
    }
    // One that is older than the file stays where it is; one beside a damaged file is taken.
    for (json, new, expected) in [
        (file("newest", 10, 10), file("older", 7, 9), "newest"),
        ("{".to_owned(), file("whole", 7, 9), "whole"),
    ] {
        fs::write(&path, json).unwrap();
        fs::write(&left, new).unwrap();
        let store = MemoryStore::new();
        import_folder(&folder.0, &store).await.unwrap();
        assert_eq!(value(&store).await.as_deref(), Some(expected));
    }
}

#[tokio::test]
async fn a_folder_that_is_not_there() {
    let folder = Folder::new("import-missing");
    let error = import_folder(folder.0.join("missing"), &MemoryStore::new()).await.unwrap_err();
    assert!(std::error::Error::source(&error).unwrap().to_string().contains("missing"));
}

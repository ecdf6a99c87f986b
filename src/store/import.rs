//! Imports the values of earlier releases' store in files.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use tokio::sync::oneshot;

use super::form::{self, OldFile};
use super::{Key, Store};
use crate::json::{Encode, Writer, fields};
use crate::{Error, Secret};

/// What [`import_folder`] did. Serialized as an object of its fields; each file that failed is one
/// with `path` and `error`. Never deserialized, because errors are not.
#[derive(Debug, Default)]
#[non_exhaustive]
pub struct Imported {
    /// Keys whose value is in the store now.
    pub taken: Vec<Key>,
    /// Keys for which the store had a value already, which is newer and was not replaced.
    pub present: Vec<Key>,
    /// Keys whose value was found only in the file that was being written when the process ended.
    pub recovered: Vec<Key>,
    /// Files that could not be read, each with the reason.
    pub failed: Vec<(PathBuf, Error)>,
}

fields!(written Imported { taken, present, recovered, failed });

impl Encode for (PathBuf, Error) {
    fn encode(&self, json: &mut Writer) {
        let (path, error) = self;
        json.begin_object();
        json.field("path", &path.display().to_string());
        json.field("error", error);
        json.end_object();
    }
}

/// Imports the values of a folder into a store that has none of them yet. The folder is one that
/// the store in files of earlier releases wrote, and no process may use it any more. Nothing in
/// the folder is changed; remove it after a successful import, because its files hold secrets.
///
/// A process that was killed in the middle of a write may have left the newest value in a file
/// `*.new`. It is used where it is complete, and newer than the file that it was to replace.
///
/// For an [encrypted](super::Encrypted) folder, give the store below the encryption: the values stay
/// as they are.
///
/// ```
/// use wechat_cloudbase::store::{SqliteStore, import_folder};
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// # let folder = std::env::temp_dir().join(format!("import-{}", std::process::id()));
/// # std::fs::create_dir_all(&folder)?;
/// let store = SqliteStore::open(folder.join("tokens.db"))?;
/// let imported = import_folder(&folder, &store).await?;
/// println!("{} values, {} damaged files", imported.taken.len(), imported.failed.len());
/// # store.close().await;
/// # std::fs::remove_dir_all(&folder)?;
/// # Ok(())
/// # }
/// ```
///
/// # Errors
///
/// When the folder can't be read, or the store fails; what was imported by then is in the store, and
/// another run goes on. A file that can't be read is not an error, but in [`Imported::failed`].
pub async fn import_folder(
    folder: impl AsRef<Path>,
    store: &impl Store,
) -> Result<Imported, Error> {
    let Folder { values, failed } = read(folder.as_ref().to_owned()).await?;
    let mut imported = Imported { failed, ..Imported::default() };
    for (key, Found { value, is_recovered }) in values {
        if store.load(&key).await?.is_some() {
            imported.present.push(key);
            continue;
        }
        // Without a fence: those of the folder mean nothing here.
        let _ = store.save(&key, Some(&value), None).await?;
        if is_recovered {
            imported.recovered.push(key.clone());
        }
        imported.taken.push(key);
    }
    Ok(imported)
}

/// The content of a folder.
#[derive(Default)]
struct Folder {
    values: BTreeMap<Key, Found>,
    failed: Vec<(PathBuf, Error)>,
}

struct Found {
    value: Secret,
    is_recovered: bool,
}

/// Reads on a separate thread, because the disk may be slow.
async fn read(folder: PathBuf) -> Result<Folder, Error> {
    let (sender, receiver) = oneshot::channel();
    let thread = std::thread::Builder::new().name("wechat-store-import".to_owned());
    let path = folder.clone();
    let started = thread.spawn(move || {
        // The caller may have been cancelled.
        let _ = sender.send(read_folder(&path));
    });
    let failed = |error: io::Error| {
        Error::store_permanent(format!("{}: the folder can't be read: {error}", folder.display()))
    };
    started.map_err(failed)?;
    let gone = || Err(io::Error::other("the thread has ended"));
    receiver.await.unwrap_or_else(|_| gone()).map_err(failed)
}

fn read_folder(folder: &Path) -> io::Result<Folder> {
    let mut found = Folder::default();
    for (key, paths) in keys(folder)? {
        let mut files = Vec::new();
        for path in paths {
            match read_file(&path) {
                Ok(file) => files.push((file, path.extension().is_some_and(|end| end == "new"))),
                // A truncated one is expected after a crash.
                Err(_) if path.extension().is_some_and(|end| end == "new") => {}
                Err(error) => found.failed.push((path, error)),
            }
        }
        let newest = files.into_iter().max_by_key(|(file, is_new)| (file.order, !is_new));
        if let Some((OldFile { value: Some(value), .. }, is_recovered)) = newest {
            found.values.insert(key, Found { value, is_recovered });
        }
    }
    Ok(found)
}

/// The files of each key.
fn keys(folder: &Path) -> io::Result<BTreeMap<Key, Vec<PathBuf>>> {
    let mut keys: BTreeMap<Key, Vec<PathBuf>> = BTreeMap::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let stem = path.file_stem().and_then(|stem| stem.to_str());
        let is_value = path.extension().is_some_and(|end| end == "json" || end == "new");
        // In file names, the parts of a key are separated by dots.
        let key = stem.filter(|_| is_value).and_then(|stem| Key::parse(&stem.replace('.', "/")));
        if let Some(key) = key {
            keys.entry(key).or_default().push(path);
        }
    }
    Ok(keys)
}

fn read_file(path: &Path) -> Result<OldFile, Error> {
    let bytes = fs::read(path).map_err(Error::store)?;
    form::decode(&bytes).ok_or_else(|| Error::damaged("this is not a file of a store as a whole"))
}

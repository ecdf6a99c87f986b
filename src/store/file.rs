//! A store in a folder of one machine.

mod form;

use std::fmt;
use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use super::slot::Slot;
use super::{Fence, Key, Lock, Saved, Store};
use crate::token::BoxFuture;
use crate::{Error, Secret, task};

/// Keeps each key in a file of its own, for the processes of one machine. Clones share the folder.
///
/// A file is written beside the old one, brought to the disk, and put in its place, so that a crash
/// at any moment leaves the old value or the new one. Files can be read and written by their owner
/// alone; the values in them are in plain text, unless the store is [`Encrypted`](super::Encrypted).
/// Not for a folder that machines share over a network: locks do not reach that far.
#[derive(Clone)]
pub struct FileStore {
    folder: Arc<Path>,
}

impl FileStore {
    /// A store in a folder, which is made when it is not there.
    ///
    /// # Errors
    ///
    /// When the folder can't be made.
    pub fn new(folder: impl AsRef<Path>) -> Result<Self, Error> {
        let folder: Arc<Path> = folder.as_ref().into();
        private_folder(&folder).map_err(|error| at(&folder, error))?;
        Ok(Self { folder })
    }

    /// Runs what touches the disk on a thread that may wait for it. It goes on to its end when the
    /// caller is cancelled.
    fn run<T: Send + 'static>(
        &self,
        key: &Key,
        work: impl FnOnce(&Disk) -> io::Result<T> + Send + 'static,
    ) -> BoxFuture<'static, Result<T, Error>> {
        let disk = Disk::new(&self.folder, key);
        Box::pin(async move {
            let path = disk.file.clone();
            match task::blocking(move || work(&disk)).await {
                Some(result) => result.map_err(|error| at(&path, error)),
                None => Err(Error::store("the runtime is shutting down")),
            }
        })
    }
}

impl Store for FileStore {
    fn load<'a>(&'a self, key: &'a Key) -> BoxFuture<'a, Result<Option<Secret>, Error>> {
        self.run(key, |disk| Ok(disk.read()?.value))
    }

    fn save<'a>(
        &'a self,
        key: &'a Key,
        value: Option<&'a Secret>,
        fence: Option<Fence>,
    ) -> BoxFuture<'a, Result<Saved, Error>> {
        let value = value.cloned();
        self.run(key, move |disk| disk.change(|slot| slot.save(value.as_ref(), fence)))
    }

    fn lock<'a>(
        &'a self,
        key: &'a Key,
        owner: &'a str,
        lease: Duration,
    ) -> BoxFuture<'a, Result<Lock, Error>> {
        let owner = owner.to_owned();
        self.run(key, move |disk| disk.change(|slot| slot.lock(&owner, lease, now())))
    }

    fn extend<'a>(
        &'a self,
        key: &'a Key,
        fence: Fence,
        lease: Duration,
    ) -> BoxFuture<'a, Result<bool, Error>> {
        self.run(key, move |disk| disk.change(|slot| slot.extend(fence, lease, now())))
    }

    fn unlock<'a>(&'a self, key: &'a Key, fence: Fence) -> BoxFuture<'a, Result<(), Error>> {
        self.run(key, move |disk| disk.change(|slot| slot.unlock(fence)))
    }
}

/// One key on the disk.
struct Disk {
    folder: Arc<Path>,
    file: PathBuf,
    /// Held while the file is read, changed and replaced.
    guard: PathBuf,
}

impl Disk {
    fn new(folder: &Arc<Path>, key: &Key) -> Self {
        // A key has no dot in it, so no two keys have one name.
        let name = key.as_str().replace('/', ".");
        Self {
            folder: Arc::clone(folder),
            file: folder.join(format!("{name}.json")),
            guard: folder.join(format!("{name}.lock")),
        }
    }

    fn read(&self) -> io::Result<Slot> {
        match fs::read(&self.file) {
            Ok(bytes) => form::decode(&bytes),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Slot::default()),
            Err(error) => Err(error),
        }
    }

    fn change<T>(&self, change: impl FnOnce(&mut Slot) -> T) -> io::Result<T> {
        let _guard = guard(&self.guard)?;
        let before = self.read()?;
        let mut slot = before.clone();
        let result = change(&mut slot);
        if slot != before {
            self.replace(&form::encode(&slot))?;
        }
        Ok(result)
    }

    /// Under the guard, so that nobody else writes the new file.
    fn replace(&self, bytes: &[u8]) -> io::Result<()> {
        let new = self.file.with_extension("new");
        // A crash may have left one, which `create_new` would stop at.
        match fs::remove_file(&new) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            _ => {}
        }
        let written = write(&new, bytes).and_then(|()| fs::rename(&new, &self.file));
        if written.is_err() {
            // Whether it can be removed or not, the error is that it could not be put in place.
            let _: io::Result<()> = fs::remove_file(&new);
        }
        written?;
        sync_folder(&self.folder)
    }
}

fn write(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut file = private(OpenOptions::new().write(true).create_new(true)).open(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}

/// Waits until no other thread or process is in the middle of a change. One that was stopped there
/// does not stop all others for ever.
fn guard(path: &Path) -> io::Result<File> {
    const LONGEST: Duration = Duration::from_secs(5);
    const PAUSE: Duration = Duration::from_millis(2);
    let file = private(OpenOptions::new().write(true).create(true).truncate(false)).open(path)?;
    let start = Instant::now();
    loop {
        match file.try_lock() {
            Ok(()) => return Ok(file),
            Err(TryLockError::Error(error)) => return Err(error),
            Err(TryLockError::WouldBlock) if start.elapsed() < LONGEST => std::thread::sleep(PAUSE),
            Err(TryLockError::WouldBlock) => {
                let problem = "another process has been in the middle of a change for 5 seconds";
                return Err(io::Error::new(io::ErrorKind::TimedOut, problem));
            }
        }
    }
}

fn private(options: &mut OpenOptions) -> &mut OpenOptions {
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(options, 0o600);
    options
}

fn private_folder(folder: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

/// Brings the names in a folder to the disk, where the system can do that.
fn sync_folder(folder: &Path) -> io::Result<()> {
    if cfg!(unix) { File::open(folder)?.sync_all() } else { Ok(()) }
}

fn now() -> Duration {
    SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default()
}

fn at(path: &Path, error: io::Error) -> Error {
    let kind = error.kind();
    let error = io::Error::new(kind, format!("{}: {error}", path.display()));
    if kind == io::ErrorKind::InvalidData { Error::damaged(error) } else { Error::store(error) }
}

impl fmt::Debug for FileStore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FileStore").field("folder", &self.folder).finish()
    }
}

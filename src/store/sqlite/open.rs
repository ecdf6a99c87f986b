//! A connection to the file: opened privately, checked, and reopened when the file was replaced.

use std::fs::{self, File, Metadata, OpenOptions};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use rusqlite::{Connection, OpenFlags};

use super::failure::{self, BUSY};
use super::schema;
use crate::Error;

/// The size of the write-ahead log in pages of 4 KiB at which it is checkpointed, and how many
/// bytes of it stay on the disk after that.
const LOG_PAGES: i64 = 4096;
const LOG_LIMIT: i64 = LOG_PAGES * 4096;

/// The database in a file.
pub(super) struct Database {
    path: PathBuf,
    open: Option<Open>,
}

struct Open {
    connection: Connection,
    file: Identity,
    durable: bool,
}

impl Database {
    /// Opens it, or creates it.
    pub(super) fn open(path: &Path) -> Result<Self, Error> {
        create(path).map_err(|error| failure::of_file(path, &error))?;
        let open = Some(Open::new(path)?);
        Ok(Self { path: path.to_owned(), open })
    }

    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// The connection, whose commits wait for the disk if `durable` says so.
    ///
    /// # Errors
    ///
    /// When the file is gone. Without this check, SQLite would go on with a deleted file,
    /// and every write would be lost.
    pub(super) fn connection(&mut self, durable: bool) -> Result<&mut Connection, Error> {
        let here =
            Identity::at(&self.path).map_err(|error| failure::of_file(&self.path, &error))?;
        let open = match self.open.take().filter(|open| open.file == here) {
            Some(open) => open,
            None => Open::new(&self.path)?,
        };
        let open = self.open.insert(open);
        if open.durable != durable {
            let level = if durable { "FULL" } else { "NORMAL" };
            let set = open.connection.pragma_update(None, "synchronous", level);
            set.map_err(|error| failure::of(&self.path, error))?;
            open.durable = durable;
        }
        Ok(&mut open.connection)
    }
}

impl Open {
    fn new(path: &Path) -> Result<Self, Error> {
        if path.is_dir() {
            let folder = path.display();
            let problem = format!("{folder} is a folder; give the path of a file in it");
            return Err(Error::store_permanent(problem));
        }
        check_header(path)?;
        make_private(path)?;
        let file = Identity::at(path).map_err(|error| failure::of_file(path, &error))?;
        let connection = connect(path).map_err(|error| failure::of(path, error))?;
        schema::prepare(path, &connection)?;
        configure(&connection).map_err(|error| failure::of(path, error))?;
        Ok(Self { connection, file, durable: true })
    }
}

fn connect(path: &Path) -> rusqlite::Result<Connection> {
    // Used by one thread only, so it needs no mutex.
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags)?;
    connection.busy_timeout(BUSY)?;
    Ok(connection)
}

fn configure(connection: &Connection) -> rusqlite::Result<()> {
    connection.pragma_update(None, "synchronous", "FULL")?;
    // On macOS only this flushes the disk's own cache; elsewhere it does nothing.
    connection.pragma_update(None, "fullfsync", true)?;
    connection.pragma_update(None, "wal_autocheckpoint", LOG_PAGES)?;
    connection.pragma_update(None, "journal_size_limit", LOG_LIMIT)
}

/// SQLite treats a file that is shorter than a header as empty, and would overwrite it.
fn check_header(path: &Path) -> Result<(), Error> {
    const HEADER: &[u8] = b"SQLite format 3\0";
    let mut start = Vec::with_capacity(HEADER.len());
    let file = File::open(path);
    let read = file.and_then(|file| file.take(HEADER.len() as u64).read_to_end(&mut start));
    read.map_err(|error| failure::of_file(path, &error))?;
    if start.is_empty() || start == HEADER {
        return Ok(());
    }
    Err(Error::store_permanent(format!("{}: {}", path.display(), failure::NOT_OURS)))
}

/// The identity of the file at a path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Identity(u64, u64);

impl Identity {
    fn at(path: &Path) -> io::Result<Self> {
        let metadata = fs::metadata(path)?;
        Ok(Self::of(&metadata))
    }

    #[cfg(unix)]
    fn of(metadata: &Metadata) -> Self {
        use std::os::unix::fs::MetadataExt;
        Self(metadata.dev(), metadata.ino())
    }

    /// Elsewhere an open file can't be replaced.
    #[cfg(not(unix))]
    fn of(_: &Metadata) -> Self {
        Self(0, 0)
    }
}

/// Creates an empty file that only its owner can read from the start, and its parent folders.
fn create(path: &Path) -> io::Result<()> {
    if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        let mut builder = fs::DirBuilder::new();
        builder.recursive(true);
        #[cfg(unix)]
        std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
        builder.create(folder)?;
    }
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    match options.open(path) {
        Ok(_) => sync_folder(path),
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(()),
        Err(error) => Err(error),
    }
}

/// Flushes the directory entry of a new file, where the system can.
fn sync_folder(path: &Path) -> io::Result<()> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    let folder = folder.unwrap_or(Path::new("."));
    if cfg!(unix) { File::open(folder)?.sync_all() } else { Ok(()) }
}

/// Makes the files readable only by their owner. SQLite gives files that it creates the
/// mode of the database.
#[cfg(unix)]
fn make_private(path: &Path) -> Result<(), Error> {
    use std::os::unix::fs::PermissionsExt;
    for suffix in ["", "-wal", "-shm"] {
        let mut file = path.as_os_str().to_owned();
        file.push(suffix);
        let file = PathBuf::from(file);
        let Ok(metadata) = fs::metadata(&file) else { continue };
        let mode = metadata.permissions().mode() & 0o777;
        if !metadata.is_file() || mode & 0o077 == 0 {
            continue;
        }
        let private = fs::Permissions::from_mode(mode & 0o700);
        fs::set_permissions(&file, private).map_err(|error| {
            let file = file.display();
            Error::store_permanent(format!(
                "{file} can be read by others than its owner (mode {mode:o}), and that can't be changed: {error}. Set its mode to 600"
            ))
        })?;
        tracing::warn!(
            file = %file.display(),
            mode = format_args!("{mode:o}"),
            "others than its owner could read the store of tokens; its mode was changed"
        );
    }
    Ok(())
}

#[cfg(not(unix))]
fn make_private(_: &Path) -> Result<(), Error> {
    Ok(())
}

//! The schema of the database, and its migrations.

use std::path::Path;
use std::time::Duration;

use rusqlite::{Connection, TransactionBehavior};

use super::failure;
use crate::Error;

/// Marks a file as one of this store's: `wxcb`.
const APPLICATION: i64 = 0x7778_6362;

/// The migrations from each version to the next; an empty file is version 0. A change of the schema is a new step,
/// and released steps never change.
///
/// A value is found by one of two indexes that both have its key, so that damage to one of them makes
/// it damaged rather than absent. `fences` has one row.
const STEPS: &[&str] = &["
CREATE TABLE value (
  id INTEGER PRIMARY KEY,
  key TEXT NOT NULL,
  value BLOB,
  written INTEGER NOT NULL,
  removed_ms INTEGER,
  checksum INTEGER NOT NULL
) STRICT;
CREATE INDEX value_key ON value (key);
CREATE INDEX value_again ON value (key, written);
CREATE INDEX value_removed ON value (removed_ms) WHERE removed_ms IS NOT NULL;
CREATE TABLE lease (
  key TEXT NOT NULL PRIMARY KEY,
  fence INTEGER NOT NULL,
  owner TEXT NOT NULL,
  ends_ms INTEGER NOT NULL,
  length_ms INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX lease_ends ON lease (ends_ms);
CREATE TABLE fences (
  id INTEGER PRIMARY KEY CHECK (id = 0),
  highest INTEGER NOT NULL,
  forgotten INTEGER NOT NULL,
  checksum INTEGER NOT NULL
) STRICT;
"];

/// Checks and migrates the file.
///
/// # Errors
///
/// When it is another program's, or a later release's; nothing is changed then.
pub(super) fn prepare(path: &Path, connection: &Connection) -> Result<(), Error> {
    let failed = |error| failure::of(path, error);
    // Another process's concurrent migration is seen as a whole, or not at all.
    let reading = connection.unchecked_transaction().map_err(failed)?;
    let mut version = known_version(path, &reading)?;
    drop(reading);
    if version < STEPS.len() {
        version = migrate(path, connection)?;
    }
    if version > STEPS.len() {
        let (file, known) = (path.display(), STEPS.len());
        return Err(Error::store_permanent(format!(
            "{file}: the database has version {version}, and this program knows versions up to {known}: a later release of wechat-cloudbase wrote it. Upgrade this program"
        )));
    }
    enter_wal(path, connection).map_err(failed)?
}

/// In one transaction, after concurrent ones of other processes.
fn migrate(path: &Path, connection: &Connection) -> Result<usize, Error> {
    let failed = |error| failure::of(path, error);
    let transaction =
        rusqlite::Transaction::new_unchecked(connection, TransactionBehavior::Immediate);
    let transaction = transaction.map_err(failed)?;
    let version = known_version(path, &transaction)?;
    let Some(steps) = STEPS.get(version..) else { return Ok(version) };
    for step in steps {
        transaction.execute_batch(step).map_err(failed)?;
    }
    transaction.pragma_update(None, "application_id", APPLICATION).map_err(failed)?;
    transaction.pragma_update(None, "user_version", STEPS.len().to_string()).map_err(failed)?;
    transaction.commit().map_err(failed)?;
    Ok(STEPS.len())
}

fn known_version(path: &Path, connection: &Connection) -> Result<usize, Error> {
    let failed = |error| failure::of(path, error);
    let number = |name: &str| -> Result<i64, Error> {
        connection.pragma_query_value(None, name, |row| row.get(0)).map_err(failed)
    };
    let (application, version) = (number("application_id")?, number("user_version")?);
    let tables = connection.query_row("SELECT count(*) FROM sqlite_schema", (), |row| row.get(0));
    let tables: i64 = tables.map_err(failed)?;
    let is_new = (application, version, tables) == (0, 0, 0);
    let version = usize::try_from(version).ok().filter(|_| is_new || application == APPLICATION);
    version.filter(|version| is_new || *version > 0).ok_or_else(|| {
        let file = path.display();
        Error::store_permanent(format!("{file}: {}", failure::NOT_OURS))
    })
}

/// Enables the write-ahead log permanently. No process may have an open transaction.
fn enter_wal(path: &Path, connection: &Connection) -> rusqlite::Result<Result<(), Error>> {
    const PAUSE: Duration = Duration::from_millis(10);
    const ATTEMPTS: u32 = 400;
    let mut attempts = 0;
    loop {
        let set = connection
            .pragma_update_and_check(None, "journal_mode", "WAL", |row| row.get::<_, String>(0));
        let is_busy = |error: &rusqlite::Error| {
            error.sqlite_error_code() == Some(rusqlite::ErrorCode::DatabaseBusy)
        };
        match set {
            Ok(mode) if mode.eq_ignore_ascii_case("wal") => return Ok(Ok(())),
            Ok(mode) => {
                let file = path.display();
                return Ok(Err(Error::store_permanent(format!(
                    "{file}: the write-ahead log can't be used here (the mode stays {mode}); put the database on a disk of this machine"
                ))));
            }
            // SQLite does not wait by itself here.
            Err(error) if is_busy(&error) && attempts < ATTEMPTS => attempts += 1,
            Err(error) => return Err(error),
        }
        std::thread::sleep(PAUSE);
    }
}

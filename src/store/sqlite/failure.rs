//! SQLite's errors in words: where, whether waiting helps, and what to do.

use std::io;
use std::path::Path;
use std::time::Duration;

use rusqlite::ErrorCode;

use crate::Error;

/// How long to wait while another process writes. It is less than callers wait for the store.
pub(super) const BUSY: Duration = Duration::from_secs(4);

/// Converts an error of SQLite for the database at a path.
pub(super) fn of(path: &Path, error: rusqlite::Error) -> Error {
    let file = path.display();
    let text = match &error {
        // The text alone, without the statement.
        rusqlite::Error::SqlInputError { error, msg, .. } => format!("{msg} ({error})"),
        other => other.to_string(),
    };
    let permanent = |what: &str| Error::store_permanent(format!("{file}: {what}: {text}"));
    match error.sqlite_error_code() {
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Error::store(format!(
            "{file}: another process has been writing for {} seconds: {text}",
            BUSY.as_secs()
        )),
        Some(ErrorCode::DiskFull) => permanent("the disk is full; free some space"),
        Some(
            ErrorCode::ReadOnly
            | ErrorCode::PermissionDenied
            | ErrorCode::AuthorizationForStatementDenied,
        ) => permanent(
            "the file or its folder can't be written; give this user the permission, or check why the disk is mounted read-only",
        ),
        Some(ErrorCode::CannotOpen) => permanent(
            "the file can't be opened; check that its folder exists, and the permissions of this user",
        ),
        Some(ErrorCode::NotADatabase) => permanent(NOT_OURS),
        Some(ErrorCode::DatabaseCorrupt) => corrupt(path, &text),
        Some(ErrorCode::TooBig) => permanent("the value is too long"),
        Some(
            ErrorCode::SystemIoFailure
            | ErrorCode::OutOfMemory
            | ErrorCode::FileLockingProtocolFailed,
        ) => Error::store(format!("{file}: {text}")),
        _ => corrupt(path, &text),
    }
}

/// A database whose structure is broken.
pub(super) fn corrupt(path: &Path, text: &str) -> Error {
    let file = path.display();
    Error::damaged(format!(
        "{file}: the database is damaged: {text}. Stop the programs that use it, and make a copy of the file and of its -wal; then put a backup in its place, or what `sqlite3 {file} .recover` can read, or begin with a new file and run a recovery of the platform"
    ))
}

pub(super) const NOT_OURS: &str =
    "the file is not a database of this store; give another path, or put a backup in its place";

/// Converts an I/O error of a file.
pub(super) fn of_file(path: &Path, error: &io::Error) -> Error {
    let file = path.display();
    let what = match error.kind() {
        io::ErrorKind::NotFound => "the file is gone; put it back, or open the store again",
        io::ErrorKind::NotADirectory | io::ErrorKind::AlreadyExists => {
            "a part of the path is a file, not a folder"
        }
        io::ErrorKind::PermissionDenied => "permission denied",
        io::ErrorKind::ReadOnlyFilesystem => "the disk is read-only",
        io::ErrorKind::StorageFull => "the disk is full; free some space",
        _ => "the file can't be reached",
    };
    Error::store_permanent(format!("{file}: {what}: {error}"))
}

#[cfg(test)]
mod tests {
    use std::error::Error as _;

    use rusqlite::ffi;

    use super::*;

    /// How each of SQLite's codes is reported: whether it may pass, and in which words.
    #[test]
    fn codes() {
        for (code, is_down, is_damaged, words) in [
            (ffi::SQLITE_BUSY, true, false, "another process"),
            (ffi::SQLITE_FULL, false, false, "the disk is full"),
            (ffi::SQLITE_READONLY, false, false, "can't be written"),
            (ffi::SQLITE_CANTOPEN, false, false, "can't be opened"),
            (ffi::SQLITE_NOTADB, false, false, "not a database of this store"),
            (ffi::SQLITE_CORRUPT, false, true, ".recover"),
            (ffi::SQLITE_IOERR_WRITE, true, false, "a.db"),
        ] {
            let error = rusqlite::Error::SqliteFailure(ffi::Error::new(code), None);
            let error = of(Path::new("a.db"), error);
            assert_eq!(
                (error.is_store_down(), error.is_damaged()),
                (is_down, is_damaged),
                "{code}"
            );
            let said = error.source().map(ToString::to_string).unwrap_or_default();
            assert!(said.contains(words), "{code}: {said}");
        }
    }
}

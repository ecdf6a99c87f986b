//! Files that a command writes.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::Path;

/// Replaces a file atomically: concurrent readers see the old text or the new
/// one. Permissions and links are preserved.
pub(crate) fn replace(path: &Path, text: &str) -> io::Result<()> {
    let path = fs::canonicalize(path)?;
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    // What begins with a dot is not part of a spec.
    let new = path.with_file_name(format!(".{name}.{}.new", std::process::id()));
    let written = write_new(&new, text)
        .and_then(|()| fs::set_permissions(&new, fs::metadata(&path)?.permissions()))
        .and_then(|()| fs::rename(&new, &path));
    if written.is_err() {
        let _: io::Result<()> = fs::remove_file(&new);
    }
    written
}

/// Writes a new file. An existing one is an error, and is not changed.
pub(crate) fn write_new(path: &Path, text: &str) -> io::Result<()> {
    let mut file: File = OpenOptions::new().write(true).create_new(true).open(path)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()
}

/// Writes a file, whether or not there is one.
pub(crate) fn write(path: &Path, text: &str) -> io::Result<()> {
    if path.exists() { replace(path, text) } else { write_new(path, text) }
}

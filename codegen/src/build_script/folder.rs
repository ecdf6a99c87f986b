//! Reads the folder of a spec within limits: a wrong folder must not fill the memory.

use std::fs::{self, File};
use std::io::{self, Read};
use std::path::Path;

use crate::SourceFile;

/// How many bytes a file of a spec may have: 1 MiB, which is a hundred long pages of the vendor's.
pub const MAX_FILE_BYTES: u64 = 1 << 20;

/// How many files and folders a spec may have.
pub const MAX_ENTRIES: usize = 10_000;

/// How many bytes all files of a spec may have together: 32 MiB.
pub const MAX_TOTAL_BYTES: u64 = 32 << 20;

/// Every file below a folder, with its path relative to it. What begins with a dot, such as the
/// file of an editor, is not part of a spec.
///
/// # Errors
///
/// When a folder or a file can't be read, or when there is more than a spec can have, which is
/// [`MAX_FILE_BYTES`], [`MAX_ENTRIES`] and [`MAX_TOTAL_BYTES`]; the error says which file or folder.
pub fn read(folder: &Path) -> io::Result<Vec<SourceFile>> {
    let mut files = Vec::new();
    let mut left = MAX_ENTRIES;
    let mut bytes_left = MAX_TOTAL_BYTES;
    let mut open = vec![(folder.to_owned(), String::new())];
    while let Some((below, prefix)) = open.pop() {
        for entry in fs::read_dir(&below).map_err(at(&below))? {
            let entry = entry.map_err(at(&below))?;
            let name = entry.file_name().to_string_lossy().into_owned();
            // What tools keep beside a spec may be large, and says nothing of it.
            let is_lock = prefix.is_empty() && name == crate::parse::LOCK;
            if name.starts_with('.') || is_lock {
                continue;
            }
            left = left.checked_sub(1).ok_or_else(|| too_many(folder))?;
            let path = entry.path();
            let name = format!("{prefix}{name}");
            if path.is_dir() {
                open.push((path, format!("{name}/")));
            } else {
                let content = content(&path).map_err(at(&path))?;
                let length = content.len() as u64;
                bytes_left = bytes_left.checked_sub(length).ok_or_else(|| too_large(folder))?;
                files.push(SourceFile::new(name, content));
            }
        }
    }
    Ok(files)
}

/// Adds the path to an error, which lacks it.
pub(super) fn at(path: &Path) -> impl FnOnce(io::Error) -> io::Error {
    move |error| io::Error::new(error.kind(), format!("{}: {error}", path.display()))
}

/// The content of a file, up to the limit.
fn content(path: &Path) -> io::Result<Vec<u8>> {
    if !fs::metadata(path)?.is_file() {
        return Err(io::Error::other("not a file of text; a spec has files and folders only"));
    }
    let mut content = Vec::new();
    File::open(path)?.take(MAX_FILE_BYTES + 1).read_to_end(&mut content)?;
    if content.len() as u64 > MAX_FILE_BYTES {
        let why = format!("larger than {MAX_FILE_BYTES} bytes, which no file of a spec is");
        return Err(io::Error::new(io::ErrorKind::FileTooLarge, why));
    }
    Ok(content)
}

fn too_many(folder: &Path) -> io::Error {
    let why = format!("more than {MAX_ENTRIES} files and folders, which no spec has");
    at(folder)(io::Error::other(why))
}

fn too_large(folder: &Path) -> io::Error {
    let why = format!("more than {MAX_TOTAL_BYTES} bytes in all files, which no spec has");
    at(folder)(io::Error::new(io::ErrorKind::FileTooLarge, why))
}

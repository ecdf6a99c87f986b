//! The file `pages.lock` of a spec, on the disk.

use std::fs;
use std::io::ErrorKind;
use std::path::Path;

use wechat_cloudbase_spec::drift::Lock;

use super::file;

const NAME: &str = "pages.lock";

/// What it says; nothing where there is none.
pub(crate) fn read(spec: &Path) -> Result<Lock, String> {
    let path = spec.join(NAME);
    let text = match fs::read_to_string(&path) {
        Ok(text) => text,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Lock::default()),
        Err(error) => return Err(format!("{} can't be read: {error}", path.display())),
    };
    Lock::parse(&text).map_err(|why| format!("{}: {why}", path.display()))
}

pub(crate) fn write(spec: &Path, lock: &Lock) -> Result<(), String> {
    let path = spec.join(NAME);
    file::write(&path, &lock.written())
        .map_err(|error| format!("{} can't be written: {error}", path.display()))
}

//! A folder of generated files, which holds nothing else: only changed files are written, and
//! obsolete ones are removed. A list in the folder says which files are the command's own.

use std::collections::BTreeSet;
use std::fmt;
use std::fs;
use std::io;
use std::path::{Component, Path};

use wechat_cloudbase_spec::SiteFile;

/// The list: a header line, and the paths of the files.
const LIST: &str = ".wechat-cloudbase-site";
const LIST_HEAD: &str =
    "Written by wechat-cloudbase-spec, which removes these files when it no longer makes them:\n";

/// What was done.
pub(crate) struct Changes {
    written: usize,
    unchanged: usize,
    removed: usize,
}

impl fmt::Display for Changes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { written, unchanged, removed } = self;
        write!(f, "{written} files written, {unchanged} unchanged, {removed} removed")
    }
}

/// Writes the files into a folder.
///
/// # Errors
///
/// When the folder holds something else, or can't be written to; the text says which and why.
pub(crate) fn write(folder: &Path, files: &[SiteFile]) -> Result<Changes, String> {
    let own = own_files(folder)?;
    let paths: BTreeSet<_> = files.iter().map(|file| file.path.clone()).collect();
    for path in paths.difference(&own) {
        if folder.join(path).symlink_metadata().is_ok() {
            return Err(format!(
                "{} exists and was not written by this command; move it away",
                folder.join(path).display()
            ));
        }
    }
    // The list has the old and the new files, so an interrupted run leaves no unknown file
    // behind.
    write_list(folder, &own.union(&paths).cloned().collect())?;
    let mut changes = Changes { written: 0, unchanged: 0, removed: 0 };
    for file in files {
        let path = folder.join(&file.path);
        if fs::read(&path).is_ok_and(|old| old == file.text.as_bytes()) {
            changes.unchanged += 1;
        } else {
            write_file(&path, &file.text)?;
            changes.written += 1;
        }
    }
    for path in own.difference(&paths) {
        changes.removed += usize::from(remove(folder, path)?);
    }
    write_list(folder, &paths)?;
    Ok(changes)
}

/// The files in the folder that this command has written.
fn own_files(folder: &Path) -> Result<BTreeSet<String>, String> {
    let name = folder.display();
    if folder.exists() && !folder.is_dir() {
        return Err(format!("{name} is not a folder; give a folder for the site"));
    }
    match fs::read_to_string(folder.join(LIST)) {
        Ok(list) => list
            .strip_prefix(LIST_HEAD)
            .map(|paths| {
                paths.lines().filter(|path| stays_inside(path)).map(str::to_owned).collect()
            })
            .ok_or_else(|| {
                format!("{name}/{LIST} is not a list of this command; give another folder")
            }),
        Err(error) if error.kind() == io::ErrorKind::NotFound && is_empty(folder)? => {
            Ok(BTreeSet::new())
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => Err(format!(
            "{name} holds other things; give an empty folder or one that does not exist"
        )),
        Err(error) => Err(cannot("read", &folder.join(LIST), &error)),
    }
}

/// Whether a path of the list, which anybody can edit, leads to a place in the folder.
fn stays_inside(path: &str) -> bool {
    !path.is_empty()
        && Path::new(path).components().all(|part| matches!(part, Component::Normal(_)))
}

fn is_empty(folder: &Path) -> Result<bool, String> {
    match fs::read_dir(folder) {
        Ok(mut entries) => Ok(entries.next().is_none()),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(true),
        Err(error) => Err(cannot("read", folder, &error)),
    }
}

fn write_list(folder: &Path, paths: &BTreeSet<String>) -> Result<(), String> {
    let paths: String = paths.iter().map(|path| format!("{path}\n")).collect();
    write_file(&folder.join(LIST), &format!("{LIST_HEAD}{paths}"))
}

fn write_file(path: &Path, text: &str) -> Result<(), String> {
    let folder = path.parent().map_or(Ok(()), fs::create_dir_all);
    folder.and_then(|()| fs::write(path, text)).map_err(|error| cannot("write", path, &error))
}

/// Removes a file, and its folder when nothing else is in it.
fn remove(folder: &Path, path: &str) -> Result<bool, String> {
    let file = folder.join(path);
    match fs::remove_file(&file) {
        Ok(()) => {}
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(false),
        Err(error) => return Err(cannot("remove", &file, &error)),
    }
    if let Some(parent) = file.parent().filter(|parent| *parent != folder) {
        // A folder that is not empty stays, as it should.
        let _: io::Result<()> = fs::remove_dir(parent);
    }
    Ok(true)
}

fn cannot(verb: &str, path: &Path, error: &io::Error) -> String {
    format!("can't {verb} {}: {error}", path.display())
}

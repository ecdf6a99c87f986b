//! `OUT_DIR`: up-to-date files are left alone, so a build generates only the text of what
//! has changed.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::folder::at;
use crate::output::{PlannedFile, fingerprint};

/// The record of the last run: the program on the first line, and a file on
/// each other one.
const INDEX: &str = "index.txt";

/// For each file, by name, the fingerprints of its input and its content when it was written.
type Index = BTreeMap<String, (u64, u64)>;

/// Makes a folder hold the planned files, whatever it held before.
pub(super) fn write(out: &Path, files: &[PlannedFile<'_>]) -> io::Result<()> {
    let program = program();
    let old = program.map_or_else(Index::new, |program| read_index(out, program));
    let mut index = Index::new();
    clear(out, files)?;
    for file in files {
        let path = out.join(&file.name);
        let held = fs::read(&path).ok();
        let is = held.as_deref().map(|held| (file.fingerprint, fingerprint(held)));
        let right = is.filter(|is| old.get(&file.name) == Some(is));
        let entry = match right {
            Some(entry) => entry,
            None => {
                let text = file.text();
                replace(&path, held.as_deref(), text.as_bytes())?;
                (file.fingerprint, fingerprint(text.as_bytes()))
            }
        };
        index.insert(file.name.clone(), entry);
    }
    let path = out.join(INDEX);
    let held = fs::read(&path).ok();
    replace(&path, held.as_deref(), index_text(&index, program).as_bytes())
}

/// Identifies this program: another build may
/// generate other text from the same input.
fn program() -> Option<u64> {
    let program = fs::metadata(std::env::current_exe().ok()?).ok()?;
    Some(fingerprint(&(program.len(), program.modified().ok()?)))
}

fn read_index(out: &Path, program: u64) -> Index {
    let text = fs::read_to_string(out.join(INDEX)).unwrap_or_default();
    let mut lines = text.lines();
    if lines.next() != Some(&first_line(Some(program))) {
        return Index::new();
    }
    let entry = |line: &str| {
        let mut words = line.split(' ');
        let mut number = || u64::from_str_radix(words.next()?, 16).ok();
        let entry = (number()?, number()?);
        Some((words.next()?.to_owned(), entry))
    };
    lines.filter_map(entry).collect()
}

fn index_text(index: &Index, program: Option<u64>) -> String {
    let mut text = first_line(program) + "\n";
    for (name, (made_of, held)) in index {
        text += &format!("{made_of:016x} {held:016x} {name}\n");
    }
    text
}

fn first_line(program: Option<u64>) -> String {
    let program = program.map_or("unknown".to_owned(), |program| format!("{program:016x}"));
    format!("written by {program}: made of, held, file")
}

/// Output folders hold nothing else: files of removed endpoints are deleted.
fn clear(out: &Path, files: &[PlannedFile<'_>]) -> io::Result<()> {
    let wanted: BTreeSet<PathBuf> = files.iter().map(|file| out.join(&file.name)).collect();
    let folders: BTreeSet<_> = wanted.iter().filter_map(|path| path.parent()).collect();
    for folder in folders.into_iter().filter(|folder| *folder != out) {
        fs::create_dir_all(folder).map_err(at(folder))?;
        for entry in fs::read_dir(folder).map_err(at(folder))? {
            let path = entry.map_err(at(folder))?.path();
            if !wanted.contains(&path) && !path.is_dir() {
                fs::remove_file(&path).map_err(at(&path))?;
            }
        }
    }
    Ok(())
}

/// An up-to-date file is not written: tools use the modification time.
fn replace(path: &Path, held: Option<&[u8]>, text: &[u8]) -> io::Result<()> {
    if held == Some(text) { Ok(()) } else { fs::write(path, text).map_err(at(path)) }
}

//! Words of a page that have changed since it was read.

use std::collections::BTreeMap;

use super::difference::{Difference, DriftRule};
use super::finding::Finding;
use super::lock::LockedPage;
use super::said::Words;

/// What the lock and the page say differently, where no other finding is about the same line or
/// thing.
pub(super) fn since(lock: &LockedPage, words: &Words, found: &[Finding]) -> Vec<Difference> {
    let mut out = Vec::new();
    let known: BTreeMap<&str, &str> =
        lock.rows.iter().map(|(subject, hash)| (subject.as_str(), hash.as_str())).collect();
    let is_found = |line: usize, subject: &str| {
        let thing = subject.split(['=', '#']).next().unwrap_or(subject);
        found.iter().any(|found| {
            found.page.line == line
                || found.subject == thing
                || found.subject.starts_with(&format!("{thing}."))
        })
    };
    let since = &lock.read;
    for said in &words.rows {
        let (page, spec) = match known.get(said.subject.as_str()) {
            Some(hash) if *hash == said.hash => continue,
            Some(_) => ("other words", since.clone()),
            None => ("new", since.clone()),
        };
        if !is_found(said.line, &said.subject) {
            out.push(Difference::new(DriftRule::Words, &*said.subject, said.line, page, spec));
        }
    }
    for (subject, _) in &lock.rows {
        let is_there = words.rows.iter().any(|said| said.subject == *subject);
        if !is_there && !is_found(0, subject) {
            let rule = DriftRule::Words;
            out.push(Difference::new(rule, &**subject, 1, "gone", since.clone()).absent());
        }
    }
    out.extend(notes(lock, words, found));
    out
}

/// Notes have no names: those that are new are reported with their lines, the others by number.
fn notes(lock: &LockedPage, words: &Words, found: &[Finding]) -> Vec<Difference> {
    let mut left: Vec<&str> = lock.notes.iter().map(String::as_str).collect();
    let mut out = Vec::new();
    for note in &words.notes {
        match left.iter().position(|known| *known == note.hash) {
            Some(at) => _ = left.remove(at),
            None if found.iter().any(|found| found.page.line == note.line) => {}
            None => {
                let (rule, since) = (DriftRule::Words, lock.read.clone());
                out.push(Difference::new(rule, "notes", note.line, "other words", since));
            }
        }
    }
    let gone = left.len().saturating_sub(out.len());
    if gone > 0 {
        let says = format!("{gone} gone");
        let since = lock.read.clone();
        out.push(Difference::new(DriftRule::Words, "notes", 1, says, since).absent());
    }
    out
}

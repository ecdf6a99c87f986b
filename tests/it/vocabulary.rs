//! The words of the field: what the project's own dialect must not say, and what to say instead.
//!
//! The table is `vocabulary/words.txt`; the texts are comments, messages, test names and Markdown.

mod table;
mod texts;

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use table::{Entry, Starts};
use texts::Word;

/// Made by a program, or wrong on purpose.
const LEFT_OUT: &[&str] =
    &["target", ".git", "codegen", "tools", "spec/README.md", "tests/it/vocabulary.rs"];

fn walk(root: &Path, folder: &Path, found: &mut Vec<(String, String)>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.strip_prefix(root).unwrap().to_str().unwrap().replace('\\', "/");
        let is_left_out = LEFT_OUT.contains(&name.as_str()) || name.ends_with("/target");
        let is_text = name.ends_with(".rs") || name.ends_with(".md");
        match path.is_dir() {
            _ if is_left_out => {}
            true => walk(root, &path, found),
            false if is_text => found.push((name, fs::read_to_string(&path).unwrap())),
            false => {}
        }
    }
}

/// A hit: the number of its entry, its line, and the words that were found.
type Hit = (usize, usize, String);

fn hits(entries: &[Entry], starts: &Starts, words: &[Word]) -> Vec<Hit> {
    let mut hits = Vec::new();
    for (start, word) in words.iter().enumerate() {
        for number in starts.of(&word.text) {
            let Some(length) = entries[number].matches(words, start) else { continue };
            let said: Vec<_> = words[start..start + length].iter().map(|it| &*it.text).collect();
            hits.push((number, word.line, said.join(" ")));
        }
    }
    hits
}

#[test]
fn texts_use_the_words_of_the_field() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut files = Vec::new();
    walk(root, root, &mut files);
    files.sort();
    let mut entries = table::entries();
    let starts = Starts::new(&entries);
    let mut wrong = String::new();
    for (name, text) in &files {
        for (number, line, said) in hits(&entries, &starts, &texts::words(name, text)) {
            let entry = &mut entries[number];
            if !entry.allow(name) {
                writeln!(wrong, "{name}:{line}: `{said}`. Say: {}", entry.say).unwrap();
            }
        }
    }
    for entry in &entries {
        for path in entry.unused() {
            writeln!(wrong, "words.txt allows `{}` in {path}, which has none", entry.say).unwrap();
        }
    }
    assert!(wrong.is_empty(), "{} lines:\n{wrong}", wrong.lines().count());
}

#[track_caller]
fn check(name: &str, text: &str, expected: &[&str]) {
    let words = texts::words(name, text);
    let entries = table::entries();
    let found = hits(&entries, &Starts::new(&entries), &words);
    let found: Vec<_> = found.iter().map(|(_, line, said)| format!("{line}: {said}")).collect();
    assert_eq!(found, expected);
}

#[test]
fn planted_words_are_found_wherever_people_read() {
    check("a.rs", "// A call is\n// repeated.", &["2: repeated"]);
    check("a.rs", "/// There is no\n/// answer in time.", &["1: no answer"]);
    check("a.rs", "let x = 1; // So many of them.", &["1: so many"]);
    check("a.rs", "f(\"it has to \\\n  be\")", &["1: has to"]);
    check("a.rs", "f(r#\"`{x}` is no \"number\"\"#)", &["1: is no"]);
    check("a.rs", "fn a_call_is_repeated() {}", &["1: repeated"]);
    check("a.md", "# One\n\nWhoever calls.", &["3: whoever"]);
    check("a.rs", "let repeated = answer('\"', \"repeat\"); // `repeat`", &[]);
    check("a.rs", "// There is no call in flight.", &[]);
}

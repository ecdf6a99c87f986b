//! The table of words.

use std::collections::{BTreeSet, HashMap};

use super::texts::Word;

/// One paragraph of `words.txt`.
#[derive(Default)]
pub(super) struct Entry {
    /// What to say.
    pub(super) say: String,
    /// What not to say: words in a row, each with its alternatives.
    not: Vec<Vec<String>>,
    /// Longer phrases in which it is right.
    but: Vec<Vec<String>>,
    /// Files in which it is right, and whether one was met there.
    allowed: Vec<(String, bool)>,
}

pub(super) fn entries() -> Vec<Entry> {
    include_str!("words.txt").split("\n\n").skip(1).map(entry).collect()
}

fn entry(paragraph: &str) -> Entry {
    let phrase = |text: &str| text.split(' ').map(str::to_owned).collect();
    let mut entry = Entry::default();
    for line in paragraph.lines() {
        match line.split_once(": ").unwrap_or_else(|| panic!("not a line of words.txt: {line}")) {
            ("say", text) => text.clone_into(&mut entry.say),
            ("not", text) => entry.not.push(phrase(text)),
            ("but", text) => entry.but.push(phrase(text)),
            (key, reason) => {
                let path = key.strip_prefix("in ").unwrap_or_else(|| panic!("unknown key `{key}`"));
                assert!(!reason.is_empty(), "{path} is allowed without a reason");
                entry.allowed.push((path.to_owned(), false));
            }
        }
    }
    entry
}

/// Which entries may match at a word, so that most words are skipped at once.
#[derive(Default)]
pub(super) struct Starts {
    words: HashMap<String, BTreeSet<usize>>,
    prefixes: Vec<(String, usize)>,
}

impl Starts {
    pub(super) fn new(entries: &[Entry]) -> Self {
        let mut starts = Self::default();
        for (number, entry) in entries.iter().enumerate() {
            for word in entry.not.iter().flat_map(|phrase| phrase[0].split('|')) {
                match word.strip_suffix('*') {
                    Some(prefix) => starts.prefixes.push((prefix.to_owned(), number)),
                    None => {
                        starts.words.entry(word.to_owned()).or_default().insert(number);
                    }
                }
            }
        }
        starts
    }

    pub(super) fn of(&self, word: &str) -> impl Iterator<Item = usize> {
        let prefixes = self.prefixes.iter().filter(move |(prefix, _)| word.starts_with(prefix));
        let words = self.words.get(word).into_iter().flatten().copied();
        words.chain(prefixes.map(|(_, number)| *number))
    }
}

/// Whether words begin with a phrase.
fn is_at(phrase: &[String], words: &[Word]) -> bool {
    let is = |wanted: &str, word: &str| match wanted.strip_suffix('*') {
        Some(start) => word.starts_with(start),
        None => wanted == word,
    };
    phrase.len() <= words.len()
        && phrase
            .iter()
            .zip(words)
            .all(|(wanted, word)| wanted.split('|').any(|it| is(it, &word.text)))
}

impl Entry {
    /// How many words match here, if any do that are not part of a longer phrase that is right.
    pub(super) fn matches(&self, words: &[Word], start: usize) -> Option<usize> {
        let length = self.not.iter().find(|phrase| is_at(phrase, &words[start..]))?.len();
        let is_right = |phrase: &Vec<String>| {
            let first = (start + length).saturating_sub(phrase.len());
            (first..=start).any(|from| is_at(phrase, &words[from..]))
        };
        (!self.but.iter().any(is_right)).then_some(length)
    }

    /// Whether the words are allowed in a file.
    pub(super) fn allow(&mut self, name: &str) -> bool {
        let mut allowed =
            self.allowed.iter_mut().filter(|(path, _)| name.starts_with(path.as_str()));
        allowed.next().map(|(_, is_used)| *is_used = true).is_some()
    }

    /// Files that need no exception.
    pub(super) fn unused(&self) -> impl Iterator<Item = &str> {
        self.allowed.iter().filter(|(_, is_used)| !is_used).map(|(path, _)| path.as_str())
    }
}

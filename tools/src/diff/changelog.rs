//! Changes as a section of CHANGELOG.md.

use super::change::{Change, Origin};
use super::changes::Changes;
use super::rule::{Bump, Effect};

/// Where lines of the changelog end.
const WIDTH: usize = 100;

impl Changes {
    /// A section for the changelog: what breaks, what is new, what behaves in another way; of what
    /// only the docs show, the number.
    pub fn changelog(&self, version: &str) -> String {
        let mut text = format!("## {version} (not yet released)\n\n");
        let (told, silent): (Vec<_>, Vec<_>) = self.changes.iter().partition(|change| {
            change.bump() > Bump::Patch || change.rule.behaviour() != Effect::None
        });
        for change in &told {
            text.push_str(&item(&sentence(change)));
        }
        match (told.len(), silent.len()) {
            (0, 0) => text.push_str(&item("Nothing about the spec.")),
            (_, 0) => {}
            (_, 1) => text.push_str(&item("One change of words, samples or sources.")),
            (_, count) => {
                text.push_str(&item(&format!("{count} changes of words, samples and sources.")));
            }
        }
        text
    }
}

fn sentence(change: &Change) -> String {
    let breaking = match change.bump() {
        Bump::Major => "**Breaking:** ",
        _ => "",
    };
    let why = match change.origin {
        Origin::Transcription => " It was transcribed wrong.",
        _ => "",
    };
    format!("{breaking}{}.{why}", capitalised(&change.message, breaking.is_empty()))
}

/// A sentence begins with a capital, unless something is before it.
fn capitalised(text: &str, begins: bool) -> String {
    let mut chars = text.chars();
    match chars.next() {
        Some(first) if begins => first.to_uppercase().chain(chars).collect(),
        _ => text.to_owned(),
    }
}

/// An item of a list, in lines.
fn item(text: &str) -> String {
    let mut lines = vec!["-".to_owned()];
    for word in text.split_whitespace() {
        let fits = |line: &String| line.chars().count() + 1 + word.chars().count() <= WIDTH;
        match lines.last_mut() {
            Some(line) if fits(line) => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(format!("  {word}")),
        }
    }
    lines.join("\n") + "\n"
}

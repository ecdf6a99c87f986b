//! What a page says of each thing, as hashes by which a change of its words is noticed: whatever the
//! page was delivered as, only letters and digits count.

use std::collections::BTreeMap;

use super::block::Block;
use super::clean::{clean, narrow};
use super::compare::word;
use super::facts::{Code, Facts};
use super::heading::Side;
use super::lock::LockedPage;
use super::tree;
use crate::hash;

/// A thing that a page says something of, with its line.
pub(super) struct Said {
    pub(super) line: usize,
    pub(super) subject: String,
    pub(super) hash: String,
}

/// Everything that is said of a thing with a name, and the notes.
pub(super) struct Words {
    pub(super) rows: Vec<Said>,
    pub(super) notes: Vec<Said>,
}

pub(super) fn words(blocks: &[Block], facts: &Facts) -> Words {
    let lines: BTreeMap<usize, &str> = blocks.iter().flat_map(Block::lines).collect();
    let mut rows = Rows { lines, found: Vec::new() };
    rows.call(facts);
    rows.fields(facts, Side::Request);
    rows.fields(facts, Side::Response);
    rows.values(facts);
    for row in facts.errcodes.iter().flat_map(|codes| &codes.value) {
        let code = match &row.code {
            Code::Number(number) => number.to_string(),
            Code::Range(stem) => format!("{stem}x"),
            Code::Lost => "lost".to_owned(),
        };
        rows.add(row.line, format!("errcodes.{code}"), &format!("{} {}", row.message, row.more));
    }
    for sample in &facts.samples {
        rows.found.push(Said {
            line: sample.line,
            subject: format!("sample.{}", word(sample.side)),
            hash: hashed(&sample.lines.join(" ")),
        });
    }
    let note = |line: usize, text: &str| Said { line, subject: String::new(), hash: hashed(text) };
    let mut notes: Vec<_> = facts.prose.iter().map(|prose| note(prose.line, &prose.text)).collect();
    for message in &facts.messages {
        notes.extend(message.lines.iter().map(|(line, text)| note(*line, text)));
    }
    notes.extend(facts.aside.iter().map(|(line, text)| note(*line, text)));
    let empty = hashed("");
    notes.retain(|note| note.hash != empty);
    notes.sort_by_key(|note| note.line);
    Words { rows: numbered(rows.found), notes }
}

struct Rows<'p> {
    lines: BTreeMap<usize, &'p str>,
    found: Vec<Said>,
}

impl Rows<'_> {
    /// What is said on a line, and what the reader found of it on those behind.
    fn add(&mut self, line: usize, subject: String, more: &str) {
        let raw = self.lines.get(&line).copied().unwrap_or("");
        let is_struck = if raw.contains("~~") { " struck" } else { "" };
        let hash = hashed(&format!("{} {more}{is_struck}", clean(raw)));
        self.found.push(Said { line, subject, hash });
    }

    fn call(&mut self, facts: &Facts) {
        for address in &facts.addresses {
            self.add(address.line, "path".to_owned(), "");
        }
        if let Some(sets) = &facts.permission_sets {
            self.add(sets.line, "permission_sets".to_owned(), "");
        }
        if let Some(call) = &facts.cloud_call {
            self.add(call.line, "cloud_call".to_owned(), "");
        }
    }

    fn fields(&mut self, facts: &Facts, side: Side) {
        let table = match side {
            Side::Request => &facts.request,
            Side::Response => &facts.response,
        };
        let tree = tree::tree(table, &|_, _| false);
        for (at, node) in tree.nodes.iter().enumerate() {
            let subject = format!("{}.{}", word(side), tree.path(at).join("."));
            let row = &node.row;
            self.add(row.line, subject, &format!("{} {}", row.cells.join(" "), row.doc));
        }
    }

    fn values(&mut self, facts: &Facts) {
        for values in &facts.values {
            for row in &values.values {
                let path = values.path.join(".");
                let subject = format!("{}.{path}={}", word(values.side), row.value);
                self.add(row.line, subject, &format!("{} {}", row.name, row.doc));
            }
        }
    }
}

/// Things of one name are numbered.
fn numbered(mut found: Vec<Said>) -> Vec<Said> {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for said in &mut found {
        // A subject is one word of its line in the lock.
        said.subject = said.subject.replace(char::is_whitespace, "_");
        let count = counts.entry(said.subject.clone()).or_default();
        *count += 1;
        if *count > 1 {
            said.subject = format!("{}#{count}", said.subject);
        }
    }
    found
}

/// What is hashed of a text: letters, digits, and what belongs to a number.
fn hashed(text: &str) -> String {
    let text = narrow(text);
    let mut kept = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(char) = chars.next() {
        let in_number = matches!(char, '-' | '.') && chars.peek().is_some_and(char::is_ascii_digit);
        if char.is_alphanumeric() || char == '_' || in_number {
            kept.push(char);
        }
    }
    let hash = hash::fnv(kept.bytes());
    format!("{:08x}", (hash >> 32) ^ (hash & 0xffff_ffff))
}

/// The day on which a page was edited: `Last edited on 2025-01-02`.
fn edited(blocks: &[Block]) -> String {
    let words = ["last edited", "last updated", "最后更新", "更新于", "更新时间"];
    let lines = blocks.iter().flat_map(Block::lines);
    let mut found = lines.filter_map(|(_, raw)| {
        let text = clean(raw).to_lowercase();
        let at = words.iter().find_map(|word| text.find(word))?;
        let digits = text.get(at..)?.find(|char: char| char.is_ascii_digit())?;
        let day = text.get(at + digits..)?.get(..10)?;
        let is_day = day.bytes().enumerate().all(|(at, byte)| match at {
            4 | 7 => byte == b'-',
            _ => byte.is_ascii_digit(),
        });
        is_day.then(|| day.to_owned())
    });
    found.next().unwrap_or_default()
}

/// A page as the lock has it.
pub(super) fn locked(
    blocks: &[Block],
    facts: &Facts,
    address: &str,
    endpoint: &str,
    read: &str,
) -> LockedPage {
    let Words { rows, notes } = words(blocks, facts);
    LockedPage {
        address: address.to_owned(),
        endpoint: endpoint.to_owned(),
        read: read.to_owned(),
        edited: edited(blocks),
        hash: hash_of(blocks),
        rows: rows.into_iter().map(|said| (said.subject, said.hash)).collect(),
        notes: notes.into_iter().map(|said| said.hash).collect(),
    }
}

/// The hash of all that a page says.
fn hash_of(blocks: &[Block]) -> String {
    let lines: Vec<_> = blocks.iter().flat_map(Block::lines).map(|(_, raw)| raw).collect();
    hash::fingerprint(lines)
}

//! A parsed response: its text, and an index into it.

use std::cell::RefCell;

use super::note::{Note, Notes};
use super::parse::{self, Fault};
use super::tape::{Entry, Kind, Tape};

/// JSON that has been read.
#[derive(Debug)]
pub(crate) struct Document {
    text: String,
    tape: Tape,
    notes: RefCell<Notes>,
    /// Whether every type mismatch is an error.
    is_strict: bool,
}

impl Document {
    /// Reads a text; one that is not JSON is given back.
    pub(crate) fn parse(text: String) -> Result<Self, (String, Fault)> {
        match parse::parse(&text) {
            Ok(tape) => Ok(Self { text, tape, notes: RefCell::default(), is_strict: false }),
            Err(fault) => Err((text, fault)),
        }
    }

    /// Reads it strictly, as a caller's input rather than WeChat's output.
    pub(super) fn strict(self) -> Self {
        Self { is_strict: true, ..self }
    }

    pub(super) fn is_strict(&self) -> bool {
        self.is_strict
    }

    pub(crate) fn into_text(self) -> String {
        self.text
    }

    /// The differences from the spec that decoding has met so far.
    pub(crate) fn notes(&self) -> Vec<Note> {
        self.notes.try_borrow().map_or_else(|_| Vec::new(), |notes| notes.all().to_vec())
    }

    pub(super) fn note(&self, note: Note) {
        if let Ok(mut notes) = self.notes.try_borrow_mut() {
            notes.add(note);
        }
    }

    pub(super) fn entry(&self, at: usize) -> Option<Entry> {
        self.tape.entries.get(at).copied()
    }

    /// The entry after a value and its contents.
    pub(super) fn after(&self, at: usize) -> usize {
        match self.entry(at) {
            Some(Entry { kind: Kind::List | Kind::Object, end, .. }) => end,
            _ => at + 1,
        }
    }

    /// The text of a number, a string or a key.
    pub(super) fn text_of(&self, entry: Entry) -> &str {
        let text = if entry.kind == Kind::Escaped { &self.tape.escaped } else { &self.text };
        text.get(entry.start..entry.end).unwrap_or_default()
    }

    /// The path of a value: `err_list[2].appid`; empty for the response as a whole.
    pub(crate) fn path(&self, at: usize) -> String {
        let (mut path, mut here) = (String::new(), 0);
        while here != at {
            let Some((step, inside)) = self.step(here, at) else {
                break;
            };
            match step {
                Step::Field(name) if path.is_empty() => path.push_str(name),
                Step::Field(name) => path.extend([".", name]),
                Step::Item(index) => path.push_str(&format!("[{index}]")),
            }
            here = inside;
        }
        path
    }

    /// The part of a list or an object in which an entry is, and where that part begins.
    fn step(&self, whole: usize, at: usize) -> Option<(Step<'_>, usize)> {
        let outer = self.entry(whole)?;
        let is_object = match outer.kind {
            Kind::Object => true,
            Kind::List => false,
            _ => return None,
        };
        let (mut here, mut index) = (whole + 1, 0);
        while here < outer.end {
            let value = if is_object { here + 1 } else { here };
            let next = self.after(value);
            if (value..next).contains(&at) {
                let step = match is_object {
                    true => Step::Field(self.text_of(self.entry(here)?)),
                    false => Step::Item(index),
                };
                return Some((step, value));
            }
            (here, index) = (next, index + 1);
        }
        None
    }
}

enum Step<'d> {
    Field(&'d str),
    Item(usize),
}

//! Tolerated differences between a response and the spec.

/// One place where a response differs from the spec.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Note {
    /// A hash of the names in its path, the same for all rows of a list.
    pub(crate) way: u64,
    /// The value, or the object that lacks it.
    pub(crate) at: usize,
    /// The field that the object lacks.
    pub(crate) field: Option<&'static str>,
    pub(crate) why: Why,
}

/// How a response differs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Why {
    /// A field is absent or null, and reads as empty.
    Absent,
    /// A value is of another type, and reads as empty.
    Mismatch { expected: &'static str, found: &'static str },
    /// A row of a list is of another type or lacks an essential field; it was left out.
    RowLeftOut,
    /// A single value in place of a list reads as a list of one.
    NotAList,
}

/// How many places of one response are noted.
const MOST: usize = 64;

/// Each path once: a list may have a hundred thousand rows.
#[derive(Debug, Default)]
pub(super) struct Notes(Vec<Note>);

impl Notes {
    pub(super) fn add(&mut self, note: Note) {
        let is_noted = |other: &Note| other.way == note.way && other.why == note.why;
        if self.0.len() < MOST && !self.0.iter().any(is_noted) {
            self.0.push(note);
        }
    }

    pub(super) fn all(&self) -> &[Note] {
        &self.0
    }
}

//! What a response lacked or had in another form, and was read all the same.

/// One place where a response differs from the spec.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Note {
    /// The names on the way to it in one number, the same for all rows of a list.
    pub(crate) way: u64,
    /// Where it stands, or the object that lacks it.
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
    /// A row of a list is of another type or lacks what it is worth nothing without; it was left out.
    RowLeftOut,
    /// One value stands where a list should, and reads as a list of one.
    NotAList,
}

/// How many places of one response are noted.
const MOST: usize = 64;

/// Each way once: a list may have a hundred thousand rows.
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

//! The flat list of entries that a text is parsed into.

/// What a value is, and which part of the text it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Null,
    True,
    False,
    /// `start` and `end` are in the text.
    Number,
    /// Without quotation marks; `start` and `end` are in the text.
    Text,
    /// A text with escapes; `start` and `end` are in what they stand for.
    Escaped,
    /// `end` is the entry after its last item.
    List,
    /// Keys and values in turn; `end` is the entry after its last value.
    Object,
}

/// One value, or the key of one. What is inside of a list or an object follows it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Entry {
    pub(super) kind: Kind,
    pub(super) start: usize,
    pub(super) end: usize,
}

/// What the parser makes of a text.
#[derive(Debug, Default)]
pub(super) struct Tape {
    pub(super) entries: Vec<Entry>,
    /// The texts of all strings with escapes, one after the other.
    pub(super) escaped: String,
}

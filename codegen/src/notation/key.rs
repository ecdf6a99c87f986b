//! What the notation says of a key, as data.

/// A table of the notation: what it is called in messages, and its keys in canonical order.
#[derive(Debug)]
pub struct Table {
    /// Such as `an endpoint`.
    pub what: &'static str,
    /// In the order in which they are in a file.
    pub keys: &'static [Key],
}

/// A key of a table.
#[derive(Debug)]
pub struct Key {
    /// As it is written.
    pub name: &'static str,
    /// What it takes.
    pub value: Value,
    /// What it means, for somebody who writes it.
    pub doc: &'static str,
    /// What to write, for somebody who has left it out; `None` where that is allowed.
    pub needed: Option<&'static str>,
    /// A key that may be there in its place.
    pub unless: Option<&'static str>,
    /// Whether a `[[correction]]` can be about it.
    pub correction: Correction,
    /// Whether it is words for people and nothing else: outputs show it as is.
    pub plain: bool,
    /// Where it is not allowed, although its table may.
    pub not: &'static [(Side, &'static str)],
}

/// What a key takes.
#[derive(Clone, Copy, Debug)]
pub enum Value {
    /// One line of text that says something.
    Line,
    /// A text that matches this pattern.
    Matching(&'static str),
    /// A type: one of the built-in ones or a name, and what is around it.
    Type,
    /// Any text, of any number of lines.
    Text,
    /// `true` or `false`.
    Flag,
    /// A whole number.
    Int,
    /// A number that may have a fraction.
    Number,
    /// A whole number that is not negative.
    Count,
    /// A day, such as 2026-01-31.
    Day,
    /// A string, a number, `true` or `false`.
    Literal,
    /// One of these words.
    Word(fn() -> Vec<Word>),
    /// A list of such values.
    List(&'static Value),
    /// A table.
    Table(&'static Table),
    /// A list of tables; where the key is needed, at least one.
    Tables(&'static Table),
    /// A table whose keys are names of fields.
    Fields,
    /// A table whose keys are names of types.
    Types,
    /// The values of an enum: each alone, or a table.
    Values(&'static Table),
    /// A table whose keys are names of such tables.
    Named(&'static Table),
    /// A table whose keys are paths of fields, each with a name.
    Names,
}

/// A word that a key takes.
#[derive(Clone, Copy, Debug)]
pub struct Word {
    /// As it is written.
    pub word: &'static str,
    /// Its name in Rust, which follows from the word.
    pub variant: &'static str,
    /// What it says.
    pub doc: &'static str,
}

/// Whether a `[[correction]]` can be about a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Correction {
    /// No page says anything of it.
    Never,
    /// Where the key is there.
    Said,
    /// Whether the key is there or not.
    Always,
}

/// Where fields are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// In `[request]`.
    Request,
    /// In `[response]`.
    Response,
    /// In an object.
    Object,
    /// Among those of a one-of.
    Alternative,
}

impl Table {
    /// The key of a name.
    pub fn key(&self, name: &str) -> Option<&'static Key> {
        self.keys.iter().find(|key| key.name == name)
    }

    /// Where a key is among those of the table; after all others when the table does not have it.
    pub fn rank(&self, name: &str) -> usize {
        self.keys.iter().position(|key| key.name == name).unwrap_or(self.keys.len())
    }
}

impl Key {
    pub(super) const fn new(name: &'static str, value: Value, doc: &'static str) -> Self {
        let correction = Correction::Never;
        Self { name, value, doc, needed: None, unless: None, correction, plain: false, not: &[] }
    }

    pub(super) const fn needed(mut self, help: &'static str) -> Self {
        self.needed = Some(help);
        self
    }

    pub(super) const fn unless(mut self, key: &'static str) -> Self {
        self.unless = Some(key);
        self
    }

    pub(super) const fn correction(mut self, correction: Correction) -> Self {
        self.correction = correction;
        self
    }

    pub(super) const fn plain(mut self, plain: bool) -> Self {
        self.plain = plain;
        self
    }

    pub(super) const fn not(mut self, sides: &'static [(Side, &'static str)]) -> Self {
        self.not = sides;
        self
    }
}

//! A value of a document.

use serde_json::{Map, Number, Value};

use super::document::Document;
use super::error::DecodeError;
use super::tape::{Entry, Kind};

/// A value of a response, or nothing where there is none. Cheap to copy.
#[derive(Clone, Copy)]
pub struct Node<'d> {
    document: Option<&'d Document>,
    at: usize,
    /// A hash of the names in its path, the same for all rows of a list.
    way: u64,
    /// Whether it travels as text.
    in_text: bool,
}

impl<'d> Node<'d> {
    /// Reads as empty: no text, no items, zero, false.
    pub const NOTHING: Self = Self { document: None, at: 0, way: 0, in_text: false };

    pub(crate) fn root(document: &'d Document) -> Self {
        Self { document: Some(document), at: 0, way: WAY, in_text: false }
    }

    pub(super) fn inside(self, at: usize, way: u64) -> Self {
        Self { at, way, ..self }
    }

    pub(super) fn as_text(self, in_text: bool) -> Self {
        Self { in_text, ..self }
    }

    pub(super) fn document(self) -> Option<&'d Document> {
        self.document
    }

    pub(super) fn is_strict(self) -> bool {
        self.document.is_some_and(Document::is_strict)
    }

    pub(super) fn at(self) -> usize {
        self.at
    }

    pub(super) fn way(self) -> u64 {
        self.way
    }

    pub(super) fn entry(self) -> Option<(&'d Document, Entry)> {
        let document = self.document?;
        Some((document, document.entry(self.at)?))
    }

    /// Whether there is no value at all.
    pub fn is_nothing(self) -> bool {
        self.document.is_none()
    }

    /// Whether a value is as good as absent: `null`, a text of spaces, a list or an
    /// object of such.
    pub(crate) fn is_empty(self) -> bool {
        let Some((document, whole)) = self.entry() else {
            return true;
        };
        let says_something = |entry: Entry| match entry.kind {
            Kind::Null | Kind::List | Kind::Object => false,
            Kind::Text | Kind::Escaped => !document.text_of(entry).trim().is_empty(),
            Kind::True | Kind::False | Kind::Number => true,
        };
        if !matches!(whole.kind, Kind::List | Kind::Object) {
            return !says_something(whole);
        }
        let (mut at, step) = (self.at + 1, 1 + usize::from(whole.kind == Kind::Object));
        while at < whole.end {
            if !self.inside(at + step - 1, self.way).is_empty() {
                return false;
            }
            at = document.after(at + step - 1);
        }
        true
    }

    pub(crate) fn is_false(self) -> bool {
        self.kind() == Some(Kind::False)
    }

    pub(crate) fn is_list(self) -> bool {
        self.kind() == Some(Kind::List)
    }

    pub(crate) fn is_null(self) -> bool {
        self.kind() == Some(Kind::Null)
    }

    /// Whether it is a non-empty text.
    pub(crate) fn is_text(self) -> bool {
        matches!(self.kind(), Some(Kind::Text | Kind::Escaped)) && !self.is_empty()
    }

    /// The text of a string, or of a number as written.
    ///
    /// # Errors
    ///
    /// When it is something else.
    pub fn text(self) -> Result<&'d str, DecodeError> {
        let Some((document, entry)) = self.entry() else {
            return Ok("");
        };
        match entry.kind {
            Kind::Text | Kind::Escaped | Kind::Number => Ok(document.text_of(entry)),
            _ => Err(self.mismatch("a string")),
        }
    }

    pub(super) fn kind(self) -> Option<Kind> {
        self.entry().map(|(_, entry)| entry.kind)
    }

    /// A type mismatch; `expected` is, for instance, `a string`.
    pub fn mismatch(self, expected: &'static str) -> DecodeError {
        DecodeError::mismatch(expected, self.found())
    }

    fn found(self) -> &'static str {
        match self.kind() {
            None => "absent",
            Some(Kind::Null) => "null",
            Some(Kind::True | Kind::False) => "a boolean",
            Some(Kind::Number) => "a number",
            Some(Kind::Text | Kind::Escaped) => "a string",
            Some(Kind::List) => "a list",
            Some(Kind::Object) => "an object",
        }
    }

    /// Converts to serde_json's value. A value that travels as text is parsed, if it is JSON.
    pub(super) fn to_value(self) -> Value {
        let Some((document, entry)) = self.entry() else {
            return Value::Null;
        };
        match entry.kind {
            Kind::Null => Value::Null,
            Kind::True => Value::Bool(true),
            Kind::False => Value::Bool(false),
            // A number out of range stays a text, so that no digit is lost.
            Kind::Number => number(document.text_of(entry))
                .map_or_else(|| Value::from(document.text_of(entry)), Value::Number),
            Kind::Text | Kind::Escaped if self.in_text => in_text(document.text_of(entry)),
            Kind::Text | Kind::Escaped => Value::from(document.text_of(entry)),
            Kind::List => Items::new(self.as_text(false), entry).map(Self::to_value).collect(),
            Kind::Object => self.to_map(document, entry).into(),
        }
    }

    fn to_map(self, document: &'d Document, entry: Entry) -> Map<String, Value> {
        let mut map = Map::new();
        let mut at = self.at + 1;
        while let Some(key) = document.entry(at).filter(|_| at < entry.end) {
            let value = self.as_text(false).inside(at + 1, self.way);
            map.insert(document.text_of(key).to_owned(), value.to_value());
            at = document.after(at + 1);
        }
        map
    }
}

/// The initial hash of a path.
const WAY: u64 = 0xcbf2_9ce4_8422_2325;

/// Converts to serde_json's number; `None` of one that is out of range.
pub(super) fn number(text: &str) -> Option<Number> {
    serde_json::from_str(text).ok()
}

fn in_text(text: &str) -> Value {
    match text.trim() {
        "" => Value::Null,
        json => match Document::parse(json.to_owned()) {
            Ok(document) => Node::root(&document).to_value(),
            Err(_) => Value::from(text),
        },
    }
}

/// The items of a list, one by one.
pub(crate) struct Items<'d> {
    list: Node<'d>,
    at: usize,
    end: usize,
}

impl<'d> Items<'d> {
    pub(super) fn new(list: Node<'d>, entry: Entry) -> Self {
        Self { list, at: list.at + 1, end: entry.end }
    }

    /// A list of a single value.
    pub(super) fn one(value: Node<'d>) -> Self {
        Self { list: value, at: value.at, end: value.at + 1 }
    }

    pub(super) fn none() -> Self {
        Self { list: Node::NOTHING, at: 0, end: 0 }
    }
}

impl<'d> Iterator for Items<'d> {
    type Item = Node<'d>;

    fn next(&mut self) -> Option<Node<'d>> {
        let document = self.list.document.filter(|_| self.at < self.end)?;
        let item = self.list.inside(self.at, self.list.way);
        self.at = document.after(self.at);
        Some(item)
    }
}

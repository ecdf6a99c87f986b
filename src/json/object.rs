//! An object whose fields are read one by one. Unknown fields are ignored.

use super::decode::Decode;
use super::error::DecodeError;
use super::node::Node;
use super::note::{Note, Why};
use super::tape::{Entry, Kind};

/// An object of a response, or one without any fields where there is none.
#[derive(Clone, Copy)]
pub struct Object<'d> {
    node: Node<'d>,
    in_text: bool,
}

/// What the absence of a field means.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Need {
    /// It has a meaning.
    Optional,
    /// It reads as empty, which is logged.
    Usual,
    /// The response is unusable without it.
    Essential,
}

impl<'d> Node<'d> {
    /// The object that it is; nothing is one without fields.
    ///
    /// # Errors
    ///
    /// When it is something else.
    pub fn object(self) -> Result<Object<'d>, DecodeError> {
        match self.entry() {
            None => Ok(Object::new(self)),
            Some((_, Entry { kind: Kind::Object, .. })) => Ok(Object::new(self)),
            // Some languages write an empty object as an empty list.
            Some((_, Entry { kind: Kind::List, end, .. })) if end == self.at() + 1 => {
                Ok(Object::new(Node::NOTHING))
            }
            Some(_) => Err(self.mismatch("an object").of_row()),
        }
    }
}

impl Node<'_> {
    /// The value itself as a member, of a type that is on the wire in its member's place.
    ///
    /// # Errors
    ///
    /// When it is essential and empty, or something inside of it is essential and absent.
    pub fn as_member<T: Decode>(
        self,
        name: &'static str,
        is_essential: bool,
    ) -> Result<T, DecodeError> {
        if is_essential && self.is_empty() {
            return Err(DecodeError::essential(name.to_owned(), self.is_nothing()));
        }
        match T::decode(self) {
            Err(error) if is_essential || self.is_strict() => Err(error.finally(name.to_owned())),
            Err(_) => T::decode(Self::NOTHING),
            decoded => decoded,
        }
    }
}

impl<'d> Object<'d> {
    fn new(node: Node<'d>) -> Self {
        Self { node, in_text: false }
    }

    /// The object in a field of this one, where there is such a field, or else this one: some
    /// responses come with a wrapper, and sometimes without it.
    #[must_use]
    pub fn inside(self, name: &str) -> Self {
        let field = self.find(name);
        match field.kind() {
            Some(Kind::Object) => Self::new(field),
            _ => self,
        }
    }

    /// Reads fields that travel as text; others are read as they are.
    #[must_use]
    pub fn in_text(self) -> Self {
        Self { in_text: true, ..self }
    }

    /// A field whose absence has a meaning.
    ///
    /// # Errors
    ///
    /// When a field inside of it is essential and absent.
    #[inline]
    pub fn optional<T: Decode>(self, name: &'static str) -> Result<T, DecodeError> {
        self.read(name, Need::Optional)
    }

    /// A field that reads as empty when it is absent, `null` or of another type.
    ///
    /// # Errors
    ///
    /// When a field inside of it is essential and absent.
    #[inline]
    pub fn usual<T: Decode>(self, name: &'static str) -> Result<T, DecodeError> {
        self.read(name, Need::Usual)
    }

    /// An essential field: the response is unusable without it.
    ///
    /// # Errors
    ///
    /// When it is absent, `null`, empty or of another type.
    #[inline]
    pub fn essential<T: Decode>(self, name: &'static str) -> Result<T, DecodeError> {
        self.read(name, Need::Essential)
    }

    /// Decodes the field; where that fails, its empty value.
    fn read<T: Decode>(self, name: &'static str, need: Need) -> Result<T, DecodeError> {
        let mut node = self.get(name, need)?;
        loop {
            match T::decode(node) {
                Ok(value) => return Ok(value),
                Err(error) => node = self.mend(name, node, need, error)?,
            }
        }
    }

    /// A field that is present and not `null`, or nothing.
    fn get(self, name: &'static str, need: Need) -> Result<Node<'d>, DecodeError> {
        let field = self.find(name);
        if field.is_nothing() || field.kind() == Some(Kind::Null) {
            return match need {
                Need::Optional => Ok(Node::NOTHING),
                Need::Usual if self.node.is_strict() => Err(self.lacks(name)),
                Need::Usual => {
                    self.note(name, Why::Absent);
                    Ok(Node::NOTHING)
                }
                Need::Essential => Err(self.lacks(name)),
            };
        }
        match need {
            Need::Essential if field.is_empty() => Err(self.lacks(name)),
            _ => Ok(field.as_text(self.in_text)),
        }
    }

    /// What to read in place of a value of the wrong type.
    fn mend(
        self,
        name: &'static str,
        field: Node<'d>,
        need: Need,
        error: DecodeError,
    ) -> Result<Node<'d>, DecodeError> {
        // The empty value was read already: give up.
        if error.is_final() || field.is_nothing() {
            return Err(error.inside(&self.path(name), self.node.is_nothing()));
        }
        if need == Need::Essential || self.node.is_strict() {
            return Err(error.finally(self.path(name)));
        }
        // An empty text is an absent number, list or object.
        let why = match error.types() {
            _ if field.is_empty() => Why::Absent,
            Some((expected, found)) => Why::Mismatch { expected, found },
            None => Why::Absent,
        };
        if why != Why::Absent || need == Need::Usual {
            self.note(name, why);
        }
        Ok(Node::NOTHING)
    }

    fn lacks(self, name: &str) -> DecodeError {
        DecodeError::essential(self.path(name), self.node.is_nothing())
    }

    fn path(self, name: &str) -> String {
        let path = self.node.document().map(|document| document.path(self.node.at()));
        match path.as_deref() {
            None | Some("") => name.to_owned(),
            Some(path) => format!("{path}.{name}"),
        }
    }

    /// An absent object has one note, not one for each of its fields.
    fn note(self, name: &'static str, why: Why) {
        if let Some(document) = self.node.document() {
            let way = way(self.node.way(), name);
            document.note(Note { way, at: self.node.at(), field: Some(name), why });
        }
    }

    /// Whether a field has such a name.
    pub(crate) fn has_name(self, fits: fn(&str) -> bool) -> bool {
        let Some((document, whole)) = self.node.entry() else {
            return false;
        };
        let mut at = self.node.at() + 1;
        while let Some(key) = document.entry(at).filter(|_| at < whole.end) {
            if fits(document.text_of(key)) {
                return true;
            }
            at = document.after(at + 1);
        }
        false
    }

    /// A field by its name; where there are several, the last.
    pub(crate) fn find(self, name: &str) -> Node<'d> {
        let Some((document, whole)) = self.node.entry() else {
            return Node::NOTHING;
        };
        let (mut at, mut found) = (self.node.at() + 1, None);
        while let Some(key) = document.entry(at).filter(|_| at < whole.end) {
            if key.end - key.start == name.len() && document.text_of(key) == name {
                found = Some(at + 1);
            }
            at = document.after(at + 1);
        }
        match found {
            Some(found) => self.node.inside(found, way(self.node.way(), name)),
            None => Node::NOTHING,
        }
    }
}

/// Hashes the path of a field. Names are static, so their addresses identify them.
fn way(outer: u64, name: &str) -> u64 {
    (outer ^ name.as_ptr() as u64 ^ ((name.len() as u64) << 56)).wrapping_mul(0x0000_0100_0000_01b3)
}

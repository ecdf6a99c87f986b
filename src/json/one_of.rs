//! Fields of which an object has exactly one.

use serde_json::Value;

use super::encode::Writer;
use super::error::DecodeError;
use super::node::Node;
use super::object::Object;

/// One of several fields, which stand in the object around it.
pub trait OneOf: Sized {
    /// The names of the fields, for errors.
    const NAMES: &'static str;

    /// Writes the field, and what says which it is.
    fn encode_fields(&self, json: &mut Writer);

    /// Reads the field that is there; `None` where none is.
    ///
    /// # Errors
    ///
    /// Those of the field.
    fn decode_fields(object: Object<'_>) -> Result<Option<Self>, DecodeError>;

    /// What it is in a response without any of them; `None` where it is only sent.
    fn none() -> Option<Self> {
        None
    }
}

/// An alternative that no page documents, as far as it was received: it is written again as it was.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Other {
    tag: Option<String>,
    value: Option<Value>,
}

impl Other {
    /// What the response says that it is.
    pub fn tag(&self) -> Option<&str> {
        self.tag.as_deref()
    }

    /// The field that is named like that.
    pub fn value(&self) -> Option<&Value> {
        self.value.as_ref()
    }

    /// Writes the tag, which has this name, and the field.
    pub fn encode_fields(&self, tag: Option<&str>, json: &mut Writer) {
        let (Some(name), Some(said)) = (tag, &self.tag) else {
            return;
        };
        json.field(name, said);
        if let Some(value) = &self.value {
            json.field(said, value);
        }
    }
}

/// Which of several fields an object has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Which {
    /// That one.
    At(usize),
    /// One that is not among them.
    Unknown,
    /// None.
    None,
}

impl Object<'_> {
    /// Which of several fields the object has, each given by what the tag says and by its name. The tag
    /// decides; where there is none, the first field that is there.
    ///
    /// # Errors
    ///
    /// In what a caller has made, when there are several, or when the tag says something else.
    pub fn which(
        self,
        tag: Option<&'static str>,
        fields: &[(&str, &'static str)],
    ) -> Result<Which, DecodeError> {
        let is_there = |name: &str| !self.find(name).is_nothing() && !self.find(name).is_null();
        let mut there = fields.iter().enumerate().filter(|(_, (_, name))| is_there(name));
        let first = there.next().map(|(index, _)| index);
        let strict = self.is_strict();
        if let Some((_, (_, second))) = there.next().filter(|_| strict) {
            let node = self.find(second);
            return Err(node.mismatch("the only one of its kind").finally(self.path(second)));
        }
        let said = tag.map(|tag| self.find(tag)).filter(|said| !said.is_empty());
        let Some(said) = said else {
            return Ok(first.map_or(Which::None, Which::At));
        };
        let text = said.text().unwrap_or_default();
        match fields.iter().position(|(value, _)| *value == text) {
            Some(index) => Ok(Which::At(index)),
            None if strict => {
                let path = self.path(tag.unwrap_or_default());
                Err(said.mismatch("the name of an alternative").finally(path))
            }
            None => Ok(Which::Unknown),
        }
    }

    /// What no alternative is, by what the tag says.
    pub fn other(self, tag: Option<&'static str>) -> Other {
        let said = tag.and_then(|tag| self.find(tag).text().ok()).filter(|said| !said.is_empty());
        let value = said.map(|said| self.find(said)).filter(|value| !value.is_nothing());
        Other { tag: said.map(str::to_owned), value: value.map(Node::to_value) }
    }

    /// One of several fields. Where a response has none of them, that is logged.
    ///
    /// # Errors
    ///
    /// When there is none in what a caller has made, and those of the field.
    pub fn one_of<T: OneOf>(self) -> Result<T, DecodeError> {
        match T::decode_fields(self) {
            Ok(Some(one)) => Ok(one),
            Ok(None) => self.none_of(T::NAMES, T::none()),
            Err(error) => Err(error),
        }
    }

    /// One of several fields, where their absence has a meaning.
    ///
    /// # Errors
    ///
    /// Those of the field.
    pub fn optional_one_of<T: OneOf>(self) -> Result<Option<T>, DecodeError> {
        T::decode_fields(self)
    }

    /// One of several fields, without which the response is unusable.
    ///
    /// # Errors
    ///
    /// When there is none, and those of the field.
    pub fn essential_one_of<T: OneOf>(self) -> Result<T, DecodeError> {
        match T::decode_fields(self) {
            Ok(Some(one)) => Ok(one),
            Ok(None) => Err(self.lacks(T::NAMES)),
            Err(error) => Err(error),
        }
    }

    fn none_of<T>(self, names: &'static str, none: Option<T>) -> Result<T, DecodeError> {
        match none {
            Some(none) if !self.is_strict() => {
                self.note_absent(names);
                Ok(none)
            }
            _ => Err(self.lacks(names)),
        }
    }
}

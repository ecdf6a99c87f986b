//! The content of a message, in XML or in JSON: names and texts, in order.

use super::CallbackError;
use super::error::{Part, Reason};
use crate::Secret;

/// How deep fields may be nested: WeChat's deepest are at 3.
pub(super) const DEPTH: usize = 6;
/// The maximum number of fields with a text.
pub(super) const FIELDS: usize = 256;

/// The fields with a text, in order. Their texts may be secrets.
pub(super) struct Fields(pub(super) Vec<Field>);

pub(super) struct Field {
    /// The names of the field and of those around it, without the outermost: `info/name`.
    pub(super) path: String,
    /// As it was written. In XML without the white space around it, and with that of character data.
    pub(super) text: String,
}

impl Field {
    /// Of names, numbers and codes, in which white space means nothing.
    fn trimmed(&self) -> &str {
        self.text.trim_matches(is_space)
    }
}

impl Fields {
    /// The text of the one field of that name, unless there is none, without white space at its ends.
    pub(super) fn optional(
        &self,
        part: Part,
        name: &'static str,
    ) -> Result<Option<&str>, CallbackError> {
        let mut found = self.0.iter().filter(|field| field.path == name);
        match (found.next(), found.next()) {
            (Some(_), Some(_)) => Err(Reason::Twice(part, name).into()),
            (field, _) => Ok(field.map(Field::trimmed)),
        }
    }

    /// The same, where one with a text is required.
    pub(super) fn required(&self, part: Part, name: &'static str) -> Result<&str, CallbackError> {
        let text = self.optional(part, name)?.filter(|text| !text.is_empty());
        text.ok_or_else(|| Reason::Missing(part, name).into())
    }

    /// The text of the first field of that name that has one: where a missing or odd field must not
    /// cost the others. Without white space at its ends.
    pub(super) fn first(&self, name: &str) -> Option<&str> {
        let mut found = self.named(name).map(Field::trimmed);
        found.find(|text| !text.is_empty())
    }

    /// The same as it was written; empty where there is none.
    pub(super) fn text(&self, name: &str) -> String {
        let mut found = self.named(name).filter(|field| !field.text.is_empty());
        found.next().map(|field| field.text.clone()).unwrap_or_default()
    }

    fn named(&self, name: &str) -> impl Iterator<Item = &Field> {
        self.0.iter().filter(move |field| field.path == name)
    }

    /// The same as [`all`](Self::all) has given.
    pub(super) fn from_pairs(pairs: &[(String, Secret)]) -> Self {
        let field = |(path, text): &(String, Secret)| Field {
            path: path.clone(),
            text: text.expose().to_owned(),
        };
        Self(pairs.iter().map(field).collect())
    }

    /// All of them.
    pub(super) fn all(&self) -> Vec<(String, Secret)> {
        let pair = |field: &Field| (field.path.clone(), Secret::new(field.text.as_str()));
        self.0.iter().map(pair).collect()
    }
}

/// White space as XML has it.
pub(super) fn is_space(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\r' | '\n')
}

//! What a message says, whether it is written in XML or in JSON: names and texts, in their order.

use super::CallbackError;
use super::error::{Kind, Part};
use crate::Secret;

/// How deep fields may stand in each other: WeChat's deepest are at 3.
pub(super) const DEPTH: usize = 6;
/// How many fields with a text there may be.
pub(super) const FIELDS: usize = 256;

/// The fields with a text, in their order. Their texts may be secrets.
pub(super) struct Fields(pub(super) Vec<Field>);

pub(super) struct Field {
    /// The names of the field and of those around it, without the outermost: `info/name`.
    pub(super) path: String,
    /// Without white space at its ends, which documents and some senders put there.
    pub(super) text: String,
}

impl Fields {
    /// The text of the one field of that name, unless there is none.
    pub(super) fn optional(
        &self,
        part: Part,
        name: &'static str,
    ) -> Result<Option<&str>, CallbackError> {
        let mut found = self.0.iter().filter(|field| field.path == name);
        match (found.next(), found.next()) {
            (Some(_), Some(_)) => Err(Kind::Twice(part, name).into()),
            (field, _) => Ok(field.map(|field| field.text.as_str())),
        }
    }

    /// The same, where there has to be one with a text.
    pub(super) fn required(&self, part: Part, name: &'static str) -> Result<&str, CallbackError> {
        let text = self.optional(part, name)?.filter(|text| !text.is_empty());
        text.ok_or_else(|| Kind::Missing(part, name).into())
    }

    /// The text of the first field of that name that has one: where a missing or odd field must not
    /// cost the others.
    pub(super) fn first(&self, name: &str) -> Option<&str> {
        let mut found = self.0.iter().filter(|field| field.path == name && !field.text.is_empty());
        found.next().map(|field| field.text.as_str())
    }

    /// The same; empty where there is none.
    pub(super) fn text(&self, name: &str) -> String {
        self.first(name).unwrap_or_default().to_owned()
    }

    /// All of them.
    pub(super) fn all(&self) -> Vec<(String, Secret)> {
        let pair = |field: &Field| (field.path.clone(), Secret::new(field.text.as_str()));
        self.0.iter().map(pair).collect()
    }
}

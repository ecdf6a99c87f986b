//! One-ofs of a sample: exactly one alternative, and a tag that says which.

use serde_json::{Map, Value};

use super::{Check, join};
use crate::diagnostic::Rule;
use crate::model::{Field, OneOf};

impl Check<'_> {
    /// The alternatives that stand in an object.
    pub(super) fn one_of(
        &mut self,
        at: &str,
        object: &Map<String, Value>,
        one_of: &OneOf,
        optional: bool,
    ) {
        let is_there = |field: &&Field| object.contains_key(&field.wire);
        let there: Vec<_> = one_of.alternatives.iter().filter(is_there).collect();
        let tag = one_of.tag.as_deref();
        match (there.as_slice(), tag.and_then(|tag| object.get(tag))) {
            ([], None) if optional => {}
            ([], _) => {
                let names = quoted(at, one_of.alternatives.iter());
                let message = format!("the sample lacks one of {names}");
                self.report(Rule::SampleMissingField, &message, "not in here");
            }
            ([field], said) => {
                self.tag(at, tag, said, field);
                if let Some(value) = object.get(&field.wire) {
                    self.field(&join(at, &field.wire), value, field);
                }
            }
            (several, _) => {
                let names = quoted(at, several.iter().copied());
                let message = format!("the sample has {names}, of which there can be only one");
                self.report(Rule::SampleBadValue, &message, "in here");
            }
        }
    }

    fn tag(&mut self, at: &str, tag: Option<&str>, said: Option<&Value>, field: &Field) {
        let (Some(tag), Some(value)) = (tag, &field.value) else {
            return;
        };
        let place = join(at, tag);
        match said {
            None => {
                let message = format!("the sample lacks `{place}`, which is required");
                self.report(Rule::SampleMissingField, &message, "not in here");
            }
            Some(said) if said.as_str() != Some(value) => {
                let message = format!("`{place}` must be {value:?}, because of `{}`", field.wire);
                self.report(Rule::SampleBadValue, &message, "in here");
            }
            Some(_) => {}
        }
    }
}

fn quoted<'a>(at: &str, fields: impl Iterator<Item = &'a Field>) -> String {
    let names: Vec<_> = fields.map(|field| format!("`{}`", join(at, &field.wire))).collect();
    names.join(", ")
}

//! Endpoints that a text names, as links to their modules.

use std::collections::BTreeMap;

use super::markdown::{code, escaped, paragraph};
use crate::model::{Api, Endpoint};
use crate::options::Runtime;
use crate::prose::{self, Part};

/// The ids of endpoints by the vendor's names.
pub(crate) struct Links<'a>(BTreeMap<&'a str, &'a str>);

impl<'a> Links<'a> {
    /// A crate that depends on the runtime does not say where its bindings are, so there are none.
    pub(crate) fn of(api: &'a Api, runtime: Runtime) -> Self {
        let named =
            api.endpoints.iter().map(|endpoint| (endpoint.name.as_str(), endpoint.id.as_str()));
        // A name without a capital may be a word.
        let named = named.filter(|(name, _)| name.chars().any(|char| char.is_ascii_uppercase()));
        Self(match runtime {
            Runtime::Own => named.collect(),
            Runtime::Dependency => BTreeMap::new(),
        })
    }

    /// A sentence in which every other endpoint is a link.
    pub(super) fn paragraph(&self, text: &str, here: &Endpoint) -> String {
        let sentence = prose::sentence(text);
        let parts = prose::parts(&sentence);
        let is_linked = |word: &str| word != here.name && self.0.contains_key(word);
        let has_link = parts.iter().any(|part| match part {
            Part::Text(text) => words(text).any(is_linked),
            Part::Code(code) => is_linked(code.trim_matches('`')),
            Part::Address(_) => false,
        });
        if !has_link {
            return paragraph(text);
        }
        let mut linked = String::new();
        for part in parts {
            match part {
                Part::Text(text) => {
                    words(text).for_each(|word| linked.push_str(&self.word(word, here)));
                }
                Part::Code(code) if is_linked(code.trim_matches('`')) => {
                    linked.push_str(&self.word(code.trim_matches('`'), here));
                }
                Part::Code(code) => linked.push_str(code),
                Part::Address(address) => linked.extend(["<", address, ">"]),
            }
        }
        linked
    }

    fn word(&self, word: &str, here: &Endpoint) -> String {
        match self.0.get(word) {
            Some(id) if word != here.name => format!("[{}](mod@crate::api::{id})", code(word)),
            _ => escaped(word),
        }
    }
}

/// Words and what is between them, which together are the text.
fn words(text: &str) -> impl Iterator<Item = &str> {
    let is_word = |char: char| char.is_ascii_alphanumeric();
    let mut rest = text;
    std::iter::from_fn(move || {
        let first = rest.chars().next()?;
        let end = rest.find(|char| is_word(char) != is_word(first)).unwrap_or(rest.len());
        let (word, after) = rest.split_at(end);
        rest = after;
        Some(word)
    })
}

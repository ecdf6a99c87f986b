//! What a JSON parser does not report: duplicate keys, of which the last one wins.

use std::borrow::Cow;
use std::collections::BTreeSet;

/// The keys that occur twice in one object of a JSON text.
pub(super) fn duplicate_keys(text: &str) -> BTreeSet<String> {
    let mut duplicates = BTreeSet::new();
    let mut open: Vec<BTreeSet<Cow<'_, str>>> = Vec::new();
    let mut rest = text;
    while let Some(at) = rest.find(['{', '}', '"']) {
        let (_, here) = rest.split_at(at);
        let length = match here.as_bytes().first() {
            Some(b'{') => {
                open.push(BTreeSet::new());
                1
            }
            Some(b'}') => {
                open.pop();
                1
            }
            _ => string_length(here),
        };
        let (token, after) = here.split_at(length);
        rest = after;
        // In JSON, a string with a colon after it is a key.
        if rest.trim_start().starts_with(':')
            && let (Some(key), Some(keys)) = (unquoted(token), open.last_mut())
            && let Some(key) = keys.replace(key)
        {
            duplicates.insert(key.into_owned());
        }
    }
    duplicates
}

/// What a string literal says.
fn unquoted(literal: &str) -> Option<Cow<'_, str>> {
    let inner = literal.strip_prefix('"')?.strip_suffix('"')?;
    match inner.contains('\\') {
        true => serde_json::from_str(literal).ok().map(Cow::Owned),
        false => Some(Cow::Borrowed(inner)),
    }
}

/// The length of the string literal that a text begins with, quotes among it.
fn string_length(text: &str) -> usize {
    let mut escaped = false;
    for (at, byte) in text.bytes().enumerate().skip(1) {
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = true,
            b'"' => return at + 1,
            _ => {}
        }
    }
    text.len()
}

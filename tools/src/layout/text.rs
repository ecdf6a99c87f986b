//! Strings and keys, each written in one way.

use std::fmt::Write;

/// A string on one line: in single quotes where that saves escapes, or where `plain` is asked for.
pub(super) fn string(value: &str, plain: bool) -> String {
    let saves = value.contains(['"', '\\']);
    if (saves || plain) && !value.contains('\'') && !value.chars().any(needs_escape) {
        return format!("'{value}'");
    }
    escaped(value)
}

/// A string of several lines as it is, where nothing in it is in the way.
pub(super) fn lines(value: &str) -> Option<String> {
    let is_odd = |char| char != '\n' && needs_escape(char);
    let possible = value.contains('\n')
        && !value.contains("'''")
        && !value.ends_with('\'')
        && !value.chars().any(is_odd);
    possible.then(|| format!("'''\n{value}'''"))
}

pub(super) fn key(key: &str) -> String {
    let is_bare = |byte: u8| byte.is_ascii_alphanumeric() || b"-_".contains(&byte);
    if !key.is_empty() && key.bytes().all(is_bare) { key.to_owned() } else { escaped(key) }
}

fn needs_escape(char: char) -> bool {
    char != '\t' && char.is_ascii_control()
}

fn escaped(value: &str) -> String {
    let mut text = String::from("\"");
    for char in value.chars() {
        match char {
            '"' => text.push_str("\\\""),
            '\\' => text.push_str("\\\\"),
            '\n' => text.push_str("\\n"),
            '\t' => text.push_str("\\t"),
            '\r' => text.push_str("\\r"),
            char if needs_escape(char) => _ = write!(text, "\\u{:04x}", u32::from(char)),
            char => text.push(char),
        }
    }
    text + "\""
}

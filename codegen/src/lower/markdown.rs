//! Words of a spec as Markdown that rustdoc takes without complaint.

use crate::prose::{self, Part};

/// A sentence with a full stop at its end, and nothing that reads as markup.
pub fn paragraph(text: &str) -> String {
    escaped(&prose::sentence(text))
}

/// Text whose characters are characters. What is between backticks is code and stays as it
/// is; an address becomes a link.
pub fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len() + text.len() / 8);
    let mut rest = text;
    if let Some(marker) = marker(text) {
        let (before, after) = text.split_at(marker);
        escaped.push_str(before);
        escaped.push('\\');
        rest = after;
    }
    for part in prose::parts(rest) {
        match part {
            Part::Text(text) => escape(text, &mut escaped),
            Part::Code(code) => escaped.push_str(code),
            Part::Address(link) => escaped.extend(["<", link, ">"]),
        }
    }
    escaped
}

/// Writes text without code and addresses. An underscore inside a word is not markup.
fn escape(text: &str, escaped: &mut String) {
    let mut chars = text.chars().peekable();
    let mut before = ' ';
    while let Some(char) = chars.next() {
        let inside_word =
            before.is_alphanumeric() && chars.peek().is_some_and(|next| next.is_alphanumeric());
        if "`[]<>*\\&~".contains(char) || char == '_' && !inside_word {
            escaped.push('\\');
        }
        escaped.push(char);
        before = char;
    }
}

/// Where the character is that makes a heading or an item of a list of the whole line.
fn marker(text: &str) -> Option<usize> {
    let number = text.len() - text.trim_start_matches(|char: char| char.is_ascii_digit()).len();
    let marker = text.get(number..)?;
    let is_item = number > 0 && marker.starts_with(['.', ')']);
    (is_item || number == 0 && marker.starts_with(['#', '-', '+', '='])).then_some(number)
}

/// A cell of a table.
pub fn cell(text: &str) -> String {
    escaped(text).replace('|', "\\|")
}

/// Text as code, whatever backticks it has.
pub fn code(text: &str) -> String {
    let mut fence = String::from("`");
    while text.contains(&fence) {
        fence.push('`');
    }
    let pad = if text.starts_with('`') || text.ends_with('`') { " " } else { "" };
    format!("{fence}{pad}{text}{pad}{fence}")
}

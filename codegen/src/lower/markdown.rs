//! Words of a spec as Markdown that rustdoc takes without complaint.

/// A sentence: capital letter as given, full stop at the end, nothing that reads as markup.
pub(super) fn paragraph(text: &str) -> String {
    let text = escaped(text.trim());
    if text.ends_with(['.', '!', '?', ':', '。', '！', '？', '：']) { text } else { text + "." }
}

/// Text whose characters are characters. What stands between backticks is code and stays as it
/// is; an address becomes a link.
pub(super) fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len() + text.len() / 8);
    let mut rest = text;
    if let Some(marker) = marker(text) {
        let (before, after) = text.split_at(marker);
        escaped.push_str(before);
        escaped.push('\\');
        rest = after;
    }
    let mut before = ' ';
    while let Some(char) = rest.chars().next() {
        let length = verbatim(rest);
        if length > 0 {
            let (code, after) = rest.split_at(length);
            escaped.push_str(code);
            (rest, before) = (after, '`');
            continue;
        }
        let length = address(rest);
        if length > 0 {
            let (link, after) = rest.split_at(length);
            escaped.extend(["<", link, ">"]);
            (rest, before) = (after, '>');
            continue;
        }
        rest = rest.get(char.len_utf8()..).unwrap_or_default();
        let inside_word = before.is_alphanumeric() && rest.starts_with(char::is_alphanumeric);
        if "`[]<>*\\&~".contains(char) || char == '_' && !inside_word {
            escaped.push('\\');
        }
        escaped.push(char);
        before = char;
    }
    escaped
}

/// Where the character is that makes a heading or an item of a list of the whole line.
fn marker(text: &str) -> Option<usize> {
    let number = text.len() - text.trim_start_matches(|char: char| char.is_ascii_digit()).len();
    let marker = text.get(number..)?;
    let is_item = number > 0 && marker.starts_with(['.', ')']);
    (is_item || number == 0 && marker.starts_with(['#', '-', '+', '='])).then_some(number)
}

/// The length of the code that a text begins with: as many backticks at its end as at its start.
fn verbatim(text: &str) -> usize {
    let run = |text: &str| text.len() - text.trim_start_matches('`').len();
    let fence = run(text);
    if fence == 0 {
        return 0;
    }
    let mut at = fence;
    while let Some(next) = text.get(at..).and_then(|rest| rest.find('`')) {
        let length = text.get(at + next..).map_or(0, run);
        at += next + length;
        if length == fence {
            return at;
        }
    }
    0
}

/// The length of the address that a text begins with. Punctuation at its end is the sentence's,
/// and so is a bracket that was opened before the address.
fn address(text: &str) -> usize {
    if !["https://", "http://"].iter().any(|scheme| text.starts_with(scheme)) {
        return 0;
    }
    let is_end =
        |char: char| char.is_whitespace() || !char.is_ascii() || "<>\"`[]{}|\\^".contains(char);
    let mut address = text.split(is_end).next().unwrap_or_default();
    loop {
        let count = |bracket| address.matches(bracket).count();
        let is_theirs = count(')') > count('(');
        let shorter = address.trim_end_matches(['.', ',', ';', ':', '!', '?', '\'', '*', '_']);
        let shorter =
            if is_theirs { shorter.strip_suffix(')').unwrap_or(shorter) } else { shorter };
        if shorter == address {
            return address.len();
        }
        address = shorter;
    }
}

/// A cell of a table.
pub(super) fn cell(text: &str) -> String {
    escaped(text).replace('|', "\\|")
}

/// Text as code, whatever backticks it has.
pub(super) fn code(text: &str) -> String {
    let mut fence = String::from("`");
    while text.contains(&fence) {
        fence.push('`');
    }
    let pad = if text.starts_with('`') || text.ends_with('`') { " " } else { "" };
    format!("{fence}{pad}{text}{pad}{fence}")
}

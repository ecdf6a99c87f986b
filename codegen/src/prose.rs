//! Texts of a spec, split for outputs with markup.

/// A part of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part<'a> {
    /// Plain text.
    Text(&'a str),
    /// Code, with its backticks.
    Code(&'a str),
    /// An address.
    Address(&'a str),
}

/// A text as its parts, which together are the text.
pub fn parts(text: &str) -> Vec<Part<'_>> {
    let mut parts = Vec::new();
    let (mut rest, mut plain) = (text, 0);
    while let Some(char) = rest.get(plain..).and_then(|rest| rest.chars().next()) {
        let (before, after) = rest.split_at(plain);
        let (code, address) = (verbatim(after), address(after));
        if code == 0 && address == 0 {
            plain += char.len_utf8();
            continue;
        }
        if !before.is_empty() {
            parts.push(Part::Text(before));
        }
        let (special, after) = after.split_at(code.max(address));
        parts.push(if code > 0 { Part::Code(special) } else { Part::Address(special) });
        (rest, plain) = (after, 0);
    }
    if !rest.is_empty() {
        parts.push(Part::Text(rest));
    }
    parts
}

/// A sentence: capital letter as given, full stop at the end.
pub fn sentence(text: &str) -> String {
    let text = text.trim();
    let ends = text.ends_with(['.', '!', '?', ':', '。', '！', '？', '：']);
    if ends { text.to_owned() } else { format!("{text}.") }
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

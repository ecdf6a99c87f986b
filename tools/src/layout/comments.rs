//! Comments out of what the parser keeps around keys and values.

/// The lines above a key or a header: comments, and an empty text for blank lines.
pub(super) fn above(prefix: &str) -> Vec<String> {
    let mut lines: Vec<&str> = prefix.split('\n').map(str::trim).collect();
    // What is left of the last line is the indentation of the key.
    lines.pop();
    lines.dedup_by(|a, b| a.is_empty() && b.is_empty());
    if lines.iter().all(|line| line.is_empty()) {
        return Vec::new();
    }
    lines.into_iter().map(str::to_owned).collect()
}

/// The comment behind a value, up to the end of its line.
pub(super) fn behind(suffix: &str) -> Option<String> {
    let comment = suffix.trim();
    comment.starts_with('#').then(|| comment.to_owned())
}

/// All comments in the space between two values, and whether the first of them is on the line of
/// the value before.
pub(super) fn between(space: &str) -> (Option<String>, Vec<String>) {
    let mut lines = space.split('\n').map(str::trim);
    let first = lines.next().filter(|line| line.starts_with('#')).map(str::to_owned);
    let rest = lines.filter(|line| line.starts_with('#')).map(str::to_owned);
    (first, rest.collect())
}

/// Takes out what is above the last blank line.
pub(super) fn split_head(lines: &mut Vec<String>) -> Vec<String> {
    match lines.iter().rposition(String::is_empty) {
        Some(blank) => {
            let rest = lines.split_off(blank + 1);
            let mut head = std::mem::replace(lines, rest);
            head.pop();
            head
        }
        None => Vec::new(),
    }
}

/// Takes out what is right below the line before, with a blank line after it.
pub(super) fn split_tail(lines: &mut Vec<String>) -> Vec<String> {
    match lines.iter().position(String::is_empty) {
        Some(blank) if blank > 0 => {
            let rest = lines.split_off(blank);
            std::mem::replace(lines, rest)
        }
        _ => Vec::new(),
    }
}

//! Words of a spec as Markdown that rustdoc takes without complaint.

/// A sentence: capital letter as given, full stop at the end, nothing that reads as markup.
pub(super) fn paragraph(text: &str) -> String {
    let text = escaped(text.trim());
    if text.ends_with(['.', '!', '?', ':']) { text } else { text + "." }
}

/// Text whose brackets are brackets. What stands between backticks is code and stays as it is.
pub(super) fn escaped(text: &str) -> String {
    let balanced = text.matches('`').count() % 2 == 0;
    let mut in_code = false;
    let mut escaped = String::with_capacity(text.len());
    for char in text.chars() {
        match char {
            '`' if balanced => in_code = !in_code,
            '`' | '[' | ']' | '<' | '>' | '*' | '\\' if !in_code => escaped.push('\\'),
            _ => {}
        }
        escaped.push(char);
    }
    escaped
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

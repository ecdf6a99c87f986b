//! Headings without what only dresses them.

use wechat_cloudbase_codegen::naming::folded;

use crate::drift::clean::{clean, narrow};

/// A heading as it is compared: narrow, without marks, numbers and a colon.
pub(crate) fn plain(raw: &str) -> String {
    let text = narrow(&clean(raw));
    let text = text.trim_matches(|char: char| char.is_whitespace() || "#*=>".contains(char));
    let text = unnumbered(text);
    text.trim_matches(|char: char| char.is_whitespace() || "#*=:.".contains(char)).to_owned()
}

/// Without `1.`, `5.1`, `(2)`, `三,` before it. A number alone stays.
fn unnumbered(text: &str) -> &str {
    const NUMBERS: &str = "0123456789.)(一二三四五六七八九十 ";
    let rest = text.trim_start_matches(|char: char| NUMBERS.contains(char));
    let taken = text.strip_suffix(rest).unwrap_or("");
    let rest = rest.strip_prefix(',').unwrap_or(rest).trim_start();
    let is_number = taken.ends_with(['.', ')', ' '])
        || text.get(taken.len()..).is_some_and(|rest| rest.starts_with(','))
        || taken.chars().all(|char| char.is_ascii_digit() || char == '.');
    if is_number && !taken.is_empty() && !rest.is_empty() { rest } else { text }
}

/// Its letters and digits in lower case.
pub(super) fn key(text: &str) -> String {
    folded(text).chars().filter(|char| char.is_alphanumeric()).collect()
}

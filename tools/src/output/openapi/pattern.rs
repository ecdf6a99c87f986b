//! Regular expressions: those of a spec are Rust's, those of OpenAPI are JavaScript's.

use wechat_cloudbase_codegen::model::Type;

/// Patterns of texts that are numbers or a truth value, for tools that don't look into texts.
pub(super) fn of_text(inner: &Type) -> Option<&'static str> {
    match inner {
        Type::Int => Some("^(0|-?[1-9][0-9]*)$"),
        Type::Float => Some("^-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][+-]?[0-9]+)?$"),
        Type::Bool => Some("^(true|false)$"),
        _ => None,
    }
}

/// The key for a pattern: what may mean something else in JavaScript is where no tool reads it.
pub(super) fn key(pattern: &str) -> &'static str {
    let mut escaped = pattern.split('\\').skip(1);
    let is_shared = |rest: &str| rest.is_empty() || rest.starts_with(|char| SHARED.contains(char));
    // Groups with a name or a flag, classes with a name, in each other or combined, words' ends.
    let only_rust = ["(?", "[:", "[[", "[^[", "&&", "--", "~~", "\\b{"];
    let plain = pattern.replace("(?:", "(");
    let is_rust = only_rust.iter().any(|part| plain.contains(part));
    if is_rust || !escaped.all(is_shared) { "x-pattern" } else { "pattern" }
}

/// What may be behind a backslash with the same meaning in both.
const SHARED: &str = "dDwWbBnrtfv^$.|?*+()[]{}/-";

#[cfg(test)]
mod tests {
    use super::key;

    #[test]
    fn what_javascript_reads_alike() {
        for pattern in ["^[a-z][a-zA-Z0-9-]*$", "^(?:a|b)+\\.$", "\\\\", "^\\d{4}-\\d{2}$", "中"] {
            assert_eq!(key(pattern), "pattern", "{pattern}");
        }
        for pattern in
            ["(?i)a", "(?P<a>b)", "\\A", "\\z", "[[:alpha:]]", "a\\b{start}", "[a-z&&[^b]]"]
        {
            assert_eq!(key(pattern), "x-pattern", "{pattern}");
        }
    }
}

//! Single cells: names, and whether something is required.

use wechat_cloudbase_codegen::naming::folded;

use super::clean::{LOST, narrow};

/// Whether a field must be there; `None` inside where the page says that it depends.
pub(crate) fn required(text: &str) -> Option<Option<bool>> {
    let text = folded(&narrow(text));
    let text = text.trim().trim_matches(['*', '.', '`', ' ']);
    let word = text.split(['(', ',', ';', ' ', ':', '/']).next().unwrap_or("");
    match word {
        "是" | "yes" | "y" | "true" | "t" | "必填" | "必须" | "必选" | "必需" | "√" | "✓" | "✔"
        | "☑" | "required" | "1" | "m" | "mandatory" => Some(Some(true)),
        "否" | "no" | "n" | "false" | "f" | "可选" | "选填" | "非必填" | "不必填" | "非必须"
        | "非必选" | "×" | "✗" | "✘" | "optional" | "0" | "o" | "not" => Some(Some(false)),
        _ if text.starts_with("条件")
            || text.starts_with("视")
            || text.starts_with("cond")
            || text.contains("depend") =>
        {
            Some(None)
        }
        "二选一" | "三选一" | "其一" | "either" | "-" => Some(None),
        _ => None,
    }
}

/// A field's name, with what its cell says of where it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Name {
    /// More than one for `a.b`.
    pub(crate) path: Vec<String>,
    /// How deep it is indented below the rows before it.
    pub(crate) depth: usize,
}

/// Reads a name; `None` for what can't be one.
pub(crate) fn name(cell: &str) -> Option<Name> {
    const LONGEST: usize = 160;
    let (depth, body) = indentation(cell);
    let body = narrow(body);
    let body = body.trim().trim_matches(['*', '`', '"', '\'', ' ', ':']);
    let body = body.split(" (").next().unwrap_or(body);
    let body = body.split('(').next().unwrap_or(body);
    if body.is_empty() || body.len() > LONGEST {
        return None;
    }
    let path: Option<Vec<_>> = body.split('.').map(step).collect();
    path.filter(|path| path.len() <= 16).map(|path| Name { path, depth })
}

fn step(text: &str) -> Option<String> {
    let text = text
        .trim_end_matches("[]")
        .trim_end_matches("[0]")
        .trim_end_matches("[i]")
        .trim_end_matches("[n]");
    let plain = text.replace(LOST, "");
    let good =
        plain.chars().all(|char| char.is_ascii_alphanumeric() || matches!(char, '_' | '-' | '$'));
    let first = plain.chars().next();
    let begins = first.is_none_or(|first| !first.is_ascii_digit() && first != '-');
    (good && begins && !text.is_empty() && (text.contains(LOST) || !plain.is_empty()))
        .then(|| text.to_owned())
}

/// Dashes, arrows, branches and wide spaces before a nested name.
fn indentation(cell: &str) -> (usize, &str) {
    let marks = |char: char| "-—–└├─│┗┣>»→↳|·•\u{a0}\u{2003}\u{3000} ".contains(char);
    let body = cell.trim_start_matches(marks);
    let lead = cell.strip_suffix(body).unwrap_or("");
    let branches = lead.matches(['└', '├', '┗', '┣', '↳', '»', '→']).count();
    let wide = lead.matches(['\u{a0}', '\u{2003}', '\u{3000}']).count();
    let dashes = lead.matches(['-', '—', '–', '>', '·', '•']).count();
    let lines = lead.matches('│').count();
    let depth = match () {
        () if branches > 0 => {
            branches + lines + usize::from(branches == 1 && lines == 0) * wide.saturating_sub(1) / 2
        }
        () if dashes > 0 => dashes,
        () => wide.div_ceil(2),
    };
    (depth, body)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_where_they_stand() {
        let read = |cell: &str| name(cell).map(|name| (name.path.join("/"), name.depth));
        let at = |path: &str, depth| Some((path.to_owned(), depth));
        assert_eq!(read("env"), at("env", 0));
        assert_eq!(read("data[].env"), at("data/env", 0));
        assert_eq!(read("-- env"), at("env", 2));
        assert_eq!(read("└─ env"), at("env", 1));
        assert_eq!(read("\u{a0}\u{a0}env"), at("env", 1));
        assert_eq!(read("access_初始值"), at("access_初始值", 0));
        assert_eq!(read("*env*"), at("env", 0));
        assert_eq!(read("The environment"), None);
        assert_eq!(read("返回码"), None);
        assert_eq!(read(""), None);
    }

    #[test]
    fn required_or_not() {
        for yes in ["是", "yes", "Yes", "Y", "true", "必填", "√", "是（发短信时）"] {
            assert_eq!(required(yes), Some(Some(true)), "{yes}");
        }
        for no in ["否", "no", "N", "false", "可选", "×"] {
            assert_eq!(required(no), Some(Some(false)), "{no}");
        }
        assert_eq!(required("条件必填"), Some(None));
        assert_eq!(required("Environment"), None);
    }
}

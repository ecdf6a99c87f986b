//! Rows of tables that were delivered as running text: `env string yes Id of the environment`.

use super::column::Column;
use super::{cell, page_type};

/// The cells of a line below their columns; `None` for a line that is not a row.
pub(crate) fn cells(line: &str, columns: &[Column]) -> Option<Vec<String>> {
    if columns.first() != Some(&Column::Name) || columns.get(1) != Some(&Column::Type) {
        return None;
    }
    if let Some(cells) = glued(line.trim(), columns) {
        return Some(cells);
    }
    let lead: String = line.chars().take_while(|char| *char == '\u{a0}').collect();
    let words: Vec<&str> = line.split_whitespace().collect();
    let marks = words.iter().take_while(|word| is_branch(word)).count();
    let words = words.get(marks..)?;
    let first = words.first()?;
    let (name, ty, used) = name_and_type(words, columns.contains(&Column::Required))?;
    cell::name(first)?;
    let mut rest = words.get(used..).unwrap_or(&[]);
    let branches = "└".repeat(marks);
    let mut ty = ty;
    let mut cells = Vec::new();
    let mut required = String::new();
    if let Some((plain, glued)) = split_glued(&ty) {
        (ty, required) = (plain, glued);
    } else if columns.contains(&Column::Required) {
        let near = rest.iter().take(2).position(|word| cell::required(word).is_some());
        // A default may be before the mark.
        let has_default = columns.contains(&Column::Default);
        if let Some(at) = near.filter(|at| *at == 0 || has_default) {
            required = rest.get(at).map_or(String::new(), |word| (*word).to_owned());
            rest = rest.get(at + 1..).unwrap_or(&[]);
        }
    }
    for column in columns {
        cells.push(match column {
            Column::Name => format!("{lead}{branches}{name}"),
            Column::Type => ty.clone(),
            Column::Required => required.clone(),
            Column::Doc => rest.join(" "),
            _ => String::new(),
        });
    }
    Some(cells)
}

/// `idcnumber废弃参数-`: name, type and words without a space between them. Where the words begin is
/// seen, because they are Chinese; a mark of the required may be dropped.
fn glued(line: &str, columns: &[Column]) -> Option<Vec<String>> {
    let end = line.find(|char: char| !char.is_ascii_alphanumeric() && !"_.<>[]".contains(char))?;
    let (ascii, rest) = line.split_at(end);
    if rest.is_ascii() || rest.starts_with(|char: char| char.is_ascii()) {
        return None;
    }
    let (name, ty) = GLUED_TYPES.iter().find_map(|ty| {
        let name = ascii.strip_suffix(ty)?;
        (!name.is_empty()).then_some((name, *ty))
    })?;
    cell::name(name)?;
    let mark = ["是", "否"].into_iter().find(|mark| rest.starts_with(mark));
    let mark = mark.filter(|_| columns.contains(&Column::Required)).unwrap_or("");
    let doc = rest.strip_prefix(mark).unwrap_or(rest);
    let has_more = matches!(columns.last(), Some(Column::More | Column::Values));
    let doc = if has_more { doc.trim_end_matches("枚举值").trim_end_matches('-') } else { doc };
    let cells = columns.iter().map(|column| match column {
        Column::Name => name.to_owned(),
        Column::Type => ty.to_owned(),
        Column::Required => mark.to_owned(),
        Column::Doc => doc.to_owned(),
        _ => String::new(),
    });
    Some(cells.collect())
}

/// The longest first: `objarray` ends in `array`.
const GLUED_TYPES: &[&str] = &[
    "array<object>",
    "array<string>",
    "objarray",
    "numarray",
    "strarray",
    "string",
    "number",
    "integer",
    "boolean",
    "object",
    "array",
    "float",
    "bool",
];

fn is_branch(word: &str) -> bool {
    word.chars().all(|char| "-—–└├─│┗┣>»→↳|".contains(char))
}

/// The name, the type and how many words both have. A type may have several words; name and type
/// may be one word.
fn name_and_type(words: &[&str], with_required: bool) -> Option<(String, String, usize)> {
    let first = *words.first()?;
    let candidates = (1..=3).rev().filter_map(|count| words.get(1..1 + count));
    for candidate in candidates {
        let joined = candidate.join(" ");
        if is_one_type(candidate) && page_type::page_type(&joined).is_some() {
            return Some((first.to_owned(), joined, 1 + candidate.len()));
        }
    }
    let second = words.get(1).copied().unwrap_or("");
    if page_type::glued_type(second).is_some() {
        return Some((first.to_owned(), second.to_owned(), 2));
    }
    // `envstring yes`: only a mark behind it tells that the end of the word is its type.
    let ends = ["string", "number", "object", "array", "boolean"];
    let end = ends.into_iter().find(|end| first.len() > end.len() && first.ends_with(end))?;
    let name = first.strip_suffix(end)?;
    let is_marked = with_required && cell::required(second).is_some();
    is_marked.then(|| (name.to_owned(), end.to_owned(), 1))
}

/// Whether words are one type: `array of objects` is, and in `array List of functions` only the
/// first word.
fn is_one_type(words: &[&str]) -> bool {
    let is_list = |word: &str| matches!(word.to_lowercase().as_str(), "array" | "list" | "arrays");
    match words {
        [_] => true,
        [first, second] if is_list(second) => !is_list(first),
        [first, middle, last] => {
            is_list(first) && middle.eq_ignore_ascii_case("of") && !is_list(last)
        }
        _ => false,
    }
}

/// `stringyes` into its type and its mark.
fn split_glued(ty: &str) -> Option<(String, String)> {
    if page_type::page_type(ty).is_some() {
        return None;
    }
    let (_, rest) = page_type::glued_type(ty)?;
    cell::required(rest)?;
    Some((ty.strip_suffix(rest)?.to_owned(), rest.to_owned()))
}

/// Whether a line that is not a row was meant to be one: it begins with the name of a field.
pub(crate) fn looks_like_row(line: &str) -> bool {
    let mut words = line.split_whitespace();
    let first = words.next().unwrap_or("");
    let has_more = words.next().is_some();
    let is_name = cell::name(first).is_some() && first.is_ascii();
    let is_field = first.contains('_')
        || first.chars().skip(1).any(|char| char.is_ascii_uppercase())
            && first.chars().any(|char| char.is_ascii_lowercase());
    has_more && is_name && is_field && !first.ends_with([',', '.', ':'])
        || line.starts_with('|') && line.len() > 2
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_of_running_text() {
        let columns = [Column::Name, Column::Type, Column::Required, Column::Doc];
        let read = |line: &str| cells(line, &columns).map(|cells| cells.join("|"));
        let is = |row: &str| Some(row.to_owned());
        assert_eq!(read("env string yes Id of it"), is("env|string|yes|Id of it"));
        assert_eq!(read("env stringyes Id"), is("env|string|yes|Id"));
        assert_eq!(read("envstring yes Id"), is("env|string|yes|Id"));
        assert_eq!(read("list array of objects 是 数据"), is("list|array of objects|是|数据"));
        assert_eq!(read("env string 环境ID"), is("env|string||环境ID"));
        assert_eq!(read("env_idstring是环境 ID"), is("env_id|string|是|环境 ID"));
        assert_eq!(read("env_idstring环境"), is("env_id|string||环境"));
        assert_eq!(read("└ env string 是 环境"), is("└env|string|是|环境"));
        assert_eq!(read("and cannot contain others"), None);
        assert!(looks_like_row("env_id strnig yes Id") && !looks_like_row("and cannot contain"));
    }
}

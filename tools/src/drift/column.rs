//! Header rows: what each column of a table holds, by the word above it.

mod words;

use wechat_cloudbase_codegen::naming::folded;

use super::cell;
use super::clean::{clean, narrow};
use words::KNOWN;

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Column {
    Name,
    Type,
    Required,
    Default,
    Doc,
    /// Documented values.
    Values,
    /// What the vendor's code calls a value.
    ValueName,
    Code,
    Message,
    /// Anything else, of which the comparison needs nothing.
    More,
    /// The word above it was lost in translation.
    Lost,
}

/// The columns of a header row, and how many empty cells are before them; `None` for any other
/// row.
pub(crate) fn header(cells: &[String]) -> Option<(usize, Vec<Column>)> {
    let empty = cells.iter().take_while(|cell| cell.trim().is_empty()).count();
    let words: Vec<&String> = cells.iter().skip(empty).collect();
    let used = words.iter().rposition(|cell| !cell.trim().is_empty())? + 1;
    let columns: Option<Vec<_>> = words.iter().take(used).map(|cell| column(cell)).collect();
    settled(columns?).map(|columns| (empty, columns))
}

/// A header as running text, its words glued or not.
pub(crate) fn header_in_text(raw: &str) -> Option<Vec<Column>> {
    const LONGEST: usize = 120;
    if raw.len() > LONGEST {
        return None;
    }
    let key = key(raw);
    let begins = KNOWN.keys().any(|word| key.starts_with(word));
    settled(begins.then(|| segmented(&key))??)
}

/// A text as words above columns, one after the other. Of several ways to read it, one that begins
/// with a name counts, and then one with few words.
fn segmented(text: &str) -> Option<Vec<Column>> {
    let rank = |way: &Vec<Column>| (way.first() != Some(&Column::Name), way.len());
    // The columns up to each byte that a word ends at.
    let mut ways: Vec<Option<Vec<Column>>> = vec![None; text.len() + 1];
    *ways.first_mut()? = Some(Vec::new());
    for start in 0..text.len() {
        let Some(before) = ways.get(start).cloned().flatten() else {
            continue;
        };
        let rest = text.get(start..)?;
        for (word, column) in KNOWN.iter().filter(|(word, _)| rest.starts_with(*word)) {
            let way: Vec<_> = before.iter().copied().chain([*column]).collect();
            let known = ways.get_mut(start + word.len())?;
            if known.as_ref().is_none_or(|known| rank(known) > rank(&way)) {
                *known = Some(way);
            }
        }
    }
    ways.pop().flatten()
}

/// A header inside of a row, behind other cells: where it begins, and its columns. Nested tables
/// that were squeezed into one cell look so.
pub(crate) fn embedded(cells: &[String]) -> Option<(usize, Vec<Column>)> {
    let start = cells.iter().position(|cell| column(cell) == Some(Column::Name))?;
    let words = cells.iter().skip(start).map_while(|cell| column(cell));
    let columns = settled(words.collect())?;
    columns.contains(&Column::Type).then_some((start, columns))
}

/// Whether a text is a word above a column.
pub(crate) fn is_word(text: &str) -> bool {
    column(text).is_some()
}

fn column(cell: &str) -> Option<Column> {
    const LONGEST: usize = 60;
    if cell.len() > LONGEST {
        return None;
    }
    KNOWN.get(key(cell).as_str()).copied()
}

fn key(text: &str) -> String {
    folded(&narrow(&clean(text))).chars().filter(|char| char.is_alphanumeric()).collect()
}

/// A header has two columns at least, one of which says what a row is about. The first one, when
/// its word was lost, does.
fn settled(mut columns: Vec<Column>) -> Option<Vec<Column>> {
    if columns.len() < 2 {
        return None;
    }
    let has_type = columns.contains(&Column::Type);
    let code = columns.iter().position(|column| *column == Column::Code);
    for (at, column) in columns.iter_mut().enumerate() {
        *column = match *column {
            Column::Code if code.is_some_and(|first| at > first) => Column::Message,
            Column::Lost if at == 0 && has_type => Column::Name,
            Column::Lost if at == 0 && code == Some(1) => Column::Code,
            Column::Values if has_type => Column::More,
            same => same,
        };
    }
    let has = |column| columns.contains(&column);
    let is_table =
        has(Column::Name) || has(Column::Type) || has(Column::Code) || has(Column::Values);
    is_table.then_some(columns)
}

/// Cells below their columns. Deliveries that drop an empty cell move those behind it: when a mark
/// of the required is below another column, the cell that is missing is the one before it.
pub(crate) fn aligned<'c>(cells: &[&'c str], columns: &[Column]) -> Vec<&'c str> {
    let mut cells = cells.to_vec();
    let at = |wanted| columns.iter().position(|column| *column == wanted);
    if let (Some(empty), Some(required)) = (at(Column::Default), at(Column::Required)) {
        let marked = |at: usize| cells.get(at).is_some_and(|cell| cell::required(cell).is_some());
        if empty + 1 == required && marked(empty) && !marked(required) {
            cells.insert(empty, "");
        }
    }
    cells
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headers_by_their_words() {
        use Column::{Code, Doc, Message, More, Name, Required, Type, Values};
        let cells = |words: &str| words.split('|').map(str::to_owned).collect::<Vec<_>>();
        let request = vec![Name, Type, Required, Doc];
        assert_eq!(
            header(&cells("attribute|type|Required|Introductions")),
            Some((0, request.clone()))
        );
        assert_eq!(header(&cells("||参数名|类型|是否必填|说明|")), Some((2, request.clone())));
        assert_eq!(header(&cells("初始值|type|Introductions")), Some((0, vec![Name, Type, Doc])));
        assert_eq!(
            header(&cells("Error code|Error code|Solutions")),
            Some((0, vec![Code, Message, More]))
        );
        assert_eq!(header(&cells("env|string|yes|Environment")), None);
        assert_eq!(header_in_text("属性 类型说明"), Some(vec![Name, Type, Doc]));
        assert_eq!(header_in_text("attribute type Required Introductions"), Some(request));
        assert_eq!(
            header_in_text("Error code Error code Solutions"),
            Some(vec![Code, Message, More])
        );
        assert_eq!(header_in_text("值 说明 最低版本"), Some(vec![Values, Doc, More]));
        assert_eq!(header_in_text("env string yes"), None);
        let row = cells("|attribute|type|Introductions||env|string|Id");
        assert_eq!(embedded(&row), Some((1, vec![Name, Type, Doc])));
    }
}

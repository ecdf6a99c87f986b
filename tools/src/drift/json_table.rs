//! Tables that are delivered as JSON: a fenced list with an object per row, whose keys are the words
//! above the columns.

use serde_json::{Map, Value};

use super::block::Row;
use super::clean::clean;
use super::column::{self, Column};
use super::json;

/// The rows of a block of code that is such a table, a header first; `None` for any other code. What
/// can't be read as a row of it is a row of one cell, which its reader reports.
pub(crate) fn rows(lines: &[String], first: usize, table: usize) -> Option<Vec<Row>> {
    let starts = lines.iter().find(|line| !line.trim().is_empty())?;
    if !starts.trim_start().starts_with('[') {
        return None;
    }
    let items = whole(lines).or_else(|| in_parts(lines))?;
    let words = words(&items);
    if !is_table(&words) {
        return None;
    }
    let row = |line: usize, cells: Vec<String>| Row {
        line,
        raw: cells.join(" | "),
        depth: 0,
        table,
        cells,
        in_json: true,
    };
    let mut out = vec![row(first, words.clone())];
    for item in items {
        let cells = match item.cells {
            Ok(cells) => words.iter().map(|word| cell(&cells, word)).collect(),
            Err(text) => vec![text],
        };
        out.push(row(first + item.line, cells));
    }
    Some(out)
}

/// A row with its line, from 0: its keys in their order, or its text when it can't be read.
struct Item {
    line: usize,
    cells: Result<Vec<(String, String)>, String>,
}

fn cell(cells: &[(String, String)], word: &str) -> String {
    cells.iter().find(|(key, _)| key == word).map_or(String::new(), |(_, cell)| cell.clone())
}

fn whole(lines: &[String]) -> Option<Vec<Item>> {
    let read = json::read(&lines.join("\n")).filter(|read| !read.is_broken)?;
    let Value::Array(objects) = read.value else {
        return None;
    };
    // Keys come in the order of the text, those of one object after the other.
    let mut keys = read.lines.iter().filter(|(key, _)| !key.contains('.'));
    let mut items = Vec::new();
    for object in &objects {
        let object = object.as_object()?;
        let here: Vec<_> = keys.by_ref().take(object.len()).collect();
        let line = here.first().map_or(0, |(_, line)| *line);
        let cells: Option<Vec<_>> =
            here.iter().map(|(key, _)| Some((key.clone(), text(object, key)?))).collect();
        items.push(Item { line, cells: Ok(cells?) });
    }
    Some(items)
}

/// Row by row, where one of them can't be read: a brace alone on a line begins one.
fn in_parts(lines: &[String]) -> Option<Vec<Item>> {
    let begins = |line: &&String| line.trim() == "{";
    let starts: Vec<usize> =
        (0..lines.len()).filter(|at| lines.get(*at).as_ref().is_some_and(begins)).collect();
    let ends = starts.iter().skip(1).copied().chain([lines.len()]);
    let items = starts.iter().zip(ends).map(|(start, end)| {
        let part = lines.get(*start..end).unwrap_or(&[]);
        let part = part.join("\n");
        let read = whole(&[format!("[{}]", part.trim_end().trim_end_matches([',', ']', '\n']))]);
        match read.and_then(|mut items| items.pop()) {
            Some(item) => Item { line: start + 1, ..item },
            None => Item { line: *start, cells: Err(part.replace('\n', " ")) },
        }
    });
    let items: Vec<_> = items.collect();
    (!items.is_empty()).then_some(items)
}

fn text(object: &Map<String, Value>, key: &str) -> Option<String> {
    Some(match object.get(key)? {
        Value::String(text) => clean(&text.replace(['\n', '\r'], " ")),
        Value::Null => String::new(),
        other => other.to_string(),
    })
}

/// The words of all rows, in the order in which they come first.
fn words(items: &[Item]) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    for (key, _) in items.iter().filter_map(|item| item.cells.as_ref().ok()).flatten() {
        if !words.contains(key) {
            words.push(key.clone());
        }
    }
    words
}

/// Whether keys are the words above columns. Those of a sample may look so too, in English.
fn is_table(words: &[String]) -> bool {
    let Some((_, columns)) = column::header(words) else {
        return false;
    };
    let has = |column| columns.contains(&column);
    words.iter().any(|word| !word.is_ascii())
        || has(Column::Name) && has(Column::Type) && columns.len() > 2
}

#[cfg(test)]
#[allow(clippy::indexing_slicing, clippy::unwrap_used)]
mod tests {
    use super::*;

    fn read(text: &str) -> Option<Vec<(usize, String)>> {
        let lines: Vec<_> = text.lines().map(str::to_owned).collect();
        Some(rows(&lines, 10, 1)?.into_iter().map(|row| (row.line, row.raw)).collect())
    }

    #[test]
    fn a_row_per_object() {
        let table = "[\n  {\n    \"参数名\": \"a\\\\_b\",\n    \"类型\": \"string\"\n  },\n  {\n    \"参数名\": \"c\",\n    \"说明\": \"[x](y)\"\n  }\n]";
        let expected = [(10, "参数名 | 类型 | 说明"), (12, "a_b | string | "), (16, "c |  | x")];
        let expected = expected.map(|(line, raw)| (line, raw.to_owned()));
        assert_eq!(read(table).unwrap(), expected);
        assert_eq!(read("[{\"name\": \"x\", \"type\": 1}]"), None);
        assert_eq!(read("{\"参数名\": \"x\"}"), None);
    }

    #[test]
    fn a_row_that_can_not_be_read() {
        let table = "[\n  {\n    \"参数名\": \"a\",\n    \"类型\": \"string\"\n  },\n  {\n    \"参数名\" oops\n  }\n]";
        let rows = read(table).unwrap();
        assert_eq!(rows.len(), 3);
        assert_eq!(rows[1].1, "a | string");
        assert!(rows[2].1.contains("oops"), "{rows:?}");
    }
}

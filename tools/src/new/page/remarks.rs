//! What a page says in words, as remarks for the author: to be read, put into other words, and
//! removed.

use crate::drift::facts::{Code, Facts, FieldRow, Table};
use crate::drift::heading::Side;
use crate::drift::tree::Tree;
use crate::new::file::Line;

/// What could not be read.
pub(super) fn unread(facts: &Facts, trees: &[&Tree; 2]) -> Vec<Line> {
    let rows = facts.unread_once().into_iter().map(|unread| {
        format!("TODO: line {} could not be read, {}: {}", unread.line, unread.why, unread.text)
    });
    let lost = trees.iter().zip([&facts.request, &facts.response]).flat_map(|(tree, table)| {
        tree.lost.iter().map(|(line, path)| {
            let rows = rows_of(table, *line);
            let path = path.join(".");
            format!("TODO: line {line} has a table of `{path}`, which no other table has: {rows}")
        })
    });
    rows.chain(lost).map(Line::Remark).collect()
}

fn rows_of(table: &Table, line: usize) -> String {
    let nested = table.nested.iter().filter(|nested| nested.line == line);
    nested.flat_map(|nested| &nested.rows).map(row).collect::<Vec<_>>().join("; ")
}

fn row(row: &FieldRow) -> String {
    let required = match row.required {
        Some(true) => ", required",
        Some(false) => ", optional",
        None => "",
    };
    format!("{} ({}{required}): {}", row.path.join("."), row.ty, row.doc)
}

/// What the page says of the interface, or notes on it.
pub(super) fn prose(facts: &Facts, is_summary: bool) -> Vec<Line> {
    let is_said = |text: &str| docs(facts).any(|doc| doc.trim() == text);
    let said = facts.prose.iter().filter(|prose| prose.is_summary == is_summary);
    let said = said.filter(|prose| !is_said(&prose.text));
    let word = if is_summary { "page" } else { "note" };
    said.map(|prose| Line::Remark(format!("{word}: {}", prose.text))).collect()
}

/// What the rows of fields say; the text above the table of an object says it once more.
fn docs(facts: &Facts) -> impl Iterator<Item = &str> {
    let tables = [&facts.request, &facts.response];
    tables.into_iter().flat_map(|table| {
        let nested = table.nested.iter().flat_map(|nested| &nested.rows);
        table.rows.iter().chain(nested).map(|row| row.doc.as_str())
    })
}

/// What each errcode means.
pub(super) fn errcodes(facts: &Facts) -> Vec<Line> {
    let rows = facts.errcodes.iter().flat_map(|codes| &codes.value);
    let said = rows.map(|row| {
        let code = match &row.code {
            Code::Number(number) => number.to_string(),
            Code::Range(stem) => format!("{stem}x"),
            Code::Lost => "TODO: a code that was lost".to_owned(),
        };
        let more = if row.more.is_empty() { String::new() } else { format!(" | {}", row.more) };
        Line::Remark(format!("{code}: {}{more}", row.message))
    });
    said.collect()
}

/// Messages that are neither the request nor the response.
pub(super) fn messages(facts: &Facts) -> Vec<Line> {
    let mut lines = Vec::new();
    for message in &facts.messages {
        let (line, title) = (message.line, &message.title);
        lines.push(Line::Remark(format!(
            "TODO: line {line}: another message, which is not the response: {title}"
        )));
        let said = message.lines.iter().filter(|(_, text)| !text.trim().is_empty());
        lines.extend(said.map(|(_, text)| Line::Remark(text.clone())));
    }
    lines
}

/// Tables of values that no field of the draft has.
pub(super) fn values(facts: &Facts, named: &dyn Fn(Side, &[String]) -> bool) -> Vec<Line> {
    let unnamed = facts.values.iter().filter(|values| !named(values.side, &values.path));
    let lines = unnamed.map(|values| {
        let rows =
            values.values.iter().map(|row| format!("{} {} {}", row.value, row.name, row.doc));
        let rows = rows.collect::<Vec<_>>().join("; ");
        Line::Remark(format!(
            "TODO: values of `{}`, which the draft does not have: {rows}",
            values.path.join(".")
        ))
    });
    lines.collect()
}

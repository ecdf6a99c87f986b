//! Tables of the documented values of a field.

use super::block::Block;
use super::clean::clean;
use super::column::{self, Column};
use super::facts::ValueRow;

/// More rows than any list has.
const MOST_ROWS: usize = 20_000;

/// The values of a section, and its lines that are none.
#[derive(Default)]
pub(crate) struct Values {
    pub(crate) rows: Vec<ValueRow>,
    pub(crate) prose: Vec<(usize, String)>,
}

pub(crate) fn read(blocks: &[&Block]) -> Values {
    let mut found = Values::default();
    let mut columns: Option<Vec<Column>> = None;
    // Whether the table is running text itself.
    let mut in_text = false;
    for block in blocks.iter().take(MOST_ROWS) {
        match block {
            Block::Row(row) => match column::header(&row.cells) {
                Some((_, header)) => columns = Some(header),
                None => {
                    let cells: Vec<&str> = row.cells.iter().map(|cell| cell.trim()).collect();
                    let row = value(row.line, &cells, columns.as_deref().unwrap_or(&[]));
                    found.rows.extend(row);
                }
            },
            Block::Text(text) => match column::header_in_text(&text.raw) {
                Some(_) => in_text = true,
                None => {
                    let line = clean(&text.raw);
                    let (first, rest) = line.split_once(char::is_whitespace).unwrap_or((&line, ""));
                    match value(text.line, &[first, rest.trim()], &[]).filter(|_| in_text) {
                        Some(row) => found.rows.push(row),
                        None => found.prose.push((text.line, line)),
                    }
                }
            },
            _ => {}
        }
    }
    found
}

/// A row; without columns that say otherwise, the first cell is the value and the second its meaning.
fn value(line: usize, cells: &[&str], columns: &[Column]) -> Option<ValueRow> {
    let at = |wanted, other: usize| {
        let at = columns.iter().position(|column| *column == wanted);
        // The first column is that of the values, whatever it is called.
        cells.get(at.unwrap_or(other)).copied().unwrap_or("")
    };
    let bare = |cell: &str| cell.trim_matches(['`', '"', '\'', '*']).to_owned();
    let first = bare(cells.first()?);
    let has_name = columns.contains(&Column::ValueName);
    let name = if has_name { bare(at(Column::ValueName, usize::MAX)) } else { String::new() };
    let doc = at(Column::Doc, 1 + usize::from(has_name)).to_owned();
    (!first.is_empty()).then_some(ValueRow { line, value: first, name, doc })
}

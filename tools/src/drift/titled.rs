//! Tables below a heading that has not the name of a field, but words of the row that it belongs to: the row
//! says `详见公众号账号信息`, and the heading is `公众号账号信息`.

use wechat_cloudbase_codegen::naming::folded;

use super::block::Block;
use super::clean::squeezed;
use super::column::{self, Column};
use super::facts::{Facts, FieldRow};
use super::heading::{HeadingKind, Side};
use super::outline::Section;

/// The field that the table of a section belongs to.
pub(crate) fn target(section: &Section<'_>, facts: &Facts) -> Option<Vec<String>> {
    const SHORTEST: usize = 6;
    let title = said(&section.title);
    header(section)?;
    if title.len() < SHORTEST {
        return None;
    }
    let table = match section.after? {
        Side::Request => &facts.request,
        Side::Response => &facts.response,
    };
    let nested = table
        .nested
        .iter()
        .flat_map(|nested| nested.rows.iter().map(move |row| (nested.path.as_slice(), row)));
    let rows: Vec<(&[String], &FieldRow)> =
        table.rows.iter().map(|row| (&[][..], row)).chain(nested).collect();
    let exact = rows.iter().find(|(_, row)| said(&row.doc) == title);
    let named = || rows.iter().find(|(_, row)| said(&row.doc).contains(&title));
    let (above, row) = exact.or_else(named)?;
    Some(above.iter().chain(&row.path).cloned().collect())
}

/// Whether its table lists values and not fields.
pub(crate) fn is_of_values(section: &Section<'_>) -> bool {
    header(section).is_some_and(|columns| !columns.contains(&Column::Name))
}

/// Whether nothing but its sentences is read of a section.
pub(crate) fn is_free(section: &Section<'_>, facts: &Facts) -> bool {
    section.kind != HeadingKind::Other || target(section, facts).is_none()
}

fn header(section: &Section<'_>) -> Option<Vec<Column>> {
    section.blocks.iter().find_map(|block| match block {
        Block::Row(row) => column::header(&row.cells).map(|(_, columns)| columns),
        _ => None,
    })
}

fn said(text: &str) -> String {
    folded(&squeezed(text))
}

//! Tables of fields, whatever they were delivered as: rows with cells, rows of running text, tables
//! inside of tables.

use super::block::{Block, Row, Text};
use super::cell;
use super::clean::clean;
use super::column::{self, Column};
use super::deprecation;
use super::facts::{FieldRow, Parent, Unread};
use super::flat;
use super::page_type::{self, PageType};

/// More rows than any page has; what is beyond is reported and not read.
const MOST_ROWS: usize = 4000;

/// How many objects above a header are looked at.
const MOST_OBJECTS: usize = 40;

/// What was read from the blocks of a section.
#[derive(Default)]
pub(crate) struct Rows {
    pub(crate) rows: Vec<FieldRow>,
    pub(crate) unread: Vec<Unread>,
    /// Whether there was a header.
    pub(crate) headed: bool,
    /// Lines of running text between the rows.
    pub(crate) prose: Vec<(usize, String)>,
    levels: Vec<Level>,
    /// How deep each row's table is in others, and how far its name is indented.
    depths: Vec<(usize, usize)>,
    /// Whether running text may go on with what the last row says.
    joined: bool,
}

/// A table that is being read.
struct Level {
    columns: Vec<Column>,
    /// Empty cells before the first column; a row may have fewer.
    skip: usize,
    parent: Option<usize>,
    depth: usize,
    /// The number of its table; `None` when it is running text, which does not show its end.
    table: Option<usize>,
}

/// Reads the blocks of one section. `in_query` is what its heading says of all of its fields.
pub(crate) fn read(blocks: &[&Block], in_query: Option<bool>) -> Rows {
    let mut rows = Rows::default();
    for block in blocks {
        match block {
            Block::Row(row) => rows.row(row),
            Block::Text(text) => rows.text(text),
            Block::Heading(_) | Block::Code(_) | Block::Gap => rows.joined = false,
        }
    }
    for row in &mut rows.rows {
        let says_url = ["URL 参数", "URL参数", "URL Param", "url param"];
        let by_doc = says_url.iter().any(|words| row.doc.contains(words)).then_some(true);
        row.in_query = in_query.or(by_doc);
    }
    rows
}

impl Rows {
    fn row(&mut self, row: &Row) {
        self.joined = false;
        if row.cells.iter().all(|cell| cell.trim().is_empty()) {
            return;
        }
        if let Some((skip, columns)) = column::header(&row.cells) {
            self.open(columns, skip, row.depth, Some(row.table));
        } else if let Some((start, columns)) = column::embedded(&row.cells) {
            self.squeezed(row, start, &columns);
        } else {
            self.close(row);
            let cells: Vec<_> = row.cells.iter().map(String::as_str).collect();
            match self.levels.last() {
                Some(level) => {
                    let empty =
                        cells.iter().take(level.skip).take_while(|cell| cell.trim().is_empty());
                    let cells = cells.get(empty.count()..).unwrap_or(&[]);
                    let cells = column::aligned(cells, &level.columns);
                    // A table in a cell has an end; one in the middle of another has none to be seen.
                    let parent = match level.parent {
                        Some(parent) if row.depth > 0 => Parent::Row(parent),
                        Some(parent) => Parent::Open(parent, Some(parent)),
                        None => Parent::Root,
                    };
                    let columns = level.columns.clone();
                    self.field((row.line, &row.raw), &cells, &columns, parent, row.depth);
                }
                None => self.unread(row.line, &row.raw, "a row without a header above it"),
            }
        }
    }

    /// A header opens a table: of the object in the row above it, or the section's own.
    fn open(&mut self, columns: Vec<Column>, skip: usize, depth: usize, table: Option<usize>) {
        self.headed = true;
        let above = self.depths.iter().rposition(|(above, _)| *above < depth);
        let holds = self.object_above();
        let again = self.levels.last().filter(|level| level.table == table && level.depth == depth);
        let parent = match again {
            _ if depth > 0 => above,
            Some(level) if holds.is_none() => level.parent,
            _ => holds,
        };
        if parent.is_none() {
            self.levels.clear();
        }
        self.levels.push(Level { columns, skip, parent, depth, table });
    }

    /// The object that a header in the middle of a table is about: the row above it, or the last one
    /// that may have fields and has none yet.
    fn object_above(&self) -> Option<usize> {
        let is_parent = |at: usize| {
            let mut rows = self.rows.iter().skip(at);
            rows.any(|row| matches!(row.parent, Parent::Row(of) | Parent::Open(of, _) if of == at))
        };
        let open = |at: &usize| self.rows.get(*at).is_some_and(|row| row.ty.holds_fields());
        let last = self.rows.len().checked_sub(1)?;
        let mut before = (0..=last).rev().filter(open).take(MOST_OBJECTS);
        before.find(|at| *at == last || !is_parent(*at))
    }

    /// Closes the tables that a row is not in.
    fn close(&mut self, row: &Row) {
        while let [first, .., last] = self.levels.as_slice() {
            let is_open = last.depth <= row.depth && last.table == Some(row.table);
            if is_open || last.depth == first.depth && first.table.is_none() && row.depth == 0 {
                break;
            }
            self.levels.pop();
        }
    }

    /// `| | attribute | type | | env | string | | size | number |`: a table in one row, which
    /// belongs to the row above.
    fn squeezed(&mut self, row: &Row, start: usize, columns: &[Column]) {
        self.headed = true;
        let last = self.rows.len().checked_sub(1);
        let parent = last.map_or(Parent::Root, Parent::Row);
        let before = row.cells.iter().take(start);
        for cell in before.filter(|cell| !cell.trim().is_empty()) {
            self.unread(row.line, cell, "a cell before a nested table");
        }
        let is_line = |cell: &str| cell.contains("--") && cell.trim_matches(['-', ':']).is_empty();
        let cells = row.cells.iter().skip(start + columns.len()).map(String::as_str);
        let mut cells = cells.filter(|cell| !is_line(cell)).peekable();
        let mut parent = parent;
        while cells.peek().is_some() {
            let part = cells.by_ref().skip_while(|cell| cell.trim().is_empty());
            let part: Vec<_> = part.take(columns.len()).collect();
            let words: Vec<_> = part.iter().map(|cell| (*cell).to_owned()).collect();
            if column::header(&words).is_some() {
                let last = self.rows.len().checked_sub(1);
                parent = last.map_or(parent, |last| Parent::Open(last, Some(last)));
            } else if !part.is_empty() {
                let raw = part.join(" | ");
                self.field((row.line, &raw), &part, columns, parent, row.depth + 1);
            }
        }
    }

    fn text(&mut self, text: &Text) {
        let line = clean(&text.raw);
        if let Some(columns) = column::header_in_text(&text.raw) {
            self.open(columns, 0, 0, None);
            return;
        }
        let Some(columns) = self.levels.last().map(|level| level.columns.clone()) else {
            if flat::looks_like_row(&line) {
                self.unread(text.line, &line, "a row without a header above it");
            } else {
                self.prose.push((text.line, line));
            }
            return;
        };
        if let Some(cells) = flat::cells(&line, &columns) {
            let cells: Vec<_> = cells.iter().map(String::as_str).collect();
            let parent = self.parent_in_text();
            self.field((text.line, &line), &cells, &columns, parent, 0);
            self.joined = true;
        } else if flat::looks_like_row(&line) {
            self.unread(text.line, &line, "a row of an unknown type");
        } else if let Some(row) = self.rows.last_mut().filter(|_| self.joined) {
            row.doc.push(' ');
            row.doc.push_str(&line);
        } else {
            self.prose.push((text.line, line));
        }
    }

    /// Running text does not show where a nested table ended; a table with cells that is above
    /// it has ended.
    fn parent_in_text(&mut self) -> Parent {
        let ended = self.levels.iter().any(|level| level.table.is_some() && level.parent.is_some());
        let deepest = self.levels.last().and_then(|level| level.parent);
        let last = self.rows.last().map(|row| row.parent);
        if ended {
            let above = self.levels.len().checked_sub(2).and_then(|at| self.levels.get(at));
            let above = above.and_then(|level| level.parent);
            self.levels.truncate(1);
            return deepest.map_or(Parent::Root, |deepest| Parent::Open(deepest, above));
        }
        match (deepest, last) {
            (Some(deepest), _) => Parent::Open(deepest, Some(deepest)),
            (None, Some(Parent::Open(deepest, default))) => Parent::Open(deepest, default),
            (None, Some(Parent::Row(row))) => Parent::Open(row, None),
            (None, _) => Parent::Root,
        }
    }

    fn field(
        &mut self,
        (line, raw): (usize, &str),
        cells: &[&str],
        columns: &[Column],
        parent: Parent,
        depth: usize,
    ) {
        if self.rows.len() >= MOST_ROWS {
            if self.rows.len() == MOST_ROWS
                && self.unread.last().is_none_or(|last| last.why != TOO_MANY)
            {
                self.unread(line, raw, TOO_MANY);
            }
            return;
        }
        let get = |wanted| {
            columns.iter().position(|column| *column == wanted).and_then(|at| cells.get(at))
        };
        let Some(name) = get(Column::Name).and_then(|cell| cell::name(first_of(cell))) else {
            self.unread(line, raw, "not a field name");
            return;
        };
        let type_cell = get(Column::Type).copied().unwrap_or("");
        let (ty, glued) = match page_type::page_type(type_cell) {
            Some(ty) => (Some(ty), None),
            // Older tables have no such column, and some cells are empty.
            None if is_blank(type_cell) => (Some(PageType::Unsaid), None),
            None => page_type::glued_type(type_cell)
                .map_or((None, None), |(ty, rest)| (Some(ty), Some(rest))),
        };
        if ty.is_none() {
            self.unread(line, raw, "an unknown type");
        }
        let required = glued
            .and_then(cell::required)
            .or_else(|| get(Column::Required).and_then(|cell| cell::required(cell)));
        let unclear =
            get(Column::Required).is_some_and(|cell| !is_blank(cell)) && required.is_none();
        if unclear && ty.is_some() {
            self.unread(line, raw, "neither required nor optional");
        }
        let doc = get(Column::Doc).copied().unwrap_or("").to_owned();
        let parent = self.indented(parent, name.depth);
        let row = FieldRow {
            line,
            path: name.path,
            ty: ty.unwrap_or(PageType::Lost),
            required: required.flatten(),
            in_query: None,
            deprecated: deprecation::of_field(raw, &doc),
            doc,
            cells: [Column::Type, Column::Required]
                .map(|column| get(column).copied().unwrap_or("").to_owned()),
            parent,
        };
        self.rows.push(row);
        self.depths.push((depth, name.depth));
    }

    /// The row above that an indented name belongs to.
    fn indented(&self, parent: Parent, indent: usize) -> Parent {
        if indent == 0 {
            return parent;
        }
        let above = self.depths.iter().rposition(|(_, above)| *above < indent);
        above.map_or(parent, Parent::Row)
    }

    fn unread(&mut self, line: usize, text: &str, why: &str) {
        self.unread.push(Unread { line, text: text.trim().to_owned(), why: why.to_owned() });
    }
}

const TOO_MANY: &str = "this row and those below it: there are too many rows";

/// Whether a cell says nothing.
fn is_blank(cell: &str) -> bool {
    cell.chars().all(|char| char.is_whitespace() || "-—–/".contains(char)) || cell.trim() == "无"
}

/// `access_token / cloudbase_access_token`: one parameter, which goes by its first name.
fn first_of(cell: &str) -> &str {
    cell.split(['/', '或']).next().unwrap_or(cell)
}

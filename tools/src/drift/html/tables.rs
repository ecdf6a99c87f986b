//! Tables in HTML, which may be in cells of others.

use super::{DEEPEST, Reader, Table, one_line};
use crate::drift::block::{Block, Row};

impl Reader {
    pub(super) fn open_table(&mut self) {
        self.close_cell();
        self.flush();
        self.out.push(Block::Gap);
        self.table_count += 1;
        self.tables.push(Table { number: self.table_count, row: None, in_cell: false });
    }

    pub(super) fn close_table(&mut self) {
        self.close_row();
        self.tables.pop();
        self.text.clear();
        self.out.push(Block::Gap);
    }

    pub(super) fn open_row(&mut self, line: usize) {
        self.close_row();
        let depth = self.tables.len().saturating_sub(1).min(DEEPEST);
        let at = self.out.len();
        if let Some(table) = self.tables.last_mut() {
            table.row = Some(at);
            let (raw, cells) = (String::new(), Vec::new());
            let (table, in_json) = (table.number, false);
            self.out.push(Block::Row(Row { line, raw, depth, table, cells, in_json }));
        }
    }

    pub(super) fn close_row(&mut self) {
        self.close_cell();
        if let Some(table) = self.tables.last_mut() {
            table.row = None;
        }
    }

    pub(super) fn open_cell(&mut self) {
        self.close_cell();
        self.text.clear();
        if let Some(table) = self.tables.last_mut() {
            table.in_cell = table.row.is_some();
        }
    }

    pub(super) fn close_cell(&mut self) {
        if self.in_cell() {
            self.flush();
        }
        if let Some(table) = self.tables.last_mut() {
            table.in_cell = false;
        }
    }

    pub(super) fn add_cell(&mut self, text: &str) {
        let row = self.tables.last().and_then(|table| table.row);
        if let Some(Block::Row(row)) = row.and_then(|at| self.out.get_mut(at)) {
            let cell = one_line(text);
            row.raw.push_str("| ");
            row.raw.push_str(&cell);
            row.raw.push(' ');
            row.cells.push(cell);
        }
    }
}

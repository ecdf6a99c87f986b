//! Tables that were delivered with each cell on a line of its own.

use super::block::{Block, Row, Text};
use super::clean::clean;
use super::column::{self, Column};
use super::{cell, codes, heading, page_type};

/// Blocks in which such tables are rows.
pub(crate) fn with_rows(blocks: Vec<Block>) -> Vec<Block> {
    let mut out = Vec::with_capacity(blocks.len());
    let mut tables = blocks.iter().filter(|block| matches!(block, Block::Row(_))).count();
    let mut at = 0;
    while let Some(block) = blocks.get(at) {
        let rest = blocks.get(at..).unwrap_or(&[]);
        match table(rest, tables + 1) {
            Some((rows, used)) => {
                tables += 1;
                out.extend(rows.into_iter().map(Block::Row));
                out.push(Block::Gap);
                at += used;
            }
            None => {
                out.push(block.clone());
                at += 1;
            }
        }
    }
    out
}

/// The rows of a table that begins here, and how many blocks it has.
fn table(blocks: &[Block], number: usize) -> Option<(Vec<Row>, usize)> {
    let (mut header, mut used) = header(blocks)?;
    let mut rows = vec![row(&header, number)];
    while let Some((texts, taken)) = cells(blocks.get(used..).unwrap_or(&[]), &header) {
        if column::header(&texts.iter().map(|text| clean(&text.raw)).collect::<Vec<_>>()).is_some()
        {
            header.clone_from(&texts);
        }
        rows.push(row(&texts, number));
        used += taken;
    }
    (rows.len() > 1).then_some((rows, used))
}

fn row(texts: &[&Text], table: usize) -> Row {
    let cells: Vec<_> = texts.iter().map(|text| clean(&text.raw)).collect();
    let line = texts.first().map_or(1, |text| text.line);
    Row { line, raw: cells.join(" | "), depth: 0, table, cells, in_json: false }
}

/// Words above columns, three at least, one line each.
fn header(blocks: &[Block]) -> Option<(Vec<&Text>, usize)> {
    const MOST: usize = 6;
    let mut texts: Vec<&Text> = Vec::new();
    let mut used = 0;
    for (index, block) in blocks.iter().enumerate().take(MOST * 2) {
        // The first field of a response is called errcode, as a column may be.
        let begins = || begins_row(blocks.get(index..).unwrap_or(&[]), false);
        match block {
            Block::Text(_) if texts.len() >= 3 && begins() => break,
            Block::Text(text) if column::is_word(&text.raw) => texts.push(text),
            Block::Gap if !texts.is_empty() => {}
            _ => break,
        }
        used += 1;
    }
    let words: Vec<_> = texts.iter().map(|text| clean(&text.raw)).collect();
    // Two columns may have one word, in translation; the first of three is the heading above them.
    if words.get(..3).is_some_and(|first| first.iter().all(|word| Some(word) == words.first())) {
        return None;
    }
    let (_, columns) = column::header(&words).filter(|_| words.len() >= 3)?;
    let first = columns.first()?;
    let is_table = matches!(first, Column::Name | Column::Code | Column::Values);
    is_table.then_some((texts, used))
}

/// The cells of the next row: as many as the header has, or fewer, where empty ones were dropped at
/// its end.
fn cells<'b>(blocks: &'b [Block], header: &[&Text]) -> Option<(Vec<&'b Text>, usize)> {
    let words: Vec<_> = header.iter().map(|text| clean(&text.raw)).collect();
    let (_, columns) = column::header(&words)?;
    let by_code = columns.first() != Some(&Column::Name);
    let is_row = begins_row(blocks, by_code);
    let mut texts: Vec<&Text> = Vec::new();
    let mut used = 0;
    for (index, block) in blocks.iter().enumerate() {
        let Block::Text(text) = block else { if *block == Block::Gap { continue } else { break } };
        let begins = !texts.is_empty() && begins_row(blocks.get(index..).unwrap_or(&[]), by_code);
        // What a field means may be said in the words of a heading.
        let may_head = by_code || texts.is_empty() && !is_row;
        let heads = may_head && heading::kind(&text.raw, false).is_some();
        if begins || heads || texts.len() == columns.len() {
            break;
        }
        texts.push(text);
        used = index + 1;
    }
    let is_header =
        texts.len() == columns.len() && texts.iter().all(|text| column::is_word(&text.raw));
    (is_header || is_row && texts.len() > 1).then_some((texts, used))
}

/// Whether a row begins here: with a code, or with a name and a type.
fn begins_row(blocks: &[Block], by_code: bool) -> bool {
    let mut texts = blocks.iter().filter_map(|block| match block {
        Block::Text(text) => Some(clean(&text.raw)),
        _ => None,
    });
    let first = texts.next().unwrap_or_default();
    if by_code {
        return codes::is_code(&first);
    }
    let second = texts.next().unwrap_or_default();
    cell::name(&first).is_some() && page_type::page_type(&second).is_some()
}

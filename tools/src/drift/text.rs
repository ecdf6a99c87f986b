//! Plain text and Markdown into blocks.

use super::block::{Block, Code, Heading, Row, Text};
use super::clean::clean;
use super::{html, json_table};

/// Blocks of a page that is not HTML. HTML tables in it are read as tables.
pub(crate) fn blocks(page: &str) -> Vec<Block> {
    let lines: Vec<&str> = page.lines().collect();
    let mut out = Vec::new();
    let mut at = 0;
    let mut tables = 0;
    while let Some(line) = lines.get(at) {
        at += one(&lines, at, line, &mut tables, &mut out);
    }
    out
}

/// Reads what begins at a line, and says how many lines it has.
fn one(lines: &[&str], at: usize, line: &str, tables: &mut usize, out: &mut Vec<Block>) -> usize {
    let rest = lines.get(at..).unwrap_or(&[]);
    let number = at + 1;
    if line.trim().is_empty() {
        out.push(Block::Gap);
        return 1;
    }
    if let Some(taken) = fence(rest, number, tables, out) {
        return taken;
    }
    if line.contains("<table") {
        return table_in_html(rest, number, tables, out);
    }
    if let Some(taken) = table(rest, number, tables, out) {
        return taken;
    }
    let is_underlined = is_underlined(rest);
    if line.trim_start().starts_with('#') || is_underlined {
        let hashes = line.trim_start().bytes().take_while(|byte| *byte == b'#').count();
        let is_dashed = rest.get(1).is_some_and(|below| below.trim().starts_with('-'));
        let level = if is_underlined { 1 + usize::from(is_dashed) } else { hashes };
        out.push(Block::Heading(Heading { line: number, raw: line.to_owned(), level }));
        return 1 + usize::from(is_underlined);
    } else if line.contains('\t') && !line.starts_with([' ', '\t']) {
        *tables += 1;
        out.push(Block::Row(row(number, line, line.split('\t').collect(), *tables)));
    } else {
        out.push(Block::Text(text(number, line)));
    }
    1
}

fn text(number: usize, line: &str) -> Text {
    let start = line.trim_start();
    let item = ["- ", "* ", "• ", "+ "].iter().any(|mark| start.starts_with(mark));
    Text { line: number, raw: line.to_owned(), item }
}

fn row(number: usize, raw: &str, cells: Vec<&str>, table: usize) -> Row {
    let cells = cells.into_iter().map(clean).collect();
    Row { line: number, raw: raw.trim().to_owned(), depth: 0, table, cells, in_json: false }
}

/// A fence that is closed somewhere; one that is not would swallow the page, and counts as text,
/// unless it is a table as JSON, which a capture may have cut.
fn fence(rest: &[&str], number: usize, tables: &mut usize, out: &mut Vec<Block>) -> Option<usize> {
    let mark = |line: &&str| {
        let line = line.trim_start();
        ["```", "~~~"].into_iter().find(|mark| line.starts_with(mark))
    };
    let open = rest.first().and_then(mark)?;
    let inside = rest.get(1..)?;
    let within = || inside.iter().take(LONGEST_CODE);
    let closed = within().position(|line| mark(line) == Some(open));
    let length = match closed {
        Some(length) => length,
        None if inside.first()?.trim_start().starts_with('[') => {
            within().position(|line| line.starts_with('#')).unwrap_or(inside.len())
        }
        None => return None,
    };
    let lines: Vec<_> = inside.iter().take(length).map(|line| (*line).to_owned()).collect();
    match json_table::rows(&lines, number + 1, *tables + 1) {
        Some(rows) => {
            *tables += 1;
            out.push(Block::Gap);
            out.extend(rows.into_iter().map(Block::Row));
            out.push(Block::Gap);
        }
        None => out.push(Block::Code(Code { line: number + 1, lines })),
    }
    Some(length + 1 + usize::from(closed.is_some()))
}

/// How many lines a block of code may have. It keeps a page of opening fences from being read once
/// for each of them.
const LONGEST_CODE: usize = 2000;

/// A title over a line of `=` or `-`.
fn is_underlined(rest: &[&str]) -> bool {
    let below = rest.get(1).map_or("", |line| line.trim());
    let line = rest.first().map_or("", |line| line.trim());
    below.len() >= 3
        && (below.bytes().all(|byte| byte == b'=') || below.bytes().all(|byte| byte == b'-'))
        && line.chars().any(char::is_alphanumeric)
        && line.chars().count() <= 60
}

fn table_in_html(rest: &[&str], number: usize, tables: &mut usize, out: &mut Vec<Block>) -> usize {
    let mut open = 0_usize;
    let mut length = 0;
    for line in rest.iter().take(LONGEST_CODE) {
        open += line.matches("<table").count();
        open = open.saturating_sub(line.matches("</table").count());
        length += 1;
        if open == 0 {
            break;
        }
    }
    let part = rest.get(..length).unwrap_or(rest).join("\n");
    out.push(Block::Gap);
    out.extend(html::blocks(&part, number, *tables));
    *tables += part.matches("<table").count();
    length
}

/// Lines with pipes, of which one at least begins or ends with a pipe or is a line of dashes.
fn table(rest: &[&str], number: usize, tables: &mut usize, out: &mut Vec<Block>) -> Option<usize> {
    let first = rest.first()?;
    if !first.contains('|') {
        return None;
    }
    let second = rest.get(1).copied().unwrap_or("");
    if !(is_bordered(first) || is_separator(first) || is_separator(second)) {
        return None;
    }
    *tables += 1;
    let mut at = 0;
    while let Some(line) = rest.get(at).filter(|line| line.contains('|')) {
        if is_separator(line) {
            at += 1;
            continue;
        }
        let (joined, taken) = wrapped(rest.get(at..).unwrap_or(&[]), line);
        out.push(Block::Row(row(number + at, &joined, cells(&joined), *tables)));
        at += taken;
    }
    Some(at)
}

fn is_bordered(line: &str) -> bool {
    let line = line.trim();
    line.starts_with('|') || line.ends_with('|')
}

/// `| --- | :---: |`.
fn is_separator(line: &str) -> bool {
    let line = line.trim();
    line.contains("--")
        && line.chars().all(|char| matches!(char, '|' | '-' | ':' | ' '))
        && line.contains('|')
}

/// A row whose last cell goes on in the lines below, with all of them: it begins with a pipe and
/// ends without one, and the lines below it end with one and begin without.
fn wrapped(rest: &[&str], line: &str) -> (String, usize) {
    const MOST: usize = 8;
    let is_open = line.trim().starts_with('|') && !line.trim().ends_with('|');
    let below = rest.iter().skip(1).take(MOST);
    let below: Vec<_> =
        below.take_while(|line| !line.trim().is_empty() && !line.trim().starts_with('|')).collect();
    let end = below.iter().position(|line| line.trim().ends_with('|'));
    match end {
        Some(end) if is_open => {
            let parts = std::iter::once(&line).chain(below.into_iter().take(end + 1));
            let parts: Vec<_> = parts.map(|part| part.trim()).collect();
            (parts.join(" "), end + 2)
        }
        _ => (line.to_owned(), 1),
    }
}

/// The cells of a row: what is between pipes that are not escaped.
fn cells(line: &str) -> Vec<&str> {
    let line = line.trim();
    let line = line.strip_prefix('|').unwrap_or(line);
    let mut cells = Vec::new();
    let mut start = 0;
    let mut escaped = false;
    for (at, byte) in line.bytes().enumerate() {
        if byte == b'|' && !escaped {
            cells.push(line.get(start..at).unwrap_or(""));
            start = at + 1;
        }
        escaped = byte == b'\\' && !escaped;
    }
    let last = line.get(start..).unwrap_or("");
    cells.extend((!last.trim().is_empty()).then_some(last));
    cells
}

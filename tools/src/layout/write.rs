//! Blocks to text.

use wechat_cloudbase_codegen::notation::Value;

use super::block::{Block, Entry, Node};
use super::order::TableKind;
use super::read::Read;
use super::text;

/// Lists that would make a longer line are written on several.
const WIDTH: usize = 100;

pub(super) fn write(Read { blocks, end }: &Read, kind: TableKind) -> String {
    let mut lines: Vec<String> = Vec::new();
    for block in blocks {
        let written = block_lines(block, kind.at(&block.path));
        separate(&mut lines, &written);
        lines.extend(written);
    }
    separate(&mut lines, end);
    lines.extend(end.iter().skip_while(|line| line.is_empty()).cloned());
    while lines.last().is_some_and(String::is_empty) {
        lines.pop();
    }
    lines.into_iter().map(|line| line + "\n").collect()
}

/// A blank line between blocks.
fn separate(lines: &mut Vec<String>, next: &[String]) {
    if !lines.is_empty() && !next.is_empty() {
        lines.push(String::new());
    }
}

fn block_lines(block: &Block, kind: TableKind) -> Vec<String> {
    let mut lines = Vec::new();
    comment_lines(&block.before, true, &mut lines);
    if block.path.is_empty() {
        if !lines.is_empty() && !block.entries.is_empty() {
            lines.push(String::new());
        }
    } else {
        lines.push(with_comment(header(block), block.after.as_deref()));
    }
    let mut is_first = true;
    for group in groups(&block.entries, kind) {
        let width = group.iter().map(|(key, _)| key.chars().count()).max().unwrap_or(0);
        for (key, entry) in group {
            comment_lines(&entry.before, is_first, &mut lines);
            is_first = false;
            entry_lines(&format!("{key:width$} = "), entry, kind, &mut lines);
        }
    }
    lines.extend(block.end.iter().cloned());
    lines
}

fn header(block: &Block) -> String {
    let path: Vec<_> = block.path.iter().map(|key| text::key(key)).collect();
    let path = path.join(".");
    if block.is_item { format!("[[{path}]]") } else { format!("[{path}]") }
}

/// The lines above something. The first thing has no blank line above it.
fn comment_lines(before: &[String], is_first: bool, lines: &mut Vec<String>) {
    let skip = before.iter().take_while(|line| is_first && line.is_empty()).count();
    lines.extend(before.iter().skip(skip).cloned());
}

/// Entries whose values are below each other. The fields of a type are a group of their own, with
/// a line for each.
fn groups(entries: &[Entry], kind: TableKind) -> Vec<Vec<(String, &Entry)>> {
    let mut own = Vec::new();
    let mut fields = Vec::new();
    for entry in entries {
        let key = text::key(&entry.key);
        match &entry.node {
            Node::Table { entries: inner, .. }
                if kind == TableKind::TYPE && entry.key == "fields" && !inner.is_empty() =>
            {
                fields.extend(
                    inner.iter().map(|field| (format!("{key}.{}", text::key(&field.key)), field)),
                );
            }
            _ => own.push((key, entry)),
        }
    }
    vec![own, fields]
}

fn entry_lines(start: &str, entry: &Entry, kind: TableKind, lines: &mut Vec<String>) {
    let after = entry.after.as_deref();
    match &entry.node {
        Node::Text(value) => {
            let value = text::lines(value).unwrap_or_else(|| string(value, &entry.key, kind));
            let value = format!("{start}{value}");
            lines.extend(with_comment(value, after).split('\n').map(str::to_owned));
        }
        Node::List { items, end } => list_lines(start, entry, items, end, lines),
        node => lines.push(with_comment(format!("{start}{}", inline(node)), after)),
    }
}

fn list_lines(
    start: &str,
    entry: &Entry,
    items: &[Entry],
    end: &[String],
    lines: &mut Vec<String>,
) {
    let after = entry.after.as_deref();
    let one_line = format!("{start}{}", inline(&entry.node));
    let fits = items.len() < 2 || one_line.chars().count() <= WIDTH;
    if fits && !entry.node.has_comments() {
        return lines.push(with_comment(one_line, after));
    }
    lines.push(format!("{start}["));
    let is_number = |item: &Entry| matches!(item.node, Node::Plain(_));
    if items.iter().all(is_number) && !entry.node.has_comments() {
        lines.extend(filled(items));
    } else {
        for item in items {
            lines.extend(item.before.iter().map(|line| format!("  {line}")));
            let line = format!("  {},", inline(&item.node));
            lines.push(with_comment(line, item.after.as_deref()));
        }
        lines.extend(end.iter().map(|line| format!("  {line}")));
    }
    lines.push(with_comment("]".to_owned(), after));
}

/// Numbers, as many on a line as there is room for.
fn filled(items: &[Entry]) -> Vec<String> {
    let mut lines = vec![String::from(" ")];
    for item in items {
        let number = format!(" {},", inline(&item.node));
        match lines.last_mut() {
            Some(last) if last.chars().count() + number.chars().count() <= WIDTH => {
                last.push_str(&number);
            }
            _ => lines.push(format!(" {number}")),
        }
    }
    lines
}

fn with_comment(line: String, comment: Option<&str>) -> String {
    match comment {
        Some(comment) => format!("{line} {comment}"),
        None => line,
    }
}

/// A string on one line. Samples, which are of any length, are in single quotes wherever that is
/// possible.
fn string(value: &str, key: &str, kind: TableKind) -> String {
    text::string(value, matches!(kind.value(key), Some(Value::Text)))
}

/// A value on one line; its comments are elsewhere.
fn inline(node: &Node) -> String {
    match node {
        Node::Text(value) => text::string(value, false),
        Node::Plain(text) => text.clone(),
        Node::List { items, .. } => {
            let items: Vec<_> = items.iter().map(|item| inline(&item.node)).collect();
            format!("[{}]", items.join(", "))
        }
        Node::Table { entries, .. } if entries.is_empty() => "{}".to_owned(),
        Node::Table { entries, .. } => {
            let entry =
                |entry: &Entry| format!("{} = {}", text::key(&entry.key), inline(&entry.node));
            let entries: Vec<_> = entries.iter().map(entry).collect();
            format!("{{ {} }}", entries.join(", "))
        }
    }
}

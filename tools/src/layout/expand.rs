//! What is in a block, and should be a block of its own.

use wechat_cloudbase_codegen::notation::Value;

use super::block::{Block, Entry, Node};
use super::order::TableKind;

/// A block, with a block of its own for each table in it that should have one.
pub(super) fn expanded(mut block: Block, kind: TableKind) -> Vec<Block> {
    let own = kind.at(&block.path);
    let entries = std::mem::take(&mut block.entries);
    let mut more = Vec::new();
    for entry in entries {
        if is_own(&entry, own) {
            let blocks = blocks_of(entry, &block.path);
            more.extend(blocks.into_iter().flat_map(|block| expanded(block, kind)));
        } else {
            block.entries.push(entry);
        }
    }
    // A header that was only there for what now has one of its own.
    let is_empty = block.entries.is_empty() && block.before.is_empty() && block.end.is_empty();
    let is_needless = own.is_of_names() && !block.path.is_empty() && !more.is_empty();
    let first = if is_needless && is_empty && block.after.is_none() { None } else { Some(block) };
    first.into_iter().chain(more).collect()
}

/// Whether an entry should be a block of its own, or several.
fn is_own(entry: &Entry, kind: TableKind) -> bool {
    let inner = kind.inner(&entry.key);
    match &entry.node {
        Node::Table { is_dotted, .. } => {
            let is_type = inner == TableKind::TYPE && *is_dotted;
            let has_header = matches!(
                kind.value(&entry.key),
                Some(Value::Fields | Value::Types | Value::Table(_) | Value::Named(_))
            );
            let is_named = matches!(kind, TableKind::Named(_));
            is_type || is_named || kind == TableKind::ENDPOINT && has_header
        }
        Node::List { items, .. } => {
            matches!(kind.value(&entry.key), Some(Value::Tables(_))) && are_tables(items)
        }
        Node::Text(_) | Node::Plain(_) => false,
    }
}

fn blocks_of(entry: Entry, path: &[String]) -> Vec<Block> {
    let Entry { key, node, before, after } = entry;
    let path = [path, &[key]].concat();
    match node {
        Node::Table { entries, end, .. } => {
            vec![Block { path, is_item: false, before, after, entries, end }]
        }
        Node::List { items, end } => item_blocks(items, end, &path, before, after),
        Node::Text(_) | Node::Plain(_) => Vec::new(),
    }
}

/// Whether a list can be written as tables with headers in two brackets.
fn are_tables(items: &[Entry]) -> bool {
    let is_table = |item: &Entry| matches!(item.node, Node::Table { .. });
    !items.is_empty() && items.iter().all(is_table)
}

fn item_blocks(
    items: Vec<Entry>,
    end: Vec<String>,
    path: &[String],
    before: Vec<String>,
    after: Option<String>,
) -> Vec<Block> {
    let block = |item: Entry| {
        let Entry { node, before, after, .. } = item;
        let (entries, end) = match node {
            Node::Table { entries, end, .. } => (entries, end),
            _ => Default::default(),
        };
        Block { path: path.to_vec(), is_item: true, before, after, entries, end }
    };
    let mut blocks: Vec<_> = items.into_iter().map(block).collect();
    if let Some(first) = blocks.first_mut() {
        first.before.splice(0..0, before.into_iter().chain(after));
    }
    if let Some(last) = blocks.last_mut() {
        last.end.extend(end);
    }
    blocks
}

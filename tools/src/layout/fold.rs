//! What is a block of its own, and should be a line in another.

use super::block::{Block, Entry, Node};
use super::order::TableKind;

/// Puts each table that has a header, and should be one line in another block, into that block.
pub(super) fn folded(blocks: Vec<Block>, kind: TableKind) -> Vec<Block> {
    let mut folded: Vec<Block> = Vec::new();
    for block in blocks {
        let depth = home(&block.path, kind);
        if depth == block.path.len() {
            folded.push(block);
            continue;
        }
        let (home, rest) = block.path.split_at_checked(depth).unwrap_or((&block.path, &[]));
        let at = folded.iter().position(|other| other.path == home).unwrap_or_else(|| {
            folded.push(Block { path: home.to_vec(), ..Block::default() });
            folded.len() - 1
        });
        let rest = rest.to_vec();
        if let Some(home) = folded.get_mut(at) {
            fold(&mut home.entries, &rest, block);
        }
    }
    folded
}

/// How much of a path is that of the block that its table is in.
fn home(path: &[String], kind: TableKind) -> usize {
    let mut kind = kind;
    for (depth, key) in path.iter().enumerate() {
        let is_named = matches!(kind, TableKind::Named(_));
        kind = kind.inner(key);
        if is_named || kind == TableKind::Fields || kind == TableKind::TYPE {
            return depth + 1;
        }
    }
    path.len()
}

/// Puts a block under a path in a table.
fn fold(entries: &mut Vec<Entry>, path: &[String], mut block: Block) {
    let Some((key, rest)) = path.split_first() else {
        return;
    };
    let at = entries.iter().position(|entry| entry.key == *key);
    if let Some(entry) = at.and_then(|at| entries.get_mut(at)) {
        let below = match &mut entry.node {
            Node::Table { entries, .. } => Some(entries),
            Node::List { items, .. } if rest.is_empty() => {
                return items.push(block.into_entry(String::new()));
            }
            Node::List { items, .. } => items.last_mut().and_then(|item| match &mut item.node {
                Node::Table { entries, .. } => Some(entries),
                _ => None,
            }),
            _ => None,
        };
        match below {
            Some(below) if rest.is_empty() => {
                entry.before.append(&mut block.before);
                entry.before.append(&mut block.end);
                entry.after = entry.after.take().or(block.after);
                below.append(&mut block.entries);
            }
            Some(below) => fold(below, rest, block),
            None => {}
        }
        return;
    }
    let entry = if !rest.is_empty() {
        let mut inner = Vec::new();
        fold(&mut inner, rest, block);
        Entry { key: key.clone(), node: Node::table(inner), before: Vec::new(), after: None }
    } else if block.is_item {
        let node = Node::List { items: vec![block.into_entry(String::new())], end: Vec::new() };
        Entry { key: key.clone(), node, before: Vec::new(), after: None }
    } else {
        block.into_entry(key.clone())
    };
    entries.push(entry);
}

impl Block {
    fn into_entry(self, key: String) -> Entry {
        let Self { before, after, entries, end, .. } = self;
        Entry { key, node: Node::Table { entries, is_dotted: false, end }, before, after }
    }
}

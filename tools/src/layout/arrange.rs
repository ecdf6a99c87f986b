//! Blocks as they are written to blocks as they should be: one way to write each table, in order.

use super::block::{Block, Entry, Node};
use super::comments::{split_head, split_tail};
use super::expand::expanded;
use super::fold::folded;
use super::order::TableKind;
use super::read::Read;

pub(super) fn arrange(Read { mut blocks, mut end }: Read, kind: TableKind) -> Read {
    give_back_tails(&mut blocks, &mut end);
    if let Some(first) = blocks.first_mut().and_then(|root| root.entries.first_mut()) {
        let head = split_head(&mut first.before);
        blocks.iter_mut().take(1).for_each(|root| root.before.clone_from(&head));
    }
    let blocks = blocks.into_iter().flat_map(|block| expanded(block, kind)).collect();
    let mut blocks = folded(blocks, kind);
    for block in &mut blocks {
        let kind = kind.at(&block.path);
        sort(&mut block.entries, kind);
        block.entries.iter_mut().for_each(|entry| hoist(entry, kind));
    }
    blocks.sort_by_cached_key(|block| rank(&block.path, kind));
    Read { blocks, end }
}

/// A comment right below the last line of a block, with a blank line after it, belongs to that
/// block and not to the next.
fn give_back_tails(blocks: &mut [Block], end: &mut Vec<String>) {
    let tails: Vec<_> =
        blocks.iter_mut().skip(1).map(|block| split_tail(&mut block.before)).collect();
    for (block, tail) in blocks.iter_mut().zip(tails) {
        block.end = tail;
    }
    if end.first().is_some_and(|line| !line.is_empty()) {
        end.push(String::new());
        if let Some(last) = blocks.last_mut() {
            last.end.extend(split_tail(end));
        }
    }
    end.dedup_by(|a, b| a.is_empty() && b.is_empty());
}

/// Puts the comments inside what is written on one line above that line.
fn hoist(entry: &mut Entry, kind: TableKind) {
    let is_spread = kind == TableKind::TYPE && entry.key == "fields";
    match &mut entry.node {
        Node::List { items, .. } => {
            for item in items {
                let comments = item.node.take_comments();
                item.before.extend(comments);
            }
        }
        Node::Table { entries, end, .. } if is_spread && !entries.is_empty() => {
            entries.iter_mut().for_each(|entry| hoist(entry, TableKind::Fields));
            let above = entry.before.drain(..).chain(entry.after.take()).chain(end.drain(..));
            if let Some(first) = entries.first_mut() {
                first.before.splice(0..0, above);
            }
        }
        node => {
            let comments = node.take_comments();
            entry.before.extend(comments);
        }
    }
}

/// The order of blocks: that of their first keys; those of the same one stay in the order of the
/// file, the one without a second first.
fn rank(path: &[String], kind: TableKind) -> (usize, bool) {
    match path {
        [] => (0, false),
        [key, rest @ ..] => (kind.rank(key) + 1, kind.inner(key).is_of_names() && !rest.is_empty()),
    }
}

/// Sorts the keys of a table and of all tables in it.
fn sort(entries: &mut [Entry], kind: TableKind) {
    entries.sort_by_key(|entry| kind.rank(&entry.key));
    for entry in entries {
        sort_inside(&mut entry.node, kind.inner(&entry.key));
    }
}

fn sort_inside(node: &mut Node, kind: TableKind) {
    match node {
        Node::Table { entries, .. } => sort(entries, kind),
        Node::List { items, .. } => {
            items.iter_mut().for_each(|item| sort_inside(&mut item.node, kind));
        }
        Node::Text(_) | Node::Plain(_) => {}
    }
}

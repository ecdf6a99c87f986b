//! What the parser has read, as blocks in the order of the file.

use toml_edit::{
    Array, ArrayOfTables, Decor, DocumentMut, InlineTable, Item, Key, RawString, Table, Value,
};

use super::block::{Block, Entry, Node};
use super::comments;

/// The blocks of a file, and what is below all of them.
pub(super) struct Read {
    pub(super) blocks: Vec<Block>,
    pub(super) end: Vec<String>,
}

pub(super) fn read(document: &DocumentMut) -> Read {
    let root = document.as_table();
    let mut headers = Vec::new();
    collect(root, &[], &mut headers);
    headers.sort_by_key(|(position, _)| *position);
    let root = Block { entries: entries(root), ..Block::default() };
    let blocks = [root].into_iter().chain(headers.into_iter().map(|(_, block)| block));
    let end = format!("{}\n", document.trailing().as_str().unwrap_or_default());
    Read { blocks: blocks.collect(), end: comments::above(&end) }
}

/// Every table with a header of its own, with its place in the file.
fn collect(table: &Table, path: &[String], headers: &mut Vec<(Option<isize>, Block)>) {
    for (key, item) in table {
        let path = [path, &[key.to_owned()]].concat();
        match item {
            Item::Table(table) => {
                if !table.is_dotted() && !table.is_implicit() {
                    headers.push((table.position(), block(table, &path, false)));
                }
                collect(table, &path, headers);
            }
            Item::ArrayOfTables(tables) => collect_items(tables, &path, headers),
            Item::Value(_) | Item::None => {}
        }
    }
}

fn collect_items(
    tables: &ArrayOfTables,
    path: &[String],
    headers: &mut Vec<(Option<isize>, Block)>,
) {
    for table in tables {
        headers.push((table.position(), block(table, path, true)));
        collect(table, path, headers);
    }
}

fn block(table: &Table, path: &[String], is_item: bool) -> Block {
    Block {
        path: path.to_vec(),
        is_item,
        before: comments::above(prefix(table.decor())),
        after: comments::behind(suffix(table.decor())),
        entries: entries(table),
        end: Vec::new(),
    }
}

/// What is below a header, without the tables that have headers of their own.
fn entries(table: &Table) -> Vec<Entry> {
    let mut entries = Vec::new();
    for (key, item) in table {
        let key_decor = table.key(key).map(Key::leaf_decor);
        match item {
            Item::Value(value) => entries.push(Entry {
                key: key.to_owned(),
                node: node(value),
                before: comments::above(key_decor.map_or("", prefix)),
                after: comments::behind(suffix(value.decor())),
            }),
            Item::Table(table) if table.is_dotted() => {
                let inner = self::entries(table);
                if !inner.is_empty() {
                    let node = Node::Table { entries: inner, is_dotted: true, end: Vec::new() };
                    entries.push(Entry { key: key.to_owned(), node, before: vec![], after: None });
                }
            }
            _ => {}
        }
    }
    entries
}

fn node(value: &Value) -> Node {
    match value {
        Value::String(text) => Node::Text(text.value().clone()),
        Value::Integer(number) => Node::Plain(number.value().to_string()),
        Value::Float(number) => {
            let written = number.as_repr().map_or("", |repr| raw(repr.as_raw()));
            Node::Plain(written.to_owned())
        }
        Value::Boolean(flag) => Node::Plain(flag.value().to_string()),
        Value::Datetime(date) => Node::Plain(date.value().to_string()),
        Value::Array(array) => list(array),
        Value::InlineTable(table) => inline(table),
    }
}

fn list(array: &Array) -> Node {
    let mut gathered = Gathered::default();
    for value in array {
        gathered.space(prefix(value.decor()));
        gathered.entry(String::new(), node(value));
        gathered.space(suffix(value.decor()));
    }
    gathered.space(raw(array.trailing()));
    Node::List { items: gathered.entries, end: gathered.waiting }
}

fn inline(table: &InlineTable) -> Node {
    let mut gathered = Gathered::default();
    for (key, value) in table {
        let decor = table.key(key).map(Key::leaf_decor);
        gathered.space(decor.map_or("", prefix));
        gathered.entry(key.to_owned(), node(value));
        // Around `=` there may be line ends too.
        gathered.space(decor.map_or("", suffix));
        gathered.space(prefix(value.decor()));
        gathered.space(suffix(value.decor()));
    }
    gathered.space(raw(table.trailing()));
    let is_dotted = table.is_dotted();
    Node::Table { entries: gathered.entries, is_dotted, end: gathered.waiting }
}

/// Values inside brackets or braces, where any space between them may hold comments.
#[derive(Default)]
struct Gathered {
    entries: Vec<Entry>,
    /// Comments above the value that comes next.
    waiting: Vec<String>,
}

impl Gathered {
    fn entry(&mut self, key: String, node: Node) {
        let before = std::mem::take(&mut self.waiting);
        self.entries.push(Entry { key, node, before, after: None });
    }

    fn space(&mut self, space: &str) {
        let (first, rest) = comments::between(space);
        match (first, self.entries.last_mut()) {
            (Some(comment), Some(last)) if last.after.is_none() && self.waiting.is_empty() => {
                last.after = Some(comment);
            }
            (first, _) => self.waiting.extend(first),
        }
        self.waiting.extend(rest);
    }
}

fn prefix(decor: &Decor) -> &str {
    decor.prefix().map_or("", raw)
}

fn suffix(decor: &Decor) -> &str {
    decor.suffix().map_or("", raw)
}

fn raw(text: &RawString) -> &str {
    text.as_str().unwrap_or_default()
}

//! Rows of tables as a tree: each field with the fields of its object.

use wechat_cloudbase_codegen::naming::folded;

use super::clean::LOST;
use super::facts::{FieldRow, Nested, Parent, Table};
use super::page_type::PageType;

/// A field of a page, with what is inside.
#[derive(Debug)]
pub(crate) struct Node {
    pub(crate) row: FieldRow,
    pub(crate) children: Vec<usize>,
}

/// Fields of a table. Places in it are numbers, so that no depth of it is a depth of the stack.
#[derive(Debug, Default)]
pub(crate) struct Tree {
    pub(crate) nodes: Vec<Node>,
    pub(crate) roots: Vec<usize>,
    /// Tables of objects that the page has no field for.
    pub(crate) lost: Vec<(usize, Vec<String>)>,
}

/// Where a page does not show what a row belongs to: whether a field is at a path.
pub(crate) type Oracle<'o> = &'o dyn Fn(&[String], &str) -> bool;

pub(crate) fn tree(table: &Table, knows: Oracle<'_>) -> Tree {
    let mut tree = Tree::default();
    tree.add_rows(&table.rows, None, knows);
    for nested in &table.nested {
        match tree.find(nested) {
            Some(parent) => tree.add_rows(&nested.rows, Some(parent), knows),
            None => tree.lost.push((nested.line, nested.path.clone())),
        }
    }
    tree
}

impl Tree {
    fn add_rows(&mut self, rows: &[FieldRow], under: Option<usize>, knows: Oracle<'_>) {
        let mut places: Vec<usize> = Vec::with_capacity(rows.len());
        for row in rows {
            let at = |row: &usize| places.get(*row).copied();
            let parent = match row.parent {
                Parent::Root => under,
                Parent::Row(above) => at(&above).or(under),
                Parent::Open(deepest, default) => {
                    let (deepest, default) = (at(&deepest), default.as_ref().and_then(at));
                    self.settle(row, deepest, default, under, knows)
                }
            };
            places.push(self.add(row, parent));
        }
    }

    /// The nearest of the objects that a row may be in which has a field of its name.
    fn settle(
        &self,
        row: &FieldRow,
        deepest: Option<usize>,
        default: Option<usize>,
        under: Option<usize>,
        knows: Oracle<'_>,
    ) -> Option<usize> {
        let name = row.path.first().map_or("", String::as_str);
        let mut candidate = deepest;
        loop {
            let path = candidate.map_or_else(Vec::new, |node| self.path(node));
            let is_taken = self.child(candidate, name).is_some();
            if knows(&path, name) && !is_taken {
                return candidate;
            }
            if candidate == under || candidate.is_none() {
                return default.or(under);
            }
            candidate = candidate.and_then(|node| self.parent(node)).or(under);
        }
    }

    /// Adds a row; the objects that its name passes through are there, or come with it.
    fn add(&mut self, row: &FieldRow, mut parent: Option<usize>) -> usize {
        let (steps, last) = match row.path.split_last() {
            Some((last, steps)) => (steps, last.clone()),
            None => (&[][..], String::new()),
        };
        for step in steps {
            let found = self.child(parent, step);
            parent = Some(found.unwrap_or_else(|| {
                let passed = FieldRow {
                    path: vec![step.clone()],
                    ty: PageType::Unsaid,
                    required: None,
                    ..row.clone()
                };
                self.push(passed, parent)
            }));
        }
        self.push(FieldRow { path: vec![last], ..row.clone() }, parent)
    }

    fn push(&mut self, mut row: FieldRow, parent: Option<usize>) -> usize {
        let at = self.nodes.len();
        row.parent = parent.map_or(Parent::Root, Parent::Row);
        self.nodes.push(Node { row, children: Vec::new() });
        match parent.and_then(|parent| self.nodes.get_mut(parent)) {
            Some(parent) => parent.children.push(at),
            None => self.roots.push(at),
        }
        at
    }

    fn parent(&self, node: usize) -> Option<usize> {
        match self.nodes.get(node).map(|node| node.row.parent) {
            Some(Parent::Row(parent)) => Some(parent),
            _ => None,
        }
    }

    pub(crate) fn path(&self, node: usize) -> Vec<String> {
        let mut path = Vec::new();
        let mut at = Some(node);
        while let Some(node) = at {
            path.extend(self.nodes.get(node).map(|node| node.name().to_owned()));
            at = self.parent(node);
        }
        path.reverse();
        path
    }

    pub(crate) fn children(&self, of: Option<usize>) -> &[usize] {
        match of {
            None => &self.roots,
            Some(node) => self.nodes.get(node).map_or(&[], |node| &node.children),
        }
    }

    fn child(&self, of: Option<usize>, name: &str) -> Option<usize> {
        let is_named =
            |node: &&usize| self.nodes.get(**node).is_some_and(|node| same(node.name(), name));
        self.children(of).iter().find(is_named).copied()
    }

    /// The field that a nested table belongs to: at its path, or the only one of its last name.
    fn find(&self, nested: &Nested) -> Option<usize> {
        let mut at = None;
        for step in &nested.path {
            match self.child(at, step) {
                Some(child) => at = Some(child),
                None => return self.by_last_name(nested),
            }
        }
        at
    }

    fn by_last_name(&self, nested: &Nested) -> Option<usize> {
        let name = nested.path.last()?;
        let named = |at: &usize| {
            self.nodes
                .get(*at)
                .is_some_and(|node| same(node.name(), name) && node.children.is_empty())
        };
        (0..self.nodes.len()).find(named)
    }
}

impl Node {
    pub(crate) fn name(&self) -> &str {
        self.row.path.last().map_or("", String::as_str)
    }
}

fn same(one: &str, other: &str) -> bool {
    one == other || folded(one) == folded(other)
}

/// Whether a name of a page is that of the spec, where a word of it may be lost.
pub(crate) fn matches_lost(page: &str, spec: &str) -> bool {
    let (page, spec) = (folded(page), folded(spec));
    let Some((before, after)) = page.split_once(LOST) else {
        return false;
    };
    let after = after.rsplit(LOST).next().unwrap_or("");
    spec.len() >= before.len() + after.len() && spec.starts_with(before) && spec.ends_with(after)
}

//! Tables of fields: which row is which field, level by level.

mod names;
mod pair;

use wechat_cloudbase_codegen::model::Field;
use wechat_cloudbase_codegen::naming::folded;

use super::{Compare, types, word};
use crate::drift::call::is_token;
use crate::drift::difference::{Difference, DriftRule};
use crate::drift::heading::Side;
use crate::drift::tree::{Node, Tree, tree};

/// Differences of one side, until it is known which fields are only elsewhere.
pub(super) struct Open<'c> {
    pub(super) side: Side,
    pub(super) tree: &'c Tree,
    not_in_spec: Vec<(String, usize)>,
    not_on_page: Vec<(String, usize)>,
}

impl<'c> Compare<'c> {
    pub(super) fn fields(&mut self, side: Side) {
        let facts = self.facts;
        let table = match side {
            Side::Request => &facts.request,
            Side::Response => &facts.response,
        };
        let spec = self.spec_fields(side);
        let Some(line) = table.line else {
            self.no_table(side, spec);
            return;
        };
        let fields = self.spec_fields(side);
        let knows = |path: &[String], name: &str| knows(fields, path, name);
        let tree = tree(table, &knows);
        for (line, path) in &tree.lost {
            let why = "no field of this name has a table of its own";
            self.add(Difference::new(DriftRule::Unread, word(side), *line, path.join("."), why));
        }
        let mut open = Open { side, tree: &tree, not_in_spec: Vec::new(), not_on_page: Vec::new() };
        let roots = self.roots(side, &tree);
        self.level(&mut open, &roots, spec, word(side), line);
        self.settle(open);
        if side == Side::Request {
            self.query_names(table);
        }
    }

    /// A page without a table of this side, where the spec has fields to look for.
    fn no_table(&mut self, side: Side, spec: &[Field]) {
        if !spec.is_empty() {
            let names: Vec<_> = spec.iter().map(|field| field.wire.as_str()).collect();
            let rule = DriftRule::SectionNotOnPage;
            self.add(Difference::new(rule, word(side), 1, "no table", names.join(", ")).absent());
        }
    }

    /// The fields at the top: without the token, and inside of the wrapper where the page prints it.
    fn roots(&mut self, side: Side, tree: &Tree) -> Vec<usize> {
        let wrapper = match side {
            Side::Request => self.endpoint.request_wrapper.as_deref(),
            Side::Response => self.endpoint.response_wrapper.as_deref(),
        };
        let spec = self.spec_fields(side);
        let mut roots = Vec::new();
        for at in &tree.roots {
            let Some(node) = tree.nodes.get(*at) else {
                continue;
            };
            let is_field = spec.iter().any(|field| self.same(node.name(), &field.wire));
            if side == Side::Request && is_token(node.name()) && !is_field {
                continue;
            }
            if wrapper.is_some_and(|wrapper| self.same(node.name(), wrapper)) && !is_field {
                roots.extend(tree.children(Some(*at)));
            } else {
                roots.push(*at);
            }
        }
        roots
    }

    fn level(
        &mut self,
        open: &mut Open<'_>,
        page: &[usize],
        spec: &'c [Field],
        path: &str,
        line: usize,
    ) {
        let mut left: Vec<usize> = page.to_vec();
        let is_top = path == word(Side::Response);
        let envelope = if is_top { self.envelope(open, &mut left, spec) } else { Vec::new() };
        let mut pairs = Vec::new();
        let mut unclaimed: Vec<&Field> = Vec::new();
        for tag in spec.iter().filter_map(|field| field.one_of()?.1.tag.as_deref()) {
            self.claim(open.tree, &mut left, tag);
        }
        for field in spec.iter().flat_map(standing) {
            match self.claim(open.tree, &mut left, &field.wire) {
                Some(node) => pairs.push((field, node)),
                None => unclaimed.push(field),
            }
        }
        let missing = self.lost_names(open.tree, &mut left, &mut unclaimed, &mut pairs, &envelope);
        self.no_envelope(&missing, line);
        let at = |name: &str| format!("{path}.{name}");
        open.not_on_page.extend(unclaimed.iter().map(|field| (at(&field.wire), line)));
        for node in left {
            let name = open.tree.nodes.get(node).map_or("", Node::name);
            open.not_in_spec.push((at(name), node));
        }
        for (field, node) in pairs {
            self.pair(open, field, node, &at(&field.wire));
            // Of alternatives, a page says that each may be left out, or when it may not be.
            if spec.iter().any(|it| std::ptr::eq(it, field)) {
                self.need(open, field, node, &at(&field.wire));
            }
        }
    }

    /// What is at no place on one side and at another place on the other has moved.
    fn settle(&mut self, mut open: Open<'_>) {
        let side = word(open.side);
        for (subject, node) in std::mem::take(&mut open.not_in_spec) {
            let Some(page) = open.tree.nodes.get(node) else {
                continue;
            };
            let line = page.row.line;
            let name = page.name();
            let last = |path: &str| path.rsplit('.').next().unwrap_or("").to_owned();
            let moved =
                open.not_on_page.iter().position(|(path, _)| folded(&last(path)) == folded(name));
            if let Some(moved) = moved {
                let (spec, _) = open.not_on_page.remove(moved);
                let page = format!("{side}.{}", open.tree.path(node).join("."));
                let rule = DriftRule::FieldNesting;
                self.add(Difference::new(rule, &*spec, line, page, &*spec).shown_by(name));
                continue;
            }
            let says = match page.row.required {
                Some(true) if open.side == Side::Request => format!("{}, required", page.row.ty),
                Some(false) if open.side == Side::Request => format!("{}, optional", page.row.ty),
                _ => page.row.ty.to_string(),
            };
            let rule = DriftRule::FieldNotInSpec;
            self.add(Difference::new(rule, subject, line, says, "no such field").shown_by(name));
        }
        for (subject, line) in open.not_on_page {
            let rule = DriftRule::FieldNotOnPage;
            self.add(Difference::new(rule, subject, line, "no row", "a field").absent());
        }
    }
}

/// What stands in an object for a field: the field, or the alternatives of a one-of.
fn standing(field: &Field) -> Vec<&Field> {
    match field.one_of() {
        Some((_, one_of)) => one_of.alternatives.iter().collect(),
        None => vec![field],
    }
}

/// Whether the spec has a field of a name in the object at a path.
fn knows(fields: &[Field], path: &[String], name: &str) -> bool {
    let mut fields = fields;
    for step in path {
        let field = fields.iter().find(|field| folded(&field.wire) == folded(step));
        match field.and_then(|field| types::fields_of(&field.ty)) {
            Some(inner) => fields = inner,
            None => return false,
        }
    }
    fields.iter().any(|field| folded(&field.wire) == folded(name))
}

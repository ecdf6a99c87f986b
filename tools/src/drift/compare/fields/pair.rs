//! A row and its field: case, type, required, where it travels, what is inside.

use wechat_cloudbase_codegen::model::{Field, Method};

use super::Open;
use crate::drift::call::is_token;
use crate::drift::clean::LOST;
use crate::drift::compare::{Compare, types};
use crate::drift::difference::{Difference, DriftRule};
use crate::drift::facts::Table;
use crate::drift::heading::Side;
use crate::drift::limits;
use crate::drift::page_type::PageType;
use crate::drift::tree::Node;

impl<'c> Compare<'c> {
    pub(super) fn pair(&mut self, open: &mut Open<'_>, field: &'c Field, node: usize, path: &str) {
        let Some(page) = open.tree.nodes.get(node) else {
            return;
        };
        let line = page.row.line;
        let name = page.name();
        if !self.same(name, &field.wire) && !name.contains(LOST) {
            self.add(
                Difference::new(DriftRule::FieldCase, path, line, name, &*field.wire)
                    .shown_by(name),
            );
        }
        if page.row.ty == PageType::Lost {
            let rule = DriftRule::LostWord;
            self.add(Difference::new(
                rule,
                path,
                line,
                "the type was lost",
                types::in_words(&field.ty),
            ));
        } else if !types::fits(&page.row.ty, &field.ty) {
            let (says, is) = (page.row.ty.to_string(), types::in_words(&field.ty));
            let [ty, _] = &page.row.cells;
            self.add(Difference::new(DriftRule::FieldType, path, line, says, is).shown_by(ty));
        }
        if open.side == Side::Request {
            self.required(page, field, path);
            self.place(page, field, path);
        }
        self.limits(page, field, path);
        self.inside(open, field, node, path);
    }

    /// Limits that the page states in words. It may be silent about those of the spec.
    fn limits(&mut self, page: &Node, field: &Field, path: &str) {
        let Some(unit) = types::unit(&field.ty) else {
            return;
        };
        let said = limits::of(&page.row.doc, unit);
        let has = field.limits;
        for (word, says, is) in [("at least", said.min, has.min), ("at most", said.max, has.max)] {
            if let Some(says) = says.filter(|says| Some(*says) != is) {
                let is = is.map_or("not limited".to_owned(), |is| format!("{word} {is}"));
                let rule = DriftRule::Limit;
                self.add(Difference::new(rule, path, page.row.line, format!("{word} {says}"), is));
            }
        }
    }

    fn required(&mut self, page: &Node, field: &Field, path: &str) {
        let word = |required| if required { "required" } else { "optional" };
        if let Some(required) = page.row.required.filter(|required| *required == field.optional) {
            let (says, is) = (word(required), word(!required));
            let [_, mark] = &page.row.cells;
            let rule = DriftRule::FieldRequired;
            self.add(Difference::new(rule, path, page.row.line, says, is).shown_by(mark));
        }
    }

    fn place(&mut self, page: &Node, field: &Field, path: &str) {
        // What a page calls the body of a GET goes into its query string.
        let is_top = path.matches('.').count() == 1 && self.endpoint.method != Method::Get;
        let in_address = || {
            let mut names = self.facts.addresses.iter().flat_map(|address| &address.value.query);
            names.any(|name| self.same(name, &field.wire)).then_some(true)
        };
        let Some(in_query) = page.row.in_query.or_else(in_address).filter(|_| is_top) else {
            return;
        };
        let fits = if in_query {
            field.place.in_query()
        } else {
            !field.place.in_query() || field.place.in_body()
        };
        if !fits {
            let word = |query| if query { "query string" } else { "body" };
            let (says, is) = (word(in_query), word(!in_query));
            let rule = DriftRule::FieldPlace;
            self.add(Difference::new(rule, path, page.row.line, says, is).shown_by(page.name()));
        }
    }

    /// The fields of an object. A page that names an object and lists none of its fields is silent.
    fn inside(&mut self, open: &mut Open<'_>, field: &'c Field, node: usize, path: &str) {
        let children = open.tree.children(Some(node)).to_vec();
        let line = open.tree.nodes.get(node).map_or(1, |node| node.row.line);
        match types::fields_of(&field.ty) {
            Some(fields) if children.is_empty() => {
                let names: Vec<_> = fields.iter().map(|field| field.wire.as_str()).collect();
                let rule = DriftRule::FieldNotOnPage;
                let says = "none of its fields";
                self.add(Difference::new(rule, path, line, says, names.join(", ")).absent());
            }
            Some(fields) => self.level(open, &children, fields, path, line),
            None => {
                for child in children {
                    let name = open.tree.nodes.get(child).map_or("", Node::name);
                    open.not_in_spec.push((format!("{path}.{name}"), child));
                }
            }
        }
    }

    /// Names in the query string of the address that no row has.
    pub(super) fn query_names(&mut self, table: &Table) {
        for address in &self.facts.addresses {
            for name in &address.value.query {
                let has_row = table
                    .rows
                    .iter()
                    .any(|row| row.path.first().is_some_and(|row| self.same(row, name)));
                let in_spec =
                    self.endpoint.request.iter().any(|field| self.same(name, &field.wire));
                if !is_token(name) && !has_row && !in_spec {
                    let subject = format!("request.{name}");
                    let rule = DriftRule::FieldNotInSpec;
                    self.found.push(Difference::new(
                        rule,
                        subject,
                        address.line,
                        "in the query string of the address",
                        "no such field",
                    ));
                }
            }
        }
    }
}

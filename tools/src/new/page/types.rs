//! The tables of a draft: a line per field, a type per object.

use std::collections::{BTreeSet, VecDeque};

use wechat_cloudbase_codegen::model::Api;
use wechat_cloudbase_codegen::naming::{self, pascal_case, snake_case};

use super::enums;
use super::field::{Drafted, Field};
use super::kind::Leaf;
use super::limits;
use crate::drift::facts::Facts;
use crate::drift::heading::Side;
use crate::new::file::{Key, Line, Table, Value};

/// What all tables of a file share.
pub(super) struct Types<'f> {
    facts: &'f Facts,
    taken: BTreeSet<String>,
    open: VecDeque<(String, Side, &'f [Drafted], String)>,
    /// Types that are not of objects.
    named: Vec<(String, Table)>,
}

/// The lines of `[request]` and `[response]`, and the types that they name.
pub(super) fn tables<'f>(
    api: &Api,
    facts: &'f Facts,
    request: &'f [Drafted],
    response: &'f [Drafted],
) -> ([Vec<Line>; 2], Vec<(String, Table)>) {
    let taken = api.types.iter().map(|ty| ty.name.clone()).collect();
    let mut types = Types { facts, taken, open: VecDeque::new(), named: Vec::new() };
    let tables =
        [types.lines(Side::Request, request, None), types.lines(Side::Response, response, None)];
    let mut written = Vec::new();
    while let Some((name, side, fields, says)) = types.open.pop_front() {
        let remark = (!says.is_empty()).then(|| format!("page: {says}"));
        let doc = Line::remarked("doc", Value::text("TODO: say what it is"), remark);
        let lines = [doc].into_iter().chain(types.lines(side, fields, Some(&name))).collect();
        written.push((name, Table { remark: None, lines }));
    }
    written.extend(types.named);
    (tables, written)
}

impl<'f> Types<'f> {
    fn lines(&mut self, side: Side, fields: &'f [Drafted], of: Option<&str>) -> Vec<Line> {
        let mut idents = BTreeSet::new();
        let lines = fields.iter().map(|drafted| match drafted {
            Drafted::Field(field) => self.field(side, field, of, &mut idents),
            Drafted::Remark(remark) => Line::Remark(remark.clone()),
        });
        lines.collect()
    }

    /// The line of a field of a table, or of the type `of`.
    fn field(
        &mut self,
        side: Side,
        field: &'f Field,
        of: Option<&str>,
        idents: &mut BTreeSet<String>,
    ) -> Line {
        let mut todo = field.todo.clone();
        let ty = if field.kind.leaf == Leaf::Object {
            let name = self.name(&field.name, of.unwrap_or_default());
            self.open.push_back((name.clone(), side, &field.fields, field.doc.clone()));
            field.kind.word(&name)
        } else {
            field.kind.word("")
        };
        let is_query = side == Side::Request && field.in_query == Some(true);
        let values = enums::of(self.facts, side, field, &ty);
        let mut keys = Vec::new();
        match values.list {
            Some(list) => match pascal_case(&field.name) {
                // An enum is named after its field, unless another type has the name.
                Some(name)
                    if !naming::is_reserved_type(&name) && self.taken.insert(name.clone()) =>
                {
                    keys.push(("type", Value::text(&ty)));
                    keys.push(("enum", list));
                }
                _ => {
                    let name = self.name(&field.name, of.unwrap_or_default());
                    let lines = vec![
                        Line::key("type", Value::text(&ty)),
                        Line::key("enum", list),
                        Line::key("doc", Value::text("TODO: say what it is")),
                    ];
                    keys.push(("type", Value::text(&name)));
                    self.named.push((name, Table { remark: None, lines }));
                }
            },
            None => keys.push(("type", Value::text(&ty))),
        }
        keys.extend(rust_name(&field.name, idents).map(|name| ("rust", Value::Text(name))));
        if is_query {
            keys.push(("in", Value::text("query")));
        }
        if field.optional {
            keys.push(("optional", Value::Flag(true)));
        }
        if keys.iter().all(|(key, _)| *key != "enum") {
            keys.extend(limits::of(field, &ty));
        }
        keys.push(("doc", Value::text("TODO: say what it is")));
        if field.deprecated {
            todo.push("the page says that it is no longer used".to_owned());
        }
        let fields = of.map(|_| "fields".to_owned());
        Line::Key(Key {
            path: fields.into_iter().chain([field.name.clone()]).collect(),
            value: Value::Table(keys),
            remark: remark(&todo, &field.doc, &values.says),
        })
    }

    /// A name for a type of a field's own.
    fn name(&mut self, field: &str, of: &str) -> String {
        let base = pascal_case(field).filter(|name| naming::is_pascal_case(name));
        let base = base.unwrap_or_else(|| "Item".to_owned());
        let base = if naming::is_reserved_type(&base) { format!("{base}Item") } else { base };
        let longer = format!("{of}{base}");
        let numbered = (2..).map(|number| format!("{base}{number}"));
        let names = [base.clone(), longer].into_iter().chain(numbered);
        let mut free =
            names.filter(|name| !self.taken.contains(name) && !naming::is_reserved_type(name));
        let name = free.next().unwrap_or(base);
        self.taken.insert(name.clone());
        name
    }
}

/// A name in Rust, where the name on the wire makes none or one that another field has.
fn rust_name(wire: &str, idents: &mut BTreeSet<String>) -> Option<String> {
    let own = snake_case(wire).filter(|name| !naming::is_hard_keyword(name));
    let needed = own.is_none();
    let base = own.unwrap_or_else(|| "field".to_owned());
    let numbered = (2..).map(|number| format!("{base}_{number}"));
    let mut names = [base.clone()].into_iter().chain(numbered);
    let name = names.find(|name| !idents.contains(name)).unwrap_or_else(|| base.clone());
    idents.insert(name.clone());
    (needed || name != base).then_some(name)
}

/// What the page says, for the author of the doc.
fn remark(todo: &[String], doc: &str, values: &str) -> Option<String> {
    let mut parts = Vec::new();
    if !todo.is_empty() {
        parts.push(format!("TODO: {}", todo.join("; ")));
    }
    if !doc.is_empty() {
        parts.push(format!("page: {doc}"));
    }
    if !values.is_empty() {
        parts.push(format!("values: {values}"));
    }
    (!parts.is_empty()).then(|| parts.join("; "))
}

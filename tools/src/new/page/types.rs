//! The tables of a draft: a line per row of the page, a type per object.

use std::collections::BTreeSet;

use wechat_cloudbase_codegen::naming::{folded, is_pascal_case, pascal_case};

use super::printed::{self, tree};
use crate::drift::call::is_token;
use crate::drift::clean::LOST;
use crate::drift::compare::shown;
use crate::drift::facts::Facts;
use crate::drift::heading::Side;
use crate::drift::page_type::PageType;
use crate::drift::tree::{Node, Tree};
use crate::new::file::{Key, Line, Table, Value};

/// Objects that are left to write: the name of the type and the field that it is of.
struct Types<'f> {
    facts: &'f Facts,
    names: BTreeSet<String>,
    open: Vec<(String, Side, usize)>,
}

/// The lines of `[request]` and `[response]`, and the types that they name.
pub(super) fn tables(facts: &Facts) -> ([Vec<Line>; 2], Vec<(String, Table)>) {
    let (request, response) = (tree(facts, Side::Request), tree(facts, Side::Response));
    let mut types = Types { facts, names: BTreeSet::new(), open: Vec::new() };
    let tables = [(Side::Request, &request), (Side::Response, &response)].map(|(side, tree)| {
        tree.roots.iter().filter_map(|at| types.field(side, tree, *at, None)).collect()
    });
    let mut written = Vec::new();
    while let Some((name, side, node)) = types.open.get(written.len()).cloned() {
        let tree = if side == Side::Request { &request } else { &response };
        let doc = Line::key("doc", Value::text("TODO: say what it is"));
        let fields = tree
            .children(Some(node))
            .iter()
            .filter_map(|at| types.field(side, tree, *at, Some(&name)));
        let lines = [doc].into_iter().chain(fields).collect();
        written.push((name.clone(), Table { remark: None, lines }));
    }
    (tables, written)
}

impl Types<'_> {
    /// The line of a field of a table, or of the type `of`.
    fn field(&mut self, side: Side, tree: &Tree, at: usize, of: Option<&str>) -> Option<Line> {
        let node = tree.nodes.get(at)?;
        let name = node.name();
        let is_top = of.is_none();
        let is_envelope = side == Side::Response
            && is_top
            && matches!(folded(name).as_str(), "errcode" | "errmsg");
        if is_envelope || side == Side::Request && is_top && is_token(name) {
            return None;
        }
        if name.contains(LOST) {
            let doc = shown(&node.row.doc);
            return Some(Line::Remark(format!("TODO: a field whose name was lost: {doc}")));
        }
        let (ty, todo) = self.type_of(side, tree, at, node, of.unwrap_or_default());
        let mut keys = vec![("type", Value::text(&ty))];
        keys.extend(self.values(side, tree, at, &ty).map(|values| ("enum", values)));
        let is_single = !ty.ends_with("[]") && ty != "json";
        if side == Side::Request && is_top && node.row.in_query == Some(true) && is_single {
            keys.push(("in", Value::text("query")));
        }
        if side == Side::Request && node.row.required == Some(false) {
            keys.push(("optional", Value::Flag(true)));
        }
        keys.push(("doc", Value::text("TODO: say what it is")));
        let fields = of.map(|_| "fields".to_owned());
        Some(Line::Key(Key {
            path: fields.into_iter().chain([name.to_owned()]).collect(),
            value: Value::Table(keys),
            remark: comment(node, todo),
        }))
    }

    /// The type of a field as the notation has it, and what the page does not say of it.
    fn type_of(
        &mut self,
        side: Side,
        tree: &Tree,
        at: usize,
        node: &Node,
        of: &str,
    ) -> (String, Option<&'static str>) {
        let value = printed::printed(self.facts, side);
        let seen = printed::at(value.as_ref(), &tree.path(at));
        let has_children = !node.children.is_empty();
        match &node.row.ty {
            PageType::Array(item) => {
                let (inner, todo) = match item.as_deref() {
                    _ if has_children => (self.named(side, at, node, of), None),
                    Some(item) => scalar(item, None),
                    None => printed::item(seen)
                        .unwrap_or(("json".to_owned(), Some("the page does not say of what"))),
                };
                (format!("{inner}[]"), todo)
            }
            _ if has_children => (self.named(side, at, node, of), None),
            ty => scalar(ty, seen),
        }
    }

    /// A type of its own for the object of a field.
    fn named(&mut self, side: Side, at: usize, node: &Node, of: &str) -> String {
        let base = pascal_case(node.name()).unwrap_or_else(|| "Item".to_owned());
        let base = if ["Request", "Response"].contains(&base.as_str())
            || wechat_cloudbase_codegen::naming::is_reserved_type(&base)
        {
            format!("{base}Item")
        } else {
            base
        };
        let longer = format!("{of}{base}");
        let numbered = (2..).map(|number| format!("{base}{number}"));
        let mut names = [base.clone(), longer].into_iter().chain(numbered);
        let name = names.find(|name| !self.names.contains(name)).unwrap_or(base);
        self.names.insert(name.clone());
        self.open.push((name.clone(), side, at));
        name
    }

    /// The values of an enum, where the page documents some.
    fn values(&self, side: Side, tree: &Tree, at: usize, ty: &str) -> Option<Value> {
        let path = tree.path(at);
        let same = |said: &[String]| {
            said == path.as_slice() || said.len() == 1 && said.last() == path.last()
        };
        let values =
            self.facts.values.iter().find(|values| values.side == side && same(&values.path))?;
        let mut seen = BTreeSet::new();
        let texts = values
            .values
            .iter()
            .map(|value| value.value.as_str())
            .filter(|value| seen.insert(*value));
        let list: Option<Vec<Value>> = match ty {
            "string" => texts
                .map(|text| {
                    pascal_case(text).filter(|name| is_pascal_case(name)).map(|_| Value::text(text))
                })
                .collect(),
            "int" => texts.map(|text| text.parse().ok().map(number)).collect(),
            _ => None,
        };
        list.filter(|list| !list.is_empty()).map(Value::List)
    }
}

fn number(value: i64) -> Value {
    let name = format!("Value{}", value.unsigned_abs());
    let name = if value < 0 { format!("Minus{name}") } else { name };
    Value::Table(vec![("value", Value::Int(value)), ("name", Value::Text(name))])
}

fn scalar(ty: &PageType, seen: Option<&serde_json::Value>) -> (String, Option<&'static str>) {
    let word = |word: &str| (word.to_owned(), None);
    match ty {
        PageType::String => word("string"),
        PageType::Int => word("int"),
        PageType::Number if seen.is_some_and(serde_json::Value::is_f64) => word("float"),
        PageType::Number => word("int"),
        PageType::Float => word("float"),
        PageType::Bool => word("bool"),
        PageType::Array(item) => {
            let (inner, todo) =
                item.as_deref().map_or_else(|| word("json"), |item| scalar(item, None));
            (format!("{inner}[]"), todo)
        }
        PageType::Object => ("json".to_owned(), Some("the page does not list its fields")),
        PageType::Any => word("json"),
        PageType::Lost => ("json".to_owned(), Some("its type was lost")),
    }
}

/// What the page says, for the author of the doc.
fn comment(node: &Node, todo: Option<&'static str>) -> Option<String> {
    let says = shown(node.row.doc.trim());
    match (todo, says.is_empty()) {
        (Some(todo), true) => Some(format!("TODO: {todo}")),
        (Some(todo), false) => Some(format!("TODO: {todo}; page: {says}")),
        (None, false) => Some(format!("page: {says}")),
        (None, true) => None,
    }
}

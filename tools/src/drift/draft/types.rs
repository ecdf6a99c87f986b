//! The tables of a draft: a line per row of the page, a type per object.

use std::collections::BTreeSet;

use wechat_cloudbase_codegen::naming::{folded, is_pascal_case, pascal_case};

use super::layout::{Lines, key, quoted};
use super::printed::{self, tree};
use crate::drift::call::is_token;
use crate::drift::clean::LOST;
use crate::drift::compare::shown;
use crate::drift::facts::Facts;
use crate::drift::heading::Side;
use crate::drift::page_type::PageType;
use crate::drift::tree::{Node, Tree};

/// Objects that are left to write: the name of the type and the field that it is of.
struct Types<'f> {
    facts: &'f Facts,
    names: BTreeSet<String>,
    open: Vec<(String, Side, usize)>,
}

pub(super) fn tables(lines: &mut Lines, facts: &Facts) {
    let (request, response) = (tree(facts, Side::Request), tree(facts, Side::Response));
    let mut types = Types { facts, names: BTreeSet::new(), open: Vec::new() };
    for (side, tree, header) in
        [(Side::Request, &request, "[request]"), (Side::Response, &response, "[response]")]
    {
        lines.gap();
        lines.line(header);
        for at in &tree.roots {
            types.field(lines, side, tree, *at, "", "");
        }
    }
    let mut at = 0;
    while let Some((name, side, node)) = types.open.get(at).cloned() {
        at += 1;
        let tree = if side == Side::Request { &request } else { &response };
        lines.gap();
        lines.line(&format!("[types.{name}]"));
        lines.key("doc", &quoted("TODO: say what it is"), None);
        for child in tree.children(Some(node)) {
            types.field(lines, side, tree, *child, "fields.", &name);
        }
    }
}

impl Types<'_> {
    fn field(
        &mut self,
        lines: &mut Lines,
        side: Side,
        tree: &Tree,
        at: usize,
        before: &str,
        of: &str,
    ) {
        let Some(node) = tree.nodes.get(at) else {
            return;
        };
        let name = node.name();
        let is_top = before.is_empty();
        let is_envelope = side == Side::Response
            && is_top
            && matches!(folded(name).as_str(), "errcode" | "errmsg");
        if is_envelope || side == Side::Request && is_top && is_token(name) {
            return;
        }
        if name.contains(LOST) {
            lines.line(&format!("# TODO: a field whose name was lost: {}", shown(&node.row.doc)));
            return;
        }
        let (ty, todo) = self.type_of(side, tree, at, node, of);
        let mut parts = vec![format!("type = {}", quoted(&ty))];
        let values = self.values(side, tree, at, &ty);
        parts.extend(values);
        if side == Side::Request
            && is_top
            && node.row.in_query == Some(true)
            && !ty.ends_with("[]")
            && ty != "json"
        {
            parts.push("in = \"query\"".to_owned());
        }
        if side == Side::Request && node.row.required == Some(false) {
            parts.push("optional = true".to_owned());
        }
        parts.push(format!("doc = {}", quoted("TODO: say what it is")));
        let comment = comment(node, todo);
        lines.key(
            &format!("{before}{}", key(name)),
            &format!("{{ {} }}", parts.join(", ")),
            comment,
        );
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

    /// `enum = [...]`, where the page documents values.
    fn values(&self, side: Side, tree: &Tree, at: usize, ty: &str) -> Option<String> {
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
        let list: Option<Vec<String>> = match ty {
            "string" => texts
                .map(|text| {
                    pascal_case(text).filter(|name| is_pascal_case(name)).map(|_| quoted(text))
                })
                .collect(),
            "int" => texts.map(|text| text.parse().ok().map(number)).collect(),
            _ => None,
        };
        list.filter(|list| !list.is_empty()).map(|list| format!("enum = [{}]", list.join(", ")))
    }
}

fn number(value: i64) -> String {
    let name = format!("Value{}", value.unsigned_abs());
    let name = if value < 0 { format!("Minus{name}") } else { name };
    format!("{{ value = {value}, name = {} }}", quoted(&name))
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

/// What the page says, for whoever writes the doc.
fn comment(node: &Node, todo: Option<&'static str>) -> Option<String> {
    let says = shown(node.row.doc.trim());
    match (todo, says.is_empty()) {
        (Some(todo), true) => Some(format!("TODO: {todo}")),
        (Some(todo), false) => Some(format!("TODO: {todo}; page: {says}")),
        (None, false) => Some(format!("page: {says}")),
        (None, true) => None,
    }
}

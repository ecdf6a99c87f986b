//! The fields of a draft: the rows of a page's tables, with what its samples show of them.

use std::collections::BTreeSet;

use serde_json::{Map, Value as Json};
use wechat_cloudbase_codegen::naming::folded;

use super::kind::{self, Kind, Leaf};
use crate::drift::call::is_token;
use crate::drift::clean::LOST;
use crate::drift::facts::ValueRow;
use crate::drift::heading::Side;
use crate::drift::page_type::PageType;
use crate::drift::tree::{Node, Tree};

/// Objects in a sample that no table has, deeper than which they are `json`.
const DEEPEST: usize = 6;

/// A field, or a remark where there can be none.
pub(super) enum Drafted {
    Field(Field),
    Remark(String),
}

pub(super) struct Field {
    pub(super) name: String,
    pub(super) kind: Kind,
    pub(super) optional: bool,
    pub(super) in_query: Option<bool>,
    /// Whether it is a list or an object in a query string, where only text can be.
    pub(super) as_text: bool,
    /// What its author must check.
    pub(super) todo: Vec<String>,
    /// What the page says of it.
    pub(super) doc: String,
    pub(super) deprecated: bool,
    /// Where it is on the page, as its values and limits name it; empty when only a sample has it.
    pub(super) path: Vec<String>,
    pub(super) fields: Vec<Drafted>,
    /// What the samples show of it, as text.
    shown: BTreeSet<String>,
    /// How large its samples are: the number, the characters, the items.
    pub(super) sizes: Vec<i64>,
}

impl Field {
    /// Whether all values that the samples show are among those that a table lists.
    pub(super) fn samples_fit(&self, rows: &[&ValueRow]) -> bool {
        self.shown.iter().all(|shown| rows.iter().any(|row| row.value == *shown))
    }
}

/// The fields of one side of a page. `samples` are the objects that it prints of it.
pub(super) fn fields(
    side: Side,
    is_get: bool,
    tree: &Tree,
    samples: &[Map<String, Json>],
) -> Vec<Drafted> {
    let samples: Vec<_> = samples.iter().collect();
    Draft { side, is_get, tree }.level(&tree.roots, &samples, 0)
}

struct Draft<'d> {
    /// All fields of a GET are in the query string.
    is_get: bool,
    side: Side,
    tree: &'d Tree,
}

impl Draft<'_> {
    fn level(&self, nodes: &[usize], samples: &[&Map<String, Json>], depth: usize) -> Vec<Drafted> {
        let mut names: BTreeSet<String> = BTreeSet::new();
        let mut out = Vec::new();
        for at in nodes {
            let Some(node) = self.tree.nodes.get(*at) else {
                continue;
            };
            let name = spelt(node.name(), samples);
            if self.is_apart(&name, depth) {
                names.insert(name);
                continue;
            }
            let doc = &node.row.doc;
            if name.contains(LOST) {
                out.push(Drafted::Remark(format!(
                    "TODO: a field whose name was lost, `{name}`, {}: {doc}",
                    node.row.ty
                )));
            } else if !names.insert(name.clone()) {
                match self.again(&mut out, &name, node) {
                    true => {}
                    false => out.push(Drafted::Remark(format!(
                        "TODO: the page lists `{name}` twice; the other one is {}: {doc}",
                        node.row.ty
                    ))),
                }
            } else {
                out.push(Drafted::Field(self.field(*at, node, name, samples, depth)));
            }
        }
        out.extend(self.only_in_samples(&names, samples, depth));
        out
    }

    /// A row that is there already, in the other half of a request: it is in both.
    fn again(&self, out: &mut [Drafted], name: &str, node: &Node) -> bool {
        let mut fields = out.iter_mut().filter_map(|drafted| match drafted {
            Drafted::Field(field) => Some(field),
            Drafted::Remark(_) => None,
        });
        let first = fields.find(|field| field.name == name);
        let Some(field) = first else {
            return false;
        };
        if folded(&field.doc) != folded(&node.row.doc) && !node.row.doc.is_empty() {
            field.doc = format!("{}; {}", field.doc, node.row.doc);
        }
        let is_new = field.in_query != node.row.in_query;
        if is_new {
            field.todo.push("the page has it in query string and body".to_owned());
        }
        is_new || node.children.is_empty() && field.doc == node.row.doc
    }

    /// What is in no table of a spec: the envelope, and the token.
    fn is_apart(&self, name: &str, depth: usize) -> bool {
        depth == 0
            && match self.side {
                Side::Response => matches!(folded(name).as_str(), "errcode" | "errmsg"),
                Side::Request => is_token(name),
            }
    }

    fn field(
        &self,
        at: usize,
        node: &Node,
        name: String,
        samples: &[&Map<String, Json>],
        depth: usize,
    ) -> Field {
        let seen = seen(samples, &name);
        let lacks = samples.iter().any(|sample| sample.get(&name).is_none_or(Json::is_null));
        let mut todo = Vec::new();
        if name != node.name() {
            todo.push(format!("the table spells it `{}`", node.name()));
        }
        let kind = kind::of(&node.row.ty, !node.children.is_empty(), &seen, &mut todo);
        let inner = kind::objects(&seen);
        let has_shape =
            !seen.is_empty() || node.row.ty.holds_fields() && node.row.ty != PageType::Unsaid;
        let (in_query, as_text, kind) =
            self.travels(node.row.in_query, depth, (kind, has_shape), &mut todo);
        let optional = node.row.required == Some(false) || self.side == Side::Response && lacks;
        let fields = match kind.leaf {
            Leaf::Object => self.level(&node.children, &inner, depth + 1),
            _ => {
                todo.extend(self.hidden(node));
                Vec::new()
            }
        };
        Field {
            kind: kind.with_fields(
                fields.iter().any(|drafted| matches!(drafted, Drafted::Field(_))),
                &mut todo,
            ),
            name,
            optional,
            in_query,
            as_text,
            todo,
            doc: node.row.doc.trim().to_owned(),
            deprecated: node.row.deprecated,
            path: self.tree.path(at),
            fields,
            shown: kind::texts(&seen),
            sizes: seen.iter().filter_map(|value| kind::size(value)).collect(),
        }
    }

    /// Where a field travels. Only single values go into a query string.
    fn travels(
        &self,
        in_query: Option<bool>,
        depth: usize,
        (kind, has_shape): (Kind, bool),
        todo: &mut Vec<String>,
    ) -> (Option<bool>, bool, Kind) {
        let is_request = self.side == Side::Request && depth == 0;
        let in_query = in_query.filter(|_| is_request).or(self.is_get.then_some(true));
        let in_query = if self.is_get && is_request { Some(true) } else { in_query };
        let is_single = kind.lists == 0 && !matches!(kind.leaf, Leaf::Object | Leaf::Json);
        if !is_request || in_query != Some(true) || is_single {
            return (in_query.filter(|_| is_request), false, kind);
        }
        if kind == Kind::json() && !has_shape {
            return (in_query, true, Kind { leaf: Leaf::String, lists: 0 });
        }
        todo.push(format!(
            "{}, which a query string has only as text",
            if kind.lists > 0 { "a list" } else { "an object" }
        ));
        (in_query, true, Kind { leaf: Leaf::String, lists: 0 })
    }

    /// The rows of an object that its type has no place for.
    fn hidden(&self, node: &Node) -> Option<String> {
        let row = |at: &usize| {
            let node = self.tree.nodes.get(*at)?;
            Some(format!("{} ({}): {}", node.name(), node.row.ty, node.row.doc))
        };
        let rows: Vec<_> = node.children.iter().filter_map(row).collect();
        (!rows.is_empty())
            .then(|| format!("the page has a table of its fields: {}", rows.join("; ")))
    }

    /// Fields that the samples have and no table.
    fn only_in_samples(
        &self,
        names: &BTreeSet<String>,
        samples: &[&Map<String, Json>],
        depth: usize,
    ) -> Vec<Drafted> {
        let mut keys: BTreeSet<&String> = samples.iter().flat_map(|sample| sample.keys()).collect();
        keys.retain(|key| !names.contains(*key) && !self.is_apart(key, depth) && !key.is_empty());
        let fields = keys.into_iter().map(|key| {
            let seen = seen(samples, key);
            let mut todo = vec!["only a sample of the page has it".to_owned()];
            let is_deep = depth >= DEEPEST;
            let kind = kind::of(&PageType::Unsaid, false, &seen, &mut todo);
            let kind = if is_deep { Kind::json() } else { kind };
            let (in_query, as_text, kind) = self.travels(None, depth, (kind, true), &mut todo);
            let fields = match kind.leaf {
                Leaf::Object => self.level(&[], &kind::objects(&seen), depth + 1),
                _ => Vec::new(),
            };
            Drafted::Field(Field {
                kind: kind.with_fields(!fields.is_empty(), &mut todo),
                name: key.clone(),
                optional: true,
                in_query,
                as_text,
                todo,
                doc: String::new(),
                deprecated: false,
                path: Vec::new(),
                fields,
                shown: BTreeSet::new(),
                sizes: Vec::new(),
            })
        });
        fields.collect()
    }
}

/// Whether a field is at a path, or has its name alone.
pub(super) fn has(fields: &[Drafted], path: &[String]) -> bool {
    let same = |said: &[String]| {
        said.len() == path.len()
            && said.iter().zip(path).all(|(one, other)| folded(one) == folded(other))
    };
    fields.iter().any(|drafted| match drafted {
        Drafted::Field(field) => {
            same(&field.path)
                || path.len() == 1
                    && path.first().is_some_and(|name| folded(name) == folded(&field.name))
                || has(&field.fields, path)
        }
        Drafted::Remark(_) => false,
    })
}

/// A name as the samples spell it: they are not translated.
fn spelt(name: &str, samples: &[&Map<String, Json>]) -> String {
    let keys = || samples.iter().flat_map(|sample| sample.keys());
    if keys().any(|key| key == name) {
        return name.to_owned();
    }
    let same = |key: &&String| folded(key) == folded(name);
    keys().find(same).map_or_else(|| name.to_owned(), String::clone)
}

fn seen<'v>(samples: &[&'v Map<String, Json>], name: &str) -> Vec<&'v Json> {
    samples.iter().filter_map(|sample| sample.get(name)).filter(|value| !value.is_null()).collect()
}

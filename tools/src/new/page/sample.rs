//! The samples of a draft: those of the page, made to fit the tables that were drafted.

use serde_json::{Map, Value as Json, json};
use wechat_cloudbase_codegen::naming::folded;

use super::printed::{first, is_bare, printed, tree};
use crate::drift::call::is_token;
use crate::drift::clean::LOST;
use crate::drift::facts::Facts;
use crate::drift::heading::Side;
use crate::drift::page_type::PageType;
use crate::drift::tree::{Node, Tree};
use crate::new::file::{Line, Value};

pub(super) fn sample(facts: &Facts) -> Vec<Line> {
    let sides = [(Side::Request, "request"), (Side::Response, "response")];
    sides.into_iter().map(|(side, key)| line(facts, side, key)).collect()
}

fn line(facts: &Facts, side: Side, key: &str) -> Line {
    let printed = printed(facts, side);
    let remark = printed.is_none().then(|| "TODO: the page prints none".to_owned());
    let tree = tree(facts, side);
    let mut value = object(&tree, &tree.roots, printed.as_ref(), side, true);
    if side == Side::Response && !is_bare(facts) {
        let mut whole = Map::new();
        whole.insert("errcode".to_owned(), json!(0));
        whole.insert("errmsg".to_owned(), json!("ok"));
        whole.append(&mut value);
        value = whole;
    }
    Line::remarked(key, Value::Text(Json::Object(value).to_string()), remark)
}

/// An object with every field that the draft requires, from the sample where it has one that fits.
fn object(
    tree: &Tree,
    fields: &[usize],
    printed: Option<&Json>,
    side: Side,
    is_top: bool,
) -> Map<String, Json> {
    let given = first(printed).and_then(Json::as_object);
    let mut out = Map::new();
    for at in fields {
        let Some(node) = tree.nodes.get(*at) else {
            continue;
        };
        let name = node.name();
        let is_envelope = side == Side::Response
            && is_top
            && matches!(folded(name).as_str(), "errcode" | "errmsg");
        if is_envelope || name.contains(LOST) || side == Side::Request && is_top && is_token(name) {
            continue;
        }
        let given =
            given.and_then(|given| given.iter().find(|(key, _)| folded(key) == folded(name)));
        let given = given.map(|(_, value)| value);
        let is_optional = side == Side::Request && node.row.required == Some(false);
        if given.is_some() || !is_optional {
            out.insert(name.to_owned(), value(tree, node, given, side));
        }
    }
    out
}

fn value(tree: &Tree, node: &Node, given: Option<&Json>, side: Side) -> Json {
    let inner =
        |given: Option<&Json>| Json::Object(object(tree, &node.children, given, side, false));
    let has_children = !node.children.is_empty();
    match &node.row.ty {
        PageType::Array(_) if has_children => match given {
            Some(Json::Array(items)) => {
                items.iter().take(3).map(|item| inner(Some(item))).collect()
            }
            given => json!([inner(given)]),
        },
        _ if has_children => inner(given),
        PageType::Array(item) => match (given, item.as_deref()) {
            (Some(Json::Array(items)), item)
                if items.iter().all(|value| item.is_none_or(|ty| fits(ty, value)))
                    && even(items) =>
            {
                json!(items)
            }
            _ => json!([]),
        },
        ty => match given.filter(|given| fits(ty, given)) {
            Some(given) => given.clone(),
            None => made_up(ty),
        },
    }
}

/// Whether all items of a list are of one kind, as the type that was read from the first one says.
fn even(items: &[Json]) -> bool {
    let kind = std::mem::discriminant::<Json>;
    items.windows(2).all(|pair| matches!(pair, [one, other] if kind(one) == kind(other)))
}

fn fits(ty: &PageType, value: &Json) -> bool {
    match ty {
        PageType::String => value.is_string(),
        PageType::Number => value.is_number(),
        PageType::Int => value.is_i64(),
        PageType::Float => value.is_number(),
        PageType::Bool => value.is_boolean(),
        PageType::Array(_) => value.is_array(),
        PageType::Object | PageType::Any | PageType::Lost => !value.is_null(),
    }
}

fn made_up(ty: &PageType) -> Json {
    match ty {
        PageType::String => json!("TODO"),
        PageType::Number | PageType::Int | PageType::Float => json!(1),
        PageType::Bool => json!(true),
        PageType::Array(_) => json!([]),
        PageType::Object | PageType::Any | PageType::Lost => json!({}),
    }
}

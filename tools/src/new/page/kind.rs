//! What a field of a draft holds: what the table says, and what the samples show. Where they disagree
//! the samples are right, since WeChat wrote them, and the draft says so.

use std::collections::BTreeSet;

use serde_json::{Map, Value as Json};

use crate::drift::page_type::PageType;

/// A type of the notation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Kind {
    pub(super) leaf: Leaf,
    /// How deep it is in lists.
    pub(super) lists: usize,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Leaf {
    String,
    Int,
    Float,
    Bool,
    Json,
    Object,
}

impl Kind {
    pub(super) fn json() -> Self {
        Self { leaf: Leaf::Json, lists: 0 }
    }

    /// An object without a field that is known is any JSON.
    pub(super) fn with_fields(self, has_fields: bool, todo: &mut Vec<String>) -> Self {
        if self.leaf == Leaf::Object && !has_fields {
            todo.push("the page does not list its fields".to_owned());
            return Self { leaf: Leaf::Json, ..self };
        }
        self
    }

    /// Its word in the notation; an object has the name of its type.
    pub(super) fn word(&self, object: &str) -> String {
        let word = match self.leaf {
            Leaf::String => "string",
            Leaf::Int => "int",
            Leaf::Float => "float",
            Leaf::Bool => "bool",
            Leaf::Json => "json",
            Leaf::Object => object,
        };
        format!("{word}{}", "[]".repeat(self.lists))
    }
}

/// What a row says and the samples show.
pub(super) fn of(
    page: &PageType,
    has_fields: bool,
    seen: &[&Json],
    todo: &mut Vec<String>,
) -> Kind {
    let (leaf, said) = unlisted(page);
    let shown = seen.iter().filter_map(|value| depth(value)).collect::<Vec<_>>();
    let is_open = matches!(leaf, PageType::Any | PageType::Unsaid | PageType::Lost);
    let lists = match shown.as_slice() {
        [] => said + usize::from(said == 0 && is_open && seen.iter().any(|value| value.is_array())),
        [first, rest @ ..] if rest.iter().all(|depth| depth == first) => *first,
        _ => {
            todo.push(format!("the page says {page}, and its samples differ"));
            return Kind::json();
        }
    };
    if lists != said && !is_open && !shown.is_empty() {
        todo.push(format!("the table says {page}, the sample has {}", in_words(seen)));
    }
    let leaves: Vec<&Json> = seen.iter().flat_map(|value| leaves(value)).collect();
    let leaf = leaf_of(leaf, has_fields, &leaves, page, todo);
    Kind { leaf, lists }
}

/// The type of the items, through all lists.
fn unlisted(page: &PageType) -> (&PageType, usize) {
    let mut leaf = page;
    let mut lists = 0;
    while let PageType::Array(item) = leaf {
        lists += 1;
        leaf = item.as_deref().unwrap_or(&PageType::Unsaid);
    }
    (leaf, lists)
}

/// How deep a value is in lists; `None` when an empty one hides it.
fn depth(value: &Json) -> Option<usize> {
    match value {
        Json::Array(items) => {
            items.iter().filter(|item| !item.is_null()).find_map(depth).map(|depth| depth + 1)
        }
        _ => Some(0),
    }
}

/// What is in a value, through all lists.
fn leaves(value: &Json) -> Vec<&Json> {
    match value {
        Json::Array(items) => items.iter().flat_map(leaves).collect(),
        Json::Null => Vec::new(),
        value => vec![value],
    }
}

/// The objects in values, through all lists.
pub(super) fn objects<'v>(seen: &[&'v Json]) -> Vec<&'v Map<String, Json>> {
    seen.iter().flat_map(|value| leaves(value)).filter_map(Json::as_object).collect()
}

/// The single values, as a table of values writes them.
pub(super) fn texts(seen: &[&Json]) -> BTreeSet<String> {
    let leaves = seen.iter().flat_map(|value| leaves(value));
    let texts = leaves.map(|value| match value {
        Json::String(text) => text.clone(),
        other => other.to_string(),
    });
    texts.collect()
}

/// What a limit of the value's kind is about.
pub(super) fn size(value: &Json) -> Option<i64> {
    match value {
        Json::String(text) => i64::try_from(text.chars().count()).ok(),
        Json::Array(items) => i64::try_from(items.len()).ok(),
        Json::Number(number) => number.as_i64(),
        _ => None,
    }
}

fn leaf_of(
    page: &PageType,
    has_fields: bool,
    seen: &[&Json],
    whole: &PageType,
    todo: &mut Vec<String>,
) -> Leaf {
    let shown = shown(seen);
    let differs = |todo: &mut Vec<String>| {
        todo.push(format!("the table says {whole}, the sample has {}", in_words(seen)));
    };
    if has_fields {
        return match shown {
            None | Some(Leaf::Object) => Leaf::Object,
            Some(shown) => {
                differs(todo);
                shown
            }
        };
    }
    match (page, shown) {
        (PageType::String, None | Some(Leaf::String)) => Leaf::String,
        (PageType::Number, None | Some(Leaf::Int)) => Leaf::Int,
        (PageType::Number, Some(Leaf::Float)) => Leaf::Float,
        (PageType::Int, None | Some(Leaf::Int)) => Leaf::Int,
        (PageType::Float, None | Some(Leaf::Int | Leaf::Float)) => Leaf::Float,
        (PageType::Bool, None | Some(Leaf::Bool)) => Leaf::Bool,
        (PageType::Object, None | Some(Leaf::Object)) => Leaf::Object,
        (PageType::Time, None) => Leaf::Int,
        (PageType::Time, Some(shown @ (Leaf::Int | Leaf::String))) => shown,
        (PageType::File, shown) => {
            todo.push(format!(
                "the page says {whole}: the bytes of a file, which travel in no JSON"
            ));
            shown.unwrap_or(Leaf::Json)
        }
        (PageType::Any, shown) => {
            todo.push("the page says that it may be of any type".to_owned());
            shown.filter(|shown| *shown != Leaf::Object).unwrap_or(Leaf::Json)
        }
        (PageType::Unsaid, Some(shown)) => shown,
        (PageType::Unsaid, None) => {
            let what =
                if *whole == PageType::Unsaid { "gives no type" } else { "does not say of what" };
            todo.push(format!("the page {what}"));
            Leaf::Json
        }
        (PageType::Lost, Some(shown)) => shown,
        (PageType::Lost, None) => {
            todo.push("its type was lost".to_owned());
            Leaf::Json
        }
        (_, Some(shown)) => {
            differs(todo);
            shown
        }
        (PageType::Array(_), None) => Leaf::Json,
    }
}

/// What all values are.
fn shown(seen: &[&Json]) -> Option<Leaf> {
    let mut kinds = seen.iter().map(|value| match value {
        Json::String(_) => Leaf::String,
        Json::Bool(_) => Leaf::Bool,
        Json::Number(number) if number.is_i64() => Leaf::Int,
        Json::Number(_) => Leaf::Float,
        Json::Object(_) => Leaf::Object,
        Json::Array(_) | Json::Null => Leaf::Json,
    });
    let first = kinds.next()?;
    Some(kinds.fold(first, |all, kind| match (all, kind) {
        (all, kind) if all == kind => all,
        (Leaf::Int, Leaf::Float) | (Leaf::Float, Leaf::Int) => Leaf::Float,
        _ => Leaf::Json,
    }))
}

fn in_words(seen: &[&Json]) -> &'static str {
    match seen.first() {
        Some(Json::String(_)) => "text",
        Some(Json::Bool(_)) => "true or false",
        Some(Json::Number(_)) => "a number",
        Some(Json::Object(_)) => "an object",
        Some(Json::Array(_)) => "a list",
        Some(Json::Null) | None => "nothing",
    }
}

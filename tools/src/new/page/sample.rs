//! The samples of a draft: those of the page as it prints them, made to fit the tables only where
//! `check` would not take them, which is said.

use serde_json::{Map, Value as Json, json};

use super::field::{Drafted, Field};
use super::kind::Leaf;
use super::{enums, limits, printed};
use crate::drift::facts::Facts;
use crate::drift::heading::Side;
use crate::new::file::{Line, Value};

/// A line of `[sample]`, with remarks above it.
pub(super) fn line(
    facts: &Facts,
    side: Side,
    fields: &[Drafted],
    printed: Option<&Map<String, Json>>,
) -> Vec<Line> {
    let mut making = Making { facts, side, notes: Vec::new() };
    let mut value = making.object(fields, printed, "");
    let notes = making.notes;
    if side == Side::Response {
        envelope(&mut value, printed, printed::is_bare(facts));
    }
    let key = if side == Side::Request { "request" } else { "response" };
    let is_needed = side == Side::Response || !fields.is_empty();
    let remark = (printed.is_none() && is_needed).then(|| "TODO: the page prints none".to_owned());
    let mut lines = Vec::new();
    if printed.is_some() && !notes.is_empty() {
        lines.push(Line::Remark(format!("TODO: not as the page prints it: {}", notes.join("; "))));
    }
    lines.push(Line::remarked(key, Value::Text(Json::Object(value).to_string()), remark));
    lines
}

/// What every response has, as the page prints it; it is a success.
fn envelope(value: &mut Map<String, Json>, printed: Option<&Map<String, Json>>, is_bare: bool) {
    let given = |key: &str| printed.and_then(|printed| printed.get(key)).cloned();
    if !is_bare {
        value.insert("errcode".to_owned(), json!(0));
    }
    let message = given("errmsg").or_else(|| printed.is_none().then(|| json!("ok")));
    value.extend(message.map(|message| ("errmsg".to_owned(), message)));
}

struct Making<'f> {
    facts: &'f Facts,
    side: Side,
    /// What is not as the page prints it.
    notes: Vec<String>,
}

impl Making<'_> {
    fn object(
        &mut self,
        fields: &[Drafted],
        printed: Option<&Map<String, Json>>,
        at: &str,
    ) -> Map<String, Json> {
        let mut out = Map::new();
        let fields = fields.iter().filter_map(|drafted| match drafted {
            Drafted::Field(field) => Some(field),
            Drafted::Remark(_) => None,
        });
        for field in fields {
            let name = &field.name;
            let path = if at.is_empty() { name.clone() } else { format!("{at}.{name}") };
            let given = printed.and_then(|printed| printed.get(name));
            if given.is_some_and(Json::is_null) {
                self.notes.push(format!("`{path}` is null there"));
            }
            let value = match given.filter(|given| !given.is_null()) {
                Some(given) if field.as_text && !given.is_string() => {
                    self.notes.push(format!("`{path}` is text"));
                    Json::String(given.to_string())
                }
                Some(given) => self.value(field, field.kind.lists, given, &path),
                None if field.optional => continue,
                None => {
                    self.notes.push(format!("`{path}` is added"));
                    self.made_up(field, &path)
                }
            };
            out.insert(name.clone(), value);
        }
        out
    }

    fn value(&mut self, field: &Field, lists: usize, given: &Json, path: &str) -> Json {
        match (given, field.kind.leaf) {
            (Json::Array(items), _) if lists > 0 => {
                let items = items.iter().filter(|item| !item.is_null());
                items.map(|item| self.value(field, lists - 1, item, path)).collect()
            }
            (Json::Object(given), Leaf::Object) if lists == 0 => {
                Json::Object(self.object(&field.fields, Some(given), path))
            }
            _ => given.clone(),
        }
    }

    fn made_up(&mut self, field: &Field, path: &str) -> Json {
        let leaf = match field.kind.leaf {
            Leaf::String | Leaf::Int => made_up(self.facts, self.side, field),
            Leaf::Float => json!(1),
            Leaf::Bool => json!(true),
            Leaf::Json => json!({}),
            Leaf::Object => Json::Object(self.object(&field.fields, None, path)),
        };
        (0..field.kind.lists).fold(leaf, |value, _| json!([value]))
    }
}

/// A value that the draft's own table takes: the first of an enum, one inside of the limits.
fn made_up(facts: &Facts, side: Side, field: &Field) -> Json {
    let ty = field.kind.word("");
    if let Some(first) = enums::first(facts, side, field, &ty) {
        return first;
    }
    let limits = limits::stated(field, &ty);
    match field.kind.leaf {
        Leaf::Int => json!(limits.min.unwrap_or(1).max(1).min(limits.max.unwrap_or(i64::MAX))),
        _ => {
            let most = limits.max.and_then(|max| usize::try_from(max).ok()).unwrap_or(usize::MAX);
            let least = limits.min.and_then(|min| usize::try_from(min).ok()).unwrap_or(4);
            let length = least.max(4).min(most);
            Json::String("TODO".chars().cycle().take(length).collect())
        }
    }
}

//! The documented values of a field of a draft.

use std::collections::BTreeSet;

use serde_json::Value as Json;
use wechat_cloudbase_codegen::naming::{folded, is_pascal_case, pascal_case};

use super::field::Field;
use crate::drift::facts::{Facts, ValueRow};
use crate::drift::heading::Side;
use crate::new::file::Value;

/// The value of the key `enum`, where the notation takes them all, and what the page says of them.
#[derive(Default)]
pub(super) struct Enum {
    pub(super) list: Option<Value>,
    pub(super) says: String,
}

pub(super) fn of(facts: &Facts, side: Side, field: &Field, ty: &str) -> Enum {
    let same = |said: &[String]| {
        let folded = |path: &[String]| path.iter().map(|step| folded(step)).collect::<Vec<_>>();
        folded(said) == folded(&field.path)
            || said.len() == 1
                && said.last().map(|last| last.to_lowercase())
                    == field.path.last().map(|last| last.to_lowercase())
    };
    let tables = facts.values.iter().filter(|values| values.side == side && same(&values.path));
    let rows: Vec<&ValueRow> = tables.flat_map(|values| &values.values).collect();
    if rows.is_empty() {
        return Enum::default();
    }
    let mut seen = BTreeSet::new();
    let once: Vec<_> = rows.iter().filter(|row| seen.insert(&row.value)).copied().collect();
    let list = match ty {
        "string" => Some(named(&once, |text| Value::text(text))),
        "int" => {
            let numbers: Option<Vec<i64>> = once.iter().map(|row| row.value.parse().ok()).collect();
            numbers.map(|_| named(&once, |text| text.parse().map_or(Value::text(text), Value::Int)))
        }
        _ => None,
    };
    let fits = field.kind.lists == 0 && field.samples_fit(&once);
    let says = rows.iter().map(|row| {
        let parts = [row.value.as_str(), &row.name, &row.doc];
        parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
    });
    Enum { list: list.filter(|_| fits), says: says.collect::<Vec<_>>().join("; ") }
}

/// The first of the values, where the field has an enum.
pub(super) fn first(facts: &Facts, side: Side, field: &Field, ty: &str) -> Option<Json> {
    let Some(Value::List(values)) = of(facts, side, field, ty).list else {
        return None;
    };
    let plain = |value: &Value| match value {
        Value::Text(text) => Some(Json::from(text.as_str())),
        Value::Int(number) => Some(Json::from(*number)),
        _ => None,
    };
    match values.first()? {
        Value::Table(keys) => plain(&keys.first()?.1),
        value => plain(value),
    }
}

fn named(rows: &[&ValueRow], literal: impl Fn(&str) -> Value) -> Value {
    let mut taken: BTreeSet<String> = BTreeSet::new();
    let values = rows.iter().map(|row| {
        let own = pascal_case(&row.value).filter(|name| is_pascal_case(name));
        let is_text = matches!(literal(&row.value), Value::Text(_));
        let by_vendor = pascal_case(&row.name.to_lowercase()).filter(|name| is_pascal_case(name));
        let wanted = match own.clone().filter(|_| is_text && by_vendor.is_none()) {
            Some(own) => own,
            None => by_vendor.unwrap_or_else(|| by_number(&row.value)),
        };
        let numbered = (2..).map(|number| format!("{wanted}{number}"));
        let mut names = [wanted.clone()].into_iter().chain(numbered);
        let name = names.find(|name| !taken.contains(name)).unwrap_or_else(|| wanted.clone());
        taken.insert(name.clone());
        if is_text && own.as_ref() == Some(&name) {
            literal(&row.value)
        } else {
            Value::Table(vec![("value", literal(&row.value)), ("name", Value::Text(name))])
        }
    });
    Value::List(values.collect())
}

/// A name for what has none: `Value5`, `MinusValue1`.
fn by_number(value: &str) -> String {
    let letters: String = value.chars().filter(char::is_ascii_alphanumeric).collect();
    if value.starts_with('-') { format!("MinusValue{letters}") } else { format!("Value{letters}") }
}

//! `facts_exceptions.toml`: differences that stay, each with its reason.

use toml::de::{DeTable, DeValue};

use super::differences::Difference;

pub(super) struct Exception {
    pub(super) difference: Difference,
}

pub(super) fn read() -> Vec<Exception> {
    let text = include_str!("../facts_exceptions.toml");
    let root = DeTable::parse(text).expect("TOML");
    let exceptions = match root.get_ref().get("exception").map(|value| value.get_ref()) {
        Some(DeValue::Array(items)) => items.iter(),
        _ => panic!("no [[exception]]"),
    };
    exceptions.map(|item| exception(item.get_ref())).collect()
}

fn exception(item: &DeValue<'_>) -> Exception {
    let table = item.as_table().expect("a table");
    let text = |key: &str| {
        let value = table.get(key).and_then(|value| value.get_ref().as_str());
        value.unwrap_or_else(|| panic!("an exception without `{key}`: {table:?}")).to_owned()
    };
    assert!(!text("why").is_empty() && table.len() == 4, "an exception without reason: {table:?}");
    let difference =
        Difference { endpoint: text("endpoint"), field: text("field"), differs: text("differs") };
    Exception { difference }
}

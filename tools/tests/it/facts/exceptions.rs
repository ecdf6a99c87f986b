//! `facts_exceptions.toml`: differences that stay, each with its reason.

use toml::de::{DeTable, DeValue};

/// Every difference that an exception names, in the words of a difference; where one has lists, each
/// field with each.
pub(super) fn read() -> Vec<String> {
    let text = include_str!("../facts_exceptions.toml");
    let root = DeTable::parse(text).expect("TOML").into_inner();
    assert!(root.keys().all(|key| key.get_ref() == "exception"), "only [[exception]] goes here");
    let exceptions = root.get("exception").and_then(|list| list.get_ref().as_array());
    exceptions.into_iter().flat_map(|list| list.iter()).flat_map(|one| of(one.get_ref())).collect()
}

fn of(exception: &DeValue<'_>) -> Vec<String> {
    let table = exception.as_table().expect("a table");
    let texts = |key: &str| {
        let texts = table.get(key).map_or(Vec::new(), |value| texts(value.get_ref()));
        assert!(!texts.is_empty(), "an exception without `{key}`: {table:?}");
        texts
    };
    let (endpoint, why) = (&texts("endpoint")[0], &texts("why")[0]);
    assert!(table.len() == 4 && why.len() > 20, "an exception needs a reason: {table:?}");
    let (fields, differs) = (texts("field"), texts("differs"));
    let pairs = fields.iter().flat_map(|field| differs.iter().map(move |differs| (field, differs)));
    pairs.map(|(field, differs)| format!("{endpoint}: {field}: {differs}")).collect()
}

fn texts(value: &DeValue<'_>) -> Vec<String> {
    match value {
        DeValue::String(text) => vec![text.to_string()],
        DeValue::Array(items) => items.iter().flat_map(|item| texts(item.get_ref())).collect(),
        other => panic!("not a text: {other:?}"),
    }
}

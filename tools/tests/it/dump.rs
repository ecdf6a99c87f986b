//! The dump: the same for the same spec, with everything in it that the spec says.
//!
//! `UPDATE_EXPECT=1 cargo test` renews the ones in `tests/dump`.

use std::collections::BTreeSet;

use expect_test::expect_file;
use serde_json::Value;
use toml::de::{DeTable, DeValue};
use wechat_cloudbase_codegen::{SourceFile, check};

use crate::here;
use crate::shuffle::{SHUFFLES, shuffled};
use crate::spec::{folder, folders, read};

#[test]
fn dumps_are_as_expected() {
    for name in ["bodies", "several", "types", "wire", "words"] {
        let dump = dump(&read(&folder(&format!("golden/{name}/spec"))));
        expect_file![here(&format!("dump/{name}.json"))].assert_eq(&dump);
    }
}

#[test]
#[ignore = "slow"]
fn dumps_are_the_same_for_shuffled_files_and_keys() {
    let golden = folders("golden").into_iter().map(|case| case.join("spec"));
    for spec in golden.chain([folder("../../spec")]) {
        let files = read(&spec);
        let expected = dump(&files);
        for seed in 1..=SHUFFLES {
            assert!(dump(&shuffled(&files, seed)) == expected, "{}, seed {seed}", spec.display());
        }
    }
}

#[test]
fn dumps_mention_everything() {
    let golden = folders("golden").into_iter().map(|case| case.join("spec"));
    for spec in golden.chain([folder("../../spec")]) {
        let files = read(&spec);
        let mut mentioned = BTreeSet::new();
        words(&serde_json::from_str(&dump(&files)).unwrap(), &mut mentioned);
        for file in files.iter().filter(|file| file.path.ends_with(".toml")) {
            let text = std::str::from_utf8(&file.content).unwrap();
            let mut said = BTreeSet::new();
            document("", &DeTable::parse(text).unwrap().into_inner(), &mut said);
            let missing: Vec<_> = said.difference(&mentioned).collect();
            assert!(missing.is_empty(), "{}/{}: {missing:?}", spec.display(), file.path);
        }
    }
}

fn dump(files: &[SourceFile]) -> String {
    check(files, "spec/")
        .map(|spec| wechat_cloudbase_spec::dump(&spec))
        .unwrap_or_else(|report| panic!("{report}"))
}

/// Every key, text and number in JSON.
fn words(value: &Value, found: &mut BTreeSet<String>) {
    match value {
        Value::Object(fields) => {
            for (name, value) in fields {
                found.insert(name.clone());
                words(value, found);
            }
        }
        Value::Array(items) => items.iter().for_each(|item| words(item, found)),
        Value::String(text) => _ = found.insert(text.clone()),
        Value::Number(number) => _ = found.insert(number.to_string()),
        Value::Null | Value::Bool(_) => {}
    }
}

/// Every text and number in a document, and the keys that are not words of the notation. What a
/// dump says in another form, a type and a sample, is taken apart.
fn document(key: &str, table: &DeTable<'_>, found: &mut BTreeSet<String>) {
    for (name, value) in table {
        let name = name.get_ref();
        if matches!(key, "request" | "response" | "fields" | "types") {
            found.insert(name.to_string());
        }
        leaves(name, value.get_ref(), found);
    }
}

fn leaves(key: &str, value: &DeValue<'_>, found: &mut BTreeSet<String>) {
    match value {
        DeValue::Table(table) => document(key, table, found),
        DeValue::Array(items) => items.iter().for_each(|item| leaves(key, item.get_ref(), found)),
        DeValue::String(text) if matches!(key, "request" | "response") => {
            words(&serde_json::from_str(text).unwrap(), found);
        }
        DeValue::String(text) if key == "type" => {
            found.insert(text.trim_end_matches("[]").to_owned());
        }
        DeValue::String(text) => _ = found.insert(text.to_string()),
        DeValue::Integer(number) => _ = found.insert(number.as_str().to_owned()),
        DeValue::Datetime(date) => _ = found.insert(date.to_string()),
        DeValue::Float(_) | DeValue::Boolean(_) => {}
    }
}

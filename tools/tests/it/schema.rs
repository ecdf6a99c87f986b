//! The schemas of the notation, and the compiler: the same keys, words and required
//! keys. A validator in `tools/schema` checks that our specs validate and that the broken ones do
//! not.
//!
//! `UPDATE_EXPECT=1 cargo test` renews the ones in `spec/.schema`.

use std::collections::{BTreeMap, BTreeSet};

use expect_test::expect_file;
use serde_json::Value;
use wechat_cloudbase_codegen::{Rule, SourceFile};
use wechat_cloudbase_spec::{Notation, schema};

use crate::lists;
use crate::spec::{compiled, folder};

/// A schema, the name of its file, and the path of a file that it is for.
const SCHEMAS: &[(Notation, &str)] = &[
    (Notation::Endpoint, "endpoint"),
    (Notation::Types, "types"),
    (Notation::Errcodes, "errcodes"),
    (Notation::PermissionSets, "permission_sets"),
];

/// Where the schemas have what the compiler calls so in its messages.
const TABLES: &[(&str, Notation, &str)] = &[
    ("a correction", Notation::Endpoint, "/properties/correction/items"),
    ("a deprecation", Notation::Endpoint, "/definitions/field/properties/deprecated"),
    ("a delay", Notation::Endpoint, "/properties/wait/additionalProperties/properties/delay"),
    ("a field", Notation::Endpoint, "/definitions/field"),
    ("a paged list", Notation::Endpoint, "/properties/pages"),
    ("a permission set", Notation::PermissionSets, "/properties/permission_set/items"),
    ("a sample", Notation::Endpoint, "/properties/sample"),
    ("a source", Notation::Endpoint, "/properties/source/items"),
    ("a type", Notation::Endpoint, "/definitions/type"),
    ("a value", Notation::Endpoint, "/definitions/value/anyOf/1"),
    ("a wait", Notation::Endpoint, "/properties/wait/additionalProperties"),
    ("an area", Notation::Errcodes, "/properties/area/items"),
    ("an endpoint", Notation::Endpoint, ""),
    ("an errcode", Notation::Errcodes, "/properties/errcode/items"),
    ("errcodes.toml", Notation::Errcodes, ""),
    ("permission_sets.toml", Notation::PermissionSets, ""),
];

/// Where the schemas have the words of each list.
const WORDS: &[(&str, Notation, &str)] = &[
    ("not a class", Notation::Errcodes, "/properties/errcode/items/properties/class/enum"),
    ("not a kind of token", Notation::Endpoint, "/properties/tokens/items/enum"),
    (
        "not a meaning of absence",
        Notation::Endpoint,
        "/properties/wait/additionalProperties/properties/absent/enum",
    ),
    ("not a method", Notation::Endpoint, "/properties/method/enum"),
    ("not a place", Notation::Endpoint, "/definitions/field/properties/in/enum"),
    ("not a status of an endpoint", Notation::Endpoint, "/properties/status/enum"),
    ("not a style of pages", Notation::Endpoint, "/properties/pages/properties/style/enum"),
    (
        "no task of an operator",
        Notation::Errcodes,
        "/properties/errcode/items/properties/operator/enum",
    ),
    ("not a quota", Notation::Errcodes, "/properties/errcode/items/properties/quota/enum"),
];

#[test]
fn schemas_are_as_expected() {
    for (notation, name) in SCHEMAS {
        let file = folder(&format!("../../spec/.schema/{name}.json"));
        expect_file![file].assert_eq(&schema(*notation));
    }
}

/// No key and no word is missing, and none is there that the compiler does not know.
#[test]
fn keys_and_words_are_those_of_the_compiler() {
    for (what, list) in lists::lists() {
        let list: BTreeSet<_> = list.into_iter().collect();
        let found = match what.strip_prefix("not a key of ") {
            Some(table) => {
                let table = part(find(TABLES, table));
                assert_eq!(table["additionalProperties"], false, "{what}");
                table["properties"].as_object().unwrap().keys().cloned().collect()
            }
            None => texts(&part(find(WORDS, &what))),
        };
        assert_eq!(found, list, "{what}");
    }
}

#[test]
fn required_keys_are_those_the_compiler_misses() {
    let missed = missed();
    for (what, notation, pointer) in TABLES {
        let table = part((*notation, pointer));
        let mut required = texts(&table["required"]);
        // A key that another may replace is the first of the two.
        for either in table["allOf"].as_array().into_iter().flatten() {
            required.extend(texts(&either["anyOf"][0]["required"]));
        }
        assert_eq!(required, missed.get(*what).cloned().unwrap_or_default(), "{what}");
    }
}

/// What the compiler says is missing in empty tables.
fn missed() -> BTreeMap<String, BTreeSet<String>> {
    let files = [
        ("a/b.toml", ""),
        (
            "a/c.toml",
            "request = { a = {}, b = { type = \"string\", doc = \"B\", enum = [{}] } }\n\
             sample = {}\nsource = [{}]\ncorrection = [{}]\ntypes.T = {}\n\
             wait = { v = {}, w = { delay = {} } }\npages = {}\n",
        ),
        ("errcodes.toml", "[[errcode]]\n[[area]]\n"),
        ("permission_sets.toml", "[[permission_set]]\n"),
    ];
    let files: Vec<_> = files.map(|(path, text)| SourceFile::new(path, text)).into();
    let mut missed: BTreeMap<_, BTreeSet<_>> = BTreeMap::new();
    for found in compiled(&files).unwrap_err().diagnostics() {
        if let (Rule::MissingKey, Some((what, keys))) =
            (found.rule, found.message.split_once(" needs `"))
        {
            let keys = keys.trim_end_matches('`').split("`, `").map(str::to_owned);
            missed.entry(what.to_owned()).or_default().extend(keys);
        }
    }
    missed
}

fn find(places: &[(&str, Notation, &'static str)], what: &str) -> (Notation, &'static str) {
    let place = places.iter().find(|(name, ..)| *name == what);
    let (_, notation, pointer) = place.unwrap_or_else(|| panic!("no schema has `{what}`"));
    (*notation, pointer)
}

fn part((notation, pointer): (Notation, &str)) -> Value {
    let schema: Value = serde_json::from_str(&schema(notation)).unwrap();
    schema.pointer(pointer).unwrap_or_else(|| panic!("nothing at {pointer}")).clone()
}

fn texts(list: &Value) -> BTreeSet<String> {
    let list = list.as_array().into_iter().flatten();
    list.map(|text| text.as_str().unwrap().to_owned()).collect()
}

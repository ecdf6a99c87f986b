//! The OpenAPI documents: deterministic, complete, and with everything that matters to the caller
//! of an endpoint. Third-party tools check the rest, in
//! `tools/openapi`.
//!
//! `UPDATE_EXPECT=1 cargo test` renews the ones in `tests/openapi`.

use std::collections::BTreeSet;
use std::fs;

use expect_test::expect_file;
use serde_json::Value;
use wechat_cloudbase_codegen::{SourceFile, check};
use wechat_cloudbase_spec::{OpenApi, openapi};

use crate::here;
use crate::leaves::{USUAL, leaves, with, without};
use crate::shuffle::{SHUFFLES, shuffled};
use crate::spec::{folder, folders, read};

const VERSIONS: [(&str, OpenApi); 2] = [("3.0", OpenApi::V3_0), ("3.1", OpenApi::V3_1)];

#[test]
fn documents_are_as_expected() {
    for name in ["bodies", "several", "types", "wire", "words"] {
        let files = read(&folder(&format!("golden/{name}/spec")));
        for (number, version) in VERSIONS {
            let document = document(&files, version);
            expect_file![here(&format!("openapi/{name}-{number}.json"))].assert_eq(&document);
        }
    }
}

#[test]
#[ignore = "slow"]
fn documents_are_the_same_for_shuffled_files_and_keys() {
    for files in specs() {
        let expected = document(&files, OpenApi::V3_1);
        for seed in 1..=SHUFFLES / 3 {
            let document = document(&shuffled(&files, seed), OpenApi::V3_1);
            assert!(document == expected, "seed {seed}");
        }
    }
}

/// Whatever an operation refers to is there, and no two operations have one id.
#[test]
fn documents_are_whole() {
    for files in specs() {
        for (_, version) in VERSIONS {
            let document: Value = serde_json::from_str(&document(&files, version)).unwrap();
            let mut ids = BTreeSet::new();
            walk(&document, &mut |key, value| {
                if key == "$ref" {
                    let pointer = value.as_str().unwrap().strip_prefix('#').unwrap();
                    assert!(document.pointer(pointer).is_some(), "nothing at {pointer}");
                } else if key == "operationId" {
                    assert!(ids.insert(value.to_string()), "{value} twice");
                }
            });
            assert!(!ids.is_empty());
        }
    }
}

/// What a key of a spec says is in the document. Names in Rust, and names that were, are none of
/// its business.
#[test]
#[ignore = "slow"]
fn without_any_key_something_changes() {
    for name in ["bodies", "tokens", "types", "wire", "words"] {
        let files = read(&folder(&format!("golden/{name}/spec")));
        let before = VERSIONS.map(|(_, version)| document(&files, version));
        for (index, file) in files.iter().enumerate().filter(|(_, file)| is_toml(file)) {
            let text = std::str::from_utf8(&file.content).unwrap();
            for leaf in leaves(text).iter().filter(|leaf| !is_ours(&leaf.name)) {
                let said = leaf.said(text);
                if USUAL.contains(&said.as_str()) {
                    continue;
                }
                let Ok(spec) = check(&with(&files, index, without(text, leaf)), "") else {
                    continue;
                };
                for ((number, version), before) in VERSIONS.iter().zip(&before) {
                    let same = openapi(&spec, *version) == *before;
                    assert!(!same, "{}: {number} is the same without {said}", file.path);
                }
            }
        }
    }
}

/// The hosts that the client knows.
#[test]
fn servers_are_the_hosts_of_the_client() {
    let hosts = fs::read_to_string(folder("../../src/client/hosts.rs")).unwrap();
    let hosts: Vec<_> = hosts.split('"').filter(|text| text.starts_with("https://")).collect();
    let document = document(&read(&folder("golden/plain/spec")), OpenApi::V3_1);
    let document: Value = serde_json::from_str(&document).unwrap();
    let servers = document["servers"].as_array().unwrap().iter();
    assert_eq!(servers.map(|server| server["url"].as_str().unwrap()).collect::<Vec<_>>(), hosts);
}

fn specs() -> impl Iterator<Item = Vec<SourceFile>> {
    let golden = folders("golden").into_iter().map(|case| case.join("spec"));
    golden.chain([folder("../../spec")]).map(|spec| read(&spec))
}

fn document(files: &[SourceFile], version: OpenApi) -> String {
    check(files, "spec/")
        .map(|spec| openapi(&spec, version))
        .unwrap_or_else(|report| panic!("{report}"))
}

fn is_ours(key: &str) -> bool {
    matches!(key, "rust" | "renamed_from")
}

fn is_toml(file: &SourceFile) -> bool {
    file.path.ends_with(".toml")
}

fn walk(value: &Value, visit: &mut impl FnMut(&str, &Value)) {
    match value {
        Value::Object(fields) => {
            for (key, value) in fields {
                visit(key, value);
                walk(value, visit);
            }
        }
        Value::Array(items) => items.iter().for_each(|item| walk(item, visit)),
        _ => {}
    }
}

/// Two endpoints may have a type of one name; what is inside either is described.
#[test]
fn types_of_one_name() {
    let endpoint = |name: &str, inner: &str| {
        let text = format!(
            r#"
            name = "{name}"
            summary = "Do it"
            method = "POST"
            path = "/{name}"
            tokens = []
            idempotent = true
            errcodes = []
            request.item = {{ type = "Item", doc = "Item" }}
            response = {{}}
            types.Item = {{ doc = "Item", fields = {{ a = {{ type = "{inner}", doc = "A" }} }} }}
            sample = {{ request = '{{"item": {{"a": "lr"}}}}', response = '{{"errcode": 0}}' }}
            source = [{{ page = "https://example.com/{name}", read = 2026-11-21 }}]
            "#
        );
        SourceFile::new(format!("section/{name}.toml"), text)
    };
    let types = "Left = { type = \"string\", pattern = \"l\", doc = \"L\" }\n\
                 Right = { type = \"string\", pattern = \"r\", doc = \"R\" }\n";
    let files = [
        endpoint("left", "Left"),
        endpoint("right", "Right"),
        SourceFile::new("types.toml", types),
    ];
    let document: Value = serde_json::from_str(&document(&files, OpenApi::V3_1)).unwrap();
    let schemas = document["components"]["schemas"].as_object().unwrap();
    for name in ["Left", "Right", "Left_Item", "Right_Item"] {
        assert!(schemas.contains_key(name), "{name}");
    }
}

/// Similar names are distinguished where they are parts of other names.
#[test]
fn names_that_are_alike() {
    let endpoint = |id: &str, keys: &str, ty: &str| {
        let text = format!(
            r#"
            name = "{id}"
            rust = "{id}"
            summary = "Do it"
            method = "POST"
            path = "/{id}"
            tokens = ["app"]
            idempotent = true
            errcodes = []
            {keys}
            request.item = {{ type = "{ty}", optional = true, doc = "Item" }}
            response.item = {{ type = "{ty}", optional = true, doc = "Item" }}
            sample = {{ request = '{{}}', response = '{{"errcode": 0}}' }}
            source = [{{ page = "https://example.com/{id}", read = 2026-11-21 }}]
            "#
        );
        SourceFile::new(format!("section/{id}.toml"), text)
    };
    let moved = "status = \"moved\"\nold_paths = [\"/b/c\", \"/b_c\"]";
    let input = "types.Input = { doc = \"I\", type = \"string\", enum = [\"i\"] }";
    let files = [
        endpoint("a1", moved, "string"),
        endpoint("a_1", "token_field = \"t!\"", "string"),
        endpoint("a1_at_b_c", "token_field = \"t?\"", "string"),
        endpoint("word", input, "Input"),
        endpoint("words", "", "Word"),
        SourceFile::new("types.toml", "Word = { doc = \"W\", type = \"string\", enum = [\"w\"] }"),
    ];
    let document: Value = serde_json::from_str(&document(&files, OpenApi::V3_1)).unwrap();
    let keys = |pointer: &str| {
        let names = document.pointer(pointer).unwrap().as_object().unwrap().keys();
        names.cloned().collect::<BTreeSet<_>>()
    };
    let schemas = keys("/components/schemas");
    for name in ["A1_Request", "A_1_Request", "Word", "Word_Input", "Word__Input"] {
        assert!(schemas.contains(name), "{name} in {schemas:?}");
    }
    assert_eq!(keys("/components/securitySchemes").len(), 3);
    let mut ids = Vec::new();
    walk(&document, &mut |key, value| {
        if key == "operationId" {
            ids.push(value.as_str().unwrap().to_owned());
        }
    });
    ids.sort();
    let expected =
        ["a1", "a1_at_b_c", "a1_at_b_c_", "a1_at_b_c__", "a_1", "word", "words"].map(str::to_owned);
    assert_eq!(ids, expected);
}

//! The notation is in one place: what reads files, lays them out, completes them and finds places in
//! them goes by its rows, and names a key only where that key means something more there.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use wechat_cloudbase_codegen::notation::{
    AREA, CORRECTION, DELAY, ENDPOINT, ERRCODE, ERRCODES, FIELD, PAGES, PERMISSION_SET,
    PERMISSION_SETS, SAMPLE, SOURCE, TYPE_OF_ITS_OWN, Table, VALUE, WAIT,
};

use super::{files, root};

const TABLES: &[&Table] = &[
    &AREA,
    &CORRECTION,
    &DELAY,
    &ENDPOINT,
    &ERRCODE,
    &ERRCODES,
    &FIELD,
    &PAGES,
    &PERMISSION_SET,
    &PERMISSION_SETS,
    &SAMPLE,
    &SOURCE,
    &TYPE_OF_ITS_OWN,
    &VALUE,
    &WAIT,
];

/// The files that go by the rows and yet name keys, with the keys and why.
const NAMED: &[(&str, &[&str])] = &[
    // Generated code: a module, a field of every response, words of Rust.
    ("codegen/src/lower.rs", &["errcode"]),
    ("codegen/src/lower/sample.rs", &["types"]),
    ("codegen/src/lower/types.rs", &["content"]),
    ("codegen/src/model.rs", &["errcode"]),
    (
        "codegen/src/naming.rs",
        &["enum", "errcode", "from", "in", "message", "type", "types", "where"],
    ),
    // Constants of the runtime are made by functions of such names.
    ("codegen/src/emit/several.rs", &["more", "next", "reason", "total"]),
    // A word of a sentence.
    ("codegen/src/resolve/samples/values.rs", &["is", "more"]),
    // Which keys limit which type.
    (
        "codegen/src/resolve/limits.rs",
        &["max", "max_items", "max_length", "min", "min_items", "min_length"],
    ),
    // Which keys exclude each other.
    ("codegen/src/resolve/whole_body.rs", &["fixed", "optional", "text"]),
    ("codegen/src/resolve/bodies.rs", &["content", "request"]),
    ("codegen/src/resolve/head_fields.rs", &["path"]),
    ("codegen/src/resolve/hosts.rs", &["hosts"]),
    ("codegen/src/resolve/paths.rs", &["old_paths", "path", "request"]),
    ("codegen/src/resolve/places.rs", &["request_body"]),
    ("codegen/src/resolve/samples/content.rs", &["content", "content_type", "response"]),
    // Where a field is named that is looked up.
    ("codegen/src/resolve/idempotence.rs", &["request"]),
    ("codegen/src/resolve/types/fields.rs", &["errcode", "essential", "optional"]),
    ("codegen/src/resolve/types/report.rs", &["enum", "fields", "pattern", "tag", "type"]),
    // Which keys go with which style, and which waits end.
    ("codegen/src/resolve/pages.rs", &["fixed", "marker", "next", "offset", "page"]),
    ("codegen/src/resolve/waits.rs", &["absent", "path", "success"]),
    ("codegen/src/resolve/waits/delay.rs", &["max", "min"]),
    ("codegen/src/resolve/waits/keys.rs", &["items", "where"]),
    ("codegen/src/resolve/waits/values.rs", &["failure", "path", "success"]),
    // What a correction may be about inside a key.
    ("codegen/src/resolve/provenance.rs", &["errcodes", "request", "response", "sample"]),
    // The fields of a type have a line each.
    ("tools/src/layout/arrange.rs", &["fields"]),
    ("tools/src/layout/write.rs", &["fields"]),
    // Which keys go with which type, and the names of definitions.
    (
        "tools/src/output/schema.rs",
        &["enum", "field", "fields", "items", "pattern", "tag", "type", "types", "value"],
    ),
    // A type may be described in a field, which has other keys beside.
    ("tools/src/places.rs", &["request"]),
    // A limit has another key when the field has another type.
    ("tools/src/places/keys.rs", &["max", "min", "pages", "wait"]),
];

/// What goes by the rows, but for the rows.
const BY_ROWS: &[&str] =
    &["codegen/src", "tools/src/layout", "tools/src/output/schema.rs", "tools/src/places"];

#[test]
fn keys_are_named_in_their_rows_and_where_they_mean_something() {
    let keys: BTreeSet<_> =
        TABLES.iter().flat_map(|table| table.keys).map(|key| key.name).collect();
    let named = named(&keys, |path| BY_ROWS.iter().any(|start| path.starts_with(start)));
    let allowed =
        NAMED.iter().map(|(path, keys)| ((*path).to_owned(), keys.iter().copied().collect()));
    let allowed: BTreeMap<String, BTreeSet<&str>> = allowed.collect();
    assert_eq!(named, allowed);
}

/// A key that is words for people is shown by every output as is. Only who knows more of it
/// names it.
#[test]
fn a_plain_key_is_named_in_its_row() {
    let keys = ENDPOINT.keys.iter().filter(|key| key.plain).map(|key| key.name).collect();
    let named = named(&keys, |_| true);
    let expected: &[(&str, &[&str])] = &[
        // Changes of it have a rule of their own, and pages of the vendor's say it.
        ("tools/src/diff/endpoint_keys.rs", &["cloud_call"]),
        ("tools/src/drift/compare/call.rs", &["cloud_call"]),
        ("tools/src/drift/said.rs", &["cloud_call"]),
        ("tools/src/new/page.rs", &["cloud_call"]),
    ];
    let expected: Vec<_> = expected
        .iter()
        .map(|(path, keys)| ((*path).to_owned(), keys.iter().copied().collect()))
        .collect();
    assert_eq!(named.into_iter().collect::<Vec<_>>(), expected);
}

/// The keys that stand as texts in the files of the compiler and of the tools, but for the rows.
fn named<'k>(
    keys: &BTreeSet<&'k str>,
    is_asked: impl Fn(&str) -> bool,
) -> BTreeMap<String, BTreeSet<&'k str>> {
    let mut named: BTreeMap<String, BTreeSet<&str>> = BTreeMap::new();
    for file in ["codegen/src", "tools/src"].iter().flat_map(|folder| files(folder, "rs")) {
        let path = file.strip_prefix(root()).unwrap().to_str().unwrap().replace('\\', "/");
        if path.starts_with("codegen/src/notation") || !is_asked(&path) {
            continue;
        }
        let text = fs::read_to_string(&file).unwrap();
        let code = text.split("#[cfg(test)]").next().unwrap();
        let lines = code.lines().filter(|line| !line.trim_start().starts_with("//"));
        let code = lines.collect::<Vec<_>>().join("\n");
        let found = keys.iter().filter(|key| code.contains(&format!("\"{key}\"")));
        let found: BTreeSet<_> = found.copied().collect();
        if !found.is_empty() {
            named.insert(path, found);
        }
    }
    named
}

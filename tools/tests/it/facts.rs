//! The facts that the spec was transcribed from, against what the compiler has understood.
//!
//! The facts are not part of this repository. The check runs where they are: in the folder that
//! `WECHAT_FACTS` names, or in `shared/facts` beside the repository. Elsewhere it says that it was
//! left out.
//!
//! Whatever differs is a `[[correction]]` of that very thing in the endpoint's file: its `field` is the
//! thing, its `says` has the words of the facts (`optional`, a path, a number) and its `is` those of
//! the spec. Or it is in `facts_exceptions.toml` with its reason. Which fields of a response may be
//! absent is not compared: the facts do not know.

mod differences;
mod exceptions;

use std::collections::BTreeMap;
use std::fs;
use std::io::{Write, stderr};
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use serde_json::{Value, json};
use wechat_cloudbase_codegen::{build_script, check};
use wechat_cloudbase_spec::dump;

use differences::Difference;

#[test]
fn the_spec_says_what_the_facts_say() {
    let Some(facts) = facts() else {
        return;
    };
    let mut stale = exceptions::read();
    let mut unexplained = Vec::new();
    for difference in differences::of(&facts, &MODEL) {
        let line = difference.to_string();
        match stale.iter().position(|exception| *exception == line) {
            Some(exception) => _ = stale.remove(exception),
            None if is_corrected(&difference) => {}
            None => unexplained.push(line),
        }
    }
    assert!(
        unexplained.is_empty() && stale.is_empty(),
        "differences; change the spec, add a [[correction]] that says it, or an exception:\n{}\n\
         exceptions that differ no longer; remove them:\n{}",
        unexplained.join("\n"),
        stale.join("\n"),
    );
}

/// Whether the endpoint's file says itself that a page is wrong here.
fn is_corrected(difference: &Difference) -> bool {
    let endpoint = differences::by_name(&MODEL, &difference.endpoint);
    let corrections = endpoint.map_or(&[][..], |here| differences::list(&here["corrections"]));
    corrections.iter().any(|correction| difference.is_corrected_by(correction))
}

#[test]
fn every_errcode_of_the_facts_is_in_the_spec() {
    let Some(facts) = facts() else {
        return;
    };
    let records = differences::list(&MODEL["errcodes"]).iter();
    let records: BTreeMap<String, &Value> =
        records.map(|record| (record["code"].to_string(), record)).collect();
    let mut wrong = Vec::new();
    for (code, fact) in facts["errcodes"].as_object().expect("errcodes of the facts") {
        let Some(record) = records.get(code) else {
            wrong.extend((code != "0").then(|| format!("{code} is missing")));
            continue;
        };
        let (message, here) = (&fact["message"], &record["message"]);
        if fact["message_origin"] == "official" && message != here {
            wrong.push(format!("{code}: message {message}, here {here}"));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// The comparison itself, which runs without the facts.
#[test]
fn each_kind_of_difference_is_seen() {
    let (facts, model) = example();
    let found: Vec<_> = differences::of(&facts, &model).iter().map(ToString::to_string).collect();
    expect_test::expect![[r#"
        setMode: method: POST, here GET
        setMode: path: /a, here /b
        setMode: status: current, here legacy
        setMode: tokens: app, here authorizer
        setMode: errcodes: -1 40014, here -1
        setMode: permission_sets: 49, here none
        setMode: idempotent: true, here false
        setMode: request.both: place both, here query
        setMode: request.gone: missing here
        setMode: request.maybe: optional, here required
        setMode: request.mode: values x y, here x
        setMode: request.items.a: optional, here required
        setMode: request.items.a: type number, here bool
        setMode: response.more: missing from the facts
        setMore: name: missing here"#]]
    .assert_eq(&found.join("\n"));
}

fn example() -> (Value, Value) {
    let facts = json!({ "endpoints": [{
        "name": "setMode", "section": "a (2.0 only)", "status": "current", "cloud_call": null,
        "method": "POST", "path": "/a", "error_codes": [0, -1, 40014],
        "auth": { "token_kinds": ["access_token"], "query_parameter": "access_token" },
        "permission_sets": { "ids": [49] }, "repeat": { "judgement": "safe" },
        "query_parameters": [{ "name": "both", "type": "string", "required": true }],
        "request_fields": [
            { "name": "both", "type": "string", "required": true },
            { "name": "gone", "type": "string", "required": true },
            { "name": "maybe", "type": "integer", "required": "conditional" },
            { "name": "mode", "type": "string", "required": true, "enum": ["x", "y"] },
            { "name": "items", "type": "object[]", "required": true, "fields": [
                { "name": "a", "type": "number", "required": false },
            ] },
        ],
        "response_fields": [
            { "name": "errcode", "type": "integer" },
            { "name": "data", "type": "string" },
        ],
    }, { "name": "setMore" }] });
    let model = json!({ "types": [], "endpoints": [{
        "name": "setMode", "section": "a", "status": "legacy", "cloud_call": null,
        "method": "GET", "path": "/b", "errcodes": [-1], "tokens": ["authorizer"],
        "token_field": "access_token", "permission_sets": [], "idempotent": false,
        "request": [
            field("both", json!("string"), "query"), field("maybe", json!("int"), "body"),
            field("mode", json!({ "named": "Mode" }), "body"),
            field("items", json!({ "list": { "named": "Item" } }), "body"),
        ],
        "response": [
            field("data", json!({ "text": "json" }), "body"), field("more", json!("int"), "body"),
        ],
        "types": [
            { "name": "Mode", "type": "string", "enum": [{ "value": "x" }] },
            { "name": "Item", "type": "object", "fields": [field("a", json!("bool"), "body")] },
        ],
    }] });
    (facts, model)
}

fn field(wire: &str, ty: Value, place: &str) -> Value {
    json!({ "wire": wire, "type": ty, "place": place, "optional": false, "fixed": null })
}

/// The facts, or a message that they are missing.
fn facts() -> Option<Value> {
    let named = std::env::var_os("WECHAT_FACTS").map(PathBuf::from);
    let is_named = named.is_some();
    let beside = root().parent().map(|folder| folder.join("shared/facts"));
    let file = named.or(beside)?.join("endpoints.json");
    match fs::read(&file) {
        Ok(bytes) => Some(serde_json::from_slice(&bytes).expect("facts in JSON")),
        Err(error) if is_named => panic!("WECHAT_FACTS leads to {}: {error}", file.display()),
        Err(_) => {
            // Not by a macro, whose text is not shown when the test passes.
            let text = format!("facts: left out, no facts at {}\n", file.display());
            stderr().write_all(text.as_bytes()).expect("stderr");
            None
        }
    }
}

static MODEL: LazyLock<Value> = LazyLock::new(|| {
    let files = build_script::read(&root().join("spec")).expect("the spec");
    let dump = check(&files, "").map(|spec| dump(&spec));
    let dump = dump.unwrap_or_else(|report| panic!("{:?}", report.diagnostics()));
    serde_json::from_str(&dump).expect("a dump in JSON")
});

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

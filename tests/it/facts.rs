//! The facts that the spec was transcribed from, against what the compiler has understood.
//!
//! The facts are no part of this repository. The check runs where they are: in the folder that
//! `WECHAT_FACTS` names, or in `shared/facts` beside the repository. Elsewhere it says that it was
//! left out.
//!
//! Whatever differs is a `[[correction]]` on that very thing in the endpoint's file, or stands in
//! `facts_exceptions.toml` with its reason.

mod differences;
mod exceptions;

use std::collections::BTreeMap;
use std::fs;
use std::io::{Write, stderr};
use std::path::{Path, PathBuf};

use serde_json::Value;
use wechat_cloudbase_codegen::{Options, build_script};

use differences::Difference;

#[test]
fn the_spec_says_what_the_facts_say() {
    let Some(facts) = facts() else {
        return;
    };
    let model = model();
    let exceptions = exceptions::read();
    let mut stale: Vec<_> = exceptions.iter().collect();
    let mut unexplained = Vec::new();
    for difference in differences::of(&facts, &model) {
        let before = stale.len();
        stale.retain(|exception| exception.difference != difference);
        if stale.len() == before && !is_corrected(&model, &difference) {
            unexplained.push(difference.to_string());
        }
    }
    let stale: Vec<_> = stale.iter().map(|stale| stale.difference.to_string()).collect();
    assert!(
        unexplained.is_empty() && stale.is_empty(),
        "{} differences; correct the spec, add a [[correction]] to it, or add an exception:\n{}\n\
         {} exceptions that no longer apply; remove them:\n{}",
        unexplained.len(),
        unexplained.join("\n"),
        stale.len(),
        stale.join("\n"),
    );
}

/// Whether the endpoint's file says itself that the vendor is wrong here. What the spec lacks can't
/// be named by a correction, so one of what it would stand in counts when it names it.
fn is_corrected(model: &Value, difference: &Difference) -> bool {
    let Some(endpoint) = differences::by_name(model, &difference.endpoint) else {
        return false;
    };
    let (parent, name) = difference.field.rsplit_once('.').unwrap_or_default();
    differences::list(&endpoint["corrections"]).iter().any(|correction| {
        let field = differences::text(&correction["field"]);
        let said = correction["says"].to_string() + &correction["is"].to_string();
        let of_parent = difference.is_missing() && field == parent && said.contains(name);
        field == difference.field || of_parent
    })
}

#[test]
fn every_errcode_of_the_facts_is_in_the_spec() {
    let Some(facts) = facts() else {
        return;
    };
    let model = model();
    let records = differences::list(&model["errcodes"]).iter();
    let records: BTreeMap<String, &Value> =
        records.map(|record| (record["code"].to_string(), record)).collect();
    let mut wrong = Vec::new();
    for (code, fact) in facts["errcodes"].as_object().expect("errcodes of the facts") {
        let Some(record) = records.get(code) else {
            wrong.extend((code != "0").then(|| format!("{code} is missing")));
            continue;
        };
        let message = (&fact["message"], &record["message"]);
        if fact["message_origin"] == "official" && message.0 != message.1 {
            wrong.push(format!("{code}: message {}, here {}", message.0, message.1));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// The facts, or a word to whoever runs the tests that they are not there.
fn facts() -> Option<Value> {
    let named = std::env::var_os("WECHAT_FACTS").map(PathBuf::from);
    let is_named = named.is_some();
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).parent();
    let folder = named.or(beside.map(|folder| folder.join("shared/facts")))?;
    match fs::read(folder.join("endpoints.json")) {
        Ok(bytes) => Some(serde_json::from_slice(&bytes).expect("facts in JSON")),
        Err(error) if is_named => panic!("WECHAT_FACTS is {}: {error}", folder.display()),
        Err(_) => {
            // Not by a macro, whose text a passing test never shows.
            let text = format!("facts: left out, no facts at {}\n", folder.display());
            stderr().write_all(text.as_bytes()).expect("stderr");
            None
        }
    }
}

fn model() -> Value {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("spec");
    let files = build_script::read(&folder).expect("the spec");
    let dump = wechat_cloudbase_codegen::dump(&files, &Options::default());
    let dump = dump.unwrap_or_else(|report| panic!("{:?}", report.diagnostics()));
    serde_json::from_str(&dump).expect("a dump in JSON")
}

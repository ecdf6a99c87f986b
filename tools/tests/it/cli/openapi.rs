//! `openapi`.

use std::fs;

use serde_json::{Value, json};

use super::{Folder, program, run, stderr};
use crate::spec::folder;

#[test]
fn a_good_spec() {
    let base = folder("base");
    for (arguments, number) in [(&["--version=3.0"][..], "3.0.3"), (&[], "3.1.0")] {
        let output = run(&[&["openapi", base.to_str().unwrap()], arguments].concat());
        assert_eq!(output.status.code(), Some(0));
        let document: Value = serde_json::from_slice(&output.stdout).unwrap();
        let (paths, name) = (&document["paths"], json!("shareEnv"));
        assert_eq!(document["openapi"], json!(number));
        assert!(
            paths.as_object().unwrap().values().any(|path| path["post"]["operationId"] == name)
        );
        assert!(output.stdout.ends_with(b"}\n") && output.stderr.is_empty());
    }
}

#[test]
fn into_a_file() {
    let place = Folder::new("openapi-file");
    let file = format!("{}/openapi.json", place.path());
    let program = program()
        .args(["openapi", "-o", &file])
        .current_dir(folder("golden/plain"))
        .output()
        .unwrap();
    assert_eq!(program.status.code(), Some(0));
    assert!(program.stdout.is_empty() && program.stderr.is_empty());
    assert!(fs::read_to_string(file).unwrap().contains("\"setMode\""));
}

#[test]
fn into_a_place_that_is_not_there() {
    let base = folder("base");
    let output = run(&["openapi", base.to_str().unwrap(), "-o", "no/such/file.json"]);
    assert_eq!(output.status.code(), Some(2));
    let said = stderr(&output);
    assert!(said.starts_with("error: can't write no/such/file.json: "), "{said}");
    assert!(output.stdout.is_empty());
}

/// Nothing is written over what a spec without problems has made.
#[test]
fn a_bad_spec() {
    let spec = Folder::new("openapi-bad");
    spec.write("types.toml", b"EnvId = { type = \"strin\", doc = \"Id\" }\n");
    spec.write("openapi.md", b"before");
    let file = format!("{}/openapi.md", spec.path());
    let output = run(&["openapi", spec.path(), "-o", &file]);
    assert_eq!(output.status.code(), Some(1));
    assert!(stderr(&output).contains("types.toml:1:18"), "{}", stderr(&output));
    assert_eq!(fs::read_to_string(file).unwrap(), "before");
}

#[test]
fn a_version_that_there_is_not() {
    let output = run(&["openapi", "--version", "2.0"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr(&output).contains("3.0, 3.1"), "{}", stderr(&output));
}

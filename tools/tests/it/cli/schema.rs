//! `schema`.

use std::fs;

use serde_json::{Value, json};

use super::{Folder, run, stderr};

#[test]
fn each_kind_of_file() {
    let titles = [
        (&["schema"][..], "An endpoint"),
        (&["schema", "endpoint"], "An endpoint"),
        (&["schema", "types"], "Types that endpoints share"),
        (&["schema", "errcodes"], "Errcodes"),
        (&["schema", "permission-sets"], "Permission sets"),
    ];
    for (arguments, title) in titles {
        let output = run(arguments);
        assert_eq!(output.status.code(), Some(0));
        let schema: Value = serde_json::from_slice(&output.stdout).unwrap();
        assert_eq!(schema["title"], json!(title));
        assert!(output.stdout.ends_with(b"}\n") && output.stderr.is_empty());
    }
}

#[test]
fn into_a_file() {
    let place = Folder::new("schema");
    let file = format!("{}/types.json", place.path());
    let output = run(&["schema", "types", "-o", &file]);
    assert_eq!(output.status.code(), Some(0));
    assert!(output.stdout.is_empty() && output.stderr.is_empty());
    assert!(fs::read_to_string(file).unwrap().starts_with("{\n  \"$schema\""));
}

#[test]
fn a_kind_that_there_is_not() {
    let output = run(&["schema", "readme"]);
    assert_eq!(output.status.code(), Some(2));
    let said = stderr(&output);
    assert!(said.contains("permission-sets"), "{said}");
}

#[test]
fn a_place_that_is_not_there() {
    let output = run(&["schema", "-o", "no/such/file.json"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr(&output).starts_with("error: can't write no/such/file.json: "));
}

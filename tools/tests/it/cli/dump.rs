//! `dump`.

use serde_json::{Value, json};

use super::{Folder, program, run, stderr, stdout};
use crate::spec::folder;

#[test]
fn a_good_spec() {
    let output = run(&["dump", folder("base").to_str().unwrap()]);
    assert_eq!(output.status.code(), Some(0));
    let dump: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!((&dump["format"], &dump["endpoints"][0]["name"]), (&json!(1), &json!("shareEnv")));
    assert!(stdout(&output).ends_with("}\n") && output.stderr.is_empty());
}

/// The problems are not where a script looks for JSON.
#[test]
fn a_bad_spec() {
    let spec = Folder::new("bad-dump");
    spec.write("types.toml", b"EnvId = { type = \"strin\", doc = \"Id\" }\n");
    let output = run(&["dump", spec.path()]);
    assert_eq!(output.status.code(), Some(1));
    let text = stderr(&output);
    assert!(text.contains(&format!("--> {}/types.toml:1:18", spec.path())), "{text}");
    assert!(text.contains("1 problem in 1 file") && !text.contains('\u{1b}'), "{text}");
    assert!(output.stdout.is_empty());
}

#[test]
fn the_folder_spec_unless_told_otherwise() {
    let output = program().arg("dump").current_dir(folder("golden/plain")).output().unwrap();
    assert!(output.status.success() && stdout(&output).contains("\"setMode\""));
}

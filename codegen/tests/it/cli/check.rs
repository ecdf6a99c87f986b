//! `check`.

use super::{Folder, program, run, stderr, stdout};
use crate::spec::folder;

#[test]
fn a_good_spec() {
    let output = run(&["check", folder("base").to_str().unwrap()]);
    assert_eq!(output.status.code(), Some(0));
    assert!(stdout(&output).ends_with("base: no problems in 4 files\n"), "{}", stdout(&output));
    assert!(output.stderr.is_empty());
}

#[test]
fn a_bad_spec() {
    let spec = Folder::new("bad");
    spec.write("env/share_env.toml", b"name = \"shareEnv\nsummary = 1\n");
    spec.write("types.toml", b"EnvId = { type = \"strin\", doc = \"Id\" }\n");
    let output = run(&["check", spec.path()]);
    assert_eq!(output.status.code(), Some(1));
    let text = stdout(&output);
    assert!(text.contains("error[toml]: ") && text.contains("2 problems in 2 files"), "{text}");
    assert!(text.contains(&format!("--> {}/env/share_env.toml:1:17", spec.path())), "{text}");
    assert!(!text.contains('\u{1b}'), "colour where there is no terminal");
}

#[test]
fn the_folder_spec_unless_told_otherwise() {
    let output = program().arg("check").current_dir(folder("golden/plain")).output().unwrap();
    assert_eq!(stdout(&output), "spec: no problems in 6 files\n");
    assert_eq!(output.status.code(), Some(0));
}

#[test]
fn what_is_wrong_with_the_folder_and_what_to_do() {
    let output = run(&["check", "no/such/folder"]);
    let expected = "error: no/such/folder is no folder; give the folder of the spec\n";
    assert_eq!(stderr(&output), expected);
}

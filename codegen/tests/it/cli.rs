//! The command, as people and scripts meet it.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::{Value, json};

use crate::spec::folder;

#[test]
fn a_good_spec() {
    let output = check(&[folder("base").to_str().unwrap()]);
    assert_eq!(output.status.code(), Some(0));
    assert!(stdout(&output).ends_with("base: no problems in 4 files\n"), "{}", stdout(&output));
    assert!(output.stderr.is_empty());
}

#[test]
fn a_bad_spec() {
    let spec = Folder::new("bad");
    spec.write("env/share_env.toml", b"name = \"shareEnv\nsummary = 1\n");
    spec.write("types.toml", b"EnvId = { type = \"strin\", doc = \"Id\" }\n");
    let output = check(&[spec.path()]);
    assert_eq!(output.status.code(), Some(1));
    let text = stdout(&output);
    assert!(text.contains("error[toml]: ") && text.contains("2 problems in 2 files"), "{text}");
    assert!(text.contains(&format!("--> {}/env/share_env.toml:1:17", spec.path())), "{text}");
    assert!(!text.contains('\u{1b}'), "colour where there is no terminal");
}

#[test]
fn a_dump_of_a_good_spec() {
    let output = run("dump", &[folder("base").to_str().unwrap()]);
    assert_eq!(output.status.code(), Some(0));
    let dump: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!((&dump["format"], &dump["endpoints"][0]["name"]), (&json!(1), &json!("shareEnv")));
    assert!(stdout(&output).ends_with("}\n") && output.stderr.is_empty());
}

/// The problems are not where a script looks for JSON.
#[test]
fn a_dump_of_a_bad_spec() {
    let spec = Folder::new("bad-dump");
    spec.write("types.toml", b"EnvId = { type = \"strin\", doc = \"Id\" }\n");
    let output = run("dump", &[spec.path()]);
    assert_eq!(output.status.code(), Some(1));
    let text = stderr(&output);
    assert!(text.contains(&format!("--> {}/types.toml:1:18", spec.path())), "{text}");
    assert!(text.contains("1 problem in 1 file") && !text.contains('\u{1b}'), "{text}");
    assert!(output.stdout.is_empty());
}

#[test]
fn a_file_that_is_not_utf8() {
    let spec = Folder::new("not-utf8");
    spec.write("types.toml", b"\xff\xfe");
    let output = check(&[spec.path()]);
    assert_eq!(output.status.code(), Some(1));
    assert!(stdout(&output).contains("error[not-utf8]"));
}

#[test]
fn a_folder_that_is_not_there() {
    for command in COMMANDS {
        let output = run(command, &["no/such/folder"]);
        assert_eq!(output.status.code(), Some(2), "{command}");
        let expected = "error: no/such/folder is no folder; give the folder of the spec\n";
        assert_eq!(stderr(&output), expected, "{command}");
        assert!(output.stdout.is_empty(), "{command}");
    }
}

#[test]
fn a_file_instead_of_a_folder() {
    for command in COMMANDS {
        let output = run(command, &[folder("base/types.toml").to_str().unwrap()]);
        assert_eq!(output.status.code(), Some(2), "{command}");
        assert!(stderr(&output).contains("is no folder"), "{command}");
    }
}

#[test]
fn an_empty_folder() {
    let spec = Folder::new("empty");
    for command in COMMANDS {
        let output = run(command, &[spec.path()]);
        assert_eq!(output.status.code(), Some(2), "{command}");
        let said = stderr(&output);
        assert!(said.ends_with("is empty; there is no spec in it\n"), "{command}: {said}");
    }
}

#[test]
fn the_folder_spec_unless_told_otherwise() {
    let output = program().arg("check").current_dir(folder("golden/plain")).output().unwrap();
    assert_eq!(
        (output.status.code(), stdout(&output)),
        (Some(0), "spec: no problems in 6 files\n".to_owned())
    );
    let output = program().arg("dump").current_dir(folder("golden/plain")).output().unwrap();
    assert!(output.status.success() && stdout(&output).contains("\"setMode\""));
}

#[test]
fn words_that_are_no_command() {
    for arguments in [&["chek"][..], &[], &["check", "a", "b"], &["dump", "a", "b"]] {
        let output = program().args(arguments).output().unwrap();
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        assert!(stderr(&output).contains("Usage"), "{arguments:?}");
    }
}

fn program() -> Command {
    Command::new(env!("CARGO_BIN_EXE_wechat-cloudbase-spec"))
}

const COMMANDS: &[&str] = &["check", "dump"];

fn check(arguments: &[&str]) -> Output {
    run("check", arguments)
}

fn run(command: &str, arguments: &[&str]) -> Output {
    program().arg(command).args(arguments).output().unwrap()
}

fn stdout(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

fn stderr(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

/// A folder of one test, which goes when the test ends.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let path = Path::new(env!("CARGO_TARGET_TMPDIR"))
            .join(format!("cli-{name}-{}", std::process::id()));
        fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    fn path(&self) -> &str {
        self.0.to_str().unwrap()
    }

    fn write(&self, path: &str, content: &[u8]) {
        let path = self.0.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

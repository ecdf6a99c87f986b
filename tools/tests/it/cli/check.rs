//! `check`.

use std::time::{Duration, Instant};

use expect_test::expect;
use serde_json::{Value, json};

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
    let expected = "error: no/such/folder is not a folder; give the folder of the spec\n";
    assert_eq!(stderr(&output), expected);
}

#[test]
fn nothing_found_in_each_format() {
    let base = folder("base");
    let said = |format| {
        let output = run(&["check", "--format", format, base.to_str().unwrap()]);
        assert_eq!(output.status.code(), Some(0), "{format}");
        assert!(output.stderr.is_empty(), "{format}");
        stdout(&output)
    };
    assert!(said("text").ends_with("base: no problems in 4 files\n"));
    assert_eq!(said("github"), said("text"));
    assert_eq!(said("markdown"), "**No problems** in 4 files of the spec.\n");
    assert_eq!(
        said("json"),
        "{\n  \"files\": 4,\n  \"format\": 1,\n  \"problems\": [],\n  \"warnings\": []\n}\n"
    );
}

/// Whatever is in the file, what is printed is JSON.
#[test]
fn problems_as_json() {
    let spec = Folder::new("json");
    spec.write("types.toml", "A = { type = \"int\u{1}\" }\n".as_bytes());
    spec.write("errcodes.toml", COLLISION.as_bytes());
    let output = run(&["check", "--format", "json", spec.path()]);
    assert_eq!(output.status.code(), Some(1));
    let document: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!((&document["format"], &document["files"]), (&json!(1), &json!(2)));
    expect![[r#"
        {
          "files": 2,
          "format": 1,
          "problems": [
            {
              "help": null,
              "label": {
                "column": 8,
                "line": 10,
                "path": "SPEC/errcodes.toml",
                "source": "code = -1",
                "text": "again"
              },
              "message": "errcode -1 is defined twice",
              "other": {
                "column": 8,
                "line": 3,
                "path": "SPEC/errcodes.toml",
                "source": "code = -1",
                "text": "first"
              },
              "rule": "errcode-collision"
            },
            {
              "help": "did you mean `busy`?",
              "label": {
                "column": 9,
                "line": 14,
                "path": "SPEC/errcodes.toml",
                "source": "class = \"busi\"",
                "text": "not a class"
              },
              "message": "`busi` is not a class",
              "other": null,
              "rule": "unknown-word"
            },
            {
              "help": null,
              "label": {
                "column": 18,
                "line": 1,
                "path": "SPEC/types.toml",
                "source": "A = { type = \"int�\" }",
                "text": "here"
              },
              "message": "not TOML: invalid basic string, expected non-double-quote visible characters, `\\`",
              "other": null,
              "rule": "toml"
            }
          ],
          "warnings": []
        }
    "#]].assert_eq(&stdout(&output).replace(spec.path(), "SPEC"));
}

#[test]
fn problems_as_a_comment() {
    let spec = Folder::new("markdown");
    spec.write("types.toml", b"```A = { doc = \"</details>\" }\n");
    let output = run(&["check", "--format", "markdown", spec.path()]);
    assert_eq!(output.status.code(), Some(1));
    expect![[r#"
        **1 problem in 1 file** of the spec

        ````text
        error[toml]: not TOML: invalid unquoted key, expected letters, numbers, `-`, `_`
         --> SPEC/types.toml:1:1
          |
        1 | ```A = { doc = "</details>" }
          | ^^^ here
        ````

    "#]]
    .assert_eq(&stdout(&output).replace(spec.path(), "SPEC"));
}

#[test]
fn a_comment_has_room() {
    let spec = typos("room", "spec", 900);
    let output = run(&["check", "--format", "markdown", &format!("{}/spec", spec.path())]);
    let text = stdout(&output);
    assert!(text.len() < 65_536 && text.starts_with("**900 problems in 1 file** of the spec\n\n"));
    let drawn = text.matches("\n```text\n").count();
    assert!(drawn > 100, "{drawn}");
    let end = format!("There is no room for {} more problems.\n", 900 - drawn);
    assert!(text.ends_with(&end), "{}", &text[text.len() - 300..]);
}

/// Paths are those of the repository, wherever the command runs.
#[test]
fn annotations_of_a_pull_request() {
    let repository = Folder::new("github");
    repository.write(".git/HEAD", b"");
    repository.write("api/v1,0/spec/errcodes.toml", COLLISION.as_bytes());
    let run = |at: &str, spec: &str| {
        let check = ["check", "--format", "github", spec];
        program().args(check).current_dir(repository.0.join(at)).output().unwrap()
    };
    let output = run("api", "v1,0/spec");
    assert_eq!(output.status.code(), Some(1));
    expect![[r#"
        ::error file=api/v1%2C0/spec/errcodes.toml,line=10,col=8,title=errcode-collision::errcode -1 is defined twice%0Ahere: again%0Afirst: api/v1,0/spec/errcodes.toml:3:8
        ::error file=api/v1%2C0/spec/errcodes.toml,line=14,col=9,title=unknown-word::`busi` is not a class%0Ahere: not a class%0Ahelp: did you mean `busy`?
    "#]].assert_eq(&stdout(&output));
    for (at, spec) in [(".", "api/v1,0/spec"), ("api/v1,0", "./spec"), ("api/v1,0/spec", ".")] {
        assert_eq!(stdout(&run(at, spec)), stdout(&output), "{spec} in {at}");
    }
}

/// GitHub drops what is beyond ten of a kind.
#[test]
fn more_problems_than_github_shows() {
    let repository = typos("more", "spec", 300);
    let output = run(&["check", "--format", "github", &format!("{}/spec", repository.path())]);
    let text = stdout(&output);
    let lines: Vec<_> = text.lines().collect();
    assert_eq!(lines.len(), 10);
    assert!(lines.iter().all(|line| line.starts_with("::error ")), "{text}");
    let last = lines[9];
    assert!(last.starts_with("::error title=291 more"), "{last}");
    assert!(last.contains("types.toml:10:10: unknown-key: unknown key `docs`%0A"), "{last}");
    assert!(last.ends_with("%0Aand 191 more"), "{last}");
}

/// What a file says can't speak to the runner of a workflow.
#[test]
fn annotations_hold_no_commands() {
    let spec = Folder::new("commands");
    spec.write(
        "types.toml",
        b"A.type = \"string\"\nA.doc = \"B\"\nA.\"\\n::stop-commands::x\\n##[group]\" = 1\n",
    );
    let text = stdout(&run(&["check", "--format", "github", spec.path()]));
    assert!(text.contains("stop-commands"), "{text}");
    assert!(text.lines().all(|line| line.starts_with("::error ")), "{text}");
}

/// Many problems in long lines are reported in bounded time.
#[test]
#[ignore = "slow"]
fn a_very_bad_file() {
    let spec = Folder::new("very-bad");
    let keys: String = (0..5_000).map(|index| format!("k{index} = {{ typo = 1 }}, ")).collect();
    spec.write("types.toml", format!("A = {{ {keys} b = 1 }}\n").as_bytes());
    for format in ["text", "markdown", "json", "github"] {
        let start = Instant::now();
        let output = run(&["check", "--format", format, spec.path()]);
        assert_eq!(output.status.code(), Some(1), "{format}");
        assert!(start.elapsed() < Duration::from_secs(30), "{format}: {:?}", start.elapsed());
    }
}

const COLLISION: &str = r#"
[[errcode]]
code = -1
name = "Busy"
meaning = "100% busy."
remedy = "Wait."
class = "busy"

[[errcode]]
code = -1
name = "Late"
meaning = "Too late."
remedy = "Wait."
class = "busi"
"#;

/// A folder with a spec in it that has this many problems.
fn typos(name: &str, path: &str, count: usize) -> Folder {
    let folder = Folder::new(name);
    let line = |index| format!("T{index:03} = {{ docs = 1, doc = \"T\", type = \"string\" }}\n");
    let lines: String = (0..count).map(line).collect();
    folder.write(&format!("{path}/types.toml"), lines.as_bytes());
    folder
}

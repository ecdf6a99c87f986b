//! `diff`, on folders and on a git repository.
//!
//! The repository is a real one. Without the program `git`, its tests are skipped with a message.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use serde_json::Value;

use super::{Folder, program, run, stderr, stdout};
use crate::here;
use crate::spec::read;

const MAJOR: &str = "major[request-field-removed]: the field `create_env request.label` is gone";

#[test]
fn nothing_changed() {
    let spec = spec("same");
    let output = diff(&spec, &["old", "old"]);
    assert_eq!((output.status.code(), stdout(&output).as_str()), (Some(0), "no changes\n"));
    assert!(output.stderr.is_empty());
}

#[test]
fn what_breaks_is_a_finding_unless_told_otherwise() {
    let spec = spec("breaks");
    for (level, code) in [("major", 1), ("minor", 1), ("patch", 1), ("none", 0)] {
        let output = diff(&spec, &["old", "new", "--fail-on", level]);
        assert_eq!(output.status.code(), Some(code), "{level}");
        let text = stdout(&output);
        assert!(text.starts_with(MAJOR) && !text.contains('\u{1b}'), "{text}");
        assert!(text.contains("--> new/env/create_env.toml:12:1"), "{text}");
        assert!(text.contains("was old/env/create_env.toml:15:1"), "{text}");
    }
    let output = diff(&spec, &["new", "old"]);
    assert_eq!(output.status.code(), Some(0), "what adds is not a finding: {}", stdout(&output));
    assert_eq!(diff(&spec, &["new", "old", "--fail-on", "minor"]).status.code(), Some(1));
}

#[test]
fn the_folder_spec_is_the_new_one_unless_told_otherwise() {
    let spec = spec("usual");
    copy(&spec.0.join("new"), &spec.0.join("spec"));
    copy(&spec.0.join("new"), &spec.0.join("api"));
    let text = stdout(&diff(&spec, &["old"]));
    assert!(text.contains("--> spec/env/create_env.toml:12:1"), "{text}");
    let text = stdout(&diff(&spec, &["old", "--spec", "api"]));
    assert!(text.contains("--> api/env/create_env.toml:12:1"), "{text}");
}

#[test]
fn each_format() {
    let spec = spec("formats");
    let output = diff(&spec, &["old", "new", "--format", "json"]);
    assert_eq!(output.status.code(), Some(1));
    let json: Value = serde_json::from_slice(&output.stdout).unwrap();
    let change = &json["changes"][0];
    assert_eq!((&json["format"], &json["bump"]), (&1.into(), &"major".into()));
    assert_eq!(change["rule"], "request-field-removed");
    assert_eq!(change["old_place"]["line"], 15);
    assert_eq!(change["reaches"][0]["request"], true);
    let text = stdout(&diff(&spec, &["old", "new", "--format", "markdown"]));
    assert!(text.starts_with("### Spec: 1 change: 1 major\n") && text.contains("☐"), "{text}");
    let text = stdout(&diff(&spec, &["old", "new", "--format", "github"]));
    assert!(text.starts_with("::error file="), "{text}");
    assert!(text.contains("env/create_env.toml,line=12,col=1"), "{text}");
    let text = stdout(&diff(&spec, &["old", "new", "--format", "github", "--fail-on", "none"]));
    assert!(text.starts_with("::warning file="), "{text}");
    let output = diff(&spec, &["old", "new", "--format", "xml"]);
    assert_eq!(output.status.code(), Some(2));
}

#[test]
fn what_was_accepted_stays_accepted_when_lines_move() {
    let spec = spec("accepted");
    let output = diff(&spec, &["old", "new", "--approve", "nobody used it"]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    assert!(stdout(&output).contains(": nobody used it\n"), "{}", stdout(&output));
    let file = spec.0.join("new.approved.toml");
    let text = fs::read_to_string(&file).unwrap();
    assert!(text.contains("rule = \"request-field-removed\""), "{text}");
    // The file is beside the spec, and the compiler does not see it.
    assert_eq!(run(&["check", &format!("{}/new", spec.path())]).status.code(), Some(0));
    for side in ["old", "new"] {
        let path = format!("{side}/env/create_env.toml");
        let moved = fs::read_to_string(spec.0.join(&path)).unwrap();
        spec.write(&path, format!("# One\n\n# Two\n{moved}").as_bytes());
    }
    let output = diff(&spec, &["old", "new"]);
    assert_eq!(output.status.code(), Some(0), "{}", stdout(&output));
    assert!(stdout(&output).ends_with("1 change: 1 major; accepted: 1\n"), "{}", stdout(&output));
    // Another break is not covered by it, and one that is undone leaves it stale.
    let other = diff(&spec, &["old", "new", "--approvals", "none.toml"]);
    assert_eq!(other.status.code(), Some(1));
    let output = diff(&spec, &["old", "old", "--approvals", "new.approved.toml"]);
    assert!(stdout(&output).starts_with("stale approval "), "{}", stdout(&output));
    assert_eq!(output.status.code(), Some(0));
    // A second time there is nothing more to accept.
    diff(&spec, &["old", "new", "--approve", "again"]);
    assert_eq!(fs::read_to_string(&file).unwrap(), text);
}

#[test]
fn approvals_that_can_not_be_read() {
    let spec = spec("unreadable");
    for (text, why) in [
        ("approved = 1\n", "line 1: expected [[approved]]"),
        ("[[approved]]\nfingerprint = \"1\"\n", "needs a fingerprint and a reason"),
        ("[[approved]]\nfinger = \"1\"\n", "line 2: `finger` is not a key of an approval"),
        ("[[approved]\n", "line 1: "),
    ] {
        spec.write("new.approved.toml", text.as_bytes());
        refused(&diff(&spec, &["old", "new"]), why);
    }
    let output = diff(&spec, &["old", "new", "--approve", " "]);
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr(&output).contains("say why"), "{}", stderr(&output));
}

#[test]
fn the_version_must_cover_the_changes() {
    let spec = spec("versions");
    let manifest = |folder: &str, version: &str| {
        copy(&spec.0.join(folder), &spec.0.join(format!("{folder}-crate/spec")));
        let text = format!("[package]\nname = \"x\"\nversion = \"{version}\"\n");
        spec.write(&format!("{folder}-crate/Cargo.toml"), text.as_bytes());
    };
    manifest("old", "0.1.4");
    let sides = ["old-crate/spec", "new-crate/spec", "--fail-on", "none", "--check-version"];
    for (version, code) in [("0.1.4", 1), ("0.1.5", 1), ("0.2.0", 0), ("1.0.0", 0), ("0.1.3", 1)] {
        manifest("new", version);
        let output = diff(&spec, &sides);
        assert_eq!(output.status.code(), Some(code), "{version}: {}", stdout(&output));
    }
    let text = stdout(&diff(&spec, &sides));
    assert!(text.ends_with("from 0.1.4 to 0.1.3, and must be 0.2.0 at least\n"), "{text}");
    // A package that has its workspace's version, on the way up.
    spec.write("new-crate/Cargo.toml", b"[package]\nname = \"x\"\nversion.workspace = true\n");
    spec.write("Cargo.toml", b"[workspace.package]\nversion = \"0.2.0\"\n");
    let text = stdout(&diff(&spec, &sides));
    assert!(text.ends_with("from 0.1.4 to 0.2.0, which is enough\n"), "{text}");
    spec.write("Cargo.toml", b"[workspace.package]\nversion = \"two\"\n");
    refused(&diff(&spec, &sides), "in Cargo.toml is not a version");
}

#[test]
fn a_section_for_the_changelog() {
    let spec = spec("changelog");
    spec.write("Cargo.toml", b"[package]\nname = \"x\"\nversion = \"0.1.4\"\n");
    let text = stdout(&diff(&spec, &["old", "new", "--changelog", "--fail-on", "none"]));
    let expected = "## 0.2.0 (not yet released)\n\n- **Breaking:** the field `create_env request.label` is gone; it was `optional string`.\n";
    assert_eq!(text, expected);
}

#[test]
fn a_spec_with_problems_is_not_compared() {
    let spec = spec("problems");
    spec.write("bad/types.toml", b"EnvId = 1\n");
    for sides in [["bad", "new"], ["new", "bad"]] {
        let output = diff(&spec, &sides);
        assert_eq!(output.status.code(), Some(2));
        assert!(stderr(&output).contains("--> bad/types.toml:1:9"), "{}", stderr(&output));
        assert!(stderr(&output).contains("bad has problems"), "{}", stderr(&output));
        assert!(output.stdout.is_empty());
    }
}

#[test]
fn revisions_of_a_repository() {
    let Some(repository) = Repository::new("revisions") else { return };
    let spec = &repository.folder;
    // A branch against what is on the disk, from the top and from a folder inside.
    for (folder, arguments, shown) in [
        (".", &["first"][..], "--> spec/env/create_env.toml:12:1"),
        ("spec/env", &["first"], "--> ../../spec/env/create_env.toml:12:1"),
        ("spec/env", &["first:spec"], "--> ../../spec/env/create_env.toml:12:1"),
        ("spec/env", &["first:../../spec"], "--> ../../spec/env/create_env.toml:12:1"),
        (".", &["first", "HEAD"], "--> HEAD:spec/env/create_env.toml:12:1"),
        (".", &["HEAD~1", "second:spec/"], "--> second:spec/env/create_env.toml:12:1"),
        (".", &["first:spec", "./spec"], "--> ./spec/env/create_env.toml:12:1"),
    ] {
        let output = diff_in(&spec.0.join(folder), arguments);
        let text = stdout(&output) + &stderr(&output);
        assert_eq!(output.status.code(), Some(1), "{arguments:?}: {text}");
        assert!(text.starts_with(MAJOR) && text.contains(shown), "{arguments:?}: {text}");
        assert!(text.contains(":spec/env/create_env.toml:15:1"), "{arguments:?}: {text}");
    }
    // What is not committed counts on the disk alone.
    copy(&spec.0.join("old"), &spec.0.join("spec"));
    assert_eq!(diff(spec, &["first"]).status.code(), Some(0));
    assert_eq!(diff(spec, &["first", "HEAD"]).status.code(), Some(1));
}

#[test]
fn invalid_revisions_are_rejected() {
    let Some(repository) = Repository::new("no-revision") else { return };
    let spec = &repository.folder;
    refused(
        &diff(spec, &["nope"]),
        "nope is not a folder, and this repository has no such revision",
    );
    refused(&diff(spec, &["--", "--all"]), "`--all` is not a valid revision name");
    refused(&diff(spec, &["--", "--output=x"]), "`--output=x` is not a valid revision name");
    refused(&diff(spec, &[":spec"]), "`` is not a valid revision name");
    refused(&diff(spec, &["HEAD:nothing"]), "revision HEAD has no folder nothing");
    refused(&diff(spec, &["HEAD:spec/types.toml"]), "revision HEAD has no folder spec/types.toml");
    refused(&diff(spec, &["HEAD", "--spec", "nothing"]), "revision HEAD has no folder nothing");
    refused(&diff(spec, &["first..second"]), "no such revision");
    refused(&diff(spec, &["^first"]), "no such revision");
    assert!(!spec.0.join("x").exists());
}

#[test]
fn a_folder_with_the_name_of_a_revision() {
    let Some(repository) = Repository::new("ambiguous") else { return };
    let spec = &repository.folder;
    git(&spec.0, &["branch", "old"]);
    let output = diff(spec, &["old"]);
    let said = stderr(&output);
    assert!(said.starts_with("note: `old` is a folder and a revision"), "{said}");
    assert!(stdout(&output).contains("was old/env/create_env.toml"), "{}", stdout(&output));
    assert_eq!(diff(spec, &["old:spec"]).status.code(), Some(0), "the branch is the newest");
}

#[test]
fn no_repository_and_no_git() {
    let spec = spec("no-repository");
    // Nothing above the folder of the test is a repository to it.
    let mut command = program();
    command.args(["diff", "main"]).current_dir(&spec.0).env("GIT_CEILING_DIRECTORIES", &spec.0);
    let inside = command.env("GIT_DIR", spec.0.join("none")).output().unwrap();
    refused(&inside, "main is neither a folder nor a revision of a git repository");
    let mut command = program();
    let without = command.args(["diff", "main"]).current_dir(&spec.0).env("PATH", "").output();
    refused(&without.unwrap(), "the program `git`, which reads revisions, was not found");
}

#[test]
fn bare_and_shallow_clones() {
    let Some(repository) = Repository::new("clones") else { return };
    let spec = &repository.folder;
    git(&spec.0, &["clone", "-q", "--bare", ".", "bare"]);
    let bare = spec.0.join("bare");
    assert_eq!(diff_in(&bare, &["first", "second"]).status.code(), Some(1));
    refused(&diff_in(&bare, &["first"]), "spec is not a folder; name the new spec");
    let url = format!("file://{}", spec.path());
    git(&spec.0, &["clone", "-q", "--depth", "1", "--branch", "second", &url, "shallow"]);
    let shallow = spec.0.join("shallow");
    refused(&diff_in(&shallow, &["HEAD~1"]), "it is a shallow clone");
    assert_eq!(diff_in(&shallow, &["HEAD"]).status.code(), Some(0));
}

/// A clone whose only local branch is the one that is checked out, or that has none.
#[test]
fn a_branch_that_only_a_remote_has() {
    let Some(repository) = Repository::new("remotes") else { return };
    let spec = &repository.folder;
    let url = format!("file://{}", spec.path());
    git(&spec.0, &["clone", "-q", "--branch", "second", &url, "clone"]);
    let clone = spec.0.join("clone");
    let taken = |name: &str, as_name: &str| {
        let output = diff_in(&clone, &[name]);
        assert_eq!(output.status.code(), Some(1), "{name}: {}", stderr(&output));
        let note = format!("it is taken as `{as_name}`\n");
        assert!(stderr(&output).ends_with(&note), "{name}: {}", stderr(&output));
        assert!(stdout(&output).contains("create_env request.label"), "{}", stdout(&output));
    };
    taken("first", "origin/first");
    taken("first:spec", "origin/first");
    git(&clone, &["checkout", "-q", "--detach"]);
    taken("first", "origin/first");
    git(&clone, &["remote", "rename", "origin", "upstream"]);
    taken("first", "upstream/first");
    git(&clone, &["remote", "add", "fork", &url]);
    git(&clone, &["fetch", "-q", "fork"]);
    refused(&diff_in(&clone, &["first"]), "write one of `fork/first` and `upstream/first`");
    git(&clone, &["remote", "rename", "fork", "origin"]);
    taken("first", "origin/first");
    assert!(stderr(&diff_in(&clone, &["origin/first"])).is_empty());
    git(&clone, &["branch", "-q", "first", "origin/first"]);
    assert!(stderr(&diff_in(&clone, &["first"])).is_empty(), "its own branch comes first");
}

/// What is advised is done, and then it works.
#[test]
fn advice_that_helps() {
    let Some(repository) = Repository::new("advice") else { return };
    let spec = &repository.folder;
    git(&spec.0, &["tag", "v1", "first"]);
    let url = format!("file://{}", spec.path());
    let one_branch =
        ["clone", "-q", "--depth", "1", "--no-tags", "--branch", "second", &url, "one"];
    git(&spec.0, &one_branch);
    let clone = spec.0.join("one");
    let fetch = "`git fetch origin first:refs/remotes/origin/first` gets a branch of this name";
    refused(&diff_in(&clone, &["first"]), fetch);
    refused(&diff_in(&clone, &["origin/first"]), fetch);
    git(&clone, &["fetch", "-q", "origin", "first:refs/remotes/origin/first"]);
    assert_eq!(diff_in(&clone, &["first"]).status.code(), Some(1));
    refused(&diff_in(&clone, &["v1"]), "`git fetch origin tag v1` a tag");
    git(&clone, &["fetch", "-q", "origin", "tag", "v1"]);
    assert_eq!(diff_in(&clone, &["v1"]).status.code(), Some(1));
    refused(&diff_in(&clone, &["HEAD~1"]), "`git fetch --unshallow` gets the rest");
    git(&clone, &["fetch", "-q", "--unshallow"]);
    assert_eq!(diff_in(&clone, &["HEAD~1"]).status.code(), Some(1));
    refused(&diff_in(&clone, &["HEAD~9"]), "`HEAD` is there, and its history is not as long");
    refused(&diff_in(&clone, &["0123456789"]), "`git fetch origin 0123456789` gets a commit");
    refused(&diff_in(&clone, &["HEAD@{upstream}~9"]), "needs a branch that is checked out");
    refused(&diff_in(&spec.0, &["nope"]), "it has no remote to fetch it from");
    git(&spec.0, &["init", "-q", "empty"]);
    refused(&diff_in(&spec.0.join("empty"), &["HEAD"]), "it has no commit yet");
}

#[test]
fn odd_files_in_a_revision() {
    let Some(repository) = Repository::new("odd") else { return };
    let spec = &repository.folder;
    spec.write("spec/.hidden.toml", b"not TOML");
    spec.write("spec/notes on 中文.md", "Words\n".as_bytes());
    commit(&spec.0, "names");
    assert_eq!(diff(spec, &["HEAD"]).status.code(), Some(0), "{}", stderr(&diff(spec, &["HEAD"])));
    spec.write("spec/types.toml", b"\xff");
    commit(&spec.0, "not UTF-8");
    let output = diff(spec, &["HEAD", "first"]);
    assert!(stderr(&output).contains("error[not-utf8]"), "{}", stderr(&output));
    fs::File::create(spec.0.join("spec/types.toml")).unwrap().set_len(50_000_000).unwrap();
    commit(&spec.0, "large");
    refused(&diff(spec, &["HEAD", "first"]), "types.toml: larger than");
    #[cfg(unix)]
    {
        fs::remove_file(spec.0.join("spec/types.toml")).unwrap();
        std::os::unix::fs::symlink("errcodes.toml", spec.0.join("spec/types.toml")).unwrap();
        commit(&spec.0, "link");
        refused(&diff(spec, &["HEAD", "first"]), "types.toml: a symbolic link");
    }
}

/// Folders `old` and `new`, of which the new one lacks a field of a request.
fn spec(name: &str) -> Folder {
    let spec = Folder::new(&format!("diff-{name}"));
    copy(&here("diff-base"), &spec.0.join("old"));
    copy(&here("diff-base"), &spec.0.join("new"));
    copy(&here("diff/request-field-removed/new"), &spec.0.join("new"));
    spec
}

fn copy(from: &Path, to: &Path) {
    for file in read(from) {
        let path = to.join(&file.path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, file.content).unwrap();
    }
}

/// A repository whose branch `first` has the old spec and whose branch `second`, which is checked
/// out, has the new one.
struct Repository {
    folder: Folder,
}

impl Repository {
    #[allow(clippy::print_stderr, reason = "what was not tested is said")]
    fn new(name: &str) -> Option<Self> {
        if Command::new("git").arg("--version").output().is_err() {
            eprintln!("not tested: the program `git` was not found");
            return None;
        }
        let folder = spec(name);
        git(&folder.0, &["init", "-q", "--initial-branch", "first", "."]);
        copy(&folder.0.join("old"), &folder.0.join("spec"));
        commit(&folder.0, "old");
        git(&folder.0, &["checkout", "-q", "-b", "second"]);
        copy(&folder.0.join("new"), &folder.0.join("spec"));
        commit(&folder.0, "new");
        Some(Self { folder })
    }
}

fn commit(folder: &Path, message: &str) {
    git(folder, &["add", "spec"]);
    git(folder, &["commit", "-q", "-m", message]);
}

#[track_caller]
fn git(folder: &Path, arguments: &[&str]) {
    let author = ["-c", "user.name=a", "-c", "user.email=a@b.c", "-c", "commit.gpgsign=false"];
    let mut command = Command::new("git");
    command.args(author).args(arguments).current_dir(folder);
    let output = command.env("GIT_CONFIG_GLOBAL", "/dev/null").output().unwrap();
    assert!(output.status.success(), "{arguments:?}: {}", stderr(&output));
}

fn diff(spec: &Folder, arguments: &[&str]) -> Output {
    diff_in(&spec.0, arguments)
}

fn diff_in(folder: &Path, arguments: &[&str]) -> Output {
    program().arg("diff").args(arguments).current_dir(folder).output().unwrap()
}

#[track_caller]
fn refused(output: &Output, why: &str) {
    super::refuses(&["diff"], output, why);
}

/// Old and new side by side, in a page that loads nothing and takes nothing of a spec for markup.
#[test]
fn a_page_of_both_sides() {
    let spec = spec("both-sides");
    let page = stdout(&diff(&spec, &["old", "new", "--format", "html"]));
    assert!(page.starts_with("<!DOCTYPE html>") && page.ends_with("</html>"), "{page}");
    assert!(page.contains("name=\"viewport\"") && page.contains("default-src 'none'"), "{page}");
    assert!(page.contains("<div class=\"old\">") && page.contains("<div class=\"new\">"), "{page}");
    assert!(!page.contains("<script") && !page.contains("src=\""), "{page}");
}

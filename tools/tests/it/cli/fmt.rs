//! `fmt`.

use std::fs;

use expect_test::expect;

use super::{Folder, program, run, stderr, stdout};
use crate::spec::folder;

const ROUGH: &str = "EnvId={doc=\"Id\",type=\"string\"} # of it\nA={type=\"string\",doc=\"A\"}\n";
const SMOOTH: &str = "EnvId = { type = \"string\", doc = \"Id\" } # of it\nA     = { type = \"string\", doc = \"A\" }\n";

fn rough(name: &str) -> Folder {
    let spec = Folder::new(name);
    spec.write("types.toml", ROUGH.as_bytes());
    spec.write("notes.md", b"  as  it is");
    spec
}

#[test]
fn files_are_written() {
    let spec = rough("fmt");
    let output = run(&["fmt", spec.path()]);
    assert_eq!(output.status.code(), Some(0));
    let expected = expect![[r#"
        SPEC/types.toml: formatted
        SPEC: 1 of 1 files formatted
    "#]];
    expected.assert_eq(&stdout(&output).replace(spec.path(), "SPEC"));
    assert_eq!(fs::read_to_string(spec.0.join("types.toml")).unwrap(), SMOOTH);
    assert_eq!(fs::read_to_string(spec.0.join("notes.md")).unwrap(), "  as  it is");
    assert_eq!(fs::read_dir(&spec.0).unwrap().count(), 2, "something is left behind");
    let output = run(&["fmt", spec.path()]);
    assert_eq!(output.status.code(), Some(0));
    let said = stdout(&output);
    assert!(said.ends_with(": 1 files in canonical layout\n"), "{said}");
}

#[test]
fn a_check_writes_nothing() {
    let spec = rough("fmt-check");
    let output = run(&["fmt", "--check", spec.path()]);
    assert_eq!(output.status.code(), Some(1));
    let expected = expect![[r#"
        --- SPEC/types.toml
        +++ SPEC/types.toml, in canonical layout
        @@ -1,2 +1,2 @@
        -EnvId={doc="Id",type="string"} # of it
        -A={type="string",doc="A"}
        +EnvId = { type = "string", doc = "Id" } # of it
        +A     = { type = "string", doc = "A" }

        SPEC: 1 of 1 files not in canonical layout
    "#]];
    expected.assert_eq(&stdout(&output).replace(spec.path(), "SPEC"));
    assert_eq!(fs::read_to_string(spec.0.join("types.toml")).unwrap(), ROUGH);
    spec.write("types.toml", SMOOTH.as_bytes());
    assert_eq!(run(&["fmt", "--check", spec.path()]).status.code(), Some(0));
}

/// What can't be read is reported as `check` does; the other files are laid out all the same.
#[test]
fn a_bad_file_is_left_alone() {
    let spec = rough("fmt-bad");
    for (path, content) in [("a/b.toml", &b"name = \"b\nx  =  1\n"[..]), ("errcodes.toml", b"\xff")]
    {
        spec.write(path, content);
        let output = run(&["fmt", spec.path()]);
        assert_eq!(output.status.code(), Some(1));
        let said = stderr(&output);
        assert!(said.contains(&format!("--> {}/{path}:1:", spec.path())), "{said}");
        assert_eq!(fs::read(spec.0.join(path)).unwrap(), content);
        assert_eq!(fs::read_to_string(spec.0.join("types.toml")).unwrap(), SMOOTH);
    }
}

#[test]
fn line_ends_alone_are_a_difference() {
    let spec = Folder::new("fmt-crlf");
    spec.write("types.toml", SMOOTH.replace('\n', "\r\n").as_bytes());
    assert_eq!(run(&["fmt", "--check", spec.path()]).status.code(), Some(1));
    assert_eq!(run(&["fmt", spec.path()]).status.code(), Some(0));
    assert_eq!(fs::read_to_string(spec.0.join("types.toml")).unwrap(), SMOOTH);
}

#[cfg(unix)]
#[test]
fn permissions_and_links_stay() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let spec = rough("fmt-link");
    let elsewhere = Folder::new("fmt-elsewhere");
    let target = elsewhere.0.join("real.toml");
    fs::rename(spec.0.join("types.toml"), &target).unwrap();
    fs::set_permissions(&target, fs::Permissions::from_mode(0o640)).unwrap();
    symlink(&target, spec.0.join("types.toml")).unwrap();
    assert_eq!(run(&["fmt", spec.path()]).status.code(), Some(0));
    assert!(fs::symlink_metadata(spec.0.join("types.toml")).unwrap().is_symlink());
    assert_eq!(fs::read_to_string(&target).unwrap(), SMOOTH);
    assert_eq!(fs::metadata(&target).unwrap().permissions().mode() & 0o777, 0o640);
}

#[test]
fn the_folder_spec_unless_told_otherwise() {
    let output = program().args(["fmt", "--check"]).current_dir(folder("../..")).output().unwrap();
    assert_eq!(output.status.code(), Some(0), "{}", stdout(&output));
}

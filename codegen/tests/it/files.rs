//! Which files a spec may have.

use wechat_cloudbase_codegen::{Rule, SourceFile};

use crate::spec::{base, compiled};

#[test]
fn a_file_with_an_unknown_name_is_reported() {
    for path in [
        "notes.txt",
        "env/share_env.yaml",
        "errcode.toml",
        "env/share_env.toml.bak",
        "Types.toml",
        "a/b/c/x.json",
    ] {
        let mut files = base();
        files.push(SourceFile::new(path, "x = 1\n"));
        let diagnostics = compiled(&files).unwrap_err().diagnostics();
        assert_eq!(diagnostics.len(), 1, "{path}");
        assert_eq!(
            (diagnostics[0].rule, diagnostics[0].label.place.path.as_str()),
            (Rule::StrayFile, &*format!("spec/{path}"))
        );
    }
}

/// Two files of one name can't be on a disk, but they can be given.
#[test]
fn a_file_that_is_given_twice_is_reported() {
    for file in base() {
        let mut files = base();
        files.push(file.clone());
        assert!(compiled(&files).is_err(), "{}", file.path);
    }
}

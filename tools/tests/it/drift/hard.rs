//! Pages that are hard to read, each for one reason that its name tells: the draft of each, which has
//! everything that the page says.

use expect_test::expect_file;
use wechat_cloudbase_codegen::{SourceFile, check, check_unfinished};
use wechat_cloudbase_spec::drift::DriftOptions;
use wechat_cloudbase_spec::{draft, layout};

use super::pages_in;
use crate::here;
use crate::spec::read;

#[test]
fn nothing_of_a_hard_page_is_lost() {
    let shared = || {
        let files = read(&here("drift/spec")).into_iter();
        files.filter(|file| !file.path.starts_with("library/")).collect::<Vec<_>>()
    };
    let empty = check(&shared(), "").unwrap_or_else(|report| panic!("{report}"));
    for (name, page) in pages_in(&here("drift/hard")) {
        let mut options = DriftOptions::default();
        options.today = "2026-11-21".to_owned();
        let draft = draft(&empty, &SourceFile::new("page", page), &options);
        let draft = draft.unwrap_or_else(|why| panic!("{name} {why}"));
        expect_file![here("drift/drafts").join(format!("{name}.toml"))].assert_eq(&draft.text);
        let file = SourceFile::new(format!("library/{}.toml", draft.id), draft.text.clone());
        assert_eq!(layout::format(&file, "").unwrap(), draft.text, "{name}");
        let mut files = shared();
        files.push(file);
        if let Err(report) = check(&files, "") {
            panic!("{name}: {report}");
        }
    }
}

/// A spec in the making has types that its endpoints are still to use.
#[test]
fn a_spec_with_an_unused_type_takes_a_draft() {
    let files =
        [SourceFile::new("types.toml", "Shelf = { type = \"string\", doc = \"A shelf\" }\n")];
    assert!(check(&files, "").is_err());
    let spec = check_unfinished(&files, "").unwrap_or_else(|report| panic!("{report}"));
    let (_, page) = pages_in(&here("drift/hard")).remove(0);
    let mut options = DriftOptions::default();
    options.today = "2026-11-21".to_owned();
    draft(&spec, &SourceFile::new("page", page), &options).unwrap();
}

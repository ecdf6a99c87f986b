//! One interface, on a page in every layout. What differs, and the draft of a spec file from the same
//! page, which has everything that was read, are in `tests/drift/expected`.

use std::collections::BTreeSet;

use expect_test::expect_file;
use wechat_cloudbase_codegen::{SourceFile, Spec, check};
use wechat_cloudbase_spec::draft;
use wechat_cloudbase_spec::drift::{DriftOptions, DriftRule};

use super::{drift, findings, library, own_pages};
use crate::here;
use crate::spec::read;

#[test]
fn every_layout_is_read() {
    let (spec, empty) = (library(), without_endpoints());
    for (name, page) in own_pages() {
        let found = drift(&spec, &page);
        let mut text = format!("{}, {:?}, {} known\n", found.layout, found.endpoint, found.known);
        text.extend(findings(&found).into_iter().map(|line| line + "\n"));
        let mut options = DriftOptions::default();
        options.today = "2026-11-21".to_owned();
        match draft(&empty, &SourceFile::new("page", page), &options) {
            Ok(draft) => text.push_str(&format!("\n{}.toml\n\n{}", draft.id, draft.text)),
            Err(why) => text.push_str(&format!("\nno draft: the page {why}\n")),
        }
        expect_file![here("drift/expected").join(format!("{name}.txt"))].assert_eq(&text);
    }
}

/// All pages are about one of two endpoints, and all layouts say the same of it.
#[test]
fn every_layout_says_the_same() {
    let spec = library();
    for (name, page) in own_pages() {
        let found = drift(&spec, &page);
        let unexpected = found.findings.iter().filter(|finding| {
            // One page has an empty heading of the name, one a cloud call; one has lost a type.
            !matches!(finding.rule, DriftRule::Name | DriftRule::CloudCall | DriftRule::LostWord)
        });
        assert_eq!(unexpected.count(), 0, "{name}: {:#?}", findings(&found));
    }
}

#[test]
fn drafts_pass_the_check() {
    let empty = without_endpoints();
    for (name, page) in own_pages() {
        let mut options = DriftOptions::default();
        options.today = "2026-11-21".to_owned();
        let Ok(draft) = draft(&empty, &SourceFile::new("page", page), &options) else {
            assert!(name.contains("errcodes"), "{name} drafts nothing");
            continue;
        };
        let mut files = shared_files();
        files.push(SourceFile::new(format!("library/{}.toml", draft.id), draft.text));
        if let Err(report) = check(&files, "") {
            panic!("{name}: {report}");
        }
    }
}

#[test]
fn a_draft_of_an_endpoint_that_is_there() {
    let (_, page) = own_pages().remove(0);
    let why =
        draft(&library(), &SourceFile::new("page", page), &DriftOptions::default()).unwrap_err();
    assert!(why.contains("`list_shelf_books`, which the spec has"), "{why}");
}

#[test]
fn rules_have_ids_of_their_own() {
    let ids: BTreeSet<_> = DriftRule::ALL.iter().map(ToString::to_string).collect();
    assert_eq!(ids.len(), DriftRule::ALL.len());
    let docs = std::fs::read_to_string(here("../docs/drift.md")).unwrap();
    for rule in DriftRule::ALL {
        let row = format!("| `{rule}` | {} |", rule.meaning());
        assert!(docs.contains(&row), "docs/drift.md does not have: {row}");
    }
}

fn without_endpoints() -> Spec {
    check(&shared_files(), "").unwrap_or_else(|report| panic!("{report}"))
}

fn shared_files() -> Vec<SourceFile> {
    let files = read(&here("drift/spec")).into_iter();
    files.filter(|file| !file.path.starts_with("library/")).collect()
}

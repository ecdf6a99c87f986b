//! Nothing that a spec says is read and ignored.

use std::collections::BTreeSet;

use wechat_cloudbase_codegen::{OutputFile, Report, SourceFile, check};
use wechat_cloudbase_spec::dump;

use crate::leaves::{Leaf, USUAL, leaves, with, without};
use crate::lists::keys;
use crate::spec::{compiled, folders, name, read};

/// What only commands read: no binding has it, and the dump does.
const FOR_COMMANDS: &[&str] = &["seen"];

#[test]
#[ignore = "slow"]
fn without_any_key_something_changes() {
    let mut seen = BTreeSet::new();
    each_file(|files, file, text, before| {
        for leaf in leaves(text) {
            let said = leaf.said(text);
            seen.insert(leaf.name.clone());
            if USUAL.contains(&said.as_str()) {
                continue;
            }
            let after = with(files, file, without(text, &leaf));
            assert!(
                differs(before, &compiled(&after)) || is_dumped(&leaf, files, &after),
                "{}: nothing changes without `{said}`",
                files[file].path
            );
        }
    });
    let missing: Vec<_> = keys().into_iter().filter(|key| !seen.contains(key)).collect();
    assert!(missing.is_empty(), "no golden spec has {missing:?}");
}

#[test]
#[ignore = "slow"]
fn with_another_text_something_changes() {
    each_file(|files, file, text, before| {
        for leaf in leaves(text) {
            for value in leaf.texts.clone() {
                let quotes = if text[value.clone()].starts_with("'''") { 3 } else { 1 };
                let at = value.end - quotes;
                let changed = format!("{}q{}", &text[..at], &text[at..]);
                let after = with(files, file, changed);
                assert!(
                    is_dumped(&leaf, files, &after) || differs(before, &compiled(&after)),
                    "{}: nothing changes with {}q",
                    files[file].path,
                    &text[value]
                );
            }
        }
    });
}

fn each_file(mut check: impl FnMut(&[SourceFile], usize, &str, &[OutputFile])) {
    // `names` says one thing about very many names, and `own` what `plain` says.
    for case in folders("golden").into_iter().filter(|case| !matches!(name(case), "names" | "own"))
    {
        let files = read(&case.join("spec"));
        let before = compiled(&files).unwrap();
        for (index, file) in
            files.iter().enumerate().filter(|(_, file)| file.path.ends_with(".toml"))
        {
            check(&files, index, std::str::from_utf8(&file.content).unwrap(), &before);
        }
    }
}

fn differs(before: &[OutputFile], after: &Result<Vec<OutputFile>, Report>) -> bool {
    after.as_ref().map_or(true, |after| after != before)
}

fn is_dumped(leaf: &Leaf, before: &[SourceFile], after: &[SourceFile]) -> bool {
    let dump = |files: &[SourceFile]| check(files, "").map(|spec| dump(&spec)).ok();
    FOR_COMMANDS.contains(&leaf.name.as_str()) && dump(before) != dump(after)
}

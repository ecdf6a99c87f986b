//! Whatever is edited in a spec, a comparison names that edit, and nothing else.

use std::collections::BTreeSet;

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::Index;
use proptest::test_runner::RngSeed;
use wechat_cloudbase_codegen::{SourceFile, Spec};
use wechat_cloudbase_spec::diff::diff;

use super::edits::{Edit, Edited, OF_ENDPOINTS, OF_RECORDS, VALUE, edited};
use crate::here;
use crate::spec::{folder, folders, read};

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 400,
        failure_persistence: None,
        rng_seed: RngSeed::Fixed(20_261_121),
        ..ProptestConfig::default()
    })]

    #[test]
    #[ignore = "slow"]
    fn random_edits(spec in any::<Index>(), edits in vec((any::<Index>(), any::<Index>(), any::<usize>()), 1..4)) {
        SPECS.with(|specs| check(&specs[spec.index(specs.len())], &edits));
    }
}

/// No kind of edit is there only to be skipped.
#[test]
#[ignore = "slow"]
fn each_kind_of_edit_somewhere() {
    for edit in OF_ENDPOINTS.iter().chain(OF_RECORDS) {
        let count =
            SPECS.with(|specs| specs.iter().flat_map(|spec| fitting(spec, edit)).take(3).count());
        assert!(count > 0, "{} fits nowhere", edit.name);
    }
}

/// The places of a spec into which a kind of edit fits, of a few in each file.
fn fitting<'a>(spec: &'a Checked, edit: &'a Edit) -> impl Iterator<Item = (usize, usize)> + 'a {
    let places = (0..spec.files.len()).flat_map(|file| (0..12).map(move |at| (file, at)));
    places.filter(|(file, at)| {
        let mut files = spec.files.clone();
        let edited = one(&mut files, *file, edit, *at);
        let edited = edited.map(|edited| assert_named(spec, &files, &[edited], edit.name));
        edited.is_some()
    })
}

/// Makes edits in different files, as far as they leave a spec, and compares.
fn check(spec: &Checked, edits: &[(Index, Index, usize)]) {
    let mut files = spec.files.clone();
    let mut seen = BTreeSet::new();
    let mut expected = Vec::new();
    for (file, edit, at) in edits {
        let file = file.index(files.len());
        let kinds = if files[file].path.contains('/') { OF_ENDPOINTS } else { OF_RECORDS };
        if seen.insert(file) {
            expected.extend(one(&mut files, file, edit.get(kinds), *at));
        }
    }
    assert_named(spec, &files, &expected, "random edits");
}

/// Makes one edit, unless it leaves no spec.
fn one(files: &mut [SourceFile], file: usize, edit: &Edit, at: usize) -> Option<Edited> {
    let is_of_endpoints = OF_ENDPOINTS.iter().any(|other| other.name == edit.name);
    let before = files[file].clone();
    if !before.path.ends_with(".toml") || before.path.contains('/') != is_of_endpoints {
        return None;
    }
    let (after, edited) = edited(&before, edit, at)?;
    files[file] = after;
    if wechat_cloudbase_codegen::check(files, "").is_err() {
        files[file] = before;
        return None;
    }
    Some(edited)
}

#[track_caller]
fn assert_named(old: &Checked, new: &[SourceFile], edits: &[Edited], what: &str) {
    let changes = diff(&old.spec, &super::checked(new));
    let mut expected: Vec<_> = edits.iter().flatten().collect();
    for change in changes.all() {
        let is_it = |(rule, subject): &&(&str, String)| {
            let is_about = subject.ends_with(VALUE) || change.subject.ends_with(subject);
            *rule == change.rule.id() && is_about
        };
        let index = expected.iter().position(is_it);
        let index = index.unwrap_or_else(|| panic!("{what}, {edits:?}: {}", changes.text(false)));
        expected.remove(index);
    }
    assert!(expected.is_empty(), "{what}: {expected:?} was not named: {}", changes.text(false));
}

/// A spec, and what has been made of it once.
struct Checked {
    files: Vec<SourceFile>,
    spec: Spec,
}

thread_local! {
    static SPECS: Vec<Checked> = specs();
}

fn specs() -> Vec<Checked> {
    let golden = folders("golden").into_iter().map(|case| case.join("spec"));
    let folders = golden.chain([here("diff-base"), folder("../../spec")]);
    let checked = |files: Vec<SourceFile>| Checked { spec: super::checked(&files), files };
    folders.map(|folder| checked(read(&folder))).collect()
}

//! Changes from one spec to another.
//!
//! A rule has a folder in `tests/diff`, with the files in which an old and a new spec differ from
//! `tests/diff-base`. `UPDATE_EXPECT=1 cargo test` renews `expected.txt`; read it as the reviewer
//! who must decide.

mod edits;
mod named;
mod page;
mod semver;

use std::collections::BTreeSet;
use std::path::Path;

use expect_test::expect_file;
use wechat_cloudbase_codegen::{SourceFile, Spec, check};
use wechat_cloudbase_spec::diff::{Bump, Change, ChangeRule, Changes, Effect, diff};

use crate::here;
use crate::leaves::{USUAL, leaves, with, without};
use crate::shuffle::{SHUFFLES, shuffled};
use crate::spec::{folder, folders, folders_in, name, over, read};

#[test]
fn every_rule_is_found_in_its_pair_and_said_as_expected() {
    for case in folders_in(&here("diff")) {
        let changes = changes(&case);
        let found = changes.all().iter().any(|change| change.rule.id() == name(&case));
        assert!(found, "{}: {}", name(&case), changes.text(false));
        expect_file![case.join("expected.txt")].assert_eq(&changes.text(false));
    }
}

#[test]
fn every_rule_has_a_pair() {
    let rules: BTreeSet<_> = ChangeRule::ALL.iter().map(|rule| rule.id().to_owned()).collect();
    let pairs: BTreeSet<_> =
        folders_in(&here("diff")).iter().map(|case| name(case).to_owned()).collect();
    assert_eq!(pairs, rules);
    assert_eq!(rules.len(), ChangeRule::ALL.len(), "two rules with one id");
}

/// Nothing is lost on the way back: what was added in one direction is gone in the other.
#[test]
fn every_pair_is_a_change_in_both_directions() {
    for case in folders_in(&here("diff")) {
        let (old, new) = (checked(&side(&case, "old")), checked(&side(&case, "new")));
        let (there, back) = (diff(&old, &new), diff(&new, &old));
        assert!(!back.all().is_empty(), "{}", name(&case));
        let halves = |changes: &Changes| changes.all().len();
        // A rename with a hint is one change, and without it two.
        assert!(halves(&there) <= halves(&back), "{}: {}", name(&case), back.text(false));
    }
}

#[test]
#[ignore = "slow"]
fn a_spec_shuffled_is_the_same_spec() {
    let golden = folders("golden").into_iter().map(|case| case.join("spec"));
    let pairs = folders_in(&here("diff")).into_iter().map(|case| side(&case, "new"));
    let real = [folder("../../spec"), folder("base"), here("diff-base")];
    let specs = golden.chain(real).map(|folder| read(&folder)).chain(pairs);
    for files in specs {
        let spec = checked(&files);
        for seed in 1..=SHUFFLES {
            let changes = diff(&spec, &checked(&shuffled(&files, seed)));
            assert!(changes.all().is_empty(), "seed {seed}: {}", changes.text(false));
        }
    }
}

#[test]
fn what_breaks_rust_or_asks_for_more_is_major_and_what_adds_is_minor() {
    for rule in ChangeRule::ALL {
        let least = match (rule.rust(), rule.wire().max(rule.behaviour())) {
            (Effect::Breaks, _) => Bump::Major,
            (Effect::Adds | Effect::Changes, _) | (_, Effect::Adds | Effect::Breaks) => Bump::Minor,
            _ if rule.wire() == Effect::Changes => Bump::Minor,
            _ => Bump::Patch,
        };
        assert!(rule.bump() >= least, "{rule} is {}, and at least {least}", rule.bump());
        for template in [rule.says(), rule.who()] {
            let left = ["{name}", "{of}", "{old}", "{new}"]
                .iter()
                .fold(template.to_owned(), |text, part| text.replace(part, ""));
            assert!(!left.contains(['{', '}']), "{rule}: {template}");
        }
    }
}

/// Whatever a spec says, a comparison with one that does not say it has a change.
#[test]
#[ignore = "slow"]
fn nothing_that_a_spec_says_is_left_out() {
    for case in folders("golden").into_iter().filter(|case| !matches!(name(case), "names" | "own"))
    {
        let files = read(&case.join("spec"));
        let spec = checked(&files);
        let toml = files.iter().enumerate().filter(|(_, file)| file.path.ends_with(".toml"));
        for (index, file) in toml {
            let text = std::str::from_utf8(&file.content).unwrap();
            for leaf in leaves(text) {
                let said = leaf.said(text);
                let without = check(&with(&files, index, without(text, &leaf)), "");
                let same = without.is_ok_and(|without| diff(&spec, &without).all().is_empty());
                assert!(!same || USUAL.contains(&&*said), "{}: without {said}", file.path);
            }
        }
    }
}

/// Approvals go by it, so it must neither depend on lines nor be shared.
#[test]
fn a_fingerprint_is_one_of_a_change_wherever_its_lines_stand() {
    let mut seen = BTreeSet::new();
    for case in folders_in(&here("diff")) {
        let (old, new) = (side(&case, "old"), side(&case, "new"));
        let fingerprints = |old: &[SourceFile], new: &[SourceFile]| {
            let changes = diff(&checked(old), &checked(new));
            let fingerprints = changes.all().iter().map(Change::fingerprint);
            fingerprints.collect::<BTreeSet<_>>()
        };
        let before = fingerprints(&old, &new);
        assert_eq!(before.len(), changes(&case).all().len(), "{}", name(&case));
        assert_eq!(before, fingerprints(&shuffled(&old, 3), &shuffled(&new, 4)), "{}", name(&case));
        seen.extend(before);
    }
    assert!(seen.len() >= 105, "{}", seen.len());
}

pub(crate) fn changes(case: &Path) -> Changes {
    diff(&checked(&side(case, "old")), &checked(&side(case, "new")))
}

/// One of the two specs of a pair.
pub(crate) fn side(case: &Path, side: &str) -> Vec<SourceFile> {
    let own = case.join(side);
    let own = if own.is_dir() { read(&own) } else { Vec::new() };
    over(read(&here("diff-base")), own)
}

#[track_caller]
pub(crate) fn checked(files: &[SourceFile]) -> Spec {
    check(files, "spec/").unwrap_or_else(|report| panic!("{report}"))
}

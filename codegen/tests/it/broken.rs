//! Broken specs: there is one for each rule, and its diagnostics are of use to a build script.
//!
//! A case is a folder in `tests/broken` with the files in which it differs from `tests/base`, and in
//! `expected.txt` what its author sees. `check` of `tools/` draws that, and so a test there holds it.

use std::collections::BTreeSet;

use wechat_cloudbase_codegen::{Report, Rule};

use crate::spec::{base, compiled, folders, name, over_base};

#[test]
fn the_base_is_fine() {
    if let Err(report) = compiled(&base()) {
        panic!("{report}");
    }
}

#[test]
fn every_rule_has_a_case() {
    let cases = folders("broken");
    assert!(cases.len() >= 95, "{} cases", cases.len());
    let found: BTreeSet<_> =
        cases.iter().flat_map(|case| report(case).diagnostics()).map(|found| found.rule).collect();
    let missing: Vec<_> = Rule::ALL.iter().filter(|rule| !found.contains(rule)).collect();
    assert!(missing.is_empty(), "no broken spec for {missing:?}");
}

#[test]
fn rules_have_ids_of_their_own() {
    let ids: BTreeSet<_> = Rule::ALL.iter().map(|rule| rule.id()).collect();
    assert_eq!(ids.len(), Rule::ALL.len());
    let plain = |id: &str| {
        id.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
    };
    assert!(ids.iter().all(|id| plain(id)), "{ids:?}");
}

/// What a build script prints: one line per problem, however many lines the picture has.
#[test]
fn every_problem_is_one_line_for_cargo() {
    for case in folders("broken") {
        let report = report(&case);
        let diagnostics = report.diagnostics();
        assert_eq!(report.to_string().lines().count(), diagnostics.len(), "{}", name(&case));
        for diagnostic in diagnostics {
            let line = diagnostic.to_string();
            assert!(line.starts_with("spec/") && line.contains(diagnostic.rule.id()), "{line}");
            assert!(
                line.chars().count() < 1200 && !line.contains(char::is_control)
                    || line.contains('\t'),
                "{line}"
            );
        }
    }
}

#[test]
fn both_places_of_a_collision_are_shown() {
    let collisions = [
        Rule::NameCollision,
        Rule::EndpointCollision,
        Rule::ErrcodeCollision,
        Rule::PermissionSetCollision,
    ];
    for case in folders("broken") {
        for diagnostic in report(&case).diagnostics() {
            let one_place = diagnostic.message.contains("in the query string twice");
            let collides = collisions.contains(&diagnostic.rule) && !one_place;
            assert!(!collides || diagnostic.other.is_some(), "{}: {diagnostic}", name(&case));
        }
    }
}

fn report(case: &std::path::Path) -> Report {
    let Err(report) = compiled(&over_base(case)) else {
        panic!("{} compiles", name(case));
    };
    report
}

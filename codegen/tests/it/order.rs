//! The order of files and of keys changes nothing.

use wechat_cloudbase_codegen::{Diagnostic, Report, Rule, SourceFile};

use crate::shuffle::{Random, SHUFFLES, shuffled};
use crate::spec::{compiled, folder, folders, name, over_base, read};

#[test]
#[ignore = "slow"]
fn outputs_are_the_same_for_shuffled_files_and_keys() {
    let golden = folders("golden").into_iter().map(|case| case.join("spec"));
    for spec in golden.chain([folder("../../spec"), folder("base")]) {
        let files = read(&spec);
        let expected = compiled(&files).unwrap();
        for seed in 1..=SHUFFLES {
            let shuffled = shuffled(&files, seed);
            let outputs = compiled(&shuffled).unwrap_or_else(|report| panic!("{report}"));
            for (output, expected) in outputs.iter().zip(&expected) {
                assert_eq!(output, expected, "{} of {}, seed {seed}", output.name, spec.display());
            }
        }
    }
}

#[test]
fn the_shuffle_moves_files_and_keys() {
    let files = read(&folder("golden/words/spec"));
    let shuffled = shuffled(&files, 1);
    assert_ne!(paths(&files), paths(&shuffled));
    let moved = |file: &&SourceFile| {
        files.iter().any(|old| old.path == file.path && old.content != file.content)
    };
    assert!(shuffled.iter().filter(moved).count() >= 4);
}

#[test]
fn reports_are_the_same_for_shuffled_files() {
    for case in folders("broken") {
        let mut files = over_base(&case);
        let expected = report(&files).to_string();
        for seed in 1..=SHUFFLES {
            Random(seed).shuffle(&mut files);
            assert_eq!(report(&files).to_string(), expected, "{}, seed {seed}", name(&case));
        }
    }
}

/// Their places move with the keys; the messages stay the same.
#[test]
fn reports_say_the_same_for_shuffled_keys() {
    for case in folders("broken") {
        let files = over_base(&case);
        let report_before = report(&files);
        let unreadable = |found: &Diagnostic| matches!(found.rule, Rule::Toml | Rule::NotUtf8);
        if report_before.diagnostics().iter().any(unreadable) {
            continue;
        }
        for seed in 1..=SHUFFLES {
            let after = report(&shuffled(&files, seed));
            assert_eq!(said(&after), said(&report_before), "{}, seed {seed}", name(&case));
        }
    }
}

fn report(files: &[SourceFile]) -> Report {
    compiled(files).expect_err("it compiles")
}

fn said(report: &Report) -> Vec<(Rule, String, Option<String>)> {
    let said =
        report.diagnostics().into_iter().map(|found| (found.rule, found.message, found.help));
    let mut said: Vec<_> = said.collect();
    said.sort();
    said
}

fn paths(files: &[SourceFile]) -> Vec<&str> {
    files.iter().map(|file| file.path.as_str()).collect()
}

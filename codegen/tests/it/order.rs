//! The order of files and of keys changes nothing.

use wechat_cloudbase_codegen::{Diagnostic, Report, Rule, SourceFile};

use crate::spec::{compiled, folder, folders, name, over_base, read};

pub(crate) const SHUFFLES: u64 = 12;

#[test]
#[ignore = "slow"]
fn outputs_are_the_same_for_shuffled_files_and_keys() {
    let golden = folders("golden").into_iter().map(|case| case.join("spec"));
    for spec in golden.chain([folder("../../spec"), folder("base")]) {
        let files = read(&spec);
        let expected = compiled(&files).unwrap();
        for seed in 1..=SHUFFLES {
            let shuffled = shuffled(&files, seed);
            let outputs =
                compiled(&shuffled).unwrap_or_else(|report| panic!("{}", report.render(false)));
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
        let expected = report(&files).render(false);
        for seed in 1..=SHUFFLES {
            Random(seed).shuffle(&mut files);
            assert_eq!(report(&files).render(false), expected, "{}, seed {seed}", name(&case));
        }
    }
}

/// Their places move with the keys; what they say stays.
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

pub(crate) fn shuffled(files: &[SourceFile], seed: u64) -> Vec<SourceFile> {
    let mut random = Random(seed);
    let shuffle = |file: &SourceFile| {
        let text = String::from_utf8(file.content.clone()).unwrap();
        let is_toml = file.path.ends_with(".toml");
        let text = if is_toml { shuffled_keys(&text, &file.path, &mut random) } else { text };
        SourceFile::new(file.path.clone(), text)
    };
    let mut files: Vec<_> = files.iter().map(shuffle).collect();
    random.shuffle(&mut files);
    files
}

/// Keys change places inside their table, and tables among each other. Items of an array of tables
/// keep their order where it means something: sources and corrections are listed as they are given.
fn shuffled_keys(text: &str, path: &str, random: &mut Random) -> String {
    let text = text.trim_start_matches('\u{feff}');
    let mut tables: Vec<Vec<String>> = vec![vec![String::new()]];
    for line in text.lines() {
        let line = format!("{line}\n");
        let starts_table = line.starts_with('[');
        let starts_key = line.find('=').is_some_and(|at| is_key(line[..at].trim()));
        if starts_table {
            tables.push(vec![line]);
        } else if starts_key {
            tables.last_mut().unwrap().push(line);
        } else {
            tables.last_mut().unwrap().last_mut().unwrap().push_str(&line);
        }
    }
    tables.iter_mut().for_each(|table| random.shuffle(&mut table[1..]));
    let root = tables.remove(0);
    let (mut items, mut plain): (Vec<_>, Vec<_>) =
        tables.into_iter().partition(|table| table[0].starts_with("[["));
    random.shuffle(&mut plain);
    if !path.contains('/') {
        random.shuffle(&mut items);
    }
    let tables = [root].into_iter().chain(plain).chain(items);
    tables.flatten().collect()
}

fn is_key(text: &str) -> bool {
    text.starts_with('"')
        || !text.is_empty()
            && text.chars().all(|char| char.is_alphanumeric() || "._-".contains(char))
}

/// Numbers that are the same in every run.
struct Random(u64);

impl Random {
    fn below(&mut self, end: usize) -> usize {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % end
    }

    fn shuffle<T>(&mut self, items: &mut [T]) {
        for last in (1..items.len()).rev() {
            items.swap(last, self.below(last + 1));
        }
    }
}

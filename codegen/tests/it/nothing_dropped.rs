//! Nothing that a spec says is read and ignored.

use std::collections::BTreeSet;
use std::ops::Range;

use toml::de::{DeTable, DeValue};
use wechat_cloudbase_codegen::{OutputFile, Report, Rule, SourceFile, Spec};

use crate::notation;
use crate::spec::{base, compiled, folders, name, read};

/// What says the same as saying nothing.
pub(crate) const USUAL: &[&str] = &[
    r#"status = "current""#,
    r#"in = "body""#,
    "optional = false",
    "essential = false",
    "errcode_on_success = true",
    "secret = false",
    "text = false",
    r#"token_field = "access_token""#,
];

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

/// The keys whose values are no tables.
pub(crate) fn keys() -> BTreeSet<String> {
    let lists = notation::lists().into_iter().filter(|(what, _)| what.starts_with("not a key"));
    let tables = [
        "request",
        "response",
        "sample",
        "types",
        "fields",
        "source",
        "area",
        "correction",
        "errcode",
        "permission_set",
    ];
    lists.flat_map(|(_, keys)| keys).filter(|key| !tables.contains(&key.as_str())).collect()
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
    let dump = |files: &[SourceFile]| Spec::check(files, "").map(|spec| spec.dump()).ok();
    FOR_COMMANDS.contains(&leaf.name.as_str()) && dump(before) != dump(after)
}

pub(crate) fn with(files: &[SourceFile], index: usize, text: String) -> Vec<SourceFile> {
    let mut files = files.to_vec();
    files[index].content = text.into_bytes();
    files
}

/// A key with a value that is no table.
pub(crate) struct Leaf {
    pub(crate) name: String,
    key: Range<usize>,
    value: Range<usize>,
    /// Strings in the value.
    texts: Vec<Range<usize>>,
}

impl Leaf {
    /// The key with its value, in one line.
    pub(crate) fn said(&self, text: &str) -> String {
        let said = &text[self.key.start..self.value.end];
        said.split_whitespace().collect::<Vec<_>>().join(" ")
    }
}

pub(crate) fn leaves(text: &str) -> Vec<Leaf> {
    let root = DeTable::parse(text).unwrap();
    let mut leaves = Vec::new();
    collect(root.get_ref(), &mut leaves);
    leaves
}

fn collect(table: &DeTable<'_>, leaves: &mut Vec<Leaf>) {
    for (key, value) in table {
        let mut texts = Vec::new();
        match value.get_ref() {
            DeValue::Table(inner) => {
                collect(inner, leaves);
                continue;
            }
            DeValue::Array(items) => {
                for item in items {
                    match item.get_ref() {
                        DeValue::Table(inner) => collect(inner, leaves),
                        DeValue::String(_) => texts.push(item.span()),
                        _ => {}
                    }
                }
            }
            DeValue::String(_) => texts.push(value.span()),
            _ => {}
        }
        let is_table_array = matches!(value.get_ref(), DeValue::Array(items) if items.iter().any(|item| item.get_ref().is_table()));
        if !is_table_array || key.get_ref() == "enum" {
            let name = key.get_ref().to_string();
            leaves.push(Leaf { name, key: key.span(), value: value.span(), texts });
        }
    }
}

/// The text without a key, its value and the comma that they leave behind.
pub(crate) fn without(text: &str, leaf: &Leaf) -> String {
    let (before, after) = (&text[..leaf.key.start], &text[leaf.value.end..]);
    let line_before = before.rsplit('\n').next().unwrap();
    if !line_before.contains('{') {
        return format!("{}{after}", before.strip_suffix(line_before).unwrap());
    }
    match (before.trim_end().strip_suffix(','), after.trim_start().strip_prefix(',')) {
        (_, Some(after)) => format!("{before}{after}"),
        (Some(before), None) => format!("{before}{after}"),
        (None, None) => format!("{before}{after}"),
    }
}

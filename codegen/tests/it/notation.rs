//! The keys and words of the notation, as the compiler itself lists them to who gets one wrong.

use std::collections::BTreeSet;
use std::fs;

use wechat_cloudbase_codegen::SourceFile;

use crate::leaves::leaves;
use crate::lists::{examples, keys, lists};
use crate::spec::{compiled, folder};

#[test]
fn every_list_is_found() {
    let lists = lists();
    let names: Vec<_> = lists.keys().map(String::as_str).collect();
    let expected = [
        "no answer to whether a call may be repeated",
        "no class",
        "no kind of token",
        "no method",
        "no place",
        "no status of an endpoint",
        "not a key of a correction",
        "not a key of a field",
        "not a key of a permission set",
        "not a key of a sample",
        "not a key of a source",
        "not a key of a type",
        "not a key of a value",
        "not a key of an area",
        "not a key of an endpoint",
        "not a key of an errcode",
        "not a key of errcodes.toml",
        "not a key of permission_sets.toml",
    ];
    assert_eq!(names, expected);
}

/// `spec/README.md` is where people learn the notation; nothing of it may be missing there.
#[test]
fn the_page_about_the_notation_has_every_key_and_word() {
    let page = fs::read_to_string(folder("../../spec/README.md")).unwrap();
    let code: BTreeSet<_> = words_in_code(&page);
    for (what, list) in lists() {
        for word in list {
            assert!(
                code.contains(word.as_str()),
                "spec/README.md does not mention `{word}` ({what})"
            );
        }
    }
    for ty in ["string", "int", "float", "bool", "json", "object"] {
        assert!(code.contains(ty), "spec/README.md does not mention the type `{ty}`");
    }
}

/// Every rule that a spec has to keep is on the page as well.
#[test]
fn the_examples_on_the_page_are_a_spec() {
    let files = examples();
    assert!(files.len() >= 6, "{} files", files.len());
    if let Err(report) = compiled(&files) {
        panic!("{report}");
    }
}

#[test]
fn every_key_has_an_example_on_the_page() {
    let files = examples();
    let text = |file: &SourceFile| String::from_utf8(file.content.clone()).unwrap();
    let used: BTreeSet<_> =
        files.iter().flat_map(|file| leaves(&text(file))).map(|leaf| leaf.name).collect();
    let missing: Vec<_> = keys().into_iter().filter(|key| !used.contains(key)).collect();
    assert!(missing.is_empty(), "no example on the page has {missing:?}");
}

/// The words between backticks and in blocks of code.
fn words_in_code(page: &str) -> BTreeSet<&str> {
    let code = page.split('`').skip(1).step_by(2);
    code.flat_map(|code| {
        code.split(|char: char| !char.is_ascii_alphanumeric() && !"_.-".contains(char))
    })
    .flat_map(|word| [word, word.trim_matches('.')])
    .chain(page.split("```").skip(1).step_by(2).flat_map(|block| block.split_whitespace()))
    .collect()
}

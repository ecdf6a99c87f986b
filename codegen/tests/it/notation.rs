//! The keys and words of the notation, as the compiler itself lists them to who gets one wrong.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use wechat_cloudbase_codegen::{Rule, SourceFile};

use crate::nothing_dropped::{keys, leaves};
use crate::spec::{compiled, folder};

/// Every table with an unknown key, and every key of words with an unknown word.
const ENDPOINT: &str = r#"
zzzzzz = 1
method = "zzzzzz"
tokens = ["zzzzzz"]
repeat = "zzzzzz"
status = "zzzzzz"
request.a = { zzzzzz = 1, in = "zzzzzz", type = "string", doc = "A", enum = [{ zzzzzz = 1, value = "a" }] }
types.T.zzzzzz = 1
sample.zzzzzz = 1
source = [{ zzzzzz = 1 }]
correction = [{ zzzzzz = 1 }]
"#;

const RECORDS: &[(&str, &str)] = &[
    (
        "errcodes.toml",
        "zzzzzz = 1\n[[errcode]]\nzzzzzz = 1\nclass = \"zzzzzz\"\n[[area]]\nzzzzzz = 1\n",
    ),
    ("permission_sets.toml", "zzzzzz = 1\n[[permission_set]]\nzzzzzz = 1\n"),
];

/// The keys of each kind of table, and the words of each kind of word, by how messages call them.
pub(crate) fn lists() -> BTreeMap<String, Vec<String>> {
    let records = RECORDS.iter().map(|(path, text)| SourceFile::new(*path, *text));
    let files: Vec<_> = records.chain([SourceFile::new("section/zzzzzz.toml", ENDPOINT)]).collect();
    let diagnostics = compiled(&files).unwrap_err().diagnostics();
    let told = diagnostics
        .iter()
        .filter(|found| matches!(found.rule, Rule::UnknownKey | Rule::UnknownWord));
    told.map(|found| {
        let (_, list) = found.help.as_ref().unwrap().split_once(": ").unwrap();
        (found.label.text.clone(), list.split(", ").map(str::to_owned).collect())
    })
    .collect()
}

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
        panic!("{}", report.render(false));
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

/// The blocks that begin with the path of a file.
pub(crate) fn examples() -> Vec<SourceFile> {
    let page = fs::read_to_string(folder("../../spec/README.md")).unwrap();
    let blocks = page.split("```toml\n# spec/").skip(1);
    let file = |block: &str| {
        let (path, text) = block.split("```").next().unwrap().split_once('\n').unwrap();
        SourceFile::new(path.trim(), text)
    };
    blocks.map(file).collect()
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

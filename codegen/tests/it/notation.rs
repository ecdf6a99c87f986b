//! The keys and words of the notation, as the compiler lists them in diagnostics.

use std::collections::BTreeSet;
use std::fs;

use wechat_cloudbase_codegen::SourceFile;
use wechat_cloudbase_codegen::notation::words::{BuiltIn, all};
use wechat_cloudbase_codegen::notation::{
    AREA, CORRECTION, DELAY, DEPRECATED, ENDPOINT, ERRCODE, FIELD, Key, PAGES, PERMISSION_SET,
    SAMPLE, SOURCE, Side, TYPE_OF_ITS_OWN, Table, VALUE, Value, WAIT,
};

use crate::leaves::leaves;
use crate::lists::{examples, keys, lists};
use crate::spec::{compiled, folder};

#[test]
fn every_list_is_found() {
    let lists = lists();
    let names: Vec<_> = lists.keys().map(String::as_str).collect();
    let expected = [
        "not a class",
        "not a key of a correction",
        "not a key of a delay",
        "not a key of a deprecation",
        "not a key of a field",
        "not a key of a paged list",
        "not a key of a permission set",
        "not a key of a sample",
        "not a key of a source",
        "not a key of a type",
        "not a key of a value",
        "not a key of a wait",
        "not a key of an area",
        "not a key of an endpoint",
        "not a key of an errcode",
        "not a key of errcodes.toml",
        "not a key of permission_sets.toml",
        "not a kind of token",
        "not a meaning of absence",
        "not a method",
        "not a place",
        "not a status of an endpoint",
        "not a style of pages",
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
    for ty in all::<BuiltIn>() {
        assert!(code.contains(ty.word), "spec/README.md does not mention the type `{}`", ty.word);
    }
}

/// The reference on the page is what the rows say. `UPDATE_EXPECT=1 cargo test notation` renews it.
#[test]
fn the_reference_on_the_page_is_that_of_the_rows() {
    const START: &str = "<!-- keys -->\n";
    let path = folder("../../spec/README.md");
    let page = fs::read_to_string(&path).unwrap();
    let from = page.find(START).expect("a mark") + START.len();
    let to = page.find("<!-- /keys -->").expect("a mark");
    let updated = format!("{}{}{}", &page[..from], reference(), &page[to..]);
    if std::env::var_os("UPDATE_EXPECT").is_some() {
        fs::write(&path, &updated).unwrap();
    } else {
        assert!(page == updated, "out of date: UPDATE_EXPECT=1 cargo test notation writes it");
    }
}

fn reference() -> String {
    let tables = [
        ("An endpoint", &ENDPOINT),
        ("A field", &FIELD),
        ("`deprecated` of a field", &DEPRECATED),
        ("A type", &TYPE_OF_ITS_OWN),
        ("A value of an `enum`", &VALUE),
        ("`[wait.NAME]`", &WAIT),
        ("`delay` of a wait", &DELAY),
        ("`[pages]`", &PAGES),
        ("`[sample]`", &SAMPLE),
        ("`[[source]]`", &SOURCE),
        ("`[[correction]]`", &CORRECTION),
        ("`[[errcode]]`", &ERRCODE),
        ("`[[area]]`", &AREA),
        ("`[[permission_set]]`", &PERMISSION_SET),
    ];
    let sections: String = tables.into_iter().map(|(title, table)| section(title, table)).collect();
    sections + "\n"
}

/// A table of keys, and one for each list of words.
fn section(title: &str, table: &Table) -> String {
    let rows: String = table.keys.iter().map(row).collect();
    let mut section =
        format!("\n### {title}\n\n| key | takes | needed | meaning |\n|---|---|---|---|\n{rows}");
    for key in table.keys {
        let item = match key.value {
            Value::List(item) => *item,
            value => value,
        };
        let words = match item {
            Value::Word(words) => words(),
            // Once for fields and types.
            Value::Type if table.what == FIELD.what => all::<BuiltIn>(),
            _ => continue,
        };
        section += &format!("\n| `{}` | what it says |\n|---|---|\n", key.name);
        section.extend(words.iter().map(|word| format!("| `{}` | {} |\n", word.word, word.doc)));
    }
    section
}

fn row(key: &Key) -> String {
    let needed = match (key.needed, key.unless) {
        (None, _) => String::new(),
        (Some(_), None) => "yes".to_owned(),
        (Some(_), Some(other)) => format!("unless `{other}`"),
    };
    let side = |side: &Side| match side {
        Side::Request => "`[request]`",
        Side::Response => "`[response]`",
        Side::Object => "objects",
        Side::Alternative => "one-ofs",
    };
    let not: Vec<_> = key.not.iter().map(|(not, _)| side(not)).collect();
    let not = if not.is_empty() { String::new() } else { format!("; not in {}", not.join(" or ")) };
    format!("| `{}` | {} | {needed} | {}{not} |\n", key.name, takes(key.value), key.doc)
}

fn takes(value: Value) -> String {
    match value {
        Value::Line | Value::Matching(_) => "text".to_owned(),
        Value::Type => "one of the words below, or the name of a type".to_owned(),
        Value::Text => "text of any length".to_owned(),
        Value::Flag => "true or false".to_owned(),
        Value::Int | Value::Count => "a whole number".to_owned(),
        Value::Number => "a number".to_owned(),
        Value::Day => "a date".to_owned(),
        Value::Literal => "a string, a number, true or false".to_owned(),
        Value::Word(_) => "one of the words below".to_owned(),
        Value::List(item) => match takes(*item).strip_prefix("one of ") {
            Some(words) => format!("a list of {words}"),
            None => format!("a list: {}", takes(*item)),
        },
        Value::Table(_) => "a table".to_owned(),
        Value::Tables(_) => "tables".to_owned(),
        Value::Fields => "fields by their names".to_owned(),
        Value::Types => "types by their names".to_owned(),
        Value::Values(_) => "a list of values, each alone or a table".to_owned(),
        Value::Named(_) => "tables by their names".to_owned(),
        Value::Names => "names by paths of fields".to_owned(),
    }
}

/// Every rule that a spec must keep is on the page as well.
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

//! The keys and words of the notation, as the compiler lists them in diagnostics.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use wechat_cloudbase_codegen::{Rule, SourceFile};

use crate::spec::{compiled, folder};

/// Every table with an unknown key, and every key of words with an unknown word.
const ENDPOINT: &str = r#"
zzzzzz = 1
method = "zzzzzz"
tokens = ["zzzzzz"]
status = "zzzzzz"
request.a = { zzzzzz = 1, in = "zzzzzz", type = "string", doc = "A", enum = [{ zzzzzz = 1, value = "a" }] }
types.T.zzzzzz = 1
wait.w = { zzzzzz = 1, delay = { zzzzzz = 1 }, absent = "zzzzzz" }
pages = { zzzzzz = 1, style = "zzzzzz" }
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

/// The keys whose values are not tables.
pub(crate) fn keys() -> BTreeSet<String> {
    let lists = lists().into_iter().filter(|(what, _)| what.starts_with("not a key"));
    let tables = [
        "request",
        "response",
        "sample",
        "types",
        "wait",
        "where",
        "delay",
        "pages",
        "fields",
        "source",
        "area",
        "correction",
        "errcode",
        "permission_set",
    ];
    lists.flat_map(|(_, keys)| keys).filter(|key| !tables.contains(&key.as_str())).collect()
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

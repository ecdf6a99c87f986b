//! The leaves of a spec's text: its keys with values that are not tables.

use std::ops::Range;

use toml::de::{DeTable, DeValue};
use wechat_cloudbase_codegen::SourceFile;

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
    r#"absent = "retry""#,
];

pub(crate) fn with(files: &[SourceFile], index: usize, text: String) -> Vec<SourceFile> {
    let mut files = files.to_vec();
    files[index].content = text.into_bytes();
    files
}

/// A key with a value that is not a table.
pub(crate) struct Leaf {
    pub(crate) name: String,
    key: Range<usize>,
    value: Range<usize>,
    /// Strings in the value.
    pub(crate) texts: Vec<Range<usize>>,
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

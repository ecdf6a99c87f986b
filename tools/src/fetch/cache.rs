//! The folder of fetched pages: a file per page, and an index of what the server said of each.

use std::collections::BTreeMap;

use serde_json::{Value, json};

/// What is known of the pages of a folder.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cache {
    /// By the address that the spec has.
    pub entries: BTreeMap<String, Entry>,
    /// When a run began that did not end; its pages are not asked for again.
    pub begun: Option<String>,
}

/// A page as it was fetched last.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Entry {
    /// Where it was found: its twin in Markdown, or its own address.
    pub url: String,
    /// The file below the folder; empty when there is none.
    pub file: String,
    /// The server's `ETag`.
    pub etag: String,
    /// The server's `Last-Modified`.
    pub modified: String,
    /// The moment at which it was asked for last.
    pub asked: String,
    /// How many times in a row it was not there.
    pub missing: u64,
    /// Whether its text has been compared with the spec since it changed.
    pub compared: bool,
}

impl Cache {
    /// Reads an index; one that is not understood is as good as none.
    pub fn parse(text: &str) -> Self {
        let Ok(Value::Object(root)) = serde_json::from_str(text) else {
            return Self::default();
        };
        let pages = root.get("pages").and_then(Value::as_object);
        let entries = pages.into_iter().flatten().map(|(address, value)| {
            let text = |key: &str| value.get(key).and_then(Value::as_str).unwrap_or("").to_owned();
            let entry = Entry {
                url: text("url"),
                file: text("file"),
                etag: text("etag"),
                modified: text("modified"),
                asked: text("asked"),
                missing: value.get("missing").and_then(Value::as_u64).unwrap_or(0),
                compared: value.get("compared").and_then(Value::as_bool).unwrap_or(false),
            };
            (address.clone(), entry)
        });
        let begun = root.get("begun").and_then(Value::as_str).map(str::to_owned);
        Self { entries: entries.collect(), begun }
    }

    /// The text of the index.
    pub fn written(&self) -> String {
        let pages: serde_json::Map<String, Value> = self
            .entries
            .iter()
            .map(|(address, entry)| {
                let value = json!({
                    "url": entry.url, "file": entry.file, "etag": entry.etag,
                    "modified": entry.modified, "asked": entry.asked,
                    "missing": entry.missing, "compared": entry.compared,
                });
                (address.clone(), value)
            })
            .collect();
        format!("{:#}\n", json!({ "begun": self.begun, "pages": pages }))
    }
}

/// The file of a page below the folder: the steps of its address, each with letters that any disk
/// takes.
pub fn file_of(url: &str) -> String {
    const LONGEST: usize = 100;
    let bare = url.split(['?', '#']).next().unwrap_or(url);
    let steps = bare.split("://").last().unwrap_or(bare).split('/');
    let safe = |step: &str| -> String {
        let kept = |char: char| {
            if char.is_ascii_alphanumeric() || "-_.".contains(char) { char } else { '_' }
        };
        step.chars().take(LONGEST).map(kept).collect()
    };
    let steps: Vec<String> =
        steps.map(safe).filter(|step| !step.is_empty() && step != "." && step != "..").collect();
    let path = steps.join("/");
    if path.ends_with(".md") || path.ends_with(".html") { path } else { format!("{path}.html") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_index_is_read_as_written() {
        let mut cache = Cache::default();
        let entry = Entry { url: "u".to_owned(), missing: 1, compared: true, ..Entry::default() };
        cache.entries.insert("a".to_owned(), entry);
        cache.begun = Some("now".to_owned());
        assert_eq!(Cache::parse(&cache.written()), cache);
        assert_eq!(Cache::parse("not JSON"), Cache::default());
        assert_eq!(file_of("https://d.example/doc/../a b/api_x"), "d.example/doc/a_b/api_x.html");
        assert_eq!(file_of("https://d.example/x.md?lang=en"), "d.example/x.md");
    }
}

//! Records of errcodes that are new.

use toml_edit::{DocumentMut, Item, Table, value};

use crate::drift::Finding;

/// The code that a finding is about, and the page's message.
pub(super) fn said(finding: &Finding) -> Option<(i64, String)> {
    let (code, message) = finding.page_says.split_once(' ').unwrap_or((&finding.page_says, ""));
    Some((code.parse().ok()?, message.trim().to_owned()))
}

/// The file with a record whose words are still to be written. A message in Latin letters is what comes on
/// the wire; any other is the page's own explanation.
pub(super) fn with_stub(text: &str, code: i64, message: &str) -> Option<String> {
    let mut document: DocumentMut = text.parse().ok()?;
    let tables = document.entry("errcode").or_insert(Item::ArrayOfTables(Default::default()));
    let tables = tables.as_array_of_tables_mut()?;
    let mut table = Table::new();
    let name = format!("{}{}", if code < 0 { "CodeMinus" } else { "Code" }, code.unsigned_abs());
    table.insert("code", value(code));
    table.insert("name", value(name));
    if !message.is_empty() && message.is_ascii() {
        table.insert("message", value(message));
    }
    table.insert("meaning", value("TODO: say what has happened."));
    table.insert("remedy", value("TODO: say what the caller can do."));
    table.insert("class", value("unknown"));
    table.decor_mut().set_prefix("\n");
    tables.push(table);
    Some(document.to_string())
}

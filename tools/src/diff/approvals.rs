//! Changes that were accepted although they break something: a file beside the spec, in which each
//! is identified by its fingerprint and not by its line.

use std::fmt;

use toml::Spanned;
use toml::de::{DeTable, DeValue};
use toml_edit::{ArrayOfTables, DocumentMut, Item, Table, value};

use super::change::Change;

/// What begins a new file.
const HEAD: &str = "\
# Changes of the spec that were accepted although they break something. Each is known by its
# fingerprint, which is made of the rule, the thing, and its old and new value; `diff --approve` adds
# to this file. What `diff` calls stale can go.
";

const TABLE: &str = "approved";

/// The changes that were accepted.
#[derive(Clone, Debug, Default)]
pub struct Approvals {
    approvals: Vec<Approval>,
}

/// A change that was accepted.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Approval {
    /// The [`Change::fingerprint`].
    pub fingerprint: String,
    /// The rule's id, for readers of the file.
    pub rule: String,
    /// What changed, for readers of the file.
    pub subject: String,
    /// Why it was accepted.
    pub reason: String,
}

/// Why a file of approvals can't be read.
#[derive(Clone, Debug)]
pub struct BadApprovals {
    line: usize,
    message: String,
}

impl fmt::Display for BadApprovals {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}: {}", self.line, self.message)
    }
}

impl std::error::Error for BadApprovals {}

impl Approvals {
    /// Reads the text of a file.
    ///
    /// # Errors
    ///
    /// When it is not TOML, or says something else than approvals.
    pub fn parse(text: &str) -> Result<Self, BadApprovals> {
        let bad = |at: usize, message: String| {
            let before = text.get(..at).unwrap_or(text);
            BadApprovals { line: before.matches('\n').count() + 1, message }
        };
        let root = DeTable::parse(text).map_err(|error| {
            bad(error.span().map_or(0, |span| span.start), error.message().to_owned())
        })?;
        let mut approvals = Vec::new();
        for (key, list) in root.get_ref() {
            let DeValue::Array(items) = list.get_ref() else {
                return Err(bad(key.span().start, format!("expected [[{TABLE}]]")));
            };
            if key.get_ref() != TABLE {
                return Err(bad(key.span().start, format!("expected [[{TABLE}]]")));
            }
            for item in items {
                approvals.push(approval(item).map_err(|(at, message)| bad(at, message))?);
            }
        }
        Ok(Self { approvals })
    }

    /// Each of them, in the order of the file.
    pub fn all(&self) -> &[Approval] {
        &self.approvals
    }

    pub(super) fn of(&self, fingerprint: &str) -> Option<&Approval> {
        self.approvals.iter().find(|approval| approval.fingerprint == fingerprint)
    }

    /// The text of a file with more changes added, for one reason.
    ///
    /// # Errors
    ///
    /// When the text is not TOML.
    pub fn with<'c>(
        text: &str,
        changes: impl IntoIterator<Item = &'c Change>,
        reason: &str,
    ) -> Result<String, BadApprovals> {
        let text = if text.trim().is_empty() { HEAD } else { text };
        let not_toml = |error: toml_edit::TomlError| BadApprovals {
            line: 1,
            message: error.message().to_owned(),
        };
        let mut document: DocumentMut = text.parse().map_err(not_toml)?;
        let tables = document.entry(TABLE).or_insert(Item::ArrayOfTables(ArrayOfTables::new()));
        if let Some(tables) = tables.as_array_of_tables_mut() {
            for change in changes {
                tables.push(table(change, reason));
            }
        }
        Ok(document.to_string())
    }
}

fn table(change: &Change, reason: &str) -> Table {
    let mut table = Table::new();
    table.insert("fingerprint", value(change.fingerprint()));
    table.insert("rule", value(change.rule.id()));
    table.insert("subject", value(change.subject.as_str()));
    table.insert("reason", value(reason));
    table.decor_mut().set_prefix("\n");
    table
}

fn approval(item: &Spanned<DeValue<'_>>) -> Result<Approval, (usize, String)> {
    let at = item.span().start;
    let DeValue::Table(entries) = item.get_ref() else {
        return Err((at, format!("expected a table [[{TABLE}]]")));
    };
    let mut approval = Approval {
        fingerprint: String::new(),
        rule: String::new(),
        subject: String::new(),
        reason: String::new(),
    };
    for (key, value) in entries {
        let slot = match key.get_ref().as_ref() {
            "fingerprint" => &mut approval.fingerprint,
            "rule" => &mut approval.rule,
            "subject" => &mut approval.subject,
            "reason" => &mut approval.reason,
            other => {
                return Err((key.span().start, format!("`{other}` is not a key of an approval")));
            }
        };
        let DeValue::String(text) = value.get_ref() else {
            return Err((value.span().start, "expected a string".to_owned()));
        };
        *slot = text.to_string();
    }
    match [&approval.fingerprint, &approval.reason].iter().any(|text| text.trim().is_empty()) {
        true => Err((at, "an approval needs a fingerprint and a reason".to_owned())),
        false => Ok(approval),
    }
}

//! The file `pages.lock` beside a spec: what was read of each page, and which findings are accepted. It
//! has hashes and no words of the vendor's.

use std::fmt::Write;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::Drift;

/// The state of the pages of a spec.
#[derive(Clone, Debug, Default)]
pub struct Lock {
    /// The pages that were read, in order of address.
    pub pages: Vec<LockedPage>,
    /// Findings that were accepted.
    pub accepted: Vec<Accepted>,
}

/// A page as it was when it was read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct LockedPage {
    /// Where it is.
    pub address: String,
    /// The endpoint that it is about; empty for a list of errcodes.
    pub endpoint: String,
    /// The day on which it was read.
    pub read: String,
    /// The day on which it was edited, where it says so.
    pub edited: String,
    /// Of all of its text.
    pub hash: String,
    /// What it says of each thing: the name of the thing as a correction has it, and a hash.
    pub rows: Vec<(String, String)>,
    /// The hashes of its notes, in order.
    pub notes: Vec<String>,
}

/// A finding that was accepted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Accepted {
    /// That of the finding.
    pub fingerprint: String,
    /// The rule's id, for readers of the file.
    pub rule: String,
    /// What it is about, for readers of the file.
    pub subject: String,
    /// Why it was accepted.
    pub reason: String,
}

/// What begins the file.
const HEAD: &str = "\
# What was read of the vendor's pages, as hashes: `drift` reports what has changed since. `drift --lock`
# and `watch` write this file; it has no words of the pages. A finding that is accepted is known by its
# fingerprint, which is made of the endpoint, the rule, the thing, and what both sides say.
";

impl Lock {
    /// Reads the text of a file.
    ///
    /// # Errors
    ///
    /// The line and what is wrong with it, in words.
    pub fn parse(text: &str) -> Result<Self, String> {
        let bad = |at: usize, message: &str| {
            let before = text.get(..at).unwrap_or(text);
            format!("line {}: {message}", before.matches('\n').count() + 1)
        };
        let root = DeTable::parse(text)
            .map_err(|error| bad(error.span().map_or(0, |span| span.start), error.message()))?;
        let mut lock = Self::default();
        for (key, list) in root.get_ref() {
            let expected = "expected [[page]] or [[accepted]]";
            let DeValue::Array(items) = list.get_ref() else {
                return Err(bad(key.span().start, expected));
            };
            for item in items {
                let at = item.span().start;
                let DeValue::Table(table) = item.get_ref() else {
                    return Err(bad(at, expected));
                };
                match key.get_ref().as_ref() {
                    "page" => lock.pages.push(page(table).map_err(|(at, why)| bad(at, &why))?),
                    "accepted" => {
                        lock.accepted.push(accepted(table, at).map_err(|(at, why)| bad(at, &why))?);
                    }
                    _ => return Err(bad(key.span().start, expected)),
                }
            }
        }
        Ok(lock)
    }

    /// The text of the file.
    pub fn written(&self) -> String {
        let mut out = HEAD.to_owned();
        let line = |key: &str, text: &str| {
            if text.is_empty() { String::new() } else { format!("{key} = {}\n", quoted(text)) }
        };
        for accepted in &self.accepted {
            out.push_str("\n[[accepted]]\n");
            out.push_str(&line("fingerprint", &accepted.fingerprint));
            out.push_str(&line("rule", &accepted.rule));
            out.push_str(&line("subject", &accepted.subject));
            out.push_str(&line("reason", &accepted.reason));
        }
        for page in &self.pages {
            out.push_str("\n[[page]]\n");
            out.push_str(&line("address", &page.address));
            out.push_str(&line("endpoint", &page.endpoint));
            out.push_str(&line("read", &page.read));
            out.push_str(&line("edited", &page.edited));
            out.push_str(&line("hash", &page.hash));
            let rows = page.rows.iter().map(|(subject, hash)| format!("{subject} {hash}"));
            list(&mut out, "rows", rows);
            list(&mut out, "notes", page.notes.iter().cloned());
        }
        out
    }

    /// Puts a page in the place of what was known of it.
    pub fn put(&mut self, page: LockedPage) {
        self.pages.retain(|other| other.address != page.address);
        self.pages.push(page);
        self.pages.sort_by(|one, other| one.address.cmp(&other.address));
    }

    /// Accepts those findings of a page whose fingerprints are wanted, and says how many.
    pub fn accept(
        &mut self,
        drift: &mut Drift,
        reason: &str,
        wanted: impl Fn(&String) -> bool,
    ) -> usize {
        let endpoint = drift.endpoint.clone().unwrap_or_default();
        let before = drift.findings.len();
        drift.findings.retain(|finding| {
            let fingerprint = finding.fingerprint(&endpoint);
            if !wanted(&fingerprint) {
                return true;
            }
            let (rule, subject) = (finding.rule.to_string(), finding.subject.clone());
            self.accepted.push(Accepted { fingerprint, rule, subject, reason: reason.to_owned() });
            false
        });
        before - drift.findings.len()
    }

    /// Why a finding is accepted.
    pub fn reason(&self, fingerprint: &str) -> Option<&str> {
        let found = self.accepted.iter().find(|accepted| accepted.fingerprint == fingerprint);
        found.map(|accepted| accepted.reason.as_str())
    }
}

fn quoted(text: &str) -> String {
    crate::layout::quoted(text)
}

fn list(out: &mut String, key: &str, items: impl Iterator<Item = String>) {
    let items: Vec<_> = items.map(|item| format!("  {},\n", quoted(&item))).collect();
    if !items.is_empty() {
        let _ = writeln!(out, "{key} = [\n{}]", items.concat());
    }
}

type At<T> = Result<T, (usize, String)>;

fn text(value: &Spanned<DeValue<'_>>) -> At<String> {
    match value.get_ref() {
        DeValue::String(text) => Ok(text.to_string()),
        _ => Err((value.span().start, "expected a string".to_owned())),
    }
}

fn texts(value: &Spanned<DeValue<'_>>) -> At<Vec<String>> {
    match value.get_ref() {
        DeValue::Array(items) => items.iter().map(text).collect(),
        _ => Err((value.span().start, "expected a list of strings".to_owned())),
    }
}

fn page(table: &DeTable<'_>) -> At<LockedPage> {
    let mut page = LockedPage::default();
    for (key, value) in table {
        match key.get_ref().as_ref() {
            "address" => page.address = text(value)?,
            "endpoint" => page.endpoint = text(value)?,
            "read" => page.read = text(value)?,
            "edited" => page.edited = text(value)?,
            "hash" => page.hash = text(value)?,
            "rows" => {
                let bad = || (value.span().start, "a row is a subject and a hash".to_owned());
                let split = |row: String| {
                    let (subject, hash) = row.rsplit_once(' ').ok_or_else(bad)?;
                    Ok((subject.to_owned(), hash.to_owned()))
                };
                page.rows = texts(value)?.into_iter().map(split).collect::<At<_>>()?;
            }
            "notes" => page.notes = texts(value)?,
            other => return Err((key.span().start, format!("`{other}` is not a key of a page"))),
        }
    }
    Ok(page)
}

fn accepted(table: &DeTable<'_>, at: usize) -> At<Accepted> {
    let mut accepted = Accepted::default();
    for (key, value) in table {
        *match key.get_ref().as_ref() {
            "fingerprint" => &mut accepted.fingerprint,
            "rule" => &mut accepted.rule,
            "subject" => &mut accepted.subject,
            "reason" => &mut accepted.reason,
            other => {
                let why = format!("`{other}` is not a key of an accepted finding");
                return Err((key.span().start, why));
            }
        } = text(value)?;
    }
    match [&accepted.fingerprint, &accepted.reason].iter().any(|text| text.trim().is_empty()) {
        true => Err((at, "an accepted finding needs a fingerprint and a reason".to_owned())),
        false => Ok(accepted),
    }
}

//! One change and its properties.

use std::fmt;

use wechat_cloudbase_codegen::source::Place;

use super::rule::{Bump, ChangeRule};
use crate::hash;

/// One change from an old spec to a new one.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Change {
    /// What kind of change it is.
    pub rule: ChangeRule,
    /// The thing that changed, by a stable name: `create_env request.alias`.
    pub subject: String,
    /// What has changed, in words, with old and new value.
    pub message: String,
    /// What it was, whole; `None` for what is new.
    pub old: Option<String>,
    /// What it is, whole; `None` for what is gone.
    pub new: Option<String>,
    /// Where it was, or the nearest thing to it that was there.
    pub old_place: Option<Place>,
    /// Where it is, or the nearest thing to it that is there.
    pub new_place: Option<Place>,
    /// The endpoints that it reaches.
    pub reaches: Vec<Reach>,
    /// Whom it is attributed to.
    pub origin: Origin,
    /// The pages of the vendor's that it came from, as far as the sources of its endpoint tell.
    pub pages: Vec<PageRow>,
    /// What its author may have meant to write.
    pub hint: Option<String>,
    /// Why it was accepted, if it was.
    pub approved: Option<String>,
}

/// An endpoint that a change reaches.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub struct Reach {
    /// The endpoint's id, in the new spec unless only the old one has it.
    pub endpoint: String,
    /// Whether something in its request changes.
    pub request: bool,
    /// Whether something in its response changes.
    pub response: bool,
}

/// Whether the vendor changed something, or we did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Origin {
    /// The vendor's API has changed: its page was read again, or it has another page.
    Vendor,
    /// It was transcribed wrong: a correction about it is new.
    Transcription,
    /// Words, names and judgements that are this spec's alone.
    Ours,
    /// Neither a page that was read again nor a correction says so.
    Unknown,
}

impl Origin {
    /// In one word, as JSON has it.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Vendor => "vendor",
            Self::Transcription => "transcription",
            Self::Ours => "ours",
            Self::Unknown => "unknown",
        }
    }

    /// As a sentence.
    pub const fn sentence(self) -> &'static str {
        match self {
            Self::Vendor => "a change of the vendor's API: its page was read again",
            Self::Transcription => "a correction of our transcription",
            Self::Ours => "a choice of this spec's own",
            Self::Unknown => "unknown: no page was read again, and no correction is new",
        }
    }
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

impl Change {
    /// The step of the version that it needs.
    pub fn bump(&self) -> Bump {
        self.rule.bump()
    }

    /// Identifies this change, independent of its lines: 16 hexadecimal digits derived
    /// from rule, subject, old and new.
    pub fn fingerprint(&self) -> String {
        let (old, new) = (self.old.as_deref(), self.new.as_deref());
        let parts = [self.rule.id(), &self.subject, old.unwrap_or("\u{1}"), new.unwrap_or("\u{1}")];
        hash::fingerprint(parts)
    }
}

/// A row of a page.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct PageRow {
    /// The page's address.
    pub page: String,
    /// The word that the row begins with; `None` for what is not in a table.
    pub row: Option<String>,
}

impl PageRow {
    /// A link that leads to the row, in browsers that can be led to words.
    pub fn link(&self) -> String {
        match &self.row {
            Some(row) => format!("{}#:~:text={}", self.page, encoded(row)),
            None => self.page.clone(),
        }
    }

    /// The page's name, and the row.
    pub(super) fn title(&self) -> String {
        let last = self.page.trim_end_matches('/').rsplit('/').next().unwrap_or(&self.page);
        match &self.row {
            Some(row) => format!("{last}, row {row}"),
            None => last.to_owned(),
        }
    }
}

/// Letters and digits stay; a `-` would separate words in such a link.
fn encoded(text: &str) -> String {
    let byte = |byte: u8| match byte {
        b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'_' | b'.' => char::from(byte).to_string(),
        byte => format!("%{byte:02X}"),
    };
    text.bytes().map(byte).collect()
}

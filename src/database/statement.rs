//! A complete statement.

use std::fmt;

/// A complete statement.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Statement(String);

impl Statement {
    pub(super) fn new(text: String) -> Self {
        Self(text)
    }

    /// The text that is sent.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Statement {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl AsRef<str> for Statement {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

impl From<Statement> for String {
    fn from(statement: Statement) -> Self {
        statement.0
    }
}

/// The order of documents.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    /// The least first.
    Ascending,
    /// The greatest first.
    Descending,
}

impl Order {
    pub(super) fn as_int(self) -> i64 {
        match self {
            Self::Ascending => 1,
            Self::Descending => -1,
        }
    }

    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Ascending => "asc",
            Self::Descending => "desc",
        }
    }
}

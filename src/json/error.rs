//! Decoding errors: where a response differs from the spec so far that it can't be read.

use std::fmt;

/// Where a response differs from the spec.
///
/// Shows the place, the expected and the found type, and never the value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DecodeError(Box<Inner>);

#[derive(Clone, Debug, PartialEq, Eq)]
struct Inner {
    path: String,
    /// Whether the path begins at an object that is itself absent.
    is_open: bool,
    /// Whether it makes the whole response unusable.
    is_final: bool,
    problem: Problem,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Problem {
    /// Absent, null, or an empty text.
    Essential,
    Mismatch {
        expected: &'static str,
        found: &'static str,
        /// Whether an object was expected, which a list can leave out.
        of_row: bool,
    },
}

impl DecodeError {
    pub(super) fn mismatch(expected: &'static str, found: &'static str) -> Self {
        let problem = Problem::Mismatch { expected, found, of_row: false };
        Self(Box::new(Inner { path: String::new(), is_open: false, is_final: false, problem }))
    }

    pub(super) fn essential(path: String, is_open: bool) -> Self {
        Self(Box::new(Inner { path, is_open, is_final: true, problem: Problem::Essential }))
    }

    pub(super) fn of_row(mut self) -> Self {
        if let Problem::Mismatch { of_row, .. } = &mut self.0.problem {
            *of_row = true;
        }
        self
    }

    /// Marks that an essential field is affected.
    pub(super) fn finally(mut self, path: String) -> Self {
        if !self.0.is_final {
            self.0.path = path;
            self.0.is_final = true;
        }
        self
    }

    /// Prefixes the path with a field that is itself absent or of the wrong type.
    pub(super) fn inside(mut self, field: &str, is_open: bool) -> Self {
        if self.0.is_open {
            self.0.path = format!("{field}.{}", self.0.path);
            self.0.is_open = is_open;
        }
        self
    }

    pub(super) fn is_final(&self) -> bool {
        self.0.is_final
    }

    /// Whether a list leaves the row out because of it.
    pub(super) fn is_of_row(&self) -> bool {
        self.is_final() || matches!(self.0.problem, Problem::Mismatch { of_row: true, .. })
    }

    /// The expected and the found type, for a type mismatch.
    pub(super) fn types(&self) -> Option<(&'static str, &'static str)> {
        match self.0.problem {
            Problem::Mismatch { expected, found, .. } => Some((expected, found)),
            Problem::Essential => None,
        }
    }

    /// The text of the error, where `whole` is what was read.
    pub(super) fn of(&self, whole: &str) -> String {
        let place = match self.path() {
            "" => whole.to_owned(),
            path => format!("field `{path}`"),
        };
        match &self.0.problem {
            Problem::Essential => format!("{place} is absent or empty"),
            Problem::Mismatch { expected, found, .. } => {
                format!("{place} should be {expected} and is {found}")
            }
        }
    }

    /// The path in the response: `err_list[2].appid`; empty for the response as a whole.
    pub fn path(&self) -> &str {
        &self.0.path
    }
}

impl fmt::Display for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.of("the response"))
    }
}

impl std::error::Error for DecodeError {}

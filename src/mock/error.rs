//! Why a mock can't do what it is asked.

use std::{fmt, io};

/// Why a mock can't start, or can't script what it is asked to script.
pub struct MockError {
    problem: Problem,
}

enum Problem {
    Bind { port: u16, source: io::Error },
    Contract { endpoint: &'static str, problem: String },
    UnknownEndpoint { name: String, help: String },
    Script { endpoint: &'static str, problem: String },
}

impl MockError {
    pub(super) fn bind(port: u16, source: io::Error) -> Self {
        Self { problem: Problem::Bind { port, source } }
    }

    pub(super) fn contract(endpoint: &'static str, problem: impl Into<String>) -> Self {
        Self { problem: Problem::Contract { endpoint, problem: problem.into() } }
    }

    pub(super) fn unknown_endpoint(name: &str, help: String) -> Self {
        Self { problem: Problem::UnknownEndpoint { name: name.to_owned(), help } }
    }

    pub(super) fn script(endpoint: &'static str, problem: impl Into<String>) -> Self {
        Self { problem: Problem::Script { endpoint, problem: problem.into() } }
    }

    /// Whether the endpoint has no such wait or no pages, or the wait takes other arguments.
    pub fn is_script(&self) -> bool {
        matches!(self.problem, Problem::Script { .. })
    }

    /// Whether the port could not be listened on; another one, or 0 for any free one, may do.
    pub fn is_port(&self) -> bool {
        matches!(self.problem, Problem::Bind { .. })
    }

    /// Whether a contract is one that can't be served: the spec or the table needs a change.
    pub fn is_contract(&self) -> bool {
        matches!(self.problem, Problem::Contract { .. })
    }

    /// Whether no endpoint of the mock has the given name.
    pub fn is_unknown_endpoint(&self) -> bool {
        matches!(self.problem, Problem::UnknownEndpoint { .. })
    }
}

impl fmt::Display for MockError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.problem {
            Problem::Bind { port, source } => write!(
                f,
                "the mock can't listen on 127.0.0.1:{port}: {source}; \
                 choose another port, or 0 for any free one"
            ),
            Problem::Contract { endpoint, problem } => {
                write!(f, "the mock can't serve `{endpoint}`: {problem}")
            }
            Problem::Script { endpoint, problem } => {
                write!(f, "the mock can't script `{endpoint}`: {problem}")
            }
            Problem::UnknownEndpoint { name, help } => {
                write!(f, "the mock has no endpoint `{name}`; {help}")
            }
        }
    }
}

impl fmt::Debug for MockError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "MockError({self})")
    }
}

impl std::error::Error for MockError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match &self.problem {
            Problem::Bind { source, .. } => Some(source),
            _ => None,
        }
    }
}

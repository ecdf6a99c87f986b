//! Why a mock can't do what it is asked.

use std::{fmt, io};

/// Why a mock can't start, or can't script what it is asked to script.
pub struct Error {
    kind: Kind,
}

enum Kind {
    Bind { port: u16, source: io::Error },
    Contract { endpoint: &'static str, problem: String },
    UnknownEndpoint { name: String, help: String },
}

impl Error {
    pub(super) fn bind(port: u16, source: io::Error) -> Self {
        Self { kind: Kind::Bind { port, source } }
    }

    pub(super) fn contract(endpoint: &'static str, problem: impl Into<String>) -> Self {
        Self { kind: Kind::Contract { endpoint, problem: problem.into() } }
    }

    pub(super) fn unknown_endpoint(name: &str, help: String) -> Self {
        Self { kind: Kind::UnknownEndpoint { name: name.to_owned(), help } }
    }

    /// Whether the port could not be listened on; another one, or 0 for any free one, may do.
    pub fn is_port(&self) -> bool {
        matches!(self.kind, Kind::Bind { .. })
    }

    /// Whether a contract is one that can't be served: the spec or the table needs a change.
    pub fn is_contract(&self) -> bool {
        matches!(self.kind, Kind::Contract { .. })
    }

    /// Whether no endpoint of the mock has the given name.
    pub fn is_unknown_endpoint(&self) -> bool {
        matches!(self.kind, Kind::UnknownEndpoint { .. })
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.kind {
            Kind::Bind { port, source } => write!(
                f,
                "the mock can't listen on 127.0.0.1:{port}: {source}; \
                 choose another port, or 0 for any free one"
            ),
            Kind::Contract { endpoint, problem } => {
                write!(f, "the mock can't serve `{endpoint}`: {problem}")
            }
            Kind::UnknownEndpoint { name, help } => {
                write!(f, "the mock has no endpoint `{name}`; {help}")
            }
        }
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "mock::Error({self})")
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match &self.kind {
            Kind::Bind { source, .. } => Some(source),
            _ => None,
        }
    }
}

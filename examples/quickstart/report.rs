//! One line per call, in columns.

use std::error::Error as _;
use std::io::{self, Write};

use wechat_cloudbase::Error;

/// Prints the outcome of each call.
pub(crate) struct Report<'a> {
    out: &'a mut (dyn Write + Send),
    failures: usize,
}

impl<'a> Report<'a> {
    pub(crate) fn new(out: &'a mut (dyn Write + Send)) -> Self {
        Self { out, failures: 0 }
    }

    /// How many calls failed that should not have.
    pub(crate) fn failures(&self) -> usize {
        self.failures
    }

    pub(crate) fn title(&mut self, text: &str) -> io::Result<()> {
        writeln!(self.out, "{text}\n")
    }

    pub(crate) fn note(&mut self, text: &str) -> io::Result<()> {
        writeln!(self.out, "\n{text}")
    }

    pub(crate) fn ok(&mut self, interface: &str, outcome: &str) -> io::Result<()> {
        self.line(interface, "ok", outcome)
    }

    pub(crate) fn partly(&mut self, interface: &str, outcome: &str) -> io::Result<()> {
        self.line(interface, "partly", outcome)
    }

    pub(crate) fn skipped(&mut self, interface: &str, why: &str) -> io::Result<()> {
        self.line(interface, "skipped", why)
    }

    pub(crate) fn detail(&mut self, what: &str, text: &str) -> io::Result<()> {
        self.line("", what, text)
    }

    /// A call that failed: the error's own line, and the innermost cause of it.
    pub(crate) fn failed(&mut self, interface: &str, error: &Error) -> io::Result<()> {
        self.failures += 1;
        self.line(interface, "failed", &error.to_string())?;
        let Some(mut cause) = error.source() else {
            return Ok(());
        };
        while let Some(deeper) = cause.source() {
            cause = deeper;
        }
        self.detail("because", &cause.to_string())
    }

    /// A call that WeChat refused, piece by piece, as a program would read it.
    pub(crate) fn rejected(&mut self, interface: &str, error: &Error) -> io::Result<()> {
        let Some(errcode) = error.errcode() else {
            return self.failed(interface, error);
        };
        self.line(interface, "refused", &errcode.to_string())?;
        self.detail("errmsg", error.errmsg().unwrap_or_default())?;
        self.detail("remedy", error.remedy().unwrap_or("none is known"))?;
        self.detail("rid", error.rid().unwrap_or("none was sent"))
    }

    fn line(&mut self, interface: &str, word: &str, text: &str) -> io::Result<()> {
        let line = format!("  {interface:17}  {word:8}  {text}");
        writeln!(self.out, "{}", line.trim_end())
    }
}

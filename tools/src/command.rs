//! The commands, and what they have in common.

pub(crate) mod check;
pub(crate) mod destination;
pub(crate) mod diff;
pub(crate) mod drift;
pub(crate) mod dump;
pub(crate) mod fetch;
pub(crate) mod file;
pub(crate) mod fmt;
pub(crate) mod folder;
pub(crate) mod github;
pub(crate) mod lock_file;
pub(crate) mod markdown;
pub(crate) mod new;
pub(crate) mod openapi;
pub(crate) mod reference;
pub(crate) mod schema;
mod site;
pub(crate) mod watch;

use std::io::{self, IsTerminal, Write, stderr};
use std::process::ExitCode;

use clap::ValueEnum;
use wechat_cloudbase_codegen::Report;
use wechat_cloudbase_spec::render;

/// The outcome of a command, as its exit code.
#[derive(Clone, Copy)]
pub(crate) enum Outcome {
    /// Exit code 0.
    Fine,
    /// Exit code 1: something was found and has been printed.
    Findings,
    /// Exit code 2: the command failed; the reason is on stderr.
    CouldNotRun,
}

impl From<Outcome> for ExitCode {
    fn from(outcome: Outcome) -> Self {
        match outcome {
            Outcome::Fine => Self::SUCCESS,
            Outcome::Findings => Self::from(1),
            Outcome::CouldNotRun => Self::from(2),
        }
    }
}

/// Reports why a command failed.
pub(crate) fn could_not_run(why: &str) -> Outcome {
    print(stderr(), &format!("error: {why}\n"));
    Outcome::CouldNotRun
}

/// How findings are printed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// For a terminal.
    #[default]
    Text,
    /// For a comment on a pull request.
    Markdown,
    /// For a program.
    Json,
    /// Annotations of a pull request, as GitHub's workflows read them.
    Github,
}

/// Whether what is written there may be in colour.
pub(crate) fn colour(to: &impl IsTerminal) -> bool {
    to.is_terminal() && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty())
}

/// Draws every problem of a spec, in colour for a terminal.
pub(crate) fn print_report(to: impl Write + IsTerminal, report: &Report) {
    let colour = colour(&to);
    print(to, &render::drawn(report, colour));
}

/// The day in UTC, as `2026-11-21`.
pub(crate) fn today() -> String {
    time::UtcDateTime::now().date().to_string()
}

/// Writes text. A closed pipe, as behind `| head`, is ignored.
pub(crate) fn print(mut to: impl Write, text: &str) {
    let _: io::Result<()> = to.write_all(text.as_bytes()).and_then(|()| to.flush());
}

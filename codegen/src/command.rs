//! The commands, and what they have in common.

pub(crate) mod check;

use std::io::{self, Write};
use std::process::ExitCode;

/// How a command ended, as scripts see it.
#[derive(Clone, Copy)]
pub(crate) enum Outcome {
    /// Exit code 0.
    Fine,
    /// Exit code 1: something was found and has been printed.
    Findings,
    /// Exit code 2: the command could not do its work, and has said why.
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

/// Writes text. That nobody reads it any more, as behind `| head`, changes no outcome.
pub(crate) fn print(mut to: impl Write, text: &str) {
    let _: io::Result<()> = to.write_all(text.as_bytes()).and_then(|()| to.flush());
}

//! The commands, and what they have in common.

pub(crate) mod check;
pub(crate) mod dump;

use std::io::{self, IsTerminal, Write, stderr};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use wechat_cloudbase_codegen::{Options, Report, Runtime, SourceFile, build_script};

/// The spec that a command is about.
#[derive(clap::Args)]
pub(crate) struct Spec {
    /// The folder of the spec.
    #[arg(default_value = "spec")]
    pub(crate) folder: PathBuf,
}

impl Spec {
    /// Its files; what is not there to be read has been said.
    pub(crate) fn read(&self) -> Result<Vec<SourceFile>, Outcome> {
        read(&self.folder).map_err(|why| {
            print(stderr(), &format!("error: {why}\n"));
            Outcome::CouldNotRun
        })
    }

    /// Options that show places as the folder was given.
    pub(crate) fn options(&self) -> Options {
        let mut options = Options::new(Runtime::Dependency);
        options.root = format!("{}/", self.folder.display());
        options
    }
}

fn read(folder: &Path) -> Result<Vec<SourceFile>, String> {
    let folder_name = folder.display();
    if !folder.is_dir() {
        return Err(format!("{folder_name} is no folder; give the folder of the spec"));
    }
    let files = build_script::read(folder).map_err(|error| format!("can't read {error}"))?;
    if files.is_empty() {
        return Err(format!("{folder_name} is empty; there is no spec in it"));
    }
    Ok(files)
}

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

/// Draws every problem of a spec, in colour for a terminal.
pub(crate) fn print_report(to: impl Write + IsTerminal, report: &Report) {
    let colour = to.is_terminal() && std::env::var_os("NO_COLOR").is_none();
    print(to, &report.render(colour));
}

/// Writes text. That nobody reads it any more, as behind `| head`, changes no outcome.
pub(crate) fn print(mut to: impl Write, text: &str) {
    let _: io::Result<()> = to.write_all(text.as_bytes()).and_then(|()| to.flush());
}

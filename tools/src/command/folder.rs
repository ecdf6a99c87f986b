//! The folder of a spec, as an argument of a command.

use std::io::stderr;
use std::path::PathBuf;

use wechat_cloudbase_codegen::{Report, SourceFile, Spec, build_script, check, check_unfinished};

use super::{Outcome, could_not_run, print_report};

/// The spec that a command is about.
#[derive(clap::Args)]
pub(crate) struct Folder {
    /// The folder of the spec.
    #[arg(default_value = "spec")]
    pub(crate) folder: PathBuf,
}

impl Folder {
    /// Its files; read errors have been reported.
    pub(crate) fn read(&self) -> Result<Vec<SourceFile>, Outcome> {
        self.files().map_err(|why| could_not_run(&why))
    }

    pub(crate) fn files(&self) -> Result<Vec<SourceFile>, String> {
        let name = self.folder.display();
        if !self.folder.is_dir() {
            return Err(format!("{name} is not a folder; give the folder of the spec"));
        }
        let files =
            build_script::read(&self.folder).map_err(|error| format!("can't read {error}"))?;
        if files.is_empty() {
            return Err(format!("{name} is empty; there is no spec in it"));
        }
        Ok(files)
    }

    /// What diagnostics show before each path: the folder as it was given.
    pub(crate) fn root(&self) -> String {
        format!("{}/", self.folder.display())
    }

    /// The spec, for a command that converts it: problems are on stderr.
    pub(crate) fn spec(&self) -> Result<Spec, Outcome> {
        self.checked(check)
    }

    /// The spec, to which files are still to come.
    pub(crate) fn unfinished(&self) -> Result<Spec, Outcome> {
        self.checked(check_unfinished)
    }

    fn checked(
        &self,
        check: fn(&[SourceFile], &str) -> Result<Spec, Report>,
    ) -> Result<Spec, Outcome> {
        let files = self.read()?;
        check(&files, &self.root()).map_err(|report| {
            print_report(stderr(), &report);
            Outcome::Findings
        })
    }
}

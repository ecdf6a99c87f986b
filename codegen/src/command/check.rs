//! `check`: says everything that is wrong with a spec.

use std::io::{IsTerminal, stderr, stdout};
use std::path::{Path, PathBuf};

use wechat_cloudbase_codegen::{Options, Runtime, SourceFile, build_script, compile};

use super::{Outcome, print};

/// Say everything that is wrong with a spec, without compiling it into anything.
///
/// Ends with 0 when the spec is fine, with 1 when it has problems, and with 2 when it could not be
/// read.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// The folder of the spec.
    #[arg(default_value = "spec")]
    folder: PathBuf,
}

pub(crate) fn run(arguments: &Arguments) -> Outcome {
    let folder = &arguments.folder;
    let files = match read(folder) {
        Ok(files) => files,
        Err(why) => {
            print(stderr(), &format!("error: {why}\n"));
            return Outcome::CouldNotRun;
        }
    };
    let mut options = Options::new(Runtime::Dependency);
    options.root = format!("{}/", folder.display());
    match compile(&files, &options) {
        Ok(_) => {
            print(
                stdout(),
                &format!("{}: no problems in {} files\n", folder.display(), files.len()),
            );
            Outcome::Fine
        }
        Err(report) => {
            let colour = stdout().is_terminal() && std::env::var_os("NO_COLOR").is_none();
            print(stdout(), &report.render(colour));
            Outcome::Findings
        }
    }
}

fn read(folder: &Path) -> Result<Vec<SourceFile>, String> {
    let folder_name = folder.display();
    if !folder.is_dir() {
        return Err(format!(
            "{folder_name} is no folder; give the folder of the spec, as in `check spec`"
        ));
    }
    let files = build_script::read(folder).map_err(|error| format!("can't read {error}"))?;
    if files.is_empty() {
        return Err(format!("{folder_name} is empty; there is no spec in it"));
    }
    Ok(files)
}

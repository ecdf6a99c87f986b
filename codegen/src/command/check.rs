//! `check`: says everything that is wrong with a spec.

use std::io::stdout;

use wechat_cloudbase_codegen::compile;

use super::{Outcome, Spec, print, print_report};

/// Say everything that is wrong with a spec, without compiling it into anything.
///
/// Ends with 0 when the spec is fine, with 1 when it has problems, and with 2 when it could not be
/// read.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    #[command(flatten)]
    spec: Spec,
}

pub(crate) fn run(Arguments { spec }: &Arguments) -> Outcome {
    let files = match spec.read() {
        Ok(files) => files,
        Err(outcome) => return outcome,
    };
    match compile(&files, &spec.options()) {
        Ok(_) => {
            let folder = spec.folder.display();
            print(stdout(), &format!("{folder}: no problems in {} files\n", files.len()));
            Outcome::Fine
        }
        Err(report) => {
            print_report(stdout(), &report);
            Outcome::Findings
        }
    }
}

//! `dump`: prints the model of a spec.

use std::io::{stderr, stdout};

use super::{Outcome, Spec, print, print_report};

/// Print a spec as JSON: everything in it, checked and in one order.
///
/// Ends with 0 when it is printed, with 1 when the spec has problems, which stand on stderr, and
/// with 2 when the spec could not be read.
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
    match wechat_cloudbase_codegen::dump(&files, &spec.options()) {
        Ok(dump) => {
            print(stdout(), &dump);
            Outcome::Fine
        }
        Err(report) => {
            print_report(stderr(), &report);
            Outcome::Findings
        }
    }
}

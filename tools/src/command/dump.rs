//! `dump`: prints the model of a spec.

use std::io::stdout;

use wechat_cloudbase_spec::dump;

use super::folder::Folder;
use super::{Outcome, print};

/// Print a spec as JSON: all of it, validated and in canonical order.
///
/// Exits with 0 when it is printed, with 1 when the spec has problems, which are on stderr, and
/// with 2 when the spec could not be read.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    #[command(flatten)]
    folder: Folder,
}

pub(crate) fn run(Arguments { folder }: &Arguments) -> Outcome {
    match folder.spec() {
        Ok(spec) => {
            print(stdout(), &dump(&spec));
            Outcome::Fine
        }
        Err(outcome) => outcome,
    }
}

//! Where a command writes its output.

use std::fs;
use std::io::stdout;
use std::path::PathBuf;

use super::{Outcome, could_not_run, print};

/// The place for a text.
#[derive(clap::Args)]
pub(crate) struct Destination {
    /// The file to write; without it, the text is printed.
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
}

impl Destination {
    pub(crate) fn write(&self, text: &str) -> Outcome {
        let Some(path) = &self.output else {
            print(stdout(), text);
            return Outcome::Fine;
        };
        match fs::write(path, text) {
            Ok(()) => Outcome::Fine,
            Err(error) => could_not_run(&format!("can't write {}: {error}", path.display())),
        }
    }
}

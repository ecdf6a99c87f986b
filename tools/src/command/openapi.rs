//! `openapi`: the spec for the tools of other languages.

use clap::ValueEnum;
use wechat_cloudbase_spec::{OpenApi, openapi};

use super::Outcome;
use super::destination::Destination;
use super::folder::Folder;

/// Print a spec as an OpenAPI document, in JSON.
///
/// Exits with 0 when it is written, with 1 when the spec has problems, which are on stderr, and
/// with 2 when the spec could not be read or the document could not be written.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    #[command(flatten)]
    folder: Folder,
    /// The version of OpenAPI.
    #[arg(long, value_enum, default_value_t)]
    version: Version,
    #[command(flatten)]
    destination: Destination,
}

#[derive(Clone, Copy, Default, ValueEnum)]
enum Version {
    /// For older tools.
    #[value(name = "3.0")]
    V3_0,
    /// With JSON Schema.
    #[default]
    #[value(name = "3.1")]
    V3_1,
}

pub(crate) fn run(Arguments { folder, version, destination }: &Arguments) -> Outcome {
    let version = match version {
        Version::V3_0 => OpenApi::V3_0,
        Version::V3_1 => OpenApi::V3_1,
    };
    match folder.spec() {
        Ok(spec) => {
            let outcome = destination.write(&openapi(&spec, version));
            // To take it apart, right before the process ends, would take a tenth of all the time.
            std::mem::forget(spec);
            outcome
        }
        Err(outcome) => outcome,
    }
}

//! `schema`: the notation, for editors.

use clap::ValueEnum;
use wechat_cloudbase_spec::{Notation, schema};

use super::Outcome;
use super::destination::Destination;

/// Print the JSON Schema of a kind of file, with which an editor completes and checks it.
///
/// Exits with 0 when it is written, and with 2 when it could not be.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// The kind of file.
    #[arg(value_enum, default_value_t)]
    file: File,
    #[command(flatten)]
    destination: Destination,
}

#[derive(Clone, Copy, Default, ValueEnum)]
enum File {
    /// The file of an endpoint.
    #[default]
    Endpoint,
    /// types.toml.
    Types,
    /// errcodes.toml.
    Errcodes,
    /// permission_sets.toml.
    PermissionSets,
}

pub(crate) fn run(Arguments { file, destination }: &Arguments) -> Outcome {
    let notation = match file {
        File::Endpoint => Notation::Endpoint,
        File::Types => Notation::Types,
        File::Errcodes => Notation::Errcodes,
        File::PermissionSets => Notation::PermissionSets,
    };
    destination.write(&schema(notation))
}

//! The compiler inside a build script: reads the spec, writes `OUT_DIR`, reports to cargo.

#![allow(clippy::print_stdout, reason = "this is how a build script talks to cargo")]

mod folder;
mod out_dir;

use std::io;
use std::path::{Path, PathBuf};

use crate::{Options, check, output};

pub use folder::{MAX_ENTRIES, MAX_FILE_BYTES, MAX_TOTAL_BYTES, read};

/// Compiles the spec in a folder, relative to the manifest, into `OUT_DIR`.
///
/// A spec with problems fails the build, with one cargo error per problem. The build script runs
/// again only when the folder changes, and writes only the files that change with it.
pub fn run(folder: impl AsRef<Path>, options: Options) {
    let folder = folder.as_ref();
    println!("cargo::rerun-if-changed={}", folder.display());
    let built = match std::env::var_os("OUT_DIR") {
        Some(out) => build(folder, &PathBuf::from(out), options),
        None => Err(vec!["OUT_DIR is not set: call this from a build script".to_owned()]),
    };
    for error in built.err().into_iter().flatten() {
        println!("cargo::error={}", error.replace(['\n', '\r'], " "));
    }
}

/// Compiles the spec in a folder into another, existing folder: what [`run`] does, without
/// cargo.
///
/// Whatever that folder held, it then holds the output for the spec. Up-to-date files are not
/// written, and for files that are as the same program wrote them last time, from the
/// same input, not even the text is generated.
///
/// # Errors
///
/// One line for each problem of the spec, or for the file that can't be read or written.
pub fn build(folder: &Path, out: &Path, mut options: Options) -> Result<(), Vec<String>> {
    let failed = |error: io::Error| vec![error.to_string()];
    let files = read(folder).map_err(failed)?;
    if files.is_empty() {
        return Err(vec![format!("{}: no spec here, the folder is empty", folder.display())]);
    }
    if options.root.is_empty() {
        options.root = format!("{}/", folder.display());
    }
    let spec = check(&files, &options.root).map_err(|report| {
        report.diagnostics().iter().map(ToString::to_string).collect::<Vec<_>>()
    })?;
    out_dir::write(out, &output::plan(&spec.api, &options)).map_err(failed)
}

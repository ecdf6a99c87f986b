//! The compiler inside a build script: reads the spec, writes `OUT_DIR`, talks to cargo.

#![allow(clippy::print_stdout, reason = "this is how a build script talks to cargo")]

mod folder;

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::{Options, OutputFile, compile};

pub use folder::{MAX_ENTRIES, MAX_FILE_BYTES, MAX_TOTAL_BYTES, read};

use folder::at;

/// Compiles the spec in a folder, relative to the manifest, into `OUT_DIR`.
///
/// A spec with problems fails the build, with one cargo error per problem. Files are written only
/// when they change, and the build script runs again only when the folder does.
pub fn run(folder: impl AsRef<Path>, options: Options) {
    let folder = folder.as_ref();
    println!("cargo::rerun-if-changed={}", folder.display());
    for error in build(folder, options).err().into_iter().flatten() {
        println!("cargo::error={}", error.replace(['\n', '\r'], " "));
    }
}

fn build(folder: &Path, mut options: Options) -> Result<(), Vec<String>> {
    let failed = |error: io::Error| vec![error.to_string()];
    let out = std::env::var_os("OUT_DIR").map(PathBuf::from);
    let out =
        out.ok_or_else(|| vec!["OUT_DIR is not set: call this from a build script".to_owned()])?;
    let files = read(folder).map_err(failed)?;
    if files.is_empty() {
        return Err(vec![format!("{}: no spec here, the folder is empty", folder.display())]);
    }
    if options.root.is_empty() {
        options.root = format!("{}/", folder.display());
    }
    let outputs = compile(&files, &options).map_err(|report| {
        report.diagnostics().iter().map(ToString::to_string).collect::<Vec<_>>()
    })?;
    for output in &outputs {
        write(&out, output).map_err(failed)?;
    }
    Ok(())
}

fn write(out: &Path, output: &OutputFile) -> io::Result<()> {
    let path = out.join(output.name);
    if fs::read(&path).is_ok_and(|old| old == output.text.as_bytes()) {
        return Ok(());
    }
    fs::write(&path, &output.text).map_err(at(&path))
}

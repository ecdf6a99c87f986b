//! Specs in folders.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use wechat_cloudbase_codegen::{
    Options, OutputFile, Report, Runtime, SourceFile, build_script, compile,
};

/// A folder below `codegen/tests`.
pub(crate) fn folder(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../codegen/tests").join(name)
}

/// The folders in a folder of the compiler's tests, by name.
pub(crate) fn folders(name: &str) -> Vec<PathBuf> {
    folders_in(&folder(name))
}

/// The folders in a folder, by name.
pub(crate) fn folders_in(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let mut folders: Vec<_> = entries.filter(|path| path.is_dir()).collect();
    folders.sort();
    folders
}

pub(crate) fn name(path: &Path) -> &str {
    path.file_name().unwrap().to_str().unwrap()
}

pub(crate) fn read(folder: &Path) -> Vec<SourceFile> {
    let mut files = build_script::read(folder).unwrap();
    files.sort_by(|a, b| a.path.cmp(&b.path));
    files
}

/// The spec of a folder of `tests/golden`, or one with a base and files that differ from it.
pub(crate) fn over_base(folder_of_case: &Path) -> Vec<SourceFile> {
    let own: Vec<_> =
        read(folder_of_case).into_iter().filter(|file| file.path != "expected.txt").collect();
    over(base(), own)
}

/// Files, some of which others stand in for.
pub(crate) fn over(mut files: Vec<SourceFile>, own: Vec<SourceFile>) -> Vec<SourceFile> {
    files.retain(|file| own.iter().all(|other| other.path != file.path));
    files.extend(own);
    files
}

/// The spec that every golden test and every mutation can start from.
pub(crate) fn base() -> Vec<SourceFile> {
    static BASE: LazyLock<Vec<SourceFile>> = LazyLock::new(|| read(&folder("base")));
    BASE.clone()
}

pub(crate) fn compiled(files: &[SourceFile]) -> Result<Vec<OutputFile>, Report> {
    compile(files, &options(Runtime::Dependency))
}

pub(crate) fn options(runtime: Runtime) -> Options {
    let mut options = Options::new(runtime);
    options.root = "spec/".to_owned();
    options
}

//! `fmt`: brings the files of a spec into canonical layout.

use std::io::{stderr, stdout};
use std::path::Path;

use similar::TextDiff;
use wechat_cloudbase_codegen::SourceFile;
use wechat_cloudbase_spec::layout;

use super::folder::Folder;
use super::{Outcome, could_not_run, file, print, print_report};

/// Bring the files of a spec into canonical layout.
///
/// Makes order of keys and tables, alignment, quotes and blank lines uniform. The content of the
/// files does not change, and comments stay with their lines. A file that is not TOML is reported
/// and left alone.
///
/// Exits with 0 when all files are in canonical layout, with 1 when one could not be brought into it
/// or, with --check, is not in it, and with 2 when the spec could not be read or written.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    #[command(flatten)]
    folder: Folder,
    /// Write nothing; show what would change.
    #[arg(long)]
    check: bool,
}

pub(crate) fn run(Arguments { folder, check }: &Arguments) -> Outcome {
    let mut files = match folder.read() {
        Ok(files) => files,
        Err(outcome) => return outcome,
    };
    files.sort_by(|a, b| a.path.cmp(&b.path));
    let root = folder.root();
    let mut found = Found::default();
    for file in files.iter().filter(|file| layout::has_layout(&file.path)) {
        let text = match layout::format(file, &root) {
            Ok(text) => text,
            Err(report) => {
                print_report(stderr(), &report);
                found.bad += 1;
                continue;
            }
        };
        found.files += 1;
        if text.as_bytes() == file.content {
            continue;
        }
        found.changed += 1;
        let path = format!("{root}{}", file.path);
        if *check {
            print(stdout(), &difference(&path, file, &text));
        } else if let Err(error) = file::replace(Path::new(&path), &text) {
            return could_not_run(&format!("can't write {path}: {error}"));
        } else {
            print(stdout(), &format!("{path}: formatted\n"));
        }
    }
    print(stdout(), &found.summary(&folder.folder, *check));
    found.outcome(*check)
}

/// How many files there are of each kind.
#[derive(Default)]
struct Found {
    files: usize,
    changed: usize,
    bad: usize,
}

impl Found {
    fn summary(&self, folder: &Path, check: bool) -> String {
        let Self { files, changed, .. } = self;
        let folder = folder.display();
        match (changed, check) {
            (0, _) => format!("{folder}: {files} files in canonical layout\n"),
            (_, true) => format!("{folder}: {changed} of {files} files not in canonical layout\n"),
            (_, false) => format!("{folder}: {changed} of {files} files formatted\n"),
        }
    }

    fn outcome(&self, check: bool) -> Outcome {
        match self.bad > 0 || check && self.changed > 0 {
            true => Outcome::Findings,
            false => Outcome::Fine,
        }
    }
}

/// What would change, as a patch.
fn difference(path: &str, file: &SourceFile, text: &str) -> String {
    let before = String::from_utf8_lossy(&file.content);
    let diff = TextDiff::from_lines(before.as_ref(), text);
    let after = format!("{path}, in canonical layout");
    format!("{}\n", diff.unified_diff().header(path, &after))
}

//! Tests that need cargo: each works on a copy of the workspace, with the same dependencies, and
//! so builds little more than this crate.

mod broken_spec;
mod names;
mod sixth_endpoint;
mod wrong_token;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// A copy of the workspace.
struct Scratch {
    folder: PathBuf,
}

impl Scratch {
    /// A copy of what a build needs, without tests, examples and programs.
    ///
    /// Its version must be one of its own: cargo takes packages of one name, one version and one
    /// place in their workspace for the same, and would mix up what it builds of them.
    fn new(name: &str, number: u32) -> Self {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("scratch").join(name);
        if folder.exists() {
            fs::remove_dir_all(&folder).expect("an old copy goes");
        }
        for part in ["Cargo.toml", "Cargo.lock", "build.rs", "README.md", "spec", "src", "codegen"]
        {
            copy(&root.join(part), &folder.join(part));
        }
        let scratch = Self { folder };
        fs::remove_dir_all(scratch.path("src/bin")).expect("no programs");
        scratch.edit("Cargo.toml", |text| {
            let programs = text.find("[[bin]]").expect("programs");
            // The profiles stay, or all dependencies would be built a second time.
            let after = text.find("[package.metadata").expect("metadata after the programs");
            let text = text[..programs].to_owned() + &text[after..];
            let (major, minor) = (env!("CARGO_PKG_VERSION_MAJOR"), env!("CARGO_PKG_VERSION_MINOR"));
            let version = concat!("version = \"", env!("CARGO_PKG_VERSION"), "\"");
            let own = format!("version = \"{major}.{minor}.{}\"", 900 + number);
            // A build does not need the tools.
            let text = text.replace(r#"["codegen", "tools"]"#, r#"["codegen"]"#);
            text.replacen(version, &own, 1)
        });
        scratch
    }

    fn path(&self, path: &str) -> PathBuf {
        self.folder.join(path)
    }

    fn write(&self, path: &str, text: &str) {
        let path = self.path(path);
        let folder = path.parent().expect("a folder");
        fs::create_dir_all(folder).expect("a folder");
        fs::write(path, text).expect("a file");
    }

    fn edit(&self, path: &str, change: impl FnOnce(&str) -> String) {
        let text = fs::read_to_string(self.path(path)).expect("a file");
        self.write(path, &change(&text));
    }

    fn cargo(&self, arguments: &[&str]) -> Output {
        // The dependencies have been built there already.
        let target = Path::new(env!("CARGO_TARGET_TMPDIR")).parent().expect("a target folder");
        let mut cargo = Command::new(env!("CARGO"));
        cargo.current_dir(&self.folder).arg("--offline").args(arguments);
        cargo.env("CARGO_TARGET_DIR", target).env("CARGO_TERM_COLOR", "never");
        cargo.output().expect("cargo runs")
    }
}

fn copy(from: &Path, to: &Path) {
    if from.is_dir() {
        for entry in fs::read_dir(from).expect("a folder") {
            let name = entry.expect("an entry").file_name();
            if name != "target" {
                copy(&from.join(&name), &to.join(&name));
            }
        }
        return;
    }
    fs::create_dir_all(to.parent().expect("a folder")).expect("a folder");
    fs::copy(from, to).expect("a copy");
}

#[track_caller]
fn assert_success(output: &Output) -> String {
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    let (out, err) = (text(&output.stdout), text(&output.stderr));
    assert!(output.status.success(), "{out}\n{err}");
    out
}

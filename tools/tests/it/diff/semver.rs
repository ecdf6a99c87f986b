//! What `diff` says of Rust code, held against what cargo-semver-checks says of the bindings that are
//! compiled from each pair of specs.
//!
//! `cargo install cargo-semver-checks --locked`, then
//! `cargo test -p wechat-cloudbase-spec -- --ignored semver`. It takes minutes.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use wechat_cloudbase_codegen::{Runtime, SourceFile, compile};
use wechat_cloudbase_spec::diff::{Bump, Effect, diff};

use crate::here;
use crate::spec::{folder, folders_in, name, options};

/// Rules that change or remove what cargo-semver-checks does not look at: it compares neither the
/// types of fields and arguments nor which traits of another crate a type implements.
const UNSEEN: &[&str] = &[
    "field-list-depth-changed",
    "field-made-public",
    "field-made-secret",
    "field-type-changed",
    "field-type-narrowed",
    "field-type-widened",
    "response-field-became-optional",
    "response-field-became-required",
    "token-needed",
    "token-refused",
    "type-no-longer-received",
    "type-now-sent-with-options",
];

#[test]
#[ignore = "needs cargo-semver-checks, and minutes; see tests/it/diff/semver.rs"]
#[allow(clippy::print_stderr, reason = "the results are copied into the docs")]
fn semver_checks_agrees() {
    let mut bindings = Bindings::new();
    let mut wrong = Vec::new();
    for case in folders_in(&here("diff")) {
        let (old, new) = (super::side(&case, "old"), super::side(&case, "new"));
        let theirs = semver_checks(&bindings.rustdoc(&old), &bindings.rustdoc(&new));
        let changes = diff(&super::checked(&old), &super::checked(&new));
        let breaking = changes.all().iter().filter(|change| change.rule.rust() == Effect::Breaks);
        let breaking: Vec<_> = breaking.map(|change| change.rule.id()).collect();
        let seen = breaking.iter().any(|rule| !UNSEEN.contains(rule));
        let unseen = !seen && !breaking.is_empty();
        let agrees = match theirs {
            // What it finds, we must have found; deprecation is the one minor step that it knows.
            Some(Bump::Major) => seen,
            theirs => !seen && changes.bump() >= theirs,
        };
        let word = |bump: Option<Bump>| bump.map_or("nothing", Bump::word);
        let line = format!(
            "| `{}` | {} | {} |{}",
            name(&case),
            changes.bump().map_or("nothing", Bump::word),
            word(theirs),
            if unseen { " does not look at it |" } else { " |" }
        );
        eprintln!("{line}");
        if !agrees {
            wrong.push(line);
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// The bindings as another crate has them, and the enum of errcodes as ours has it.
const LIBRARY: &str = r#"
pub mod api {
    include!("api.rs");
}
pub mod own {
    pub struct Record {
        pub code: i64,
        pub name: &'static str,
        pub message: &'static str,
        pub meaning: &'static str,
        pub remedy: &'static str,
        pub class: Class,
        pub operator: Option<Operator>,
        pub quota: Option<Window>,
    }
    pub use wechat_cloudbase::errcode::{Class, Operator, Window};
    include!("errcode.rs");
}
"#;

/// The step that cargo-semver-checks asks for.
fn semver_checks(old: &Path, new: &Path) -> Option<Bump> {
    let output = Command::new("cargo")
        .args(["semver-checks", "--color", "never", "--release-type", "patch"])
        .arg("--baseline-rustdoc")
        .arg(old)
        .arg("--current-rustdoc")
        .arg(new)
        .output()
        .unwrap();
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    let said = text(&output.stderr) + &text(&output.stdout);
    let requires = |step: &str| said.contains(&format!("semver requires new {step} version"));
    match (requires("major"), requires("minor")) {
        (true, _) => Some(Bump::Major),
        (_, true) => Some(Bump::Minor),
        _ => {
            assert!(output.status.success(), "cargo-semver-checks did not run: {said}");
            None
        }
    }
}

/// A crate of bindings, and what rustdoc makes of it for each spec.
struct Bindings {
    folder: PathBuf,
    made: BTreeMap<String, PathBuf>,
}

impl Bindings {
    fn new() -> Self {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("semver");
        fs::create_dir_all(folder.join("src")).unwrap();
        let runtime = folder_of_runtime();
        let manifest = format!(
            "[package]\nname = \"bindings\"\nversion = \"1.0.0\"\nedition = \"2024\"\n\n[workspace]\n\n\
             [dependencies]\nwechat-cloudbase = {{ path = {runtime:?}, default-features = false }}\n"
        );
        fs::write(folder.join("Cargo.toml"), manifest).unwrap();
        Self { folder, made: BTreeMap::new() }
    }

    /// The documentation of the bindings of a spec, as JSON; of equal bindings, made once.
    fn rustdoc(&mut self, files: &[SourceFile]) -> PathBuf {
        let outputs = compile(files, &options(Runtime::Dependency)).unwrap();
        let outputs: Vec<_> =
            outputs.into_iter().map(|output| (output.name.to_string(), output.text)).collect();
        let text = format!("{outputs:?}");
        if let Some(made) = self.made.get(&text) {
            return made.clone();
        }
        let source = self.folder.join("src");
        fs::remove_dir_all(&source).unwrap();
        for (name, text) in &outputs {
            let path = source.join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        fs::write(source.join("lib.rs"), LIBRARY).unwrap();
        let output = Command::new("cargo")
            .args(["rustdoc", "--lib", "--", "-Zunstable-options", "--output-format", "json"])
            .arg("--cap-lints=allow")
            .current_dir(&self.folder)
            .env("CARGO_TARGET_DIR", self.folder.join("target"))
            .env("RUSTC_BOOTSTRAP", "1")
            .output()
            .unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        let made = self.folder.join(format!("{}.json", self.made.len()));
        fs::copy(self.folder.join("target/doc/bindings.json"), &made).unwrap();
        self.made.insert(text, made.clone());
        made
    }
}

fn folder_of_runtime() -> PathBuf {
    folder("../..").canonicalize().unwrap()
}

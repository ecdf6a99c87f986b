//! Compiles a spec of WeChat endpoints into Rust bindings for `wechat-cloudbase`.
//!
//! A spec is a folder of TOML files: one per endpoint, and three for what endpoints share (types,
//! errcodes, permission sets). `spec/README.md` of `wechat-cloudbase` describes the notation.
//!
//! From a build script, [`build_script::run`] is all it takes:
//!
//! ```no_run
//! fn main() {
//!     wechat_cloudbase_codegen::build_script::run("spec", Default::default());
//! }
//! ```
//!
//! [`compile`] is the compiler itself. It touches no disk: files go in as paths and bytes, and
//! come out as names and text, or every problem of the spec comes out as a [`Report`].

pub mod build_script;
mod diagnostic;
mod emit;
mod format;
mod item;
mod lower;
mod model;
mod naming;
mod output;
mod parse;
mod resolve;
mod source;
mod syntax;

pub use diagnostic::{Diagnostic, Note, Report, Rule};
pub use source::{Place, SourceFile};

use diagnostic::{Problem, Problems};
use source::Sources;

/// How to compile.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct Options {
    /// What diagnostics put before each path, such as `spec/`.
    pub root: String,
    /// Where generated code finds its runtime.
    pub runtime: Runtime,
}

impl Options {
    /// Code for a runtime, and paths in diagnostics as they are given.
    pub fn new(runtime: Runtime) -> Self {
        let root = String::new();
        Self { root, runtime }
    }
}

/// Where generated code finds its runtime.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Runtime {
    /// In a dependency named `wechat_cloudbase`; the methods are those of a trait, `Calls`.
    #[default]
    Dependency,
    /// In the crate itself, which only `wechat-cloudbase` is.
    Own,
}

impl Runtime {
    /// The path by which links in the docs reach the runtime.
    fn doc_path(self) -> &'static str {
        match self {
            Self::Dependency => "wechat_cloudbase",
            Self::Own => "crate",
        }
    }
}

/// A file that the compiler has written.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct OutputFile {
    /// Its name, such as `api.rs`.
    pub name: &'static str,
    /// Its text, the same for the same spec whatever the order of files and keys.
    pub text: String,
}

/// Compiles a spec.
///
/// # Errors
///
/// Every problem of the spec at once, each with its place.
pub fn compile(files: &[SourceFile], options: &Options) -> Result<Vec<OutputFile>, Report> {
    let mut problems = Problems::default();
    let (sources, not_utf8) = Sources::new(files, &options.root);
    for span in &not_utf8 {
        problems.add(Problem::new(Rule::NotUtf8, span, "the file is not UTF-8", "first bad byte"));
    }
    let documents = parse::parse(&sources, &mut problems);
    match resolve::resolve(&documents, &mut problems) {
        Some(api) => Ok(output::generate(&api, options)),
        None => Err(problems.into_report(sources)),
    }
}

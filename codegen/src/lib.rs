//! Compiles a spec of WeChat endpoints into Rust bindings for `wechat-cloudbase`.
//!
//! A spec is a folder of TOML files: one per endpoint, and three for what endpoints share (types,
//! errcodes, permission sets). `spec/README.md` of `wechat-cloudbase` describes the notation.
//!
//! From a build script, [`build_script::run`] is all it takes:
//!
//! ```no_run
//! // The whole of `main` in build.rs.
//! wechat_cloudbase_codegen::build_script::run("spec", Default::default());
//! ```
//!
//! [`compile`] is the compiler itself. It touches no disk: files go in as paths and bytes, and
//! come out as names and text, or every problem of the spec comes out as a [`Report`]. [`check`] is
//! its first half.
//!
//! # Stability
//!
//! The root of this crate, and [`build_script`], follow semantic versioning. The other
//! modules are public for `wechat-cloudbase-spec`, the command for people who edit a spec. They are
//! **unstable**: any release may change them.

mod base64;
pub mod build_script;
pub mod diagnostic;
mod emit;
pub mod example;
mod format;
mod item;
pub mod leaf;
pub mod lower;
pub mod model;
pub mod naming;
pub mod notation;
mod options;
mod output;
pub mod parse;
pub mod prose;
mod resolve;
pub mod source;
mod spec;
pub mod syntax;
mod table;
pub mod template;

pub use diagnostic::{Diagnostic, Note, Report, Rule};
pub use options::{Options, Runtime};
pub use output::OutputFile;
pub use source::{Place, SourceFile};
pub use spec::Spec;

use diagnostic::Problems;
use source::Sources;

/// Compiles a spec: every file that a build script writes.
///
/// # Errors
///
/// Every problem of the spec at once, each with its place.
pub fn compile(files: &[SourceFile], options: &Options) -> Result<Vec<OutputFile>, Report> {
    let spec = check(files, &options.root)?;
    // The model is lowered to items, items are emitted as tokens, and tokens formatted as text.
    let planned = output::plan(&spec.api, options);
    Ok(planned.into_iter().map(OutputFile::from).collect())
}

/// Checks a spec. Diagnostics show `root`, such as `spec/`, before each path.
///
/// # Errors
///
/// Every problem of the spec at once, each with its place.
pub fn check(files: &[SourceFile], root: &str) -> Result<Spec, Report> {
    checked(files, root, Problems::default())
}

/// Checks a spec to which files are still to come: a type may be unused.
///
/// # Errors
///
/// As [`check`].
pub fn check_unfinished(files: &[SourceFile], root: &str) -> Result<Spec, Report> {
    checked(files, root, Problems::ignoring(&[Rule::UnusedType]))
}

fn checked(files: &[SourceFile], root: &str, mut problems: Problems) -> Result<Spec, Report> {
    let sources = Sources::new(files, root);
    let documents = parse::parse(&sources, &mut problems);
    match resolve::resolve(&documents, &mut problems) {
        Some(api) => Ok(Spec { api, sources, documents }),
        None => Err(problems.into_report(sources)),
    }
}

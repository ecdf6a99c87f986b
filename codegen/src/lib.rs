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
//! come out as names and text, or every problem of the spec comes out as a [`Report`].

pub mod build_script;
mod diagnostic;
mod emit;
mod format;
mod item;
mod lower;
mod model;
mod naming;
mod options;
mod output;
mod parse;
#[cfg(feature = "cli")]
mod render;
mod resolve;
mod rule;
mod source;
mod syntax;

pub use diagnostic::{Diagnostic, Note, Report};
pub use options::{Options, Runtime};
pub use output::OutputFile;
pub use rule::Rule;
pub use source::{Place, SourceFile};

use diagnostic::Problems;
use model::{Api, Valid};
use source::Sources;

/// Compiles a spec.
///
/// # Errors
///
/// Every problem of the spec at once, each with its place.
pub fn compile(files: &[SourceFile], options: &Options) -> Result<Vec<OutputFile>, Report> {
    let api = model(files, options)?;
    Ok(output::generate(&api, options))
}

/// The model of a spec as JSON: everything that a spec says, checked and in one order, for tools
/// that make of it what this compiler does not. `format` in it is the version of its form.
///
/// # Errors
///
/// Every problem of the spec at once, each with its place.
pub fn dump(files: &[SourceFile], options: &Options) -> Result<String, Report> {
    let api = model(files, options)?;
    Ok(output::dump(&api))
}

fn model(files: &[SourceFile], options: &Options) -> Result<Valid<Api>, Report> {
    let mut problems = Problems::default();
    let sources = Sources::new(files, &options.root);
    let documents = parse::parse(&sources, &mut problems);
    resolve::resolve(&documents, &mut problems).ok_or_else(|| problems.into_report(sources))
}

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
//! come out as names and text, or every problem of the spec comes out as a [`Report`]. [`Spec`] is
//! what has passed every check, for whatever else is made of it.

pub mod build_script;
mod diagnostic;
#[cfg(feature = "cli")]
pub mod diff;
mod draft;
#[cfg(feature = "cli")]
pub mod drift;
mod emit;
mod format;
mod item;
#[cfg(feature = "cli")]
mod json;
#[cfg(feature = "cli")]
pub mod layout;
mod lower;
mod model;
mod naming;
mod options;
mod output;
mod parse;
#[cfg(feature = "cli")]
mod places;
mod prose;
#[cfg(feature = "cli")]
mod render;
mod resolve;
mod rule;
#[cfg(feature = "cli")]
mod skeleton;
mod source;
mod spec;
mod syntax;

pub use diagnostic::{Diagnostic, Note, Report};
pub use options::{Options, Runtime};
pub use output::OutputFile;
#[cfg(feature = "cli")]
pub use output::{Notation, OpenApi, schema};
#[cfg(feature = "cli")]
pub use output::{SiteFile, SiteOptions};
pub use rule::Rule;
#[cfg(feature = "cli")]
pub use skeleton::{NewEndpoint, Skeleton, skeleton};
pub use source::{Place, SourceFile};
pub use spec::Spec;

/// Compiles a spec.
///
/// # Errors
///
/// Every problem of the spec at once, each with its place.
pub fn compile(files: &[SourceFile], options: &Options) -> Result<Vec<OutputFile>, Report> {
    let spec = Spec::check(files, &options.root)?;
    Ok(spec.bindings(options))
}

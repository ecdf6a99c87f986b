//! Tools to write, review and publish a spec of WeChat endpoints. The program
//! `wechat-cloudbase-spec` has all of them on the command line; `docs/` has a page per command.
//!
//! Everything here takes a [`Spec`](wechat_cloudbase_codegen::Spec), which has passed every check of
//! the compiler, and touches no disk: files go in as paths and bytes, and come out as text.
//!
//! | to ask | call |
//! |---|---|
//! | what changed between two specs, whom it affects, and which version it needs | [`diff::diff`] |
//! | what a page of the vendor's says differently | [`drift::drift`] |
//! | to bring a spec up to date with a page | [`update::update`] |
//! | for the file of an endpoint that is missing | [`skeleton`], or from a page [`draft`] |
//! | for the canonical layout of a file | [`layout::format`] |
//! | for diagnostics as a terminal shows them | [`render::drawn`] |
//! | for a site that people read | [`reference()`] |
//! | for an OpenAPI document | [`openapi`] |
//! | for the JSON Schema of the notation | [`schema`] |
//! | for the whole model as JSON | [`dump`] |

pub mod diff;
pub mod drift;
pub mod fetch;
mod hash;
mod json;
pub mod layout;
mod new;
mod output;
mod places;
pub mod render;
pub mod update;
mod warnings;

pub use new::{Draft, NewEndpoint, Skeleton, draft, skeleton};
pub use output::{Notation, OpenApi, SiteFile, SiteOptions, dump, openapi, reference, schema};
pub use warnings::{Warning, warnings};

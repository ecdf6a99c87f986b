//! Tests of the compiler as its users see it, in one binary.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod broken;
mod files;
mod golden;
mod notation;
mod order;
mod out_dir;
mod properties;
#[allow(dead_code, reason = "the tests of `tools/` use the rest")]
#[path = "../support/mod.rs"]
mod support;

use support::{leaves, lists, mutation, shuffle, spec};

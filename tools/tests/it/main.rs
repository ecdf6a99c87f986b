//! Tests of the command and of what it is made of, in one binary.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod broken;
mod cli;
mod diff;
mod drift;
mod dump;
mod facts;
mod layout;
mod nothing_dropped;
mod openapi;
mod reference;
mod schema;
#[allow(dead_code, reason = "the tests of the compiler use the rest")]
#[path = "../../../codegen/tests/support/mod.rs"]
mod support;

use std::path::{Path, PathBuf};

use support::{leaves, lists, mutation, shuffle, spec};

/// A file or folder below `tools/tests`.
fn here(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests").join(name)
}

//! Tests of the compiler as its users see it, in one binary.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod broken;
mod cli;
mod diff;
mod drift;
mod dump;
mod golden;
mod layout;
mod notation;
mod nothing_dropped;
mod openapi;
mod order;
mod out_dir;
mod properties;
mod reference;
mod schema;
mod spec;

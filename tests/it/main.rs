//! Tests of the crate as its users see it, in one binary.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod action_required;
mod anywhere;
mod bodies;
mod cached;
mod callback;
mod calls;
mod client_methods;
mod database;
mod errors;
mod golden;
mod harness;
mod in_flight;
mod middleware;
mod mock;
mod networks;
mod observation;
mod own_errcodes;
mod platform;
mod processes;
mod raw;
mod repository;
mod responses;
mod samples;
mod scratch;
mod secrets;
mod serde;
mod several;
mod store;
mod token;
mod vocabulary;
mod wire;

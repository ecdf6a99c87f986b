//! The bindings that `build.rs` compiles from `spec/`: a module per endpoint, and a method per
//! endpoint on [`Client`](crate::Client).

include!(concat!(env!("OUT_DIR"), "/api.rs"));

#[cfg(feature = "mock")]
mod contract {
    include!(concat!(env!("OUT_DIR"), "/contract.rs"));
}
#[cfg(feature = "mock")]
pub use contract::CONTRACTS;

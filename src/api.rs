//! The bindings that `build.rs` compiles from `spec/`: a module per endpoint, and a method per
//! endpoint on [`Client`](crate::Client).
//!
//! # Endpoints that are not here
//!
//! WeChat has many more. Write a spec of yours in your own crate, have `wechat-cloudbase-codegen` compile it in
//! `build.rs`, and call the endpoint through the same client: its errors, retries, redaction and mock come with
//! it. `codegen/README.md` shows how, and `examples/beyond-cloudbase` is such a crate, with its tests.
//!
//! Without a spec, [`Client::raw`](crate::Client::raw) takes and returns JSON, with the same token check (at run
//! time), retries, errors and redaction: for a new field, for an endpoint that [`find`] knows by name, or for
//! one described in a `static` with [`Endpoint::new`].

use crate::operation::Endpoint;

include!(concat!(env!("OUT_DIR"), "/api.rs"));

/// Finds an endpoint by the vendor's name or by that of the client's method: `createTcbEnv`,
/// `create_tcb_env`. For [`Client::raw`](crate::Client::raw); [`ENDPOINTS`] lists all of them.
pub fn find(name: &str) -> Option<&'static Endpoint> {
    ENDPOINTS.iter().copied().find(|endpoint| endpoint.name == name || endpoint.id == name)
}

#[cfg(feature = "mock")]
mod contract {
    include!(concat!(env!("OUT_DIR"), "/contract.rs"));
}
#[cfg(feature = "mock")]
pub use contract::CONTRACTS;

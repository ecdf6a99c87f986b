//! The bindings that `build.rs` compiles from `spec/`: a module per endpoint, and a method per
//! endpoint on [`Client`](crate::Client).

use crate::operation::Endpoint;

include!(concat!(env!("OUT_DIR"), "/api.rs"));

/// The endpoint of a name, as the vendor spells it or as the client's method is called: `createTcbEnv`,
/// `create_tcb_env`. For [`Client::raw`](crate::Client::raw); [`ENDPOINTS`] has all of them.
pub fn find(name: &str) -> Option<&'static Endpoint> {
    ENDPOINTS.iter().copied().find(|endpoint| endpoint.name == name || endpoint.id == name)
}

#[cfg(feature = "mock")]
mod contract {
    include!(concat!(env!("OUT_DIR"), "/contract.rs"));
}
#[cfg(feature = "mock")]
pub use contract::CONTRACTS;

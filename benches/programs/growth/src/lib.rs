//! What a crate with a spec of its own has of it.

pub mod api {
    include!(concat!(env!("OUT_DIR"), "/api.rs"));
}

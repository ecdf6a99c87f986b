//! (front page, later)

pub mod call;
pub mod client;
mod envelope;
pub mod errcode;
pub mod error;
#[path = "generated.rs"]
pub mod api;
pub mod json;
#[cfg(feature = "mock")]
pub mod mock;
pub mod operation;
mod retry;
mod secret;
pub mod token;
mod transport;

pub use call::Call;
pub use client::{Client, ClientBuilder};
pub use errcode::{Class, Errcode};
pub use error::{Error, Outcome};
pub use secret::Secret;

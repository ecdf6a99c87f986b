//! Sends subscribe messages through the client of `wechat-cloudbase`, which does not have that
//! endpoint: `spec/` describes it, `build.rs` compiles the spec, and [`api`] includes what comes out.
//!
//! The client, its tokens, errors, retries and redaction, and the mock server, are those of
//! `wechat-cloudbase`. `src/main.rs` shows a call, `tests/send.rs` how to test one.

/// The endpoints of `spec/`: a module for each, and its method in [`Calls`](api::Calls).
pub mod api {
    include!(concat!(env!("OUT_DIR"), "/api.rs"));

    #[cfg(feature = "mock")]
    mod contract {
        include!(concat!(env!("OUT_DIR"), "/contract.rs"));
    }
    #[cfg(feature = "mock")]
    pub use contract::CONTRACTS;
}

use wechat_cloudbase::json::Value;

/// What goes into a template: its keys, each with the text that takes its place.
///
/// The keys are those of the template, so that no spec can list them; this is what a spec leaves to
/// be written by hand.
pub fn data<'a>(texts: impl IntoIterator<Item = (&'a str, &'a str)>) -> Value {
    texts.into_iter().map(|(key, text)| (key, Value::from_iter([("value", text)]))).collect()
}

//! Endpoints of WeChat beyond cloud development, called through the client of `wechat-cloudbase`, which
//! does not have them: `spec/` describes them, `build.rs` compiles the spec, and [`api`] includes what comes
//! out.
//!
//! They show what the notation can say: keys of the caller's in a message, one of several kinds of
//! content, menus inside of menus, a value that is a text here and a number there, moments, defaults, a
//! failure under another name, and several endpoints at one address. The client, its tokens, errors,
//! retries and redaction, and the mock server, are those of `wechat-cloudbase`. `src/main.rs` shows calls,
//! `tests/` how to test them.

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

use std::collections::BTreeMap;

use api::send_message::TemplateValue;

/// What goes into a template: its keys, each with the text that takes its place.
pub fn data<'a>(
    texts: impl IntoIterator<Item = (&'a str, &'a str)>,
) -> BTreeMap<String, TemplateValue> {
    let value = |(key, text): (&str, &str)| (key.to_owned(), TemplateValue::new(text));
    texts.into_iter().map(value).collect()
}

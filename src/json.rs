//! JSON as WeChat speaks it: the writer and the reader that generated code is written against, and
//! serde's traits on top of them.
//!
//! Both sides go through plain, non-generic types, so that a hundred endpoints compile quickly. The
//! reader keeps the text of a response and a flat index into it: numbers keep
//! their digits, and nothing is copied before a field of the response needs it.

#[doc(hidden)]
pub mod bridge;
mod data;
mod decode;
mod document;
mod encode;
mod error;
mod node;
mod note;
mod object;
mod parse;
mod path;
mod tape;

#[doc(hidden)]
pub use crate::__serde as serde;
pub use bridge::{WithSecrets, with_secrets};
pub use decode::Decode;
pub use encode::{Encode, InText, Writer};
pub use error::DecodeError;
pub use node::Node;
pub use object::Object;
pub use serde_json::Value;

pub(crate) use data::{fields, words};
pub(crate) use document::Document;
pub(crate) use encode::to_query_text;
pub(crate) use note::{Note, Why};
pub(crate) use parse::Fault;

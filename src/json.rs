//! JSON as WeChat speaks it: the writer and the reader that generated code is written against.
//!
//! Both sides go through plain, non-generic types, so that a hundred endpoints compile quickly.

mod decode;
mod encode;

pub use decode::{Decode, DecodeError, Object};
pub use encode::{Encode, InText, Writer};
pub use serde_json::Value;

pub(crate) use encode::to_query_text;

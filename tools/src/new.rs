//! Files for endpoints that a spec does not have yet.

mod skeleton;

pub use skeleton::{NewEndpoint, Skeleton, skeleton};

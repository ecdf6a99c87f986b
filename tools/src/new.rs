//! Files for endpoints that a spec does not have yet: the beginning of one, from its name and path, and
//! a draft, from a page of the vendor's. Both are data, of which one writer makes the file.

mod file;
mod page;
mod skeleton;

pub use page::{Draft, draft};
pub use skeleton::{NewEndpoint, Skeleton, skeleton};

//! Files for new endpoints: a skeleton, from name and path, and
//! a draft, from a page of the vendor. Both are data, which one writer turns into the file.

mod file;
mod page;
mod skeleton;

pub use page::{Draft, draft};
pub use skeleton::{NewEndpoint, Skeleton, skeleton};

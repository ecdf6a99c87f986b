//! What the tests of the compiler and those of `tools/` share.

pub(crate) mod leaves;
pub(crate) mod lists;
pub(crate) mod mutation;
pub(crate) mod shuffle;
pub(crate) mod spec;

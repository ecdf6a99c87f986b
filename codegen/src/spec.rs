//! A spec that has passed every check.

use crate::model::{Api, Valid};
use crate::source::Sources;
use crate::syntax::Documents;

/// A spec without problems. Only [`check`](crate::check) makes one; its fields are
/// [unstable](crate#stability).
#[non_exhaustive]
pub struct Spec {
    /// What it says. Every output is made of this and of nothing else.
    pub api: Valid<Api>,
    /// Its files.
    pub sources: Sources,
    /// What each file says, with its places.
    pub documents: Documents,
}

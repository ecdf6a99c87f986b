//! What the state of a token makes a caller do.

use crate::Error;
use crate::token::fetch::Need;
use crate::token::{AccessToken, TokenKind};

/// What a caller is to do.
pub(super) enum Step<K> {
    /// Go on with this token.
    Serve(AccessToken<K>),
    Fail(Error),
    /// Wait for the fetch under way; `meanwhile` is what there is until then, which WeChat has
    /// rejected at least once.
    Wait {
        meanwhile: Option<AccessToken<K>>,
    },
}

/// A step, and a fetch that has to be started first.
pub(super) struct Decision<K: TokenKind> {
    pub(super) step: Step<K>,
    pub(super) launch: Option<Launch<K>>,
}

pub(super) struct Launch<K: TokenKind> {
    pub(super) flight: u64,
    pub(super) need: Need<K>,
}

impl<K: TokenKind> From<Step<K>> for Decision<K> {
    fn from(step: Step<K>) -> Self {
        Self { step, launch: None }
    }
}

impl<K: TokenKind> From<Error> for Decision<K> {
    fn from(error: Error) -> Self {
        Step::Fail(error).into()
    }
}

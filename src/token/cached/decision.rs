//! What the state of a token makes a caller do.

use crate::token::UntypedNeed;
use crate::{Error, Secret};

/// What a caller is to do.
pub(super) enum Step {
    /// Go on with this token.
    Serve(Secret),
    Fail(Error),
    /// Wait for the fetch under way; `meanwhile` is what there is until then, which WeChat has
    /// rejected at least once.
    Wait {
        meanwhile: Option<Secret>,
    },
}

/// A step, and a fetch that has to be started first.
pub(super) struct Decision {
    pub(super) step: Step,
    pub(super) start: Option<StartFetch>,
}

pub(super) struct StartFetch {
    pub(super) id: u64,
    pub(super) need: UntypedNeed,
}

impl From<Step> for Decision {
    fn from(step: Step) -> Self {
        Self { step, start: None }
    }
}

impl From<Error> for Decision {
    fn from(error: Error) -> Self {
        Step::Fail(error).into()
    }
}

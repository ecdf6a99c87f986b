//! The decision for a caller.

use crate::token::UntypedNeed;
use crate::{Error, Secret};

/// The next step of a caller.
pub(super) enum Step {
    /// Use this token.
    Serve(Secret),
    Fail(Error),
    /// Wait for the fetch in progress; `meanwhile` is the current token, which WeChat has
    /// rejected at least once.
    Wait {
        meanwhile: Option<Secret>,
    },
}

/// A step, and a fetch that must be started first.
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

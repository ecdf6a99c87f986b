//! What to do after a failed attempt: a pure decision from the errcode's class and the endpoint's
//! `repeat`, never from the number of a code.

use std::time::Duration;

use crate::backoff::Backoff;
use crate::endpoint::Repeat;
use crate::errcode::Class;
use crate::error::{Error, Kind, Outcome};

/// When a call may be repeated although the first attempt may have done something.
///
/// Whatever is set here, an attempt that sent nothing goes on to the next host, a call whose token is
/// rejected is made once more with a new one, and a call that came too fast (HTTP status 429, or a
/// quota of a minute used up) is made again once it may; only [`Never`](Self::Never) turns that off.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Repeats {
    /// One attempt, whatever becomes of it.
    Never,
    /// As the endpoint's spec says: only where a second call leaves the same state as one.
    #[default]
    AsSpecified,
    /// Even where a second call may do the thing twice, such as opening a second bill.
    EvenIfUnsafe,
}

/// A failed attempt, as far as the decision needs to know it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Failure {
    /// Nothing was sent.
    NotSent,
    /// The token was not accepted.
    TokenRejected,
    /// Calls came too fast, and this one was refused.
    RateLimited,
    /// It may have been done, and another attempt may fare better: busy, cut off, no answer.
    Unknown,
    /// Another attempt would end the same way.
    Final,
}

/// Where a call stands.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Progress {
    /// Attempts made.
    pub(crate) attempts: u32,
    /// Attempts allowed.
    pub(crate) limit: u32,
    /// Whether there is a host that has not been tried since the last backoff.
    pub(crate) host_left: bool,
    /// Whether the token has been replaced already.
    pub(crate) token_replaced: bool,
}

/// What to do next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Decision {
    GiveUp,
    NextHost,
    NewToken,
    BackOff,
}

pub(crate) fn decide(failure: Failure, repeatable: bool, progress: Progress) -> Decision {
    if progress.attempts >= progress.limit {
        return Decision::GiveUp;
    }
    match failure {
        Failure::NotSent if progress.host_left => Decision::NextHost,
        Failure::NotSent => Decision::BackOff,
        // Nothing was done, so that another attempt is harmless whatever the endpoint does.
        Failure::RateLimited => Decision::BackOff,
        Failure::TokenRejected if !progress.token_replaced => Decision::NewToken,
        Failure::Unknown if repeatable => Decision::BackOff,
        Failure::TokenRejected | Failure::Unknown | Failure::Final => Decision::GiveUp,
    }
}

impl Repeats {
    /// Whether a call whose outcome is unknown may be repeated.
    pub(crate) fn allows(self, repeat: Repeat) -> bool {
        match self {
            Self::Never => false,
            Self::AsSpecified => repeat == Repeat::Safe,
            Self::EvenIfUnsafe => true,
        }
    }

    /// How many attempts there may be.
    pub(crate) fn limit(self, attempts: u32) -> u32 {
        match self {
            Self::Never => 1,
            Self::AsSpecified | Self::EvenIfUnsafe => attempts,
        }
    }
}

impl Failure {
    pub(crate) fn of(error: &Error) -> Self {
        match error.kind() {
            Kind::Connect(barrier) if barrier.is_final() => Self::Final,
            // A middleware may say so of a request that it had sent before.
            Kind::Connect(_) if error.outcome() == Outcome::NotSent => Self::NotSent,
            Kind::Connect(_) => Self::Unknown,
            _ if error.is_rate_limited() => Self::RateLimited,
            Kind::Timeout { .. }
            | Kind::Interrupted
            | Kind::Unreadable(_)
            | Kind::NoErrcode(_)
            | Kind::Contradiction(_) => Self::Unknown,
            Kind::Status if error.http_status().is_some_and(|status| status >= 500) => {
                Self::Unknown
            }
            Kind::Errcode(refusal) => match refusal.class() {
                Class::Token => Self::TokenRejected,
                Class::Busy => Self::Unknown,
                // A code that nobody knows is an answer all the same, and would come again.
                _ => Self::Final,
            },
            Kind::Config(_)
            | Kind::Token
            | Kind::TokenTimeout
            | Kind::ActionRequired(_)
            | Kind::Store(_)
            | Kind::Closed
            | Kind::Lost(_)
            | Kind::Full { .. }
            | Kind::Middleware(_)
            | Kind::TooLarge { .. }
            | Kind::RedirectFollowed
            | Kind::Redirect
            | Kind::Status
            | Kind::RateLimited
            | Kind::NoOtherToken(_)
            | Kind::Payload(_) => Self::Final,
        }
    }
}

/// Between attempts: long enough for a moment of load to pass, short
/// enough that a person who waits for the call does not give up.
const BACKOFF: Backoff =
    Backoff { first: Duration::from_millis(500), longest: Duration::from_secs(8) };

/// The delay before retry number `retry`, from 0. A time that a server named is waited out, plus jitter:
/// it named the same to all who wait.
pub(crate) fn backoff(retry: u32, named: Option<Duration>) -> Duration {
    BACKOFF.jittered(retry).saturating_add(named.unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::endpoint::{Endpoint, Method};
    use crate::errcode::Errcode;
    use crate::error::{Outcome, Refusal};

    #[test]
    fn the_table() {
        use Decision::{BackOff, GiveUp, NewToken, NextHost};
        use Failure::{Final, NotSent, RateLimited, TokenRejected, Unknown};
        const YES: bool = true;
        const NO: bool = false;
        // failure, repeatable, attempts made, host left, token replaced
        let table = [
            (NotSent, NO, 1, YES, NO, NextHost),
            (NotSent, YES, 1, YES, YES, NextHost),
            (NotSent, NO, 1, NO, NO, BackOff),
            (NotSent, NO, 4, YES, NO, GiveUp),
            (TokenRejected, NO, 1, YES, NO, NewToken),
            (TokenRejected, YES, 1, NO, NO, NewToken),
            (TokenRejected, YES, 2, YES, YES, GiveUp),
            (TokenRejected, NO, 4, YES, NO, GiveUp),
            (RateLimited, NO, 1, YES, NO, BackOff),
            (RateLimited, YES, 3, NO, YES, BackOff),
            (RateLimited, NO, 4, NO, NO, GiveUp),
            (Unknown, YES, 1, YES, NO, BackOff),
            (Unknown, YES, 3, NO, YES, BackOff),
            (Unknown, YES, 4, YES, NO, GiveUp),
            (Unknown, NO, 1, YES, NO, GiveUp),
            (Final, YES, 1, YES, NO, GiveUp),
            (Final, NO, 1, NO, NO, GiveUp),
        ];
        for (failure, repeatable, attempts, host_left, token_replaced, expect) in table {
            let progress = Progress { attempts, limit: 4, host_left, token_replaced };
            let decision = decide(failure, repeatable, progress);
            assert_eq!(decision, expect, "{failure:?} {repeatable} {progress:?}");
        }
    }

    /// A server in front that is overloaded may have passed the call on; one that refuses has not.
    #[test]
    fn a_status_without_an_errcode() {
        for (status, expect) in [
            (302, Failure::Final),
            (404, Failure::Final),
            (499, Failure::Final),
            (500, Failure::Unknown),
            (502, Failure::Unknown),
            (504, Failure::Unknown),
        ] {
            let error = Error::new(Kind::Status).with_status(status);
            assert_eq!(Failure::of(&error), expect, "{status}");
        }
    }

    /// Only a limit that is full again within a minute is waited for.
    #[test]
    fn a_limit_that_is_used_up() {
        use Failure::{Final, RateLimited, TokenRejected, Unknown};
        static ENDPOINT: Endpoint = Endpoint::new("x", "x", Method::Post, "/x");
        for (code, status, expect) in [
            (Some(45011), 200, RateLimited),
            (Some(45011), 429, RateLimited),
            (Some(45009), 200, Final),
            (Some(45009), 429, Final),
            (Some(48006), 200, Final),
            (Some(-501_003), 200, Final),
            (Some(-501_003), 429, RateLimited),
            (Some(-1), 200, Unknown),
            (Some(-1), 429, RateLimited),
            (Some(7), 200, Final),
            (Some(7), 429, RateLimited),
            (Some(40001), 429, TokenRejected),
            (Some(40097), 429, Final),
            (None, 429, RateLimited),
        ] {
            let kind = code.map_or(Kind::RateLimited, |code| {
                Kind::Errcode(Refusal::new(&ENDPOINT, Errcode::from_code(code)))
            });
            let error = Error::new(kind).with_status(status);
            assert_eq!(Failure::of(&error), expect, "{code:?} {status}");
            let is_harmless = error.outcome() == Outcome::Rejected;
            assert!(expect != RateLimited || is_harmless, "{code:?} {status}");
        }
    }

    #[test]
    fn an_override_goes_before_the_spec() {
        for (repeats, repeat, allowed, limit) in [
            (Repeats::Never, Repeat::Safe, false, 1),
            (Repeats::AsSpecified, Repeat::Safe, true, 4),
            (Repeats::AsSpecified, Repeat::Unsafe, false, 4),
            (Repeats::EvenIfUnsafe, Repeat::Unsafe, true, 4),
        ] {
            assert_eq!(repeats.allows(repeat), allowed, "{repeats:?} {repeat:?}");
            assert_eq!(repeats.limit(4), limit, "{repeats:?}");
        }
    }
}

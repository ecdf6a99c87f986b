//! What to do after a failed attempt: a pure decision from the errcode's class and the endpoint's
//! idempotency, never from the number of a code.

use std::time::Duration;

use crate::backoff::Backoff;
use crate::errcode::Class;
use crate::error::{Error, ErrorKind, Outcome};

/// When a call is retried although an attempt may have done something: after a timeout, a broken
/// connection, or a busy WeChat.
///
/// Whatever is set here, an attempt that sent nothing goes on to the next host, a call whose token is
/// rejected is retried once with a new one, and a rate-limited call (HTTP status 429, or an exhausted
/// minute quota) is retried once it may; only [`Never`](Self::Never) turns that off.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum RetryPolicy {
    /// A single attempt.
    Never,
    /// Only where the endpoint is [idempotent](crate::operation::Endpoint::idempotent).
    #[default]
    IfIdempotent,
    /// Even for endpoints that are not idempotent, where a retry may open a second bill.
    Always,
}

/// A failed attempt, reduced to what the decision needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Failure {
    /// Nothing was sent.
    NotSent,
    /// The token was not accepted.
    TokenRejected,
    /// The call was refused by a rate limit.
    RateLimited,
    /// It may have been done, and a retry may succeed: busy, interrupted, no response.
    Unknown,
    /// A retry would fail the same way.
    Final,
}

/// Where a call is.
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

pub(crate) fn decide(failure: Failure, retryable: bool, progress: Progress) -> Decision {
    if progress.attempts >= progress.limit {
        return Decision::GiveUp;
    }
    match failure {
        Failure::NotSent if progress.host_left => Decision::NextHost,
        Failure::NotSent => Decision::BackOff,
        // Nothing was done, so a retry is harmless whatever the endpoint does.
        Failure::RateLimited => Decision::BackOff,
        Failure::TokenRejected if !progress.token_replaced => Decision::NewToken,
        Failure::Unknown if retryable => Decision::BackOff,
        Failure::TokenRejected | Failure::Unknown | Failure::Final => Decision::GiveUp,
    }
}

impl RetryPolicy {
    /// Whether a call whose outcome is unknown may be retried.
    pub(crate) fn allows(self, idempotent: bool) -> bool {
        match self {
            Self::Never => false,
            Self::IfIdempotent => idempotent,
            Self::Always => true,
        }
    }

    /// The maximum number of attempts.
    pub(crate) fn limit(self, attempts: u32) -> u32 {
        match self {
            Self::Never => 1,
            Self::IfIdempotent | Self::Always => attempts,
        }
    }
}

impl Failure {
    pub(crate) fn of(error: &Error) -> Self {
        match error.kind() {
            ErrorKind::Connect(barrier) if barrier.is_final() => Self::Final,
            // A middleware may report this for a request that it had sent.
            ErrorKind::Connect(_) if error.outcome() == Outcome::NotSent => Self::NotSent,
            ErrorKind::Connect(_) => Self::Unknown,
            _ if error.is_rate_limited() => Self::RateLimited,
            ErrorKind::Timeout { .. }
            | ErrorKind::Interrupted
            | ErrorKind::Unreadable(_)
            | ErrorKind::NoErrcode(_)
            | ErrorKind::Contradiction(_) => Self::Unknown,
            ErrorKind::Status if error.http_status().is_some_and(|status| status >= 500) => {
                Self::Unknown
            }
            ErrorKind::Errcode(refusal) => match refusal.class() {
                Class::Token => Self::TokenRejected,
                Class::Busy => Self::Unknown,
                // An unknown code is a response too, and would come again.
                _ => Self::Final,
            },
            ErrorKind::Config(_)
            | ErrorKind::Token
            | ErrorKind::TokenTimeout
            | ErrorKind::ActionRequired(_)
            | ErrorKind::Store(_)
            | ErrorKind::Closed
            | ErrorKind::Lost(_)
            | ErrorKind::Full { .. }
            | ErrorKind::Middleware(_)
            | ErrorKind::TooLarge { .. }
            | ErrorKind::Cut { .. }
            | ErrorKind::RedirectFollowed
            | ErrorKind::Redirect
            | ErrorKind::Status
            | ErrorKind::RateLimited
            | ErrorKind::NoOtherToken(_)
            | ErrorKind::Payload(_)
            | ErrorKind::Stuck(_) => Self::Final,
        }
    }
}

/// The backoff between attempts: long enough for a moment of load to pass, short
/// enough that a person who waits for the call does not give up.
const BACKOFF: Backoff =
    Backoff { first: Duration::from_millis(500), longest: Duration::from_secs(8) };

/// The delay before retry number `retry`, from 0. A delay named by the server is waited out, plus jitter:
/// it names the same to all callers.
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
        // failure, retryable, attempts made, host left, token replaced
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
        for (failure, retryable, attempts, host_left, token_replaced, expect) in table {
            let progress = Progress { attempts, limit: 4, host_left, token_replaced };
            let decision = decide(failure, retryable, progress);
            assert_eq!(decision, expect, "{failure:?} {retryable} {progress:?}");
        }
    }

    /// An overloaded gateway may have passed the call on; one that refuses has not.
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
            let error = Error::new(ErrorKind::Status).with_status(status);
            assert_eq!(Failure::of(&error), expect, "{status}");
        }
    }

    /// Only a quota that resets within a minute is waited for.
    #[test]
    fn an_exhausted_quota() {
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
            let kind = code.map_or(ErrorKind::RateLimited, |code| {
                ErrorKind::Errcode(Refusal::new(&ENDPOINT, Errcode::from_code(code)))
            });
            let error = Error::new(kind).with_status(status);
            assert_eq!(Failure::of(&error), expect, "{code:?} {status}");
            let is_harmless = error.outcome() == Outcome::Rejected;
            assert!(expect != RateLimited || is_harmless, "{code:?} {status}");
        }
    }

    #[test]
    fn an_override_takes_precedence_over_the_spec() {
        for (policy, idempotent, allowed, limit) in [
            (RetryPolicy::Never, true, false, 1),
            (RetryPolicy::IfIdempotent, true, true, 4),
            (RetryPolicy::IfIdempotent, false, false, 4),
            (RetryPolicy::Always, false, true, 4),
        ] {
            assert_eq!(policy.allows(idempotent), allowed, "{policy:?} {idempotent}");
            assert_eq!(policy.limit(4), limit, "{policy:?}");
        }
    }
}

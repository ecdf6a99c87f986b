//! Accessors of a failure.

use std::time::{Duration, Instant};

use super::{ActionRequired, Error, ErrorKind, Outcome, Refusal};
use crate::endpoint::Endpoint;
use crate::errcode::{Errcode, Record, Window};

/// What WeChat said, and what to do. Where a token could not be fetched, this is about the failure
/// of the fetch.
impl Error {
    /// The code in WeChat's response.
    pub fn errcode(&self) -> Option<Errcode> {
        self.refusal().map(|refusal| refusal.errcode)
    }

    /// The record of that code: its name, meaning, remedy and class. The spec of the endpoint
    /// that was called says it, or else this crate's; `None` for a code that neither lists.
    pub fn record(&self) -> Option<&'static Record> {
        self.refusal()?.record
    }

    /// WeChat's message, without the `rid` and `hint` at its end; may be empty. The secrets of the
    /// call are taken out of it, in whatever form they are echoed.
    pub fn errmsg(&self) -> Option<&str> {
        self.refusal().map(|refusal| refusal.errmsg.as_str())
    }

    /// The request id for WeChat's support.
    pub fn rid(&self) -> Option<&str> {
        self.refusal()?.rid.as_deref()
    }

    /// The content of `hint: [...]` in WeChat's message.
    pub fn hint(&self) -> Option<&str> {
        self.refusal()?.hint.as_deref()
    }

    /// What to do about it; `None` where no remedy is known.
    pub fn remedy(&self) -> Option<&'static str> {
        let origin = self.origin();
        if !std::ptr::eq(origin, self) && origin.0.kind.is_uncertain() {
            return Some("Make the call again once tokens can be fetched.");
        }
        origin.0.kind.remedy().or_else(|| self.0.kind.remedy())
    }

    /// The window of the exhausted quota, where the spec of the code says it.
    pub fn quota(&self) -> Option<Window> {
        self.refusal()?.quota()
    }

    /// How long from now no call can succeed, where that is known, in whole seconds: what the
    /// header `Retry-After` named (at most a day), the rest of the minute, day or month whose quota
    /// is exhausted, or the time for which nothing is sent because WeChat rejects each new token
    /// ([`ActionRequired::TokensRejected`]).
    ///
    /// Many clients wait for the same moment: add jitter.
    pub fn retry_after(&self) -> Option<Duration> {
        let origin = self.origin();
        if let ErrorKind::ActionRequired(ActionRequired::TokensRejected { retry_after }) =
            origin.0.kind
        {
            return Some(retry_after);
        }
        let left = origin.0.retry?.from.saturating_duration_since(Instant::now());
        Some(Duration::from_secs(left.as_millis().div_ceil(1000).try_into().unwrap_or(u64::MAX)))
    }

    /// Why an operator must act before calls like this one can succeed; `None` when no operator is needed.
    pub fn action_required(&self) -> Option<ActionRequired> {
        let origin = self.origin();
        match &origin.0.kind {
            ErrorKind::ActionRequired(action) => Some(action.clone()),
            ErrorKind::Errcode(refusal) => ActionRequired::of(refusal, origin.0.endpoint),
            _ => None,
        }
    }

    /// The refusal that counts: where WeChat rejected a token and there is no other for a reason
    /// without an errcode, it is that rejection.
    pub(super) fn refusal(&self) -> Option<&Refusal> {
        self.origin().0.kind.refusal().or_else(|| self.0.kind.refusal())
    }
}

/// About the call itself.
impl Error {
    /// The endpoint of the call; `None` when it was not a call that failed.
    pub fn endpoint(&self) -> Option<&'static Endpoint> {
        self.0.endpoint
    }

    /// The HTTP status of the response to the call, when there was one.
    pub fn http_status(&self) -> Option<u16> {
        self.0.status
    }

    /// The response to the call as it came, when a whole one did. It may contain secrets.
    pub fn body(&self) -> Option<&[u8]> {
        self.0.body.as_deref().map(Vec::as_slice)
    }

    /// What became of the call. When there were several attempts, the least certain of them
    /// counts.
    pub fn outcome(&self) -> Outcome {
        self.0.outcome
    }
}

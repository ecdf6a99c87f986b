//! The state machine of a token: pure, from its state, an event and the current time.
//!
//! At most one fetch is in progress, a rejected token is never handed out while there is a newer
//! one, and nothing is fetched or handed out while the breaker is open.

use std::time::{Duration, SystemTime};

use tokio::time::Instant;

use super::breaker::{Breaker, Gate};
use super::decision::{Decision, StartFetch, Step};
use super::schedule::{Now, REFUSALS, RETRIES, Schedule};
use crate::Secret;
use crate::error::{ActionRequired, Error};
use crate::token::fetch::Expiry;
use crate::token::status::{LastError, Report, Validity};
use crate::token::{RateLimit, UntypedFetched, UntypedNeed};

/// How often a token that worked before may be replaced because one call had it rejected. It happens
/// when another program fetched one, or an endpoint rejects what others accept. Five
/// within ten minutes are enough for accidents, and too few to exhaust a quota.
const REPLACEMENTS: RateLimit = RateLimit::new(5, Duration::from_secs(600));

#[cfg_attr(test, derive(Clone))]
pub(super) struct State {
    current: Option<Current>,
    in_flight: Option<InFlight>,
    /// Of the last attempts, if they failed.
    failure: Option<Failure>,
    /// Of tokens that had worked.
    replacements: RateLimit,
    breaker: Breaker,
    /// How many fetches there have been.
    fetches: u64,
}

/// The newest token.
#[cfg_attr(test, derive(Clone))]
struct Current {
    token: Secret,
    /// When it was obtained.
    since: SystemTime,
    schedule: Schedule,
    /// WeChat has accepted it, and not rejected it since.
    accepted: bool,
    /// WeChat has rejected it, and not accepted it since.
    rejected: bool,
    /// Its predecessor had been rejected.
    is_replacement: bool,
}

/// A fetch in progress.
#[cfg_attr(test, derive(Clone))]
struct InFlight {
    id: u64,
    started: Now,
    /// The rejected token that it replaces.
    instead_of: Option<Secret>,
    /// A better token has arrived meanwhile.
    superseded: bool,
}

#[cfg_attr(test, derive(Clone))]
struct Failure {
    error: Error,
    at: SystemTime,
    times: u32,
    /// No attempt before this, unless the cause may be gone.
    retry_at: Option<Instant>,
}

impl State {
    pub(super) fn new() -> Self {
        Self {
            current: None,
            in_flight: None,
            failure: None,
            replacements: REPLACEMENTS,
            breaker: Breaker::default(),
            fetches: 0,
        }
    }

    /// A caller asks for a token.
    pub(super) fn ask(&mut self, now: Now) -> Decision {
        let gate = self.breaker.pass(now.steady);
        if let Gate::Refuse(retry_after) = gate {
            return Error::from(ActionRequired::TokensRejected { retry_after }).into();
        }
        let Some(current) = self.alive(now) else {
            return self.wait_for(UntypedNeed::Any, now);
        };
        let token = current.token.clone();
        if current.rejected && gate == Gate::Probe {
            return self.wait_for(UntypedNeed::Other(token), now);
        }
        if current.rejected && self.in_flight.is_some() {
            return Step::Wait { meanwhile: Some(token) }.into();
        }
        let is_due = current.schedule.renewal.has_passed(now);
        let start = (is_due && self.in_flight.is_none() && self.backing_off(now).is_none())
            .then(|| self.start(UntypedNeed::Longer(token.clone()), now));
        Decision { step: Step::Serve(token), start }
    }

    /// WeChat has rejected a caller's token, and the caller asks for another. Serving the
    /// same one means that there is no other.
    pub(super) fn reject(&mut self, rejected: &Secret, now: Now) -> Decision {
        if let Some(retry_after) = self.breaker.refuses(now.steady) {
            return self.reject_while_refusing(rejected, retry_after, now);
        }
        let Some(current) = self.current.as_mut().filter(|c| !c.schedule.end.has_passed(now))
        else {
            return self.wait_for(UntypedNeed::Other(rejected.clone()), now);
        };
        let token = current.token.clone();
        if token != *rejected && !current.rejected {
            return Step::Serve(token).into();
        }
        let is_doomed = current.is_replacement && !current.accepted && !current.rejected;
        current.rejected = true;
        current.accepted = false;
        if self.in_flight.is_some() {
            return Step::Wait { meanwhile: None }.into();
        }
        if is_doomed {
            let retry_after = self.breaker.open(now.steady);
            return Error::from(ActionRequired::TokensRejected { retry_after }).into();
        }
        if self.backing_off(now).is_none() && !self.replacements.allow(now.steady) {
            return Step::Serve(rejected.clone()).into();
        }
        self.wait_for(UntypedNeed::Other(token), now)
    }

    /// The rejected token may be that of the probe.
    fn reject_while_refusing(
        &mut self,
        rejected: &Secret,
        mut retry_after: Duration,
        now: Now,
    ) -> Decision {
        let is_probe = |current: &&mut Current| current.token == *rejected && !current.rejected;
        if let Some(current) = self.current.as_mut().filter(is_probe) {
            current.rejected = true;
            retry_after = self.breaker.open(now.steady);
        }
        Error::from(ActionRequired::TokensRejected { retry_after }).into()
    }

    /// WeChat has accepted a caller's token.
    pub(super) fn accept(&mut self, token: &Secret) {
        let is_news = |current: &&mut Current| !current.accepted && current.token == *token;
        if let Some(current) = self.current.as_mut().filter(is_news) {
            current.accepted = true;
            current.rejected = false;
            self.breaker.close();
        }
    }

    /// A fetch has finished; returns the result for its waiters.
    pub(super) fn finish(
        &mut self,
        id: u64,
        result: Result<UntypedFetched, Error>,
        now: Now,
    ) -> Result<Secret, Error> {
        let Some(fetch) = self.in_flight.take_if(|current| current.id == id) else {
            return result.map(|fetched| fetched.token);
        };
        if fetch.superseded {
            return match self.alive(now) {
                Some(current) => Ok(current.token.clone()),
                None => result.map(|fetched| fetched.token),
            };
        }
        match result.and_then(UntypedFetched::if_not_empty) {
            Ok(fetched) => Ok(self.arrive(fetched, &fetch, now)),
            Err(error) => {
                self.fail(error.clone(), now);
                Err(error)
            }
        }
    }

    /// A token has come from elsewhere, such as an authorisation, and takes precedence over what
    /// is here or in progress.
    pub(super) fn put(&mut self, fetched: UntypedFetched, now: Now) {
        self.clear();
        self.install(fetched, now, false, now);
    }

    /// Drops the token, and the result of a fetch in progress.
    pub(super) fn clear(&mut self) {
        if let Some(fetch) = &mut self.in_flight {
            fetch.superseded = true;
        }
        self.current = None;
        self.failure = None;
        self.breaker.close();
    }

    /// Skips the backoff after a failure. If the next attempt fails as well, the backoff after it is as
    /// long as it would have been.
    pub(super) fn skip_backoff(&mut self) {
        if let Some(failure) = &mut self.failure {
            failure.retry_at = None;
        }
    }

    /// Why the last attempt failed, if it did.
    pub(super) fn failure(&self) -> Option<Error> {
        self.failure.as_ref().map(|failure| failure.error.clone())
    }

    /// Describes the state.
    pub(super) fn report(&self, now: Now) -> Report {
        let current = self.alive(now);
        let validity = current.map(|c| Validity { since: c.since, expires: c.schedule.end.wall() });
        let failure = self.failure.as_ref();
        let backoff = failure
            .and_then(|f| f.retry_at)
            .map(|until| until.saturating_duration_since(now.steady));
        let breaker = self.breaker.refuses(now.steady);
        let next_attempt = match (backoff, breaker) {
            _ if self.in_flight.is_some() => None,
            (Some(backoff), breaker) => Some(backoff.max(breaker.unwrap_or_default())),
            (None, Some(breaker)) => Some(breaker),
            (None, None) => current.map(|current| current.schedule.renewal.time_left(now)),
        };
        Report {
            validity,
            failure: failure.map(|f| LastError { error: f.error.clone(), at: f.at }),
            next_attempt: next_attempt
                .filter(|time| !time.is_zero())
                .and_then(|time| now.wall.checked_add(time)),
            is_fetching: self.in_flight.is_some(),
        }
    }

    pub(super) fn is_fetching(&self) -> bool {
        self.in_flight.is_some()
    }

    pub(super) fn is_empty(&self) -> bool {
        self.current.is_none()
    }

    fn alive(&self, now: Now) -> Option<&Current> {
        self.current.as_ref().filter(|current| !current.schedule.end.has_passed(now))
    }

    /// The failure that is being backed off from.
    fn backing_off(&self, now: Now) -> Option<&Failure> {
        let is_pending = |f: &&Failure| f.retry_at.is_some_and(|at| now.steady < at);
        self.failure.as_ref().filter(is_pending)
    }

    /// For a caller that needs the result of a fetch.
    fn wait_for(&mut self, need: UntypedNeed, now: Now) -> Decision {
        let wait = Step::Wait { meanwhile: None };
        if self.in_flight.is_some() {
            return wait.into();
        }
        if let Some(failure) = self.backing_off(now) {
            return failure.error.clone().into();
        }
        Decision { step: wait, start: Some(self.start(need, now)) }
    }

    fn start(&mut self, need: UntypedNeed, now: Now) -> StartFetch {
        self.fetches += 1;
        let id = self.fetches;
        let instead_of = need.rejected().cloned();
        self.in_flight = Some(InFlight { id, started: now, instead_of, superseded: false });
        StartFetch { id, need }
    }

    fn arrive(&mut self, fetched: UntypedFetched, fetch: &InFlight, now: Now) -> Secret {
        let token = fetched.token.clone();
        let is_rejected = |current: &Current| current.rejected && current.token == token;
        if fetch.instead_of.as_ref() == Some(&token)
            || self.current.as_ref().is_some_and(is_rejected)
        {
            self.fail(Error::token("WeChat rejected the token, and there is no other"), now);
        } else {
            self.install(fetched, fetch.started, fetch.instead_of.is_some(), now);
        }
        token
    }

    fn install(&mut self, fetched: UntypedFetched, asked: Now, is_replacement: bool, now: Now) {
        let life = match fetched.expiry {
            // The lifetime began at the request, before the response arrived.
            Expiry::After(life) => life.saturating_sub(now.steady - asked.steady),
            Expiry::At(time) => time.duration_since(now.wall).unwrap_or_default(),
        };
        let schedule = Schedule::new(life, now);
        self.failure = None;
        match &mut self.current {
            Some(current) if current.token == fetched.token => current.schedule = schedule,
            before => {
                let before_rejected = before.as_ref().is_some_and(|before| before.rejected);
                *before = Some(Current {
                    token: fetched.token,
                    since: now.wall,
                    schedule,
                    accepted: false,
                    rejected: false,
                    is_replacement: is_replacement || before_rejected,
                });
            }
        }
    }

    fn fail(&mut self, error: Error, now: Now) {
        let times = self.failure.as_ref().map_or(0, |failure| failure.times);
        let backoff = if is_refusal(&error) { REFUSALS } else { RETRIES };
        // Waits for an exhausted minute quota; longer waits may end sooner than they say.
        let named = error.retry_after().unwrap_or_default().min(RETRIES.longest);
        let retry_at = Some(now.steady + named.saturating_add(backoff.jittered(times)));
        let (at, times) = (now.wall, times.saturating_add(1));
        self.failure = Some(Failure { error, at, times, retry_at });
    }
}

/// Whether WeChat refused the fetch itself, for a lasting reason. A fetch that was not sent
/// for lack of another token costs no quota, and should succeed soon after that one is obtained.
fn is_refusal(error: &Error) -> bool {
    // Another process may receive an account's new authorisation, and this one must notice.
    let may_be_over = error.is_busy()
        || error.is_rate_limited()
        || error.action_required() == Some(ActionRequired::NotAuthorized);
    error.is_refused() && !may_be_over
}

//! Why a wait did not come to what it waited for.

use std::error::Error as StdError;
use std::fmt;
use std::time::Duration;

use tokio::time::Instant;

use super::look::Target;
use super::{State, described};
use crate::Error;
use crate::endpoint::{Endpoint, WaitRule};

/// Why a wait did not come to what it waited for.
///
/// `Display` is one line with all of it: what was waited for, the last state, how many polls there were in which
/// time, and how to go on.
#[derive(Clone)]
pub struct WaitError(Box<Inner>);

#[derive(Clone)]
struct Inner {
    cause: Cause,
    reason: Option<String>,
    ended: Ended,
}

/// Why a wait has ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Cause {
    /// The time that the caller gave has expired. Another wait goes on from here.
    Deadline,
    /// It is in a state in which waiting is in vain, or is not there.
    Failure,
    /// A poll failed for a reason that waiting does not end; [`WaitError::error`] has it.
    Refused,
}

/// What is known of a wait when it ends.
#[derive(Clone)]
pub(super) struct Ended {
    endpoint: &'static Endpoint,
    rule: &'static WaitRule,
    what: String,
    /// The last one that was seen.
    pub(super) state: State,
    /// Of the last poll.
    pub(super) error: Option<Error>,
    pub(super) polls: u32,
    pub(super) elapsed: Duration,
}

impl Ended {
    pub(super) fn new(endpoint: &'static Endpoint, target: &Target, started: Instant) -> Self {
        Self {
            endpoint,
            rule: target.rule,
            what: described(target),
            state: State::default(),
            error: None,
            polls: 0,
            elapsed: started.elapsed(),
        }
    }

    pub(super) fn saw(&mut self, state: &State) {
        self.state = state.clone();
        self.error = None;
    }

    pub(super) fn missed(&mut self, error: Error) {
        self.error = Some(error);
    }

    pub(super) fn at_deadline(mut self, started: Instant) -> WaitError {
        self.elapsed = started.elapsed();
        self.because(Cause::Deadline, None)
    }

    pub(super) fn failed(self, reason: Option<String>) -> WaitError {
        self.because(Cause::Failure, reason)
    }

    pub(super) fn refused(mut self, error: Error) -> WaitError {
        self.error = Some(error);
        self.because(Cause::Refused, None)
    }

    fn because(self, cause: Cause, reason: Option<String>) -> WaitError {
        WaitError(Box::new(Inner { cause, reason, ended: self }))
    }
}

impl WaitError {
    /// Why the wait has ended.
    pub fn cause(&self) -> Cause {
        self.0.cause
    }

    /// Whether the time has expired.
    pub fn is_deadline(&self) -> bool {
        self.0.cause == Cause::Deadline
    }

    /// Whether it is in a state in which waiting is in vain, or is not there.
    pub fn is_failure(&self) -> bool {
        self.0.cause == Cause::Failure
    }

    /// The last state that was seen.
    pub fn state(&self) -> &State {
        &self.0.ended.state
    }

    /// Why it failed, in WeChat's words, where WeChat says so.
    pub fn reason(&self) -> Option<&str> {
        self.0.reason.as_deref()
    }

    /// Why the last poll saw no state: what ended the wait, or what it had still hoped to pass.
    pub fn error(&self) -> Option<&Error> {
        self.0.ended.error.as_ref()
    }

    /// The endpoint that was polled.
    pub fn endpoint(&self) -> &'static Endpoint {
        self.0.ended.endpoint
    }

    /// The name of the wait, which is that of its function.
    pub fn wait(&self) -> &'static str {
        self.0.ended.rule.name
    }

    /// How many polls there were.
    pub fn polls(&self) -> u32 {
        self.0.ended.polls
    }

    /// How long it waited.
    pub fn elapsed(&self) -> Duration {
        self.0.ended.elapsed
    }

    /// How to go on.
    pub fn remedy(&self) -> &'static str {
        match (self.0.cause, self.error()) {
            (Cause::Deadline, Some(_)) => {
                "Wait again once calls succeed; what was started goes on by itself."
            }
            (Cause::Deadline, None) => {
                "Wait again, for longer: what was started goes on by itself."
            }
            (Cause::Failure, _) => {
                "Waiting longer does not help: find out why before starting again."
            }
            (Cause::Refused, _) => "Once that is fixed, wait again.",
        }
    }

    /// What happened, without a remedy and a full stop.
    pub(super) fn problem(&self) -> String {
        let Ended { what, state, polls, elapsed, .. } = &self.0.ended;
        let polls = match polls {
            1 => "1 poll".to_owned(),
            polls => format!("{polls} polls"),
        };
        let polls = format!("after {polls} in {elapsed:.1?}");
        let seen = format!("the last state is {}", shown(state));
        let problem = match self.0.cause {
            Cause::Deadline => format!("waited {what}, and the time has expired {polls}; {seen}"),
            Cause::Failure => {
                let reason =
                    self.0.reason.as_deref().map_or(String::new(), |reason| {
                        format!(", because of: {}", one_line(reason))
                    });
                format!("waited {what}, which will not be: {seen}{reason}, {polls}")
            }
            Cause::Refused => format!("waited {what}, and a poll failed {polls}; {seen}"),
        };
        match self.error() {
            Some(error) => {
                format!(
                    "{problem}; the last poll failed: {}",
                    error.to_string().trim_end_matches('.')
                )
            }
            None => problem,
        }
    }
}

fn shown(state: &State) -> String {
    match state {
        State::Value(text) => format!("`{}`", one_line(text)),
        other => other.to_string(),
    }
}

/// Text of the wire, so that a message stays on its line.
fn one_line(text: &str) -> String {
    const LONGEST: usize = 200;
    text.chars().take(LONGEST).map(|char| if char.is_control() { ' ' } else { char }).collect()
}

impl fmt::Display for WaitError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}. {}", self.endpoint().name, self.problem(), self.remedy())
    }
}

impl fmt::Debug for WaitError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("WaitError")
            .field("message", &self.to_string())
            .field("cause", &self.0.cause)
            .field("wait", &self.wait())
            .field("state", self.state())
            .field("error", &self.error())
            .finish_non_exhaustive()
    }
}

impl StdError for WaitError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        let error = self.error()?;
        Some(error)
    }
}

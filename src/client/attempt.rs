//! A finished attempt of a call, for metrics.

use std::borrow::Cow;
use std::fmt;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::Duration;

use crate::errcode::Errcode;
use crate::error::{Error, Outcome};
use crate::operation::Endpoint;

/// A finished attempt of a call: [`ClientBuilder::on_attempt`](crate::ClientBuilder::on_attempt).
///
/// A call makes several attempts when it goes on to another host, gets a new token, or is retried.
/// Fetching a token is a call of its own, with attempts of its own.
#[derive(Debug)]
#[non_exhaustive]
pub struct Attempt<'a> {
    /// The endpoint that was called; [`name`](Endpoint::name) is its label.
    pub endpoint: &'static Endpoint,
    /// The appid of the account that the call was made for, where the token provider says it.
    pub account: Option<&'a str>,
    /// The number of the attempt, from 1.
    pub number: u32,
    /// Host and, unless it is the default, port.
    pub host: &'a str,
    /// How long it waited for its turn, because
    /// [`max_in_flight`](crate::ClientBuilder::max_in_flight) others were in flight. Not in `elapsed`.
    pub waited: Duration,
    /// From connecting to the last byte of the response, or to the failure.
    pub elapsed: Duration,
    /// The HTTP status, when there was a response.
    pub status: Option<u16>,
    /// Why it failed; `None` when WeChat reports success.
    pub error: Option<&'a Error>,
}

impl Attempt<'_> {
    /// `ok`, or [`Error::error_type`]: a label of low cardinality.
    pub fn result(&self) -> Cow<'static, str> {
        self.error.map_or(Cow::Borrowed("ok"), Error::error_type)
    }

    /// The code in WeChat's response, other than 0.
    pub fn errcode(&self) -> Option<Errcode> {
        self.error.and_then(Error::errcode)
    }

    /// The outcome of this attempt alone, if it failed.
    pub fn outcome(&self) -> Option<Outcome> {
        self.error.map(Error::outcome)
    }
}

/// The hooks for attempts.
#[derive(Default)]
pub(super) struct Observers(Vec<Box<Observer>>);

type Observer = dyn Fn(&Attempt<'_>) + Send + Sync;

impl Observers {
    pub(super) fn add(&mut self, observer: impl Fn(&Attempt<'_>) + Send + Sync + 'static) {
        self.0.push(Box::new(observer));
    }

    pub(super) fn tell(&self, attempt: &Attempt<'_>) {
        for observer in &self.0 {
            // A panic leaves only the observer's own state inconsistent.
            if catch_unwind(AssertUnwindSafe(|| observer(attempt))).is_err() {
                tracing::error!(
                    target: "wechat_cloudbase",
                    endpoint = attempt.endpoint.name,
                    "a hook of `on_attempt` panicked"
                );
            }
        }
    }
}

impl fmt::Debug for Observers {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} observers", self.0.len())
    }
}

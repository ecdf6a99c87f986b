//! What a call needs of its client, independent of the kind of token and the endpoint.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use reqwest::header::HeaderMap;

use super::attempt::Observers;
use super::middleware::Way;
use super::sites::Sites;
use crate::retry::RetryPolicy;
use crate::token::UntypedProvider;
use crate::transport::Gate;

/// A token provider, and the way to WeChat's hosts.
#[derive(Clone)]
pub(crate) struct CallContext {
    pub(super) settings: Arc<Settings>,
    pub(super) tokens: Arc<dyn UntypedProvider>,
}

pub(super) struct Settings {
    pub(super) way: Way,
    pub(super) gate: Gate,
    /// Of every request.
    pub(super) headers: HeaderMap,
    pub(super) observers: Observers,
    pub(super) sites: Sites,
    pub(super) options: Options,
}

impl CallContext {
    pub(crate) fn options(&self) -> Options {
        self.settings.options
    }
}

/// How a call is made.
#[derive(Clone, Copy)]
pub(crate) struct Options {
    /// For one attempt.
    pub(crate) timeout: Duration,
    /// For the whole call.
    pub(crate) deadline: Duration,
    /// The maximum number of attempts.
    pub(crate) attempts: u32,
    pub(crate) retry: RetryPolicy,
    /// Whether the response is read piece by piece, beyond its beginning.
    pub(crate) is_stream: bool,
    /// Whether it is retried after a backoff; if not, its caller does that.
    pub(crate) backs_off: bool,
    /// Whether the call fetches a token, for which other calls wait.
    pub(crate) is_fetch: bool,
    /// How long after the call's start another attempt may start, where that is before the deadline.
    pub(crate) last_start: Option<Duration>,
}

/// Shows what callers can set.
impl fmt::Debug for Options {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Options")
            .field("timeout", &self.timeout)
            .field("deadline", &self.deadline)
            .field("attempts", &self.attempts)
            .field("retry", &self.retry)
            .finish()
    }
}

/// Most responses take less than a second, and those that create something some seconds. Three attempts
/// that time out fit into a call. Four attempts are two hosts twice over.
impl Default for Options {
    fn default() -> Self {
        Self {
            timeout: Duration::from_secs(30),
            deadline: Duration::from_secs(90),
            attempts: 4,
            retry: RetryPolicy::default(),
            is_stream: false,
            backs_off: true,
            is_fetch: false,
            last_start: None,
        }
    }
}

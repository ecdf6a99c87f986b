//! One in-flight fetch, as a task of its own: a cancelled caller does not affect others.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::watch;
use tokio::time::{Instant, timeout};
use tracing::{Instrument, Level, Span};

use super::Inner;
use crate::token::{UntypedFetched, UntypedNeed};
use crate::{Error, Secret};

/// The timeout of a fetch, whatever its source does. Long enough to wait for the lease of a dead
/// process and then to fetch, and less than a call's default deadline.
const LIMIT: Duration = Duration::from_secs(80);

/// The name of the crate, for filters, whatever the module.
const TARGET: &str = "wechat_cloudbase";

/// A caller's end of an in-flight fetch: nothing yet, or the result for all waiters.
#[derive(Clone)]
pub(super) struct Waiter(watch::Receiver<Option<Result<Secret, Error>>>);

/// The task that fetches for all waiters. They always get a result, even when it panics or is aborted with
/// its runtime.
pub(super) struct Leader {
    inner: Arc<Inner>,
    id: u64,
    result: watch::Sender<Option<Result<Secret, Error>>>,
}

impl Leader {
    pub(super) fn new(inner: Arc<Inner>, id: u64) -> (Self, Waiter) {
        let (result, waiter) = watch::channel(None);
        (Self { inner, id, result }, Waiter(waiter))
    }

    /// Fetches, in a span of its own that is linked to the current one, of the call that started it.
    pub(super) fn run(self, need: UntypedNeed) -> impl Future<Output = ()> + Send + 'static {
        let span = self.span(&need);
        self.fetch(need, span.clone()).instrument(span)
    }

    /// The span of a waiting call contains the fetch. An early renewal would make its call look
    /// as slow as itself, so it only follows from it.
    fn span(&self, need: &UntypedNeed) -> Span {
        let (token, account) = (self.inner.kind.vendor_name(), self.inner.source.account());
        let fetch = |parent: Option<tracing::Id>| {
            tracing::info_span!(
                target: TARGET,
                parent: parent,
                "token",
                otel.name = %format_args!("fetch {token}"),
                otel.status_code = tracing::field::Empty,
                otel.status_description = tracing::field::Empty,
                "error.type" = tracing::field::Empty,
                wechat.token = token,
                wechat.appid = account,
            )
        };
        let cause = Span::current().id();
        if need.is_urgent() {
            return fetch(cause);
        }
        let span = fetch(None);
        span.follows_from(cause);
        span
    }

    async fn fetch(self, need: UntypedNeed, span: Span) {
        let started = Instant::now();
        let is_urgent = need.is_urgent();
        let result = timeout(LIMIT, self.inner.source.fetch(need)).await;
        let late = |_| Err(Error::no_token_in_time(self.inner.source.obstacle()));
        let result = result.unwrap_or_else(late);
        self.trace(result.as_ref().err(), is_urgent, started, &span);
        self.finish(result);
    }

    fn finish(&self, result: Result<UntypedFetched, Error>) {
        let result = self.inner.finish(self.id, result);
        self.result.send_replace(Some(result));
    }

    /// A failure is logged as a warning: callers may still have a valid token and never see it.
    fn trace(&self, error: Option<&Error>, is_urgent: bool, started: Instant, span: &Span) {
        let (token, account) = (self.inner.kind.vendor_name(), self.inner.source.account());
        let elapsed_ms = started.elapsed().as_millis() as u64;
        match error {
            None if tracing::enabled!(target: TARGET, Level::DEBUG) => {
                tracing::debug!(target: TARGET, token, account, is_urgent, elapsed_ms, "token fetched");
            }
            None => {}
            Some(error) => {
                tracing::warn!(target: TARGET, token, account, is_urgent, elapsed_ms, %error, "no token fetched");
                tracing::record_all!(
                    span,
                    otel.status_code = "ERROR",
                    otel.status_description = %error,
                    "error.type" = &*error.error_type(),
                );
            }
        }
    }
}

impl Drop for Leader {
    fn drop(&mut self) {
        if self.result.borrow().is_none() {
            self.finish(Err(lost()));
        }
    }
}

impl Waiter {
    /// Waits until the fetch has finished.
    pub(super) async fn result(mut self) -> Result<Secret, Error> {
        match self.0.wait_for(Option::is_some).await {
            Ok(result) => result.clone().unwrap_or_else(|| Err(lost())),
            Err(_) => Err(lost()),
        }
    }
}

fn lost() -> Error {
    Error::token("the task that fetched a token was aborted")
}

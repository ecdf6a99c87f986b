//! One fetch, as a task of its own: whoever stops waiting stops nobody else.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::watch;
use tokio::time::{Instant, timeout};
use tracing::{Instrument, Level, Span};

use super::Inner;
use crate::token::{UntypedFetched, UntypedNeed};
use crate::{Error, Secret};

/// No fetch takes longer, whatever its source does. Long enough to wait for the lease of a dead
/// process and then to fetch, and less than a call waits by default.
const LIMIT: Duration = Duration::from_secs(80);

/// The name of the crate, for filters, wherever this file may stand.
const TARGET: &str = "wechat_cloudbase";

/// What becomes of a fetch: nothing yet, or what all who wait for it get.
pub(super) type Landing = watch::Receiver<Option<Result<Secret, Error>>>;

/// A fetch. It always lands, also when its task panics or ends with its runtime.
pub(super) struct Flight {
    inner: Arc<Inner>,
    id: u64,
    result: watch::Sender<Option<Result<Secret, Error>>>,
}

impl Flight {
    pub(super) fn new(inner: Arc<Inner>, id: u64) -> (Self, Landing) {
        let (result, landing) = watch::channel(None);
        (Self { inner, id, result }, landing)
    }

    /// Fetches, in a span of its own that is linked to the current one: the call that had it begun.
    pub(super) fn fly(self, need: UntypedNeed) -> impl Future<Output = ()> + Send + 'static {
        let span = self.span(&need);
        self.go(need, span.clone()).instrument(span)
    }

    /// A call that waits contains the fetch. A fetch that nobody waits for would make its call look
    /// as if it took that long, and only follows from it.
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

    async fn go(self, need: UntypedNeed, span: Span) {
        let started = Instant::now();
        let is_urgent = need.is_urgent();
        let result = timeout(LIMIT, self.inner.source.fetch(need)).await;
        let late = |_| Err(Error::no_token_in_time(self.inner.source.obstacle()));
        let result = result.unwrap_or_else(late);
        self.trace(result.as_ref().err(), is_urgent, started, &span);
        self.land(result);
    }

    fn land(&self, result: Result<UntypedFetched, Error>) {
        let result = self.inner.land(self.id, result);
        self.result.send_replace(Some(result));
    }

    /// A failure is worth a warning: a token may still live, and nobody else may tell.
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

impl Drop for Flight {
    fn drop(&mut self) {
        if self.result.borrow().is_none() {
            self.land(Err(lost()));
        }
    }
}

/// Waits for a fetch to land.
pub(super) async fn landed(mut landing: Landing) -> Result<Secret, Error> {
    match landing.wait_for(Option::is_some).await {
        Ok(result) => result.clone().unwrap_or_else(|| Err(lost())),
        Err(_) => Err(lost()),
    }
}

fn lost() -> Error {
    Error::token("the task that fetched a token was ended")
}

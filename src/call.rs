//! One call in preparation.

mod arrived;
mod raw;
mod stream;

pub use crate::retry::RetryPolicy;
pub(crate) use arrived::Arrived;
pub use raw::Raw;
pub use stream::ContentStream;

use std::fmt;
use std::time::Duration;

use crate::Error;
use crate::client::context::{CallContext, Options};
use crate::client::headers::Headers;
use crate::client::run::run;
use crate::operation::{Endpoint, Message, Operation};
use crate::token::BoxFuture;

/// A call that is ready to be sent. It owns its data, so its future can be spawned.
///
/// Dropping the future of [`send`](Self::send) cancels the call at once and harms nothing else; whether
/// it was done is then unknown, as after a timeout.
#[must_use = "a call does nothing until it is sent"]
pub struct Call<R> {
    context: CallContext,
    request: R,
    headers: Headers,
    options: Options,
}

/// How the call is made.
impl<R> Call<R> {
    fn of(context: CallContext, request: R) -> Self {
        Self { options: context.options(), headers: Headers::default(), context, request }
    }

    /// Sets the timeout of one attempt, or the longest pause of a file or a stream in transfer; the
    /// client's setting by default.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.options.timeout = timeout;
        self
    }

    /// Sets the deadline of the whole call, retries included; the client's setting by default.
    pub fn deadline(mut self, deadline: Duration) -> Self {
        self.options.deadline = deadline;
        self
    }

    /// Sets a header of this call's requests, such as `traceparent`, in place of the client's of the
    /// same name. [`send`](Self::send) fails when the name or the value is invalid, and for headers
    /// that the client sets itself, such as `host`.
    pub fn header(mut self, name: &str, value: &str) -> Self {
        self.headers.set(name, value);
        self
    }

    /// Puts it among the calls that fetch tokens, which others wait for. No attempt but the
    /// first begins later than this.
    pub(crate) fn for_token(mut self, last_start: Duration) -> Self {
        self.options.is_fetch = true;
        self.options.last_start = Some(last_start);
        self
    }

    /// When this call is retried; by default only if the endpoint is idempotent.
    pub fn retry(mut self, policy: RetryPolicy) -> Self {
        self.options.retry = policy;
        self
    }

    fn describe(&self, endpoint: &Endpoint, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Call")
            .field("endpoint", &endpoint.name)
            .field("options", &self.options)
            .finish_non_exhaustive()
    }
}

impl<O: Operation> Call<O> {
    pub(crate) fn new(context: CallContext, request: O) -> Self {
        Self::of(context, request)
    }

    /// Sends the call and waits for the response, with retries if needed.
    ///
    /// # Errors
    ///
    /// When there is no token, no connection or no response in time, when WeChat refuses, and when its
    /// response can't be decoded. [`Error::outcome`] says whether the call may have been done.
    pub async fn send(self) -> Result<O::Response, Error> {
        let message = Message::new(&self.request)?;
        let arrived = run(self.context, message, self.headers, self.options).await;
        arrived.map(Arrived::new)?.response(O::download)
    }

    /// Sends the call once more or for the first time; its response is not decoded yet.
    pub(crate) fn exchange(&self) -> BoxFuture<'static, Result<Arrived, Error>> {
        let message = Message::new(&self.request);
        let (context, headers, options) =
            (self.context.clone(), self.headers.clone(), self.options);
        Box::pin(async move { run(context, message?, headers, options).await.map(Arrived::new) })
    }

    pub(crate) fn request(&self) -> &O {
        &self.request
    }

    pub(crate) fn request_mut(&mut self) -> &mut O {
        &mut self.request
    }

    pub(crate) fn options_mut(&mut self) -> &mut Options {
        &mut self.options
    }
}

/// The request is not shown: it is the caller's private data.
impl<O: Operation> fmt::Debug for Call<O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.describe(O::ENDPOINT, f)
    }
}

//! The main loop: one call, from token to response.

use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};
use std::time::Duration;

use reqwest::header::HeaderMap;
use tokio::time::{Instant, sleep_until, timeout_at};
use tracing::Instrument;

use super::attempt::Attempt;
use super::context::{CallContext, Options};
use super::headers::Headers;
use super::middleware::Request;
use super::request::{self, Ready};
use super::sites::Site;
use super::trace::{self, CallSpan};
use crate::Secret;
use crate::envelope::{self, Success};
use crate::error::{Error, ErrorKind, Outcome, TOO_MANY_REQUESTS};
use crate::operation::{BaseUrl, Body, Message};
use crate::retry::{self, Decision, Progress};
use crate::task;
use crate::token::BoxFuture;
use crate::transport::{self, Full, IsEnough, Patience, Timing};

/// Makes the call: attempt after attempt, until there is a response or no retry is left. The
/// response comes with the call's span, for events of its decoding.
/// Boxed, so that the loop is compiled once and not once per endpoint.
///
/// It runs on the caller's runtime, or in the background where the caller has no usable one.
pub(crate) fn run(
    context: CallContext,
    message: Message,
    headers: Headers,
    options: Options,
) -> BoxFuture<'static, Result<(Success, CallSpan), Error>> {
    let endpoint = message.endpoint();
    let sent = Arc::new(AtomicBool::new(false));
    let was_sent = Arc::clone(&sent);
    let call = Box::pin(async move {
        let headers = headers.valid().map_err(|error| error.at_endpoint(endpoint))?;
        let site = context.settings.sites.of(endpoint);
        let site = site.map_err(|error| error.at_endpoint(endpoint))?;
        let mut run = Run::new(&context, &site, &message, &headers, options, &sent);
        let span = CallSpan::new(message.endpoint(), context.tokens.account(), run.base());
        // Pinned first, because it is large and each wrapper around it would be a copy.
        let result = pin!(run.drive()).instrument(span.inside()).await;
        run.conclude(result, span)
    });
    Box::pin(async move {
        let done = task::anywhere(call).await;
        let lost = |lost| Error::lost(lost, was_sent.load(Relaxed)).at_endpoint(endpoint);
        done.unwrap_or_else(|error| Err(lost(error)))
    })
}

/// The token that a call would use, within the deadline of a call.
pub(crate) fn token(context: CallContext) -> BoxFuture<'static, Result<Secret, Error>> {
    let fetch = Box::pin(async move {
        let deadline = after(Instant::now(), context.options().deadline);
        let token = timeout_at(deadline, context.tokens.token()).await;
        let token =
            token.unwrap_or_else(|_| Err(Error::no_token_in_time(context.tokens.obstacle())));
        token.map_err(Error::of_provider)
    });
    Box::pin(async move {
        let fetched = task::anywhere(fetch).await;
        fetched.unwrap_or_else(|lost| Err(Error::lost(lost, false)))
    })
}

/// A call in flight.
struct Run<'a> {
    context: &'a CallContext,
    site: &'a Site,
    message: &'a Message,
    /// Of this call alone.
    headers: &'a HeaderMap,
    options: Options,
    deadline: Instant,
    /// Only the first attempt may start later.
    last_start: Instant,
    token: Option<Secret>,
    token_replaced: bool,
    /// Index of the host to try.
    host: usize,
    /// Index of the host that was tried first.
    first_host: usize,
    /// How many hosts have not been tried since the last backoff.
    hosts_left: usize,
    attempts: u32,
    backoffs: u32,
    /// The time spent waiting for permits, in all attempts.
    waited: Duration,
    /// Whether an earlier attempt may have taken effect.
    maybe_done: bool,
    /// Whether an attempt has begun.
    sent: &'a AtomicBool,
}

impl<'a> Run<'a> {
    fn new(
        context: &'a CallContext,
        site: &'a Site,
        message: &'a Message,
        headers: &'a HeaderMap,
        options: Options,
        sent: &'a AtomicBool,
    ) -> Self {
        let host = site.route.begin();
        Self {
            context,
            site,
            message,
            headers,
            options,
            deadline: after(Instant::now(), options.deadline),
            last_start: after(Instant::now(), options.last_start.unwrap_or(options.deadline)),
            token: None,
            token_replaced: false,
            host,
            first_host: host,
            hosts_left: site.hosts.len() - 1,
            attempts: 0,
            backoffs: 0,
            waited: Duration::ZERO,
            maybe_done: false,
            sent,
        }
    }

    async fn drive(&mut self) -> Result<Success, Error> {
        self.fetch_token().await?;
        loop {
            let result = self.attempt().await;
            self.tell_provider(&result);
            let error = match result {
                Ok(success) => return Ok(success),
                Err(error) => error,
            };
            self.maybe_done |= error.outcome() == Outcome::Unknown;
            if Instant::now() > self.last_start {
                return Err(error);
            }
            match self.decide(&error) {
                Decision::GiveUp => return Err(error),
                _ if self.message.body().is_spent() => return Err(error.with_spent_stream()),
                Decision::NextHost => self.next_host(),
                Decision::NewToken => self.replace_token(error).await?,
                Decision::BackOff => self.back_off(error).await?,
            }
        }
    }

    async fn fetch_token(&mut self) -> Result<(), Error> {
        if self.message.endpoint().tokens.is_empty() {
            return Ok(());
        }
        let token = timeout_at(self.deadline, self.context.tokens.token()).await;
        let token = token.unwrap_or_else(|_| Err(self.no_token_in_time()));
        self.token = Some(token.map_err(Error::of_provider)?);
        Ok(())
    }

    /// Any response but a rejection of the token proves it valid: WeChat checks the token first.
    fn tell_provider(&self, result: &Result<Success, Error>) {
        let accepted = match result {
            Ok(_) => true,
            Err(error) => {
                // A server that limits the rate of calls may do so before tokens are checked.
                error.errcode().is_some()
                    && error.outcome() == Outcome::Rejected
                    && !error.is_token_rejected()
                    && error.http_status() != Some(TOO_MANY_REQUESTS)
            }
        };
        if let Some(token) = self.token.as_ref().filter(|_| accepted) {
            self.context.tokens.accepted(token.clone());
        }
    }

    /// Replaces the rejected token; without a replacement, the call fails with the rejection.
    async fn replace_token(&mut self, rejection: Error) -> Result<(), Error> {
        self.token_replaced = true;
        let Some(rejected) = &self.token else {
            return Err(rejection);
        };
        let token = timeout_at(self.deadline, self.context.tokens.replace(rejected.clone())).await;
        match token.unwrap_or_else(|_| Err(self.no_token_in_time())) {
            // A token that comes too late for another attempt does not help this call.
            Ok(Some(_)) if Instant::now() > self.last_start => return Err(rejection),
            Ok(Some(token)) if token != *rejected => self.token = Some(token),
            Ok(_) => return Err(rejection),
            Err(error) => return Err(rejection.without_other_token(error)),
        }
        Ok(())
    }

    fn no_token_in_time(&self) -> Error {
        Error::no_token_in_time(self.context.tokens.obstacle())
    }

    async fn attempt(&mut self) -> Result<Success, Error> {
        self.attempts += 1;
        let context = self.context;
        let (waited, elapsed, result) = match self.permit().await {
            Ok(permit) => {
                self.sent.store(true, Relaxed);
                let started = Instant::now();
                let mut result = self.exchange(started).await;
                let waited = permit.waited;
                if let Ok(success) = &mut result {
                    success.hold(permit);
                }
                (waited, started.elapsed(), result)
            }
            Err(Full { limit, waited }) => {
                let error = Error::new(ErrorKind::Full { limit, waited });
                (waited, Duration::ZERO, Err(error))
            }
        };
        self.waited += waited;
        self.remember(&result);
        let attempt = Attempt {
            endpoint: self.message.endpoint(),
            account: context.tokens.account(),
            number: self.attempts,
            host: self.base().host(),
            waited,
            elapsed,
            status: result
                .as_ref()
                .map_or_else(Error::http_status, |success| Some(success.status())),
            error: result.as_ref().err(),
        };
        trace::attempt(&attempt);
        context.settings.observers.tell(&attempt);
        result
    }

    /// Waits for this attempt's turn.
    async fn permit(&self) -> Result<transport::Permit, Full> {
        self.context.settings.gate.enter(self.options.is_fetch, self.deadline).await
    }

    fn base(&self) -> &'a BaseUrl {
        self.site.hosts.at(self.host)
    }

    /// The host after this one; after the last comes the first.
    fn next_host(&mut self) {
        self.hosts_left = self.hosts_left.saturating_sub(1);
        self.host = (self.host + 1) % self.site.hosts.len();
    }

    fn remember(&self, result: &Result<Success, Error>) {
        let route = &self.site.route;
        match result {
            Ok(_) => route.reached(self.host),
            Err(error) if error.is_connect() => route.missed(self.host),
            Err(error) if error.http_status().is_some() => route.reached(self.host),
            // Whether there was a connection is not known.
            Err(_) => {}
        }
    }

    async fn exchange(&self, started: Instant) -> Result<Success, Error> {
        let (base, token) = (self.base(), self.token.as_ref());
        let limit = self.options.timeout;
        let uploads = matches!(self.message.body(), Body::Pieces { .. });
        let progress = uploads.then(transport::Progress::new);
        let body = Ready::open(self.message.body(), progress.as_ref()).await?;
        let request = self.request(base, token, body)?;
        let until = after(started, limit).min(self.deadline);
        let (patience, limit) = match progress {
            Some(progress) => (Patience::Idle { longest: limit, progress }, limit),
            None => (Patience::Until(until), until - started),
        };
        let is_enough = self.options.is_stream.then_some(envelope::shows_content as IsEnough);
        let reply = self.context.settings.way.send(request, &patience, limit, is_enough).await;
        let reply = reply.map_err(|error| error.at_host(base.host()))?;
        let timing = Timing::of(&reply.headers);
        envelope::open(self.message.endpoint(), reply).map_err(|error| {
            let error = error.at_host(base.host()).at_time(timing);
            self.message.hide_in(error, token)
        })
    }

    fn request(
        &self,
        base: &BaseUrl,
        token: Option<&Secret>,
        body: Ready,
    ) -> Result<Request, Error> {
        let endpoint = self.message.endpoint();
        let mut http = request::request(self.message, self.message.url(base, token), body)?;
        // The closer one replaces the other: the client's, a call's, a field's.
        let all = [&self.context.settings.headers, self.headers, self.message.headers()];
        for headers in all {
            request::set_headers(&mut http, headers);
        }
        let seen = !self.context.settings.way.chain.is_empty();
        let account = self.context.tokens.account().filter(|_| seen).map(str::to_owned);
        Ok(Request { endpoint, account, attempt: self.attempts, http })
    }

    fn decide(&self, error: &Error) -> Decision {
        let policy = self.options.retry;
        let retryable = policy.allows(self.message.is_idempotent());
        let progress = Progress {
            attempts: self.attempts,
            limit: policy.limit(self.options.attempts),
            host_left: self.hosts_left > 0,
            token_replaced: self.token_replaced,
        };
        match retry::decide(retry::Failure::of(error), retryable, progress) {
            Decision::BackOff if !self.options.backs_off => Decision::GiveUp,
            decision => decision,
        }
    }

    /// Waits before another attempt, unless that would exceed the deadline.
    async fn back_off(&mut self, error: Error) -> Result<(), Error> {
        let end = after(Instant::now(), retry::backoff(self.backoffs, error.retry_after()));
        if end >= self.deadline.min(self.last_start) {
            return Err(error);
        }
        if error.outcome() == Outcome::NotSent {
            self.host = self.site.route.begin();
            self.hosts_left = self.site.hosts.len() - 1;
        }
        self.backoffs += 1;
        sleep_until(end).await;
        Ok(())
    }

    fn conclude(
        &self,
        result: Result<Success, Error>,
        span: CallSpan,
    ) -> Result<(Success, CallSpan), Error> {
        let endpoint = self.message.endpoint();
        let result = result.map_err(|error| {
            let error = error.at_endpoint(endpoint);
            if self.maybe_done { error.after_unknown() } else { error }
        });
        if self.host != self.first_host {
            span.moved(endpoint, self.base());
        }
        span.conclude(self.attempts, self.waited, result.as_ref().map(Success::status));
        result.map(|success| (success, span))
    }
}

/// A moment after `start`, or one in the far future where that overflows.
pub(crate) fn after(start: Instant, time: Duration) -> Instant {
    const FAR: Duration = Duration::from_secs(30 * 365 * 24 * 60 * 60);
    start.checked_add(time.min(FAR)).unwrap_or(start)
}

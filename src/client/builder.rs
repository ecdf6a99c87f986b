//! Settings of a client.

mod plan;

use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;
use std::time::Duration;

use super::Client;
use super::attempt::Attempt;
#[cfg(doc)]
use super::hosts;
use super::middleware::Middleware;
use crate::Error;
use crate::token::{TokenKind, UntypedProvider};
use plan::{Http, Plan};

/// A client in preparation: [`Client::builder`].
#[must_use = "a builder does nothing until `build` is called"]
pub struct ClientBuilder<K: TokenKind> {
    plan: Plan,
    kind: PhantomData<fn() -> K>,
}

impl<K: TokenKind> ClientBuilder<K> {
    pub(super) fn new(tokens: Arc<dyn UntypedProvider>) -> Self {
        Self { plan: Plan::new(tokens), kind: PhantomData }
    }

    /// Sets the base URLs in order of preference: see [`hosts`]. The next one is tried only when
    /// no connection to the one before can be made, so nothing is ever sent twice. Calls then
    /// start with the host that could be reached; after 5 minutes one call tries the first again.
    ///
    /// By default [`hosts::GENERAL`], then [`hosts::FALLBACK`]. A path in a URL is a prefix of the
    /// endpoint's path.
    ///
    /// What is set here is for all endpoints, also for those that are served at another
    /// [host](crate::operation::Endpoint::hosts): a client for tests or for a gateway never calls WeChat.
    /// [`base_urls_for`](Self::base_urls_for) makes exceptions.
    pub fn base_urls<T: Into<String>>(mut self, urls: impl IntoIterator<Item = T>) -> Self {
        self.plan.base_urls = Some(urls.into_iter().map(Into::into).collect());
        self
    }

    /// Sets the base URLs in place of a host that endpoints [name](crate::operation::Endpoint::hosts), such
    /// as `https://mp.weixin.qq.com`.
    pub fn base_urls_for<T: Into<String>>(
        mut self,
        host: impl Into<String>,
        urls: impl IntoIterator<Item = T>,
    ) -> Self {
        let (host, urls) = (host.into(), urls.into_iter().map(Into::into).collect());
        self.plan.named.retain(|(name, _)| *name != host);
        self.plan.named.push((host, urls));
        self
    }

    /// Allows plain http to hosts outside this machine, such as a reverse proxy in your own
    /// network: names or addresses, with a port to allow that one only, as in
    /// `["gateway.internal", "10.0.0.5:8080"]`. Tokens and data are readable by everyone on the way
    /// there, so that each host must be named; loopback addresses need not be.
    ///
    /// [`build`](Self::build) fails when an entry is invalid.
    pub fn allow_plain_http<T: Into<String>>(mut self, hosts: impl IntoIterator<Item = T>) -> Self {
        self.plan.plain_hosts = hosts.into_iter().map(Into::into).collect();
        self
    }

    /// Sends through the caller's own HTTP client, to share its connections and settings.
    ///
    /// It is used as it is, on every runtime: a pooled connection belongs to the runtime that
    /// made it, and must not be used by others once that one is no longer driven. Prefer
    /// [`http_builder`](Self::http_builder) where a program has several runtimes.
    ///
    /// It must not follow redirects: build it with
    /// `redirect(reqwest::redirect::Policy::none())`, or else a redirect carries the token to where
    /// it leads. A call that was redirected fails. Leave its `connection_verbose` off, which logs
    /// addresses and so tokens. [`connect_timeout`](Self::connect_timeout) is up to that client.
    pub fn http(mut self, client: reqwest::Client) -> Self {
        self.plan.http = Http::Callers(client);
        self
    }

    /// Builds HTTP clients with a function of yours, for a proxy or a root certificate of your own.
    /// It is called once by [`build`](Self::build), and once for each further Tokio runtime that
    /// calls are made on, because a connection belongs to a runtime.
    ///
    /// Redirects and the referer are switched off, and hosts on this machine are called without a
    /// proxy and, over plain http, without certificates.
    pub fn http_builder(
        mut self,
        recipe: impl Fn() -> reqwest::ClientBuilder + Send + Sync + 'static,
    ) -> Self {
        self.plan.http = Http::Own(Arc::new(recipe));
        self
    }

    /// Sets the timeout of one attempt, from connecting to the last byte; 30 seconds by default. Where a
    /// file or a stream is uploaded, or a response is read as a stream, it is the longest pause without
    /// progress instead.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.plan.options.timeout = timeout;
        self
    }

    /// Sets the deadline of a whole call: fetching tokens, attempts and backoff; 90
    /// seconds by default. A transfer of a file or a stream may take longer once it has begun, as long as it
    /// makes progress.
    pub fn deadline(mut self, deadline: Duration) -> Self {
        self.plan.options.deadline = deadline;
        self
    }

    /// Sets the timeout for connecting; 5 seconds by default.
    pub fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.plan.connect_timeout = timeout;
        self
    }

    /// Sets the longest response body, in bytes; 10 MiB by default. A call with a longer one fails.
    pub fn body_limit(mut self, bytes: usize) -> Self {
        self.plan.body_limit = bytes;
        self
    }

    /// Limits how many requests of this client and its clones are in flight at a time; 384 by default,
    /// and `0` counts as `1`. Further calls wait for their turn, in order, as long as their deadline
    /// allows; a call whose wait times out was not sent. An eighth as many calls that fetch tokens come
    /// on top of that.
    ///
    /// A process needs about twice as many file descriptors.
    pub fn max_in_flight(mut self, exchanges: usize) -> Self {
        self.plan.max_in_flight = exchanges;
        self
    }

    /// Sets a header of every request, in place of one of the same name. Values of headers such as
    /// `authorization` are not printed. [`build`](Self::build) fails when the name or the value is
    /// invalid, and for headers that the client sets itself, such as `host`.
    pub fn header(mut self, name: &str, value: &str) -> Self {
        self.plan.headers.set(name, value);
        self
    }

    /// Wraps the transport in a middleware, inside those added before.
    pub fn middleware(mut self, middleware: impl Middleware) -> Self {
        self.plan.middleware.push(Arc::new(middleware));
        self
    }

    /// Adds a hook that is called after each attempt of each call, for metrics. It runs
    /// within the call and must not block. A panic in it is logged and does not affect the call.
    ///
    /// ```
    /// # use wechat_cloudbase::{Client, token::{AccessToken, Authorizer}};
    /// # fn example() -> Result<(), wechat_cloudbase::Error> {
    /// let client = Client::builder(AccessToken::<Authorizer>::new("TOKEN"))
    ///     .on_attempt(|attempt| {
    ///         let (endpoint, result) = (attempt.endpoint.name, attempt.result());
    ///         println!("{endpoint} at {}: {result} in {:?}", attempt.host, attempt.elapsed);
    ///     })
    ///     .build()?;
    /// # let _ = client;
    /// # Ok(())
    /// # }
    /// ```
    pub fn on_attempt(mut self, hook: impl Fn(&Attempt<'_>) + Send + Sync + 'static) -> Self {
        self.plan.observers.add(hook);
        self
    }

    /// Limits the attempts of a call, of whatever kind: other hosts, a new token, retries;
    /// 4 by default. `0` counts as `1`.
    pub fn attempts(mut self, attempts: u32) -> Self {
        self.plan.options.attempts = attempts;
        self
    }

    /// Builds the client.
    ///
    /// # Errors
    ///
    /// When there is no base URL, or one of them is invalid: it must be https, or http to a
    /// loopback address or to a host of [`allow_plain_http`](Self::allow_plain_http), and without user
    /// name, query and fragment. When a header or an allowed host is invalid. When TLS can't be set
    /// up, for lack of root certificates say, and a base URL is https.
    pub fn build(self) -> Result<Client<K>, Error> {
        self.plan.context().map(Client::from_context)
    }
}

impl<K: TokenKind> fmt::Debug for ClientBuilder<K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ClientBuilder")
            .field("token", &K::KIND)
            .field("options", &self.plan.options)
            .finish_non_exhaustive()
    }
}

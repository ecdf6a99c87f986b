//! Settings of a client.

use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;
use std::time::Duration;

use super::line::{Line, Options, Settings, TokenSource};
use super::route::{Hosts, Route};
use super::{Client, hosts};
use crate::Error;
use crate::operation::BaseUrl;
use crate::token::TokenKind;
use crate::transport::Transport;

/// How long a connection may take. Packets that are lost are sent again after one and three
/// seconds; what is not connected then will hardly be, and the next host may be.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(5);

/// How long an idle connection is kept: less than servers keep theirs, because a call that is sent
/// on a connection just closed has an unknown outcome.
const IDLE_TIMEOUT: Duration = Duration::from_secs(20);

/// Longer than any answer seen, and short enough that a few calls at once do not fill the memory.
const BODY_LIMIT: usize = 10 * 1024 * 1024;

/// A client in preparation: [`Client::builder`].
#[must_use = "a builder does nothing until `build` is called"]
pub struct ClientBuilder<K: TokenKind> {
    plan: Plan,
    kind: PhantomData<fn() -> K>,
}

/// What a client will be made of, whatever its kind of token.
struct Plan {
    tokens: Arc<dyn TokenSource>,
    base_urls: Vec<String>,
    http: Http,
    connect_timeout: Duration,
    body_limit: usize,
    options: Options,
}

enum Http {
    Own(Box<reqwest::ClientBuilder>),
    Callers(reqwest::Client),
}

impl<K: TokenKind> ClientBuilder<K> {
    pub(super) fn new(tokens: Arc<dyn TokenSource>) -> Self {
        Self { plan: Plan::new(tokens), kind: PhantomData }
    }

    /// Where to send calls, in order of preference: see [`hosts`]. The next one is tried only when
    /// no connection to the one before can be made, so that nothing is ever sent twice. Calls then
    /// begin with the host that could be reached; after 5 minutes one call tries the first again.
    ///
    /// By default [`hosts::GENERAL`], then [`hosts::FALLBACK`]. A path is kept and comes before the
    /// endpoint's own.
    pub fn base_urls<T: Into<String>>(mut self, urls: impl IntoIterator<Item = T>) -> Self {
        self.plan.base_urls = urls.into_iter().map(Into::into).collect();
        self
    }

    /// Sends through the caller's own HTTP client, to share its connections and settings.
    ///
    /// It must not follow redirects: build it with
    /// `redirect(reqwest::redirect::Policy::none())`, or else a redirect carries the token to where
    /// it leads. A call that was redirected fails. Leave its `connection_verbose` off, which logs
    /// addresses and so tokens. [`connect_timeout`](Self::connect_timeout) is up to that client.
    pub fn http(mut self, client: reqwest::Client) -> Self {
        self.plan.http = Http::Callers(client);
        self
    }

    /// Makes the HTTP client of the caller's builder, for a proxy or a root certificate. Redirects
    /// and the referer are switched off in it, and proxies too when a base URL is a loopback one.
    pub fn http_builder(mut self, builder: reqwest::ClientBuilder) -> Self {
        self.plan.http = Http::Own(Box::new(builder));
        self
    }

    /// How long one attempt may take, from connecting to the last byte; 30 seconds by default.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.plan.options.timeout = timeout;
        self
    }

    /// How long a call may take with everything in it: fetching tokens, attempts and pauses; 90
    /// seconds by default.
    pub fn deadline(mut self, deadline: Duration) -> Self {
        self.plan.options.deadline = deadline;
        self
    }

    /// How long making a connection may take; 5 seconds by default.
    pub fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.plan.connect_timeout = timeout;
        self
    }

    /// The longest body to take in, in bytes; 10 MiB by default. A call with a longer answer fails.
    pub fn body_limit(mut self, bytes: usize) -> Self {
        self.plan.body_limit = bytes;
        self
    }

    /// How many attempts a call may make, of whatever kind: other hosts, a new token, repetitions;
    /// 4 by default. `0` counts as `1`.
    pub fn attempts(mut self, attempts: u32) -> Self {
        self.plan.options.attempts = attempts;
        self
    }

    /// The client.
    ///
    /// # Errors
    ///
    /// When there is no base URL, or one of them may not be used: it has to be https, or http to a
    /// loopback address, and without user name, query and fragment. When TLS can't be set up.
    pub fn build(self) -> Result<Client<K>, Error> {
        self.plan.line().map(Client::from_line)
    }
}

impl Plan {
    fn new(tokens: Arc<dyn TokenSource>) -> Self {
        Self {
            tokens,
            base_urls: vec![hosts::GENERAL.to_owned(), hosts::FALLBACK.to_owned()],
            // Another crate may switch HTTP/2 on in reqwest; what is logged and when a connection is
            // shared shall not depend on that.
            http: Http::Own(Box::new(reqwest::Client::builder().http1_only())),
            connect_timeout: CONNECT_TIMEOUT,
            body_limit: BODY_LIMIT,
            options: Options::default(),
        }
    }

    fn line(self) -> Result<Line, Error> {
        let hosts = self.base_urls.iter().map(|url| BaseUrl::parse(url));
        let hosts = hosts.collect::<Result<Vec<_>, _>>()?;
        let hosts = Hosts::new(hosts).ok_or_else(|| {
            Error::config("there is no base URL. Leave them out to use WeChat's own")
        })?;
        let may_redirect = matches!(self.http, Http::Callers(_));
        let http = match self.http {
            Http::Callers(client) => client,
            Http::Own(builder) => own_client(*builder, self.connect_timeout, &hosts)?,
        };
        Ok(Line {
            tokens: self.tokens,
            settings: Arc::new(Settings {
                transport: Transport::new(http, may_redirect, self.body_limit),
                hosts,
                route: Route::default(),
                options: self.options,
            }),
        })
    }
}

fn own_client(
    builder: reqwest::ClientBuilder,
    connect_timeout: Duration,
    hosts: &Hosts,
) -> Result<reqwest::Client, Error> {
    let mut builder = builder
        .redirect(reqwest::redirect::Policy::none())
        .referer(false)
        .connect_timeout(connect_timeout)
        .pool_idle_timeout(IDLE_TIMEOUT);
    // What is meant for this machine must not leave it through a proxy, and in plain text.
    if hosts.iter().any(BaseUrl::is_plain) {
        builder = builder.no_proxy();
    }
    builder.build().map_err(|error| {
        let problem = "the HTTP client can't be set up. Look at the error's source";
        Error::config(problem).with_source(Box::new(error.without_url()))
    })
}

impl<K: TokenKind> fmt::Debug for ClientBuilder<K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ClientBuilder")
            .field("token", &K::KIND)
            .field("options", &self.plan.options)
            .finish_non_exhaustive()
    }
}

//! The parts of a client, independent of its kind of token.

use std::sync::Arc;
use std::time::Duration;

use crate::Error;
use crate::client::attempt::Observers;
use crate::client::context::{CallContext, Options, Settings};
use crate::client::headers::Headers;
use crate::client::hosts;
use crate::client::middleware::{Middleware, Way};
use crate::client::route::Hosts;
use crate::client::sites::Sites;
use crate::operation::{BaseUrl, PlainHosts};
use crate::token::UntypedProvider;
use crate::transport::{self, Clients, Gate, Transport, setup_problem};

/// The timeout for connecting. Lost packets are sent again after one and three
/// seconds; after that a connection is unlikely, and the next host may do better.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(5);

/// How long an idle connection stays open: less than servers keep theirs, because a call that is sent
/// on a connection just closed has an unknown outcome.
const IDLE_TIMEOUT: Duration = Duration::from_secs(20);

/// How many idle connections to a host stay open, for each runtime: enough for a busy service, and few
/// compared with the files that a process may open.
const IDLE: usize = 64;

/// Longer than any response seen, and short enough that concurrent calls do not fill the memory.
const BODY_LIMIT: usize = 10 * 1024 * 1024;

/// Most processes may open 1,024 files. While one call waits for a connection that becomes free,
/// another is made for it in the background, so that there may be twice as many connections.
const MAX_IN_FLIGHT: usize = 384;

pub(super) struct Plan {
    pub(super) tokens: Arc<dyn UntypedProvider>,
    /// `None` for WeChat's own.
    pub(super) base_urls: Option<Vec<String>>,
    /// Base URLs in place of a host that endpoints name.
    pub(super) named: Vec<(String, Vec<String>)>,
    pub(super) plain_hosts: Vec<String>,
    pub(super) http: Http,
    pub(super) connect_timeout: Duration,
    pub(super) body_limit: usize,
    pub(super) max_in_flight: usize,
    pub(super) headers: Headers,
    pub(super) middleware: Vec<Arc<dyn Middleware>>,
    pub(super) observers: Observers,
    pub(super) options: Options,
}

pub(super) enum Http {
    Own(Recipe),
    Callers(reqwest::Client),
}

pub(super) type Recipe = Arc<dyn Fn() -> reqwest::ClientBuilder + Send + Sync>;

impl Plan {
    pub(super) fn new(tokens: Arc<dyn UntypedProvider>) -> Self {
        Self {
            tokens,
            base_urls: None,
            named: Vec::new(),
            plain_hosts: Vec::new(),
            // Another crate may switch HTTP/2 on in reqwest; what is logged and when a connection is
            // shared shall not depend on that.
            http: Http::Own(Arc::new(|| {
                reqwest::Client::builder().http1_only().pool_max_idle_per_host(IDLE)
            })),
            connect_timeout: CONNECT_TIMEOUT,
            body_limit: BODY_LIMIT,
            max_in_flight: MAX_IN_FLIGHT,
            headers: Headers::default(),
            middleware: Vec::new(),
            observers: Observers::default(),
            options: Options::default(),
        }
    }

    pub(super) fn context(self) -> Result<CallContext, Error> {
        let plain_hosts = PlainHosts::parse(&self.plain_hosts)?;
        let is_callers = self.base_urls.is_some();
        let base_urls = self
            .base_urls
            .unwrap_or_else(|| [hosts::GENERAL, hosts::FALLBACK].map(str::to_owned).to_vec());
        let parsed = |urls: &[String]| {
            let urls = urls.iter().map(|url| BaseUrl::parse(url, &plain_hosts));
            urls.collect::<Result<Vec<_>, _>>()
        };
        let hosts = parsed(&base_urls)?;
        let mut all = parsed(&base_urls)?;
        for (_, instead) in &self.named {
            all.extend(parsed(instead)?);
        }
        let hosts = Hosts::new(hosts).ok_or_else(|| {
            Error::config("there is no base URL. Leave them out to use WeChat's own")
        })?;
        let http = match self.http {
            Http::Callers(client) => transport::Http::Callers(client),
            Http::Own(recipe) => transport::Http::Own {
                loopback: clients(&recipe, self.connect_timeout, &all, Network::Loopback)?,
                outside: clients(&recipe, self.connect_timeout, &all, Network::Outside)?,
            },
        };
        let transport = Transport::new(http, self.body_limit);
        Ok(CallContext {
            tokens: self.tokens,
            settings: Arc::new(Settings {
                way: Way { chain: self.middleware, transport },
                gate: Gate::new(self.max_in_flight),
                headers: self.headers.valid()?,
                observers: self.observers,
                sites: Sites::new(hosts, is_callers, self.named, plain_hosts),
                options: self.options,
            }),
        })
    }
}

/// Where a host is.
#[derive(Clone, Copy, PartialEq)]
enum Network {
    /// On this machine: never through a proxy.
    Loopback,
    Outside,
}

/// The HTTP clients for the hosts of a network, if there are any.
fn clients(
    recipe: &Recipe,
    connect_timeout: Duration,
    hosts: &[BaseUrl],
    network: Network,
) -> Result<Option<Clients>, Error> {
    let is_there = |url: &&BaseUrl| url.is_loopback() == (network == Network::Loopback);
    let mut urls = hosts.iter().filter(is_there).peekable();
    if urls.peek().is_none() {
        return Ok(None);
    }
    let needs_certificates = urls.any(BaseUrl::is_https);
    let recipe = Arc::clone(recipe);
    let builder = move || {
        let builder = recipe()
            .redirect(reqwest::redirect::Policy::none())
            .referer(false)
            .connect_timeout(connect_timeout)
            .pool_idle_timeout(IDLE_TIMEOUT);
        if network == Network::Loopback { builder.no_proxy() } else { builder }
    };
    let build = move || match (needs_certificates, network) {
        (true, _) => builder().build(),
        (false, Network::Loopback) => without_certificates(builder()).build(),
        // There may be a proxy that speaks TLS; if not, certificates need not be there.
        (false, Network::Outside) => {
            builder().build().or_else(|_| without_certificates(builder()).build())
        }
    };
    let clients = Clients::new(Box::new(build));
    clients.map(Some).map_err(|error| {
        Error::config(setup_problem(&error)).with_source(Box::new(error.without_url()))
    })
}

#[cfg(any(feature = "rustls", feature = "native-tls"))]
fn without_certificates(builder: reqwest::ClientBuilder) -> reqwest::ClientBuilder {
    builder.tls_certs_only([])
}

#[cfg(not(any(feature = "rustls", feature = "native-tls")))]
fn without_certificates(builder: reqwest::ClientBuilder) -> reqwest::ClientBuilder {
    builder
}

//! Settings of a platform.

use std::fmt;
use std::sync::Arc;

use tokio::runtime::Handle;

use super::issuer::{ComponentIssuer, Own};
use super::ticket::Tickets;
use super::{Inner, Platform};
use crate::api::types::AppId;
use crate::shared::{Context, Limits, SharedFetch};
use crate::store::{Key, MemoryStore, Store};
use crate::task::Background;
use crate::token::{AccessToken, BoxFuture, Cached, Clock, SystemClock, TokenKind, TokenProvider};
use crate::{Client, ClientBuilder, Error, Secret};

/// A platform in preparation: [`Platform::builder`].
#[must_use = "a builder does nothing until `build` is called"]
pub struct PlatformBuilder {
    appid: AppId,
    secret: Secret,
    setup: Setup<crate::token::Component>,
}

impl PlatformBuilder {
    pub(super) fn new(appid: AppId, secret: Secret) -> Self {
        Self { appid, secret, setup: Setup::default() }
    }

    /// Sets where tickets and tokens are persisted; in memory by default, which is for tests and for a single
    /// process that can obtain all authorisations again.
    pub fn store(mut self, store: impl Store) -> Self {
        self.setup.store = Arc::new(store);
        self
    }

    /// Replaces this machine's clock.
    pub fn clock(mut self, clock: impl Clock) -> Self {
        self.setup.clock = Arc::new(clock);
        self
    }

    /// Configures all clients of this platform: hosts, timeouts, the HTTP client.
    pub fn client(
        mut self,
        configure: impl FnOnce(
            ClientBuilder<crate::token::Component>,
        ) -> ClientBuilder<crate::token::Component>
        + Send
        + 'static,
    ) -> Self {
        self.setup.configure = Box::new(configure);
        self
    }

    /// Runs work that outlives a call on this runtime, in place of the library's own thread: fetching
    /// tokens, and retrying failed writes to the store. The runtime must be driven as long
    /// as callers wait for tokens, with timers and I/O enabled; once it is shut down, the work runs
    /// on the library's thread again. Tests under paused time pass their own.
    pub fn runtime(mut self, runtime: Handle) -> Self {
        self.setup.background = Background::on(runtime);
        self
    }

    /// Limits how many token fetches run at once, and how many start in a second: 64 and 1,000 by
    /// default; `0` counts as `1`. The others wait in the order of arrival, each for as long as its
    /// call may take, and the error of a call that has timed out says so.
    pub fn fetch_limits(mut self, at_once: usize, per_second: u32) -> Self {
        self.setup.limits = Limits::new(at_once, per_second);
        self
    }

    /// Builds the platform. Nothing is sent or read before its first call.
    ///
    /// # Errors
    ///
    /// Those of [`ClientBuilder::build`].
    pub fn build(self) -> Result<Platform, Error> {
        let (context, configure) = self.setup.context();
        let appid = self.appid;
        let without_token =
            configure(Client::builder(NoToken { account: appid.clone() })).build()?;
        let tickets = Tickets {
            store: Arc::clone(&context.store),
            clock: Arc::clone(&context.clock),
            key: Key::ticket(appid.as_str()),
        };
        let issuer = ComponentIssuer {
            client: without_token.clone(),
            appid: appid.clone(),
            secret: self.secret,
            tickets: tickets.clone(),
        };
        let key = Key::component(appid.as_str());
        let shared = SharedFetch::new(Arc::clone(&context), key, issuer);
        let (clock, background) = (Arc::clone(&context.clock), context.background.clone());
        let component = Cached::untyped(shared, clock, background);
        let client = without_token.with_token(component.clone());
        let own = Own { appid, client, component };
        Ok(Platform::from_inner(Inner::new(context, tickets, own)))
    }
}

/// No secret is shown, and nothing of the store.
impl fmt::Debug for PlatformBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PlatformBuilder").field("appid", &self.appid).finish_non_exhaustive()
    }
}

/// The settings that platforms and mini programs share.
pub(crate) struct Setup<K: TokenKind> {
    pub(crate) store: Arc<dyn Store>,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) configure: Configure<K>,
    pub(crate) background: Background,
    pub(crate) limits: Limits,
}

/// Sets what a client is made with.
pub(crate) type Configure<K> = Box<dyn FnOnce(ClientBuilder<K>) -> ClientBuilder<K> + Send>;

impl<K: TokenKind> Setup<K> {
    pub(crate) fn context(self) -> (Arc<Context>, Configure<K>) {
        let Self { store, clock, configure, background, limits } = self;
        (Context::new(store, clock, limits, background), configure)
    }
}

impl<K: TokenKind> Default for Setup<K> {
    fn default() -> Self {
        Self {
            store: Arc::new(MemoryStore::new()),
            clock: Arc::new(SystemClock),
            configure: Box::new(|builder| builder),
            background: Background::default(),
            limits: Limits::default(),
        }
    }
}

/// The provider for calls of endpoints that take no token.
pub(crate) struct NoToken {
    /// The account that makes the calls, and authenticates by other means than a token.
    pub(crate) account: AppId,
}

impl<K: TokenKind> TokenProvider<K> for NoToken {
    fn token(&self) -> BoxFuture<'_, Result<AccessToken<K>, Error>> {
        Box::pin(async { Err(Error::token("this client is for endpoints without a token")) })
    }

    fn account(&self) -> Option<&str> {
        Some(self.account.as_str())
    }
}

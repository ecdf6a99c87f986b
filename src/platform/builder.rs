//! Settings of a platform.

use std::fmt;
use std::sync::Arc;

use super::authorizers::Authorizers;
use super::codes::Codes;
use super::issue::IssueComponent;
use super::ticket::Tickets;
use super::{Inner, Platform};
use crate::api::types::AppId;
use crate::shared::{Shared, Vault};
use crate::store::{Key, MemoryStore, Store};
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

    /// Where tickets and tokens are kept; in memory by default, which is for tests and for a single
    /// process that may ask for all authorisations again.
    pub fn store(mut self, store: impl Store) -> Self {
        self.setup.store = Arc::new(store);
        self
    }

    /// Another clock than this machine's.
    pub fn clock(mut self, clock: impl Clock) -> Self {
        self.setup.clock = Arc::new(clock);
        self
    }

    /// Settings of all clients of this platform: hosts, timeouts, the HTTP client.
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

    /// The platform. Nothing is sent or looked up before its first call.
    ///
    /// # Errors
    ///
    /// Those of [`ClientBuilder::build`].
    pub fn build(self) -> Result<Platform, Error> {
        let Setup { store, clock, configure } = self.setup;
        let appid = self.appid;
        let without_token =
            configure(Client::builder(NoToken { account: appid.clone() })).build()?;
        let vault = Arc::new(Vault::new(store));
        let tickets = Tickets {
            vault: Arc::clone(&vault),
            clock: Arc::clone(&clock),
            key: Key::ticket(appid.as_str()),
        };
        let issuer = IssueComponent {
            client: without_token.clone(),
            appid: appid.clone(),
            secret: self.secret,
            tickets: tickets.clone(),
        };
        let key = Key::component(appid.as_str());
        let shared = Shared::new(Arc::clone(&vault), Arc::clone(&clock), key, issuer);
        let component = Cached::untyped(shared, Arc::clone(&clock));
        let client = without_token.with_token(component.clone());
        let authorizers = Authorizers::default();
        let codes = Codes { vault: Arc::clone(&vault), key: Key::codes(appid.as_str()) };
        let inner = Inner { appid, vault, clock, tickets, codes, client, component, authorizers };
        Ok(Platform { inner: Arc::new(inner) })
    }
}

/// No secret is shown, and nothing of the store.
impl fmt::Debug for PlatformBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PlatformBuilder").field("appid", &self.appid).finish_non_exhaustive()
    }
}

/// What platforms and mini programs are built with alike.
pub(crate) struct Setup<K: TokenKind> {
    pub(crate) store: Arc<dyn Store>,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) configure: Box<dyn FnOnce(ClientBuilder<K>) -> ClientBuilder<K> + Send>,
}

impl<K: TokenKind> Default for Setup<K> {
    fn default() -> Self {
        Self {
            store: Arc::new(MemoryStore::new()),
            clock: Arc::new(SystemClock),
            configure: Box::new(|builder| builder),
        }
    }
}

/// For calls of endpoints that take no token.
pub(crate) struct NoToken {
    /// Who makes the calls, and says so by other means than a token.
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

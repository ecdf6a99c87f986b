//! A server that behaves as WeChat documents it, for tests without an account (feature `mock`).
//!
//! It runs in the process that starts it, on a free port of loopback, and is driven by the same
//! spec as the client. A call that breaks the contract of its endpoint gets the documented code; a
//! valid call gets the documented sample, in which fields of the request are reflected
//! where name and type agree. Everything else is scripted.
//!
//! ```
//! use wechat_cloudbase::Errcode;
//! use wechat_cloudbase::api::create_env;
//! use wechat_cloudbase::mock::{Mock, Reply};
//! use wechat_cloudbase::token::Authorizer;
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let mock = Mock::start().await?;
//! mock.on("createEnv")?.once(Reply::errcode(Errcode::SystemBusy)); // the next call fails, others succeed
//!
//! let client = mock.client::<Authorizer>()?; // a client with a token that the mock accepts
//! let error = client.create_env(create_env::Request::new("shop")).send().await.unwrap_err();
//! assert!(error.is_busy());
//! assert_eq!(mock.count("createEnv")?, 1); // not retried: it might have opened a bill
//! # Ok(())
//! # }
//! ```
//!
//! For programs in any language, the same server is a program:
//!
//! ```text
//! cargo run --features mock-server --bin wechat-cloudbase-mock -- --port 8080
//! ```
//!
//! The mock does real I/O, so it does not work under Tokio's paused time.

mod accounts;
mod body;
mod catalog;
mod check;
mod codes;
pub mod contract;
mod control;
mod database;
mod error;
mod known;
mod payload;
mod queue;
mod received;
mod record;
mod reply;
mod response;
mod route;
mod script;
mod sent;
mod server;
mod several;
mod shape;
mod state;
mod suggest;
mod token;

use std::net::SocketAddr;
use std::sync::Arc;
use std::{fmt, io};

use tokio::task::AbortHandle;

use crate::Client;
use crate::operation::Endpoint;
use crate::task;
use crate::token::{AccessToken, TokenKind};
use catalog::Catalog;
use contract::Contract;
use state::State;
use token::Tokens;

pub use accounts::Accounts;
pub use error::MockError;
pub use record::RecordedCall;
pub use reply::Reply;
pub use script::Script;
pub use token::SeenToken;

/// A running mock, on the runtime where it was started, or on a thread of the library's own when there
/// was none. It stops, and closes its connections, when it is dropped.
pub struct Mock {
    state: Arc<State>,
    address: SocketAddr,
    server: AbortHandle,
}

impl Mock {
    /// Starts a mock of every endpoint of this crate on a free port of loopback.
    ///
    /// # Errors
    ///
    /// When no port of loopback can be listened on.
    pub async fn start() -> Result<Self, MockError> {
        Self::builder().start().await
    }

    /// Starts to build a mock of every endpoint of this crate.
    pub fn builder() -> MockBuilder {
        Self::empty().contracts(crate::api::CONTRACTS)
    }

    /// Starts to build a mock without endpoints.
    pub fn empty() -> MockBuilder {
        MockBuilder {
            contracts: Vec::new(),
            tokens: Tokens::with_defaults(),
            port: 0,
            control: false,
            keeps_state: false,
        }
    }

    /// Where it listens: `http://127.0.0.1:43210`.
    pub fn base_url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// A client for this mock, with a token that it accepts.
    ///
    /// # Errors
    ///
    /// When the client can't be built, for lack of TLS support in the system for instance.
    pub fn client<K: TokenKind>(&self) -> Result<Client<K>, crate::Error> {
        self.client_with(self.access_token())
    }

    /// A client for this mock, with a token of the caller's choice.
    ///
    /// # Errors
    ///
    /// As for [`client`](Self::client).
    pub fn client_with<K: TokenKind>(
        &self,
        token: AccessToken<K>,
    ) -> Result<Client<K>, crate::Error> {
        Client::builder(token).base_urls([self.base_url()]).build()
    }

    /// A token that the mock accepts. Its text is the same for every mock.
    pub fn access_token<K: TokenKind>(&self) -> AccessToken<K> {
        AccessToken::new(token::valid(K::KIND))
    }

    /// A token that the mock treats as expired. Its text is the same for every mock.
    pub fn expired_token<K: TokenKind>(&self) -> AccessToken<K> {
        AccessToken::new(token::expired(K::KIND))
    }

    /// Makes the mock accept a token as one of kind `K`.
    pub fn accept<K: TokenKind>(&self, token: &AccessToken<K>) {
        let text = token.secret().expose();
        self.state.tokens().insert(text, K::KIND, false);
    }

    /// Makes the mock treat a token of kind `K` as expired.
    pub fn expire<K: TokenKind>(&self, token: &AccessToken<K>) {
        let text = token.secret().expose();
        self.state.tokens().insert(text, K::KIND, true);
    }

    /// The accounts for which the mock issues tokens; none at first.
    pub fn accounts(&self) -> Accounts<'_> {
        Accounts::new(&self.state)
    }

    /// The script of an endpoint, by vendor name (`createEnv`) or id (`create_env`).
    ///
    /// # Errors
    ///
    /// When the mock has no such endpoint.
    pub fn on(&self, endpoint: &str) -> Result<Script<'_>, MockError> {
        let entry = self.state.catalog.named(endpoint)?;
        Ok(Script::new(&self.state, entry.contract.endpoint.id))
    }

    /// How many calls reached an endpoint, including refused ones.
    ///
    /// # Errors
    ///
    /// When the mock has no such endpoint.
    pub fn count(&self, endpoint: &str) -> Result<u64, MockError> {
        let entry = self.state.catalog.named(endpoint)?;
        Ok(self.state.log().count(entry.contract.endpoint.id))
    }

    /// The newest calls, oldest first: at most 1,000 of them, and at most 4 MiB in all.
    pub fn calls(&self) -> Vec<RecordedCall> {
        self.state.log().calls()
    }

    /// Forgets all calls and scripts; tokens and accounts stay.
    pub fn reset(&self) {
        self.state.reset();
    }

    /// The endpoints that it serves.
    pub fn endpoints(&self) -> impl Iterator<Item = &'static Endpoint> + '_ {
        self.contracts().map(|contract| contract.endpoint)
    }

    /// The contracts that it enforces.
    pub fn contracts(&self) -> impl Iterator<Item = &'static Contract> + '_ {
        self.state.catalog.entries().iter().map(|entry| entry.contract)
    }
}

impl Drop for Mock {
    fn drop(&mut self) {
        self.server.abort();
    }
}

impl fmt::Debug for Mock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Mock")
            .field("base_url", &self.base_url())
            .field("endpoints", &self.state.catalog.entries().len())
            .finish_non_exhaustive()
    }
}

/// A mock that has not started yet.
#[must_use = "a mock serves nothing until it is started"]
pub struct MockBuilder {
    contracts: Vec<&'static Contract>,
    tokens: Tokens,
    port: u16,
    control: bool,
    keeps_state: bool,
}

impl MockBuilder {
    /// Adds endpoints, such as those of a spec of the caller's own.
    pub fn contracts(mut self, contracts: &'static [Contract]) -> Self {
        self.contracts.extend(contracts);
        self
    }

    /// Listens on this port of loopback; 0, the default, is any free one.
    pub fn port(mut self, port: u16) -> Self {
        self.port = port;
        self
    }

    /// Accepts a token as one of kind `K`, beside those that every mock accepts.
    pub fn accept<K: TokenKind>(mut self, token: &AccessToken<K>) -> Self {
        self.tokens.insert(token.secret().expose(), K::KIND, false);
        self
    }

    /// Lets other programs script the mock and read its calls, under `/__mock/`.
    pub fn control(mut self, on: bool) -> Self {
        self.control = on;
        self
    }

    /// Keeps what calls create, and answers from it in place of the samples: collections and their documents, in any
    /// environment. Statements are carried out as far as the vendor's pages show them; one that the mock can't
    /// read or does not know is refused, and the errmsg says why. [`Mock::reset`] forgets it all.
    ///
    /// ```
    /// use wechat_cloudbase::api::{add_database_collection, add_database_item, get_database_record};
    /// use wechat_cloudbase::database::{Fields, collection, command};
    /// use wechat_cloudbase::mock::Mock;
    /// use wechat_cloudbase::token::Authorizer;
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let mock = Mock::builder().stateful(true).start().await?;
    /// let client = mock.client::<Authorizer>()?;
    /// client.add_database_collection(add_database_collection::Request::new("shop-1", "people")).send().await?;
    /// let add = collection("people").add([Fields::new().with("name", "Li").with("age", 30)]);
    /// client.add_database_item(add_database_item::Request::new("shop-1", add)).send().await?;
    /// let adults = collection("people").where_(Fields::new().with("age", command::gte(18))).get();
    /// let found = client.get_database_record(get_database_record::Request::new("shop-1", adults)).send().await?;
    /// assert_eq!(found.data.len(), 1);
    /// # Ok(())
    /// # }
    /// ```
    pub fn stateful(mut self, on: bool) -> Self {
        self.keeps_state = on;
        self
    }

    /// Starts the mock.
    ///
    /// # Errors
    ///
    /// When the port can't be listened on, or when a contract can't be served: two of one name or
    /// path, or a sample or pattern that does not parse.
    pub async fn start(self) -> Result<Mock, MockError> {
        let port = self.port;
        let started = task::anywhere(Box::pin(self.start_here())).await;
        started.unwrap_or_else(|lost| Err(MockError::bind(port, io::Error::other(lost))))
    }

    async fn start_here(self) -> Result<Mock, MockError> {
        let catalog = Catalog::new(&self.contracts)?;
        let failed = |source| MockError::bind(self.port, source);
        let listener = server::listen(self.port).await.map_err(failed)?;
        let address = listener.local_addr().map_err(failed)?;
        let state = Arc::new(State::new(catalog, self.tokens, self.control, self.keeps_state));
        let server =
            tokio::spawn(server::serve(listener, Arc::clone(&state), server::MAX_CONNECTIONS));
        Ok(Mock { state, address, server: server.abort_handle() })
    }
}

impl fmt::Debug for MockBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MockBuilder")
            .field("endpoints", &self.contracts.len())
            .field("port", &self.port)
            .finish_non_exhaustive()
    }
}

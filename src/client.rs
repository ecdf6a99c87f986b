//! The client: a source of tokens, and the way to WeChat's hosts.
//!
//! # Retries
//!
//! A request that was not sent goes to the next host. A rejected token is replaced once. HTTP 429 and an
//! exhausted minute quota are waited for, within the deadline. Busy responses and timeouts are retried only
//! for idempotent endpoints: creating an environment opens a bill, so it is never retried unless
//! [`Call::retry`] asks for it. [`Error::outcome`] says whether a failed call may have been done.
//!
//! # Responses
//!
//! A field that WeChat leaves out reads as empty and is logged once per endpoint and field. A response that
//! lacks an essential field, such as the id of what was created, is an error whose outcome is
//! [`Done`](crate::Outcome::Done) and whose [`body`](Error::body) has everything that came. A response without
//! an errcode is a success only where the endpoint is documented so.
//!
//! JSON as `text/plain`, errcodes as strings, control characters, broken UTF-8, HTML from a gateway, truncated
//! and endless bodies: each becomes the response it meant, or a clear error.
//!
//! # Observability
//!
//! Each call is a `tracing` span with OpenTelemetry's names for HTTP clients, and fields of its own for
//! endpoint, account, errcode, attempts and outcome; a token fetch is linked to the span of the call that
//! caused it. [`ClientBuilder::on_attempt`] sees every attempt, for metrics. [`Call::header`] sets headers
//! such as `traceparent`, and a [`middleware`] wraps the transport, while tokens, retries and failover stay
//! with the client. `examples/opentelemetry` and `examples/prometheus` are complete programs.
//!
//! # Secrets and limits
//!
//! No token and no query string reaches a log, an error or a `Debug`, not even when WeChat's message echoes it
//! encoded. Links in responses that open data are [`Secret`](crate::Secret)s. Plain HTTP to other machines is
//! refused, unless [`ClientBuilder::allow_plain_http`] names the host. At most 384 requests are in flight per
//! client ([`ClientBuilder::max_in_flight`]); further calls wait, within their deadline.

mod attempt;
mod builder;
pub(crate) mod context;
mod exchange;
pub(crate) mod headers;
pub mod hosts;
pub mod middleware;
mod request;
mod route;
pub(crate) mod run;
mod sites;
pub(crate) mod trace;

pub use attempt::Attempt;
pub use builder::ClientBuilder;

use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;

use crate::call::Raw;
use crate::json::Value;
use crate::operation::{Accepts, Endpoint};
use crate::token::{AccessToken, TokenKind, TokenProvider, Untyped};
use crate::{Call, Error};
use context::CallContext;

/// Calls WeChat with tokens of kind `K`, and has a method for each endpoint that accepts them.
///
/// Cheap to clone; all clones share connections. Works on a tokio runtime.
///
/// Each attempt of a call is one `tracing` event of target `wechat_cloudbase` at level debug, with
/// endpoint, host, outcome, errcode, rid and time. What the dependencies log, even at level trace,
/// names hosts and never a URL with its query string, which is where tokens are.
///
/// ```no_run
/// use wechat_cloudbase::Client;
/// use wechat_cloudbase::api::create_env;
/// use wechat_cloudbase::token::{AccessToken, Authorizer};
///
/// # async fn example() -> Result<(), wechat_cloudbase::Error> {
/// let client = Client::new(AccessToken::<Authorizer>::new("TOKEN"))?;
/// let created = client.create_env(create_env::Request::new("shop")).send().await?;
/// println!("{}", created.envid);
/// # Ok(())
/// # }
/// ```
pub struct Client<K: TokenKind> {
    context: CallContext,
    kind: PhantomData<fn() -> K>,
}

impl<K: TokenKind> Client<K> {
    /// A client with the defaults of [`ClientBuilder`].
    ///
    /// # Errors
    ///
    /// When TLS can't be set up on this machine.
    pub fn new(provider: impl TokenProvider<K>) -> Result<Self, Error> {
        Self::builder(provider).build()
    }

    /// Starts to build a client.
    pub fn builder(provider: impl TokenProvider<K>) -> ClientBuilder<K> {
        ClientBuilder::new(Arc::new(Untyped::new(provider)))
    }

    /// A client with another source of tokens, of any kind, that shares connections and settings with this one.
    pub fn with_token<L: TokenKind>(&self, provider: impl TokenProvider<L>) -> Client<L> {
        Client::from_context(CallContext {
            settings: Arc::clone(&self.context.settings),
            tokens: Arc::new(Untyped::new(provider)),
        })
    }

    /// The token that a call would use now, for a service of your own. It is fetched or
    /// renewed if needed, within the client's deadline.
    ///
    /// # Errors
    ///
    /// Those of a call that has no token.
    pub async fn token(&self) -> Result<AccessToken<K>, Error> {
        run::token(self.context.clone()).await.map(AccessToken::from_secret)
    }

    /// A call of an endpoint, ready to be sent. The generated methods call this one; it also
    /// calls the endpoints that another crate has compiled from a spec of its own.
    pub fn call<O: Accepts<K>>(&self, request: O) -> Call<O> {
        Call::new(self.context.clone(), request)
    }

    /// A call of any endpoint with its request as JSON, for what the generated methods lack: a field or
    /// an endpoint that is new, or an endpoint whose name is known at run time only.
    ///
    /// `fields` is an object of the request's fields by their names on the wire, such as `serde_json` makes of a
    /// typed request. Each goes where the endpoint
    /// expects it: to the query string or the body, into the body's wrapper if it has one. Fields that the
    /// endpoint does not know are sent in the body. Fixed fields are added; nothing else is
    /// checked or added, and WeChat refuses a missing required field. The response is complete,
    /// with its errcode and errmsg, and nothing in it is redacted when it is printed.
    ///
    /// Everything else is as in a typed call: options, retries, errors, and the redaction of
    /// [secret fields](Endpoint::secret_fields). Whether the endpoint takes this client's kind of token is checked
    /// when the call is sent.
    ///
    /// ```
    /// use serde_json::json;
    /// use wechat_cloudbase::api;
    /// # use wechat_cloudbase::{mock::Mock, token::Component};
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let mock = Mock::start().await?;
    /// # let client = mock.client::<Component>()?;
    /// let endpoint = api::find("createTcbEnv").ok_or("no such endpoint")?;
    /// let fields = json!({ "alias": "shop", "EnvType": "run" });
    /// let created = client.raw(endpoint, fields).send().await?;
    /// println!("{} is being made", created["env"]);
    /// # Ok(())
    /// # }
    /// ```
    pub fn raw(&self, endpoint: &'static Endpoint, fields: Value) -> Call<Raw> {
        Call::raw(self.context.clone(), K::KIND, endpoint, fields)
    }

    fn from_context(context: CallContext) -> Self {
        Self { context, kind: PhantomData }
    }
}

impl<K: TokenKind> Clone for Client<K> {
    fn clone(&self) -> Self {
        Self::from_context(self.context.clone())
    }
}

impl<K: TokenKind> fmt::Debug for Client<K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client")
            .field("token", &K::KIND)
            .field("hosts", &self.context.settings.sites.general.hosts)
            .field("options", &self.context.settings.options)
            .finish_non_exhaustive()
    }
}

//! A third-party platform: its own tokens, and those of the accounts that authorised it.
//!
//! ```
//! use std::time::SystemTime;
//! use wechat_cloudbase::{Platform, Secret};
//! # use wechat_cloudbase::{api::create_env, mock::Mock};
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! # let mock = Mock::start().await?;
//! # mock.accounts().platform("wx0123456789abcdef", "platform-secret").ticket("ticket@@@1");
//! # mock.accounts().code("queryauthcode@@@1", "wx5fe6bb43205e9e07");
//! # let base_url = mock.base_url();
//! let platform = Platform::builder("wx0123456789abcdef", Secret::new("platform-secret"))
//! #   .client(move |client| client.base_urls([base_url]))
//!     .build()?;
//!
//! // What WeChat pushes every ten minutes. A platform is a sink of the module `callback`, which does
//! // this and the next step (feature `callback`).
//! platform.store_ticket(Secret::new("ticket@@@1"), SystemTime::now()).await?;
//! // What comes back when an account's administrator has authorised the platform.
//! let authorization = platform.exchange(Secret::new("queryauthcode@@@1")).await?;
//!
//! // From now on, each call has a token.
//! let client = platform.authorizer(authorization.appid.as_str());
//! client.create_env(create_env::Request::new("shop")).send().await?;
//! # Ok(())
//! # }
//! ```
//!
//! # What it does
//!
//! - **One fetch**, however many callers wait for it, and however many processes share a store. A token is
//!   renewed early while the old one is still served, and the old one stays in use when a renewal fails.
//! - **A rejected token is replaced once.** When WeChat rejects new tokens too, calls fail at once instead of
//!   using up the day's quota, and after a while a single call tries again.
//! - **Any runtime.** Token work runs on a thread of the library's own, so a runtime that is not driven, or has
//!   shut down, blocks no caller. Token fetches are [limited](PlatformBuilder::fetch_limits).
//! - **Failures that need an operator are typed**: [`Error::action_required`] says that the ticket is missing
//!   or old, that the caller's address is not allowed and which it is, that an authorisation was revoked, or
//!   which permission sets are missing.
//! - **State can be queried**: [`status`](Platform::status) says which tokens are held and until when, the last
//!   error and the next attempt. [`component_token`](Platform::component_token) and
//!   [`authorizer_token`](Platform::authorizer_token) hand out tokens for other services.
//!
//! # Several processes
//!
//! Give all of them the same [`Store`], and they share tickets and tokens: one of them
//! asks WeChat, and the others find what it got. Each of these holds, whatever fails and whichever
//! process is paused or killed:
//!
//! - A token is persisted before any call is made with it. If the store fails after WeChat has
//!   issued the token, it is used anyway, held in memory, and written as soon as the store is
//!   back.
//! - So is a refresh token; and it is written before it is used. It is lost
//!   only when the process exits while the store is down, or when WeChat's response never
//!   arrives; [`recovery`](Platform::recovery) reads it from WeChat.
//! - While the store is down, calls go on with the tokens that the processes hold, until those
//!   expire, and nothing new is issued. Callers without a token wait up to 45 seconds for the store,
//!   and then get its error.
//! - A process that dies while it issues a token delays the others by 8 seconds at most.
//! - A component token or a ticket in the store that can't be read is replaced: by the next one that
//!   WeChat issues or pushes. An account's tokens that can't be read are reported,
//!   and set aside when [`recovery`](Platform::recovery) or a new authorisation brings good ones.
//!
//! # Shutdown
//!
//! Fetches, exchanges and writes run in the background, and are aborted when the process exits. Before it
//! exits, it must wait for them: stop what calls the platform, drain the
//! inbox, and [`close`](Platform::close) the platform. Without that, a refresh token that WeChat has just issued may
//! be lost, and [`recovery`](Platform::recovery) must read it again. Dropping a platform loses nothing as long as the
//! process goes on.
//!
//! ```
//! # use std::time::Duration;
//! # use wechat_cloudbase::{Platform, Secret};
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let platform = Platform::builder("wx0123456789abcdef", Secret::new("platform-secret")).build()?;
//! // serve(&platform).await, until the process is asked to exit
//!
//! let closed = platform.close(Duration::from_secs(20)).await;
//! if !closed.is_complete() {
//!     eprintln!("closed with work left: {closed}"); // `closed.unsaved` names the accounts
//! }
//! # Ok(())
//! # }
//! ```

mod authorization;
mod authorizers;
mod builder;
mod closing;
mod codes;
mod issuer;
mod locked;
mod recovery;
#[cfg(feature = "callback")]
mod release_check;
#[cfg(feature = "callback")]
mod sink;
mod standing;
mod status;
#[cfg(test)]
mod tests;
mod ticket;

pub use crate::shared::Closed;
pub use authorization::{Authorization, Persisted};
pub use builder::PlatformBuilder;
pub use recovery::{Recovered, Recovery, RecoveryFailure};
#[cfg(feature = "callback")]
pub use release_check::ReleaseCheck;
pub use ticket::TicketHealth;

pub(crate) use builder::{NoToken, Setup};
pub(crate) use issuer::{brief, life};

use std::fmt;
use std::sync::Arc;
use std::time::SystemTime;

use crate::api::types::AppId;
use crate::shared::{Context, SharedFetch};
use crate::store::Key;
#[cfg(doc)]
use crate::store::Store;
use crate::token::{AccessToken, Authorizer, Cached, Component};
use crate::{Client, Error, Secret};
use authorizers::Authorizers;
use codes::Codes;
use issuer::{AuthorizerIssuer, Own};
use ticket::Tickets;

/// A third-party platform. Cheap to clone; all clones share tokens and connections.
///
/// See the [module](self) for an example, and for what holds among several processes.
#[derive(Clone)]
pub struct Platform {
    inner: Arc<Inner>,
}

struct Inner {
    appid: AppId,
    context: Arc<Context>,
    tickets: Tickets,
    codes: Codes,
    client: Client<Component>,
    component: Cached<Component>,
    own: Arc<Own>,
    authorizers: Authorizers,
}

impl Inner {
    fn new(context: Arc<Context>, tickets: Tickets, own: Own) -> Self {
        let (store, key) = (Arc::clone(&context.store), Key::codes(own.appid.as_str()));
        Self {
            codes: Codes { store, key },
            appid: own.appid.clone(),
            context,
            tickets,
            client: own.client.clone(),
            component: own.component.clone(),
            own: Arc::new(own),
            authorizers: Authorizers::default(),
        }
    }
}

impl Platform {
    fn from_inner(inner: Inner) -> Self {
        Self { inner: Arc::new(inner) }
    }

    /// Starts to build a platform from its component_appid and component_appsecret.
    pub fn builder(
        component_appid: impl Into<String>,
        component_appsecret: Secret,
    ) -> PlatformBuilder {
        PlatformBuilder::new(AppId::new(component_appid), component_appsecret)
    }

    /// The platform's appid.
    pub fn appid(&self) -> &AppId {
        &self.inner.appid
    }

    /// A client that acts as the platform itself.
    pub fn component(&self) -> Client<Component> {
        self.inner.client.clone()
    }

    /// A client that acts for an account that authorised the platform. All clients of an account
    /// share its token; asking for one again is cheap.
    ///
    /// Its calls fail with [`ActionRequired::NotAuthorized`](crate::ActionRequired::NotAuthorized) when no refresh
    /// token of the account is stored.
    pub fn authorizer(&self, appid: &str) -> Client<Authorizer> {
        self.inner.client.with_token(self.token_of(appid))
    }

    /// Stores a ticket that WeChat pushed, with its `CreateTime`, unless one that WeChat created later
    /// is there. Returns whether it was stored.
    ///
    /// # Errors
    ///
    /// When the ticket is empty, when the store fails, and when the platform was closed. Have WeChat
    /// push it again, by not answering `success`.
    pub async fn store_ticket(&self, ticket: Secret, created: SystemTime) -> Result<bool, Error> {
        let inner = Arc::clone(&self.inner);
        self.run(async move {
            let taken = inner.tickets.store(ticket, created).await?;
            if taken {
                inner.component.skip_backoff();
                inner.authorizers.skip_backoff().await;
            }
            Ok(taken)
        })
        .await
    }

    /// The state of the platform's ticket, for a health check.
    ///
    /// # Errors
    ///
    /// When the store fails.
    pub async fn ticket_health(&self) -> Result<TicketHealth, Error> {
        let tickets = self.inner.tickets.clone();
        self.inner.context.run(async move { tickets.health().await }).await
    }

    /// The platform's current token, for a service of your own; fetched or renewed if it is due.
    ///
    /// # Errors
    ///
    /// Those of a call that has no token.
    pub async fn component_token(&self) -> Result<AccessToken<Component>, Error> {
        self.component().token().await
    }

    /// The current token of an account, for a service of your own; fetched or renewed if it is due.
    ///
    /// # Errors
    ///
    /// Those of a call that has no token.
    pub async fn authorizer_token(&self, appid: &str) -> Result<AccessToken<Authorizer>, Error> {
        self.authorizer(appid).token().await
    }

    /// Runs work to completion in the background, unless the platform was closed.
    fn run<T: Send + 'static>(
        &self,
        work: impl Future<Output = Result<T, Error>> + Send + 'static,
    ) -> impl Future<Output = Result<T, Error>> + Send {
        // Boxed here, because each of the futures around it would have room for it twice.
        let work = Box::pin(work);
        async {
            self.inner.context.is_open()?;
            self.inner.context.run(work).await
        }
    }

    /// The cached token of an account.
    fn token_of(&self, appid: &str) -> Cached<Authorizer> {
        self.inner.authorizers.get(appid, || {
            let issuer = AuthorizerIssuer {
                own: Arc::clone(&self.inner.own),
                authorizer_appid: AppId::new(appid),
            };
            let context = &self.inner.context;
            let (clock, background) = (Arc::clone(&context.clock), context.background.clone());
            let shared = SharedFetch::new(Arc::clone(context), self.key_of(appid), issuer);
            Cached::untyped(shared, clock, background)
        })
    }

    /// Ends the backoff after a failed fetch for an account.
    fn skip_backoff(&self, appid: &str) {
        if let Some(token) = self.inner.authorizers.peek(appid) {
            token.skip_backoff();
        }
    }

    fn key_of(&self, authorizer_appid: &str) -> Key {
        Key::authorizer(self.inner.appid.as_str(), authorizer_appid)
    }
}

impl fmt::Debug for Platform {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Platform").field("appid", &self.inner.appid).finish_non_exhaustive()
    }
}

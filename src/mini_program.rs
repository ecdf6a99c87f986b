//! A mini program that acts for itself, with its own app secret.

mod issuer;

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use tokio::runtime::Handle;

use crate::api::types::AppId;
use crate::platform::{Closed, NoToken, Setup};
use crate::shared::{Context, SharedFetch};
use crate::store::{Key, Store};
use crate::task::Background;
use crate::token::{AccessToken, App, Cached, Clock, TokenStatus};
use crate::{Client, ClientBuilder, Error, Secret};
use issuer::AppIssuer;

/// A mini program, or another account, with an app secret of its own. Cheap to clone; all clones
/// share the token and connections.
///
/// Its token comes from the stable-token endpoint, which gives all callers the same one. When WeChat
/// rejects that token, the endpoint is asked once more, and only if it names the rejected one again
/// is a new one forced, at most ten times a day of the twenty that WeChat allows.
///
/// Give all processes the same [`Store`]; [`platform`](crate::platform#several-processes)
/// says what holds among them.
///
/// ```
/// use wechat_cloudbase::{MiniProgram, Secret, api::get_api_quota};
/// # use wechat_cloudbase::mock::Mock;
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// # let mock = Mock::start().await?;
/// # mock.accounts().app("wx5fe6bb43205e9e07", "app-secret");
/// # let base_url = mock.base_url();
/// let program = MiniProgram::builder("wx5fe6bb43205e9e07", Secret::new("app-secret"))
/// #   .client(move |client| client.base_urls([base_url]))
///     .build()?;
/// let request = get_api_quota::Request::new(get_api_quota::CgiPath::new("/cgi-bin/stable_token"));
/// program.client().get_api_quota(request).send().await?;
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct MiniProgram {
    appid: AppId,
    client: Client<App>,
    token: Cached<App>,
    context: Arc<Context>,
}

impl MiniProgram {
    /// Starts to build a mini program from its appid and app secret.
    pub fn builder(appid: impl Into<String>, secret: Secret) -> MiniProgramBuilder {
        MiniProgramBuilder { appid: AppId::new(appid), secret, setup: Setup::default() }
    }

    /// Its appid.
    pub fn appid(&self) -> &AppId {
        &self.appid
    }

    /// A client that acts for it.
    pub fn client(&self) -> Client<App> {
        self.client.clone()
    }

    /// Its current token, for a service of your own; fetched or renewed if it is due.
    ///
    /// # Errors
    ///
    /// Those of a call that has no token.
    pub async fn token(&self) -> Result<AccessToken<App>, Error> {
        self.client.token().await
    }

    /// The state of its token; see [`Platform::status`](crate::Platform::status).
    pub async fn status(&self) -> TokenStatus {
        let report = Some((self.token.report(), self.token.fetch_obstacle()));
        self.context.status(Key::app(self.appid.as_str()), report).await
    }

    /// Fetches no more tokens, and waits this long at most for what is in progress; see
    /// [`Platform::close`](crate::Platform::close).
    pub async fn close(&self, bound: Duration) -> Closed {
        self.context.close(bound).await
    }
}

/// A mini program in preparation: [`MiniProgram::builder`].
#[must_use = "a builder does nothing until `build` is called"]
pub struct MiniProgramBuilder {
    appid: AppId,
    secret: Secret,
    setup: Setup<App>,
}

impl MiniProgramBuilder {
    /// Where the token is persisted; in memory by default.
    pub fn store(mut self, store: impl Store) -> Self {
        self.setup.store = Arc::new(store);
        self
    }

    /// Replaces this machine's clock.
    pub fn clock(mut self, clock: impl Clock) -> Self {
        self.setup.clock = Arc::new(clock);
        self
    }

    /// Settings of the client: hosts, timeouts, the HTTP client.
    pub fn client(
        mut self,
        configure: impl FnOnce(ClientBuilder<App>) -> ClientBuilder<App> + Send + 'static,
    ) -> Self {
        self.setup.configure = Box::new(configure);
        self
    }

    /// Fetches tokens on this runtime, in place of the library's own thread; see
    /// [`PlatformBuilder::runtime`](crate::platform::PlatformBuilder::runtime).
    pub fn runtime(mut self, runtime: Handle) -> Self {
        self.setup.background = Background::on(runtime);
        self
    }

    /// Builds the mini program. Nothing is sent or read before its first call.
    ///
    /// # Errors
    ///
    /// Those of [`ClientBuilder::build`].
    pub fn build(self) -> Result<MiniProgram, Error> {
        let (context, configure) = self.setup.context();
        let no_token = NoToken { account: self.appid.clone() };
        let without_token = configure(Client::builder(no_token)).build()?;
        let key = Key::app(self.appid.as_str());
        let issuer = AppIssuer::new(without_token.clone(), self.appid.clone(), self.secret);
        let shared = SharedFetch::new(Arc::clone(&context), key, issuer);
        let (clock, background) = (Arc::clone(&context.clock), context.background.clone());
        let token = Cached::untyped(shared, clock, background);
        let client = without_token.with_token(token.clone());
        Ok(MiniProgram { appid: self.appid, client, token, context })
    }
}

impl fmt::Debug for MiniProgram {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MiniProgram").field("appid", &self.appid).finish_non_exhaustive()
    }
}

/// No secret is shown, and nothing of the store.
impl fmt::Debug for MiniProgramBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MiniProgramBuilder").field("appid", &self.appid).finish_non_exhaustive()
    }
}

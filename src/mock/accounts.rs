//! Accounts that a mock knows: with them, its token endpoints issue tokens as WeChat does.

use std::sync::MutexGuard;
use std::time::Duration;

use super::known::{App, Known};
use super::state::State;
use crate::token::Kind;

/// The accounts of a mock: [`Mock::accounts`](super::Mock::accounts).
///
/// While it has none, the token endpoints respond with their samples. From the first one on they
/// issue tokens, which the mock then accepts, for the right secrets, tickets, codes and refresh
/// tokens, and refuse all others with their documented codes. Scripts take precedence. Methods that change
/// something return the handle, so that they can be chained.
///
/// ```
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// use std::time::SystemTime;
/// use wechat_cloudbase::mock::Mock;
/// use wechat_cloudbase::token::Kind;
/// use wechat_cloudbase::{Platform, Secret, api::get_authorizer_list, api::types::AppId};
///
/// let mock = Mock::start().await?;
/// mock.accounts().platform("wx1", "secret").ticket("ticket").authorizer("wx2", "refresh-token");
///
/// let base_url = mock.base_url();
/// let platform = Platform::builder("wx1", Secret::new("secret"))
///     .client(|client| client.base_urls([base_url]))
///     .build()?;
/// platform.store_ticket(Secret::new("ticket"), SystemTime::now()).await?;
/// let request = get_authorizer_list::Request::new(get_authorizer_list::Required {
///     component_appid: "wx1".into(),
///     offset: 0,
///     count: 100,
/// });
/// let listed = platform.component().get_authorizer_list(request).send().await?;
/// assert_eq!(listed.total_count, 1);
/// assert_eq!(mock.accounts().issued(Kind::Component), 1);
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Copy)]
pub struct Accounts<'a> {
    state: &'a State,
}

impl<'a> Accounts<'a> {
    pub(super) fn new(state: &'a State) -> Self {
        Self { state }
    }

    /// The platform of this mock: its component_appid and component_appsecret.
    pub fn platform(self, appid: &str, secret: &str) -> Self {
        let platform = (appid.to_owned(), secret.to_owned());
        self.change(|known| known.platform = Some(platform))
    }

    /// The ticket that the platform must send from now on.
    pub fn ticket(self, ticket: &str) -> Self {
        self.change(|known| known.ticket = Some(ticket.to_owned()))
    }

    /// An account that has authorised the platform, and its refresh token.
    pub fn authorizer(self, appid: &str, refresh_token: &str) -> Self {
        self.change(|known| {
            known.authorizers.insert(appid.to_owned(), refresh_token.to_owned());
        })
    }

    /// An authorisation code of an account, which works once.
    pub fn code(self, code: &str, appid: &str) -> Self {
        self.change(|known| {
            known.codes.insert(code.to_owned(), appid.to_owned());
        })
    }

    /// Revokes an account's authorisation: its refresh token, and the tokens issued to it.
    pub fn revoke(self, appid: &str) -> Self {
        self.state.tokens().expire_of(appid);
        self.change(|known| {
            known.authorizers.remove(appid);
        })
    }

    /// A mini program with a secret of its own.
    pub fn app(self, appid: &str, secret: &str) -> Self {
        self.change(|known| {
            known.apps.insert(appid.to_owned(), App { secret: secret.to_owned(), token: None });
        })
    }

    /// The lifetime of tokens issued from now on; 7200 seconds by default.
    pub fn token_life(self, life: Duration) -> Self {
        self.change(|known| known.life = life)
    }

    /// Whether each response has a new refresh token and invalidates the one that was sent; off by
    /// default, as it is with WeChat for most accounts.
    pub fn rotate_refresh_tokens(self, on: bool) -> Self {
        self.change(|known| known.rotates = on)
    }

    /// Whether a token expires at once when another one of the same account is issued; off by default.
    pub fn expire_older_tokens(self, on: bool) -> Self {
        self.change(|known| known.expire_older = on)
    }

    /// Expires all tokens of a kind that were issued so far.
    pub fn expire(self, kind: Kind) -> Self {
        self.state.tokens().expire_issued(kind);
        self
    }

    /// How many tokens of a kind were issued.
    pub fn issued(self, kind: Kind) -> u64 {
        self.known().issued.get(&kind).copied().unwrap_or_default()
    }

    /// The current refresh token of an account.
    pub fn refresh_token(self, appid: &str) -> Option<String> {
        self.known().authorizers.get(appid).cloned()
    }

    fn change(self, change: impl FnOnce(&mut Known)) -> Self {
        let mut known = self.known();
        known.is_on = true;
        change(&mut known);
        drop(known);
        self
    }

    fn known(&self) -> MutexGuard<'a, Known> {
        self.state.accounts()
    }
}

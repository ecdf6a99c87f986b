//! Tokens of a mini program, as the stable-token endpoint issues them.

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use tokio::time::Instant;

use crate::api::get_stable_access_token as stable;
use crate::api::types::AppId;
use crate::call::RetryPolicy;
use crate::platform::{brief, life};
use crate::shared::{IssuedToken, Issuer, TokenRecord};
use crate::token::{App, BoxFuture, RateLimit};
use crate::{Client, Error, Secret};

/// WeChat allows to force a token once in 30 seconds and 20 times a day. Half of
/// these are left to others who have the secret.
const BETWEEN: Duration = Duration::from_secs(30);
const PER_DAY: usize = 10;
const DAY: Duration = Duration::from_secs(24 * 60 * 60);

/// Issues tokens of one mini program.
pub(super) struct AppIssuer {
    client: Client<App>,
    appid: AppId,
    secret: Secret,
    forced: Mutex<[RateLimit; 2]>,
}

impl AppIssuer {
    pub(super) fn new(client: Client<App>, appid: AppId, secret: Secret) -> Self {
        let forced = Mutex::new([RateLimit::new(1, BETWEEN), RateLimit::new(PER_DAY, DAY)]);
        Self { client, appid, secret, forced }
    }

    async fn ask(&self, force: bool) -> Result<stable::Response, Error> {
        let request = stable::Request::new(self.appid.clone(), self.secret.clone());
        let call = match force {
            // WeChat counts each one.
            true => self.client.call(request.with_force_refresh(true)).retry(RetryPolicy::Never),
            false => self.client.call(request),
        };
        brief(call).send().await
    }

    /// Whether another token may be forced now.
    fn may_force(&self) -> bool {
        // Nothing panics while it holds the guard.
        let mut forced = self.forced.lock().unwrap_or_else(PoisonError::into_inner);
        forced.iter_mut().all(|limit| limit.allow(Instant::now()))
    }
}

impl Issuer for AppIssuer {
    fn account(&self) -> Option<&str> {
        Some(self.appid.as_str())
    }

    fn needs_no_record(&self) -> bool {
        true
    }

    fn issue(
        &self,
        _: TokenRecord,
        rejected: Option<Secret>,
    ) -> BoxFuture<'_, Result<IssuedToken, Error>> {
        Box::pin(async move {
            let mut answer = self.ask(false).await?;
            // The rejected token may be an older one. Forcing another one is the last resort,
            // because it invalidates the token that others may have.
            if rejected.is_some_and(|rejected| rejected == answer.access_token) && self.may_force()
            {
                answer = self.ask(true).await?;
            }
            let (token, life) = (answer.access_token, life(answer.expires_in));
            Ok(IssuedToken { token, life, refresh_token: None })
        })
    }
}

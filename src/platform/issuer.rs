//! Tokens as WeChat issues them to a platform.

use std::sync::Arc;
use std::time::Duration;

use super::ticket::{self, Tickets};
use crate::api::types::AppId;
use crate::api::{get_authorizer_access_token, get_component_access_token};
use crate::error::ActionRequired;
use crate::shared::{ISSUE_LIMIT, IssuedToken, Issuer, LEASE, TokenRecord};
use crate::token::{BoxFuture, Cached, Component, TokenProvider};
use crate::{Call, Client, Error, Secret};

/// The timeout of one attempt: short enough for a second one, at another host.
const ATTEMPT_LIMIT: Duration = Duration::from_secs(7);

/// The latest start of an attempt. A process that was paused for longer than a lease has lost it, and
/// must not issue a token that invalidates the next holder's.
const LAST_START: Duration = LEASE.saturating_sub(Duration::from_millis(250));

/// Issues component tokens, with the ticket and the platform's secret.
pub(super) struct ComponentIssuer {
    pub(super) client: Client<Component>,
    pub(super) appid: AppId,
    pub(super) secret: Secret,
    pub(super) tickets: Tickets,
}

impl Issuer for ComponentIssuer {
    fn account(&self) -> Option<&str> {
        Some(self.appid.as_str())
    }

    fn needs_no_record(&self) -> bool {
        true
    }

    fn issue(
        &self,
        _: TokenRecord,
        _: Option<Secret>,
    ) -> BoxFuture<'_, Result<IssuedToken, Error>> {
        Box::pin(async {
            let (ticket, age) = self.tickets.latest().await?;
            let request =
                get_component_access_token::Request::new(get_component_access_token::Required {
                    component_appid: self.appid.clone(),
                    component_appsecret: self.secret.clone(),
                    component_verify_ticket: ticket,
                });
            let answer = brief(self.client.call(request)).send().await;
            let answer = answer.map_err(|error| ticket::explain(error, age))?;
            let (token, life) = (answer.component_access_token, life(answer.expires_in));
            Ok(IssuedToken { token, life, refresh_token: None })
        })
    }
}

/// Issues tokens of an account, with its refresh token and a component token.
pub(super) struct AuthorizerIssuer {
    pub(super) own: Arc<Own>,
    pub(super) authorizer_appid: AppId,
}

/// What issuing for an account needs of the platform; all accounts share it.
pub(super) struct Own {
    pub(super) appid: AppId,
    pub(super) client: Client<Component>,
    pub(super) component: Cached<Component>,
}

impl Issuer for AuthorizerIssuer {
    fn account(&self) -> Option<&str> {
        Some(self.authorizer_appid.as_str())
    }

    fn check(&self, record: &TokenRecord) -> Result<(), Error> {
        match record.refresh_token {
            Some(_) => Ok(()),
            None => Err(ActionRequired::NotAuthorized.into()),
        }
    }

    fn prepare(&self) -> BoxFuture<'_, Result<(), Error>> {
        Box::pin(async { self.own.component.token().await.map(|_| ()).map_err(Error::of_provider) })
    }

    fn obstacle(&self) -> Option<Error> {
        self.own.component.fetch_obstacle()
    }

    fn issue(
        &self,
        record: TokenRecord,
        _: Option<Secret>,
    ) -> BoxFuture<'_, Result<IssuedToken, Error>> {
        Box::pin(async {
            let refresh_token = record.refresh_token.ok_or(ActionRequired::NotAuthorized)?;
            let request =
                get_authorizer_access_token::Request::new(get_authorizer_access_token::Required {
                    component_appid: self.own.appid.clone(),
                    authorizer_appid: self.authorizer_appid.clone(),
                    authorizer_refresh_token: refresh_token,
                });
            let answer = brief(self.own.client.call(request)).send().await?;
            Ok(IssuedToken {
                token: answer.authorizer_access_token,
                life: life(answer.expires_in),
                refresh_token: Some(answer.authorizer_refresh_token),
            })
        })
    }
}

/// A call that finishes before the lease expires.
pub(crate) fn brief<O: crate::operation::Operation>(call: Call<O>) -> Call<O> {
    call.timeout(ATTEMPT_LIMIT).deadline(ISSUE_LIMIT).for_token(LAST_START)
}

/// The lifetime in WeChat's `expires_in`; a short one where it is absent, as every token lives
/// longer than that, and a fetch per call would exhaust the quota.
pub(crate) fn life(expires_in: i64) -> Duration {
    const UNSAID: Duration = Duration::from_secs(300);
    match u64::try_from(expires_in) {
        Ok(0) | Err(_) => UNSAID,
        Ok(seconds) => Duration::from_secs(seconds),
    }
}

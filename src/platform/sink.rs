//! A platform takes in what WeChat pushes to it.

use std::time::SystemTime;

use super::Platform;
use crate::api::types::AppId;
use crate::callback::{Authorization, Registration, Sink, SinkError};
use crate::{Error, Secret};

/// The name of the crate, for filters, wherever this file may stand.
const TARGET: &str = "wechat_cloudbase";

/// Stores tickets, exchanges the codes of authorisations, and forgets the tokens of accounts that
/// have revoked theirs. Give it to [`callback::Inbox`](crate::callback::Inbox).
///
/// Events may come twice, late and out of order, and no time that is written in them decides. A code
/// that has been exchanged is not sent again; one that somebody else has used is made good by what
/// WeChat still tells of the account. A revocation is a reason to ask WeChat: only when it says that
/// the account is not authorised are the tokens forgotten, and when it can't be asked, the event fails
/// and is delivered again.
///
/// The code of a mini program that was registered is exchanged as that of an authorisation is. Other
/// events are nothing to a platform: put your own sink behind it, `platform.and(mine)`, which sees all
/// of them, after the platform has taken what is for it.
impl Sink for Platform {
    async fn ticket(&self, ticket: Secret, created: SystemTime) -> Result<(), SinkError> {
        self.store_ticket(ticket, created).await?;
        Ok(())
    }

    async fn authorized(
        &self,
        authorization: Authorization,
        _: SystemTime,
    ) -> Result<(), SinkError> {
        self.take(&authorization.authorizer_appid, authorization.code).await?;
        Ok(())
    }

    async fn updated(&self, authorization: Authorization, _: SystemTime) -> Result<(), SinkError> {
        self.take(&authorization.authorizer_appid, authorization.code).await?;
        Ok(())
    }

    async fn unauthorized(&self, authorizer_appid: String, _: SystemTime) -> Result<(), SinkError> {
        let (platform, appid) = (self.clone(), authorizer_appid.clone());
        if !self.run(async move { platform.revoked(&appid).await }).await? {
            tracing::info!(
                target: TARGET,
                account = authorizer_appid,
                "a revocation came late: WeChat says that the account is authorised",
            );
        }
        Ok(())
    }

    async fn registered(
        &self,
        registration: Registration,
        created: SystemTime,
    ) -> Result<(), SinkError> {
        match (&registration.appid, &registration.code) {
            (Some(appid), Some(code)) => Ok(self.take(appid, code.clone()).await?),
            // It has failed, or becomes something else: there is nothing for a platform to keep.
            _ => self.other(registration.event, created).await,
        }
    }
}

impl Platform {
    async fn take(&self, appid: &str, code: Secret) -> Result<(), Error> {
        let (platform, appid) = (self.clone(), appid.to_owned());
        self.run(async move { platform.take_code(&appid, code).await }).await
    }

    async fn take_code(&self, appid: &str, code: Secret) -> Result<(), Error> {
        if self.has_exchanged(&code, appid).await? {
            return Ok(());
        }
        // Without it the page that has the code alone may fail; the event does not need it.
        if let Err(error) = self.inner.codes.announce(&code, appid).await {
            tracing::warn!(target: TARGET, account = appid, %error, "a code was not noted");
        }
        self.exchange_of(code, Some(AppId::new(appid))).await.map(|_| ())
    }
}

//! A platform as a sink of WeChat's events.

use super::Platform;
use crate::api::types::AppId;
use crate::callback::{Event, EventKind, Registration, Sink, SinkError};
use crate::{Error, Outcome, Secret};

/// The name of the crate, for filters, whatever the module.
const TARGET: &str = "wechat_cloudbase";

/// Stores tickets, exchanges the codes of authorisations, and forgets the tokens of accounts that
/// have revoked theirs. Give it to [`callback::Inbox`](crate::callback::Inbox).
///
/// Events may arrive twice, late and out of order, and their times decide nothing. A code
/// that has been exchanged is not sent again; one that was used elsewhere is recovered from what
/// WeChat still says about the account. A revocation is a reason to ask WeChat: only when it says that
/// the account is not authorised are the tokens forgotten, and when it can't be asked, the event fails
/// and is delivered again. An authorisation whose code is refused, and whose account WeChat says is not
/// authorised any more, came too late: it is logged at level info, and acknowledged.
///
/// An account may authorise and revoke within moments, so both events may be in progress at once, in
/// one process or in two. No tokens of it remain, whichever finishes first.
///
/// The code of a newly registered mini program is exchanged like that of an authorisation. Other
/// events are ignored by a platform: put your own sink behind it, `platform.and(mine)`, which sees all
/// of them, after the platform has handled its own.
impl Sink for Platform {
    async fn event(&self, event: Event) -> Result<(), SinkError> {
        match &event.kind {
            EventKind::Ticket(ticket) => {
                self.store_ticket(ticket.clone(), event.created).await?;
            }
            EventKind::Authorized(authorization) | EventKind::Updated(authorization) => {
                self.take(&authorization.authorizer_appid, authorization.code.clone()).await?;
            }
            EventKind::Unauthorized { authorizer_appid } => {
                self.unauthorized(authorizer_appid).await?;
            }
            // A registration without both has failed, or is not finished: there is nothing to store.
            EventKind::Registered(Registration {
                appid: Some(appid), code: Some(code), ..
            }) => {
                self.take(appid, code.clone()).await?;
            }
            EventKind::Registered(_) | EventKind::Other(_) => return event.unhandled(),
        }
        Ok(())
    }
}

/// The log message for an authorisation that has been revoked since.
const LATE: &str =
    "an authorisation came late: WeChat says that the account is not authorised any more";

/// Whether WeChat has refused a call for good: not temporarily, and not because of its token.
fn is_final(error: &Error) -> bool {
    let is_refused = error.errcode().is_some() && error.outcome() != Outcome::NotSent;
    is_refused && !error.is_busy() && !error.is_quota() && !error.is_token_rejected()
}

impl Platform {
    /// Handles the event that an account has revoked its authorisation.
    async fn unauthorized(&self, appid: &str) -> Result<(), Error> {
        let (platform, account) = (self.clone(), appid.to_owned());
        if !self.run(async move { platform.revoked(&account).await }).await? {
            tracing::info!(
                target: TARGET,
                account = appid,
                "a revocation came late: WeChat says that the account is authorised",
            );
        }
        Ok(())
    }

    async fn take(&self, appid: &str, code: Secret) -> Result<(), Error> {
        let (platform, appid) = (self.clone(), appid.to_owned());
        self.run(async move { platform.take_code(&appid, code).await }).await
    }

    async fn take_code(&self, appid: &str, code: Secret) -> Result<(), Error> {
        if self.has_exchanged(&code, appid).await? {
            // A page may have exchanged it while the account revoked, which left invalid tokens.
            if let Err(error) = self.confirm(appid, &code).await {
                tracing::warn!(target: TARGET, account = appid, %error, "an account is not confirmed");
            }
            return Ok(());
        }
        // Without it the page, which has the code alone, may fail; the event does not need it.
        if let Err(error) = self.inner.codes.announce(&code, appid).await {
            tracing::warn!(target: TARGET, account = appid, %error, "a code was not noted");
        }
        match self.exchange_code(code.clone(), Some(AppId::new(appid))).await {
            Ok(_) => self.confirm(appid, &code).await,
            Err(error) if is_final(&error) && matches!(self.settle(appid).await, Ok(true)) => {
                tracing::info!(target: TARGET, account = appid, %error, "{LATE}");
                Ok(())
            }
            Err(error) => Err(error),
        }
    }

    /// Asks WeChat whether the account of an exchanged code is authorised, unless the code is still
    /// announced: then no revocation was handled meanwhile.
    async fn confirm(&self, appid: &str, code: &Secret) -> Result<(), Error> {
        if self.inner.codes.account_of(code).await?.is_some() {
            return Ok(());
        }
        if self.settle(appid).await? {
            tracing::info!(target: TARGET, account = appid, "{LATE}");
            return Ok(());
        }
        self.inner.codes.announce(code, appid).await
    }
}

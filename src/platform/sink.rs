//! A platform takes in what WeChat pushes to it.

use super::Platform;
use crate::api::types::AppId;
use crate::callback::{Event, EventKind, Registration, Sink, SinkError};
use crate::{Error, Outcome, Secret};

/// The name of the crate, for filters, wherever this file may stand.
const TARGET: &str = "wechat_cloudbase";

/// Stores tickets, exchanges the codes of authorisations, and forgets the tokens of accounts that
/// have revoked theirs. Give it to [`callback::Inbox`](crate::callback::Inbox).
///
/// Events may come twice, late and out of order, and no time that is written in them decides. A code
/// that has been exchanged is not sent again; one that somebody else has used is made good by what
/// WeChat still tells of the account. A revocation is a reason to ask WeChat: only when it says that
/// the account is not authorised are the tokens forgotten, and when it can't be asked, the event fails
/// and is delivered again. An authorisation whose code is refused, and whose account WeChat says is not
/// authorised any more, came too late: it is logged at level info, and taken.
///
/// An account may authorise and revoke within moments, so that both events are under way at once, at
/// one process or at two. No tokens of it remain, whichever is done first.
///
/// The code of a mini program that was registered is exchanged as that of an authorisation is. Other
/// events are nothing to a platform: put your own sink behind it, `platform.and(mine)`, which sees all
/// of them, after the platform has taken what is for it.
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
            // A registration without both has failed, or becomes something else: there is nothing to keep.
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

/// What is said of an authorisation whose account has revoked it since.
const LATE: &str =
    "an authorisation came late: WeChat says that the account is not authorised any more";

/// Whether WeChat has refused a call for what it asks for: not for now, and not for its token.
fn is_final(error: &Error) -> bool {
    let is_refused = error.errcode().is_some() && error.outcome() != Outcome::NotSent;
    is_refused && !error.is_busy() && !error.is_quota() && !error.is_token_rejected()
}

impl Platform {
    /// An account says that it has revoked its authorisation.
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
            // A page may have exchanged it while the account revoked, which left tokens that are dead.
            if let Err(error) = self.confirm(appid, &code).await {
                tracing::warn!(target: TARGET, account = appid, %error, "an account is not confirmed");
            }
            return Ok(());
        }
        // Without it the page that has the code alone may fail; the event does not need it.
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

    /// Asks WeChat how the account of a code that was exchanged stands, unless the code is still
    /// announced: then no revocation was looked at meanwhile.
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

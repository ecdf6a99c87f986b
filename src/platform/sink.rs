//! A platform takes in what WeChat pushes to it.

use std::time::SystemTime;

use super::Platform;
use crate::callback::{Authorization, Sink, SinkError};
use crate::store::TokenRecord;
use crate::{Error, Secret};

/// Stores tickets, exchanges the codes of authorisations, and forgets the tokens of accounts that
/// have revoked theirs. Give it to [`callback::Inbox`](crate::callback::Inbox).
///
/// Events may come twice, late and out of order: the code of an authorisation that has been exchanged
/// is not sent again, and a revocation that is older than the authorisation that is known changes
/// nothing.
impl Sink for Platform {
    async fn ticket(&self, ticket: Secret, created: SystemTime) -> Result<(), SinkError> {
        self.store_ticket(ticket, created).await?;
        Ok(())
    }

    async fn authorized(
        &self,
        authorization: Authorization,
        created: SystemTime,
    ) -> Result<(), SinkError> {
        self.take(authorization, created).await.map_err(SinkError::from)
    }

    async fn updated(
        &self,
        authorization: Authorization,
        created: SystemTime,
    ) -> Result<(), SinkError> {
        self.take(authorization, created).await.map_err(SinkError::from)
    }

    async fn unauthorized(
        &self,
        authorizer_appid: String,
        created: SystemTime,
    ) -> Result<(), SinkError> {
        let known = self.known(&authorizer_appid).await?.authorized;
        if known.is_none_or(|known| known <= created) {
            self.forget(&authorizer_appid).await?;
        }
        Ok(())
    }
}

impl Platform {
    async fn take(&self, event: Authorization, created: SystemTime) -> Result<(), Error> {
        let appid = event.authorizer_appid;
        if self.known(&appid).await?.authorized == Some(created) {
            return Ok(());
        }
        let Err(error) = self.exchange_made_at(event.code, created).await else {
            return Ok(());
        };
        // The page that the administrator came back to may have exchanged the same code.
        let is_there =
            |record: TokenRecord| record.authorized.is_some_and(|known| known >= created);
        if error.errcode().is_some() && self.known(&appid).await.is_ok_and(is_there) {
            return Ok(());
        }
        Err(error)
    }

    async fn known(&self, appid: &str) -> Result<TokenRecord, Error> {
        self.inner.vault.load(&self.key_of(appid)).await
    }
}

//! The status of a token, from the store and from memory.

use std::sync::Arc;

use super::Context;
use super::record::TokenRecord;
use crate::Error;
use crate::store::Key;
use crate::token::{Report, TokenStatus, Validity};

impl Context {
    /// The status of the tokens at a key. `report` is from this process's cache, if it has one, with
    /// what blocks a fetch.
    pub(crate) async fn status(
        &self,
        key: Key,
        report: Option<(Report, Option<Error>)>,
    ) -> TokenStatus {
        let unsaved = self.store.unsaved_record(&key);
        let is_unsaved = unsaved.is_some();
        let stored = match unsaved {
            Some(record) => Ok(record),
            None => {
                let store = Arc::clone(&self.store);
                self.run(async move { store.load(&key).await }).await
            }
        };
        let mut status = TokenStatus { is_unsaved, ..TokenStatus::default() };
        match stored {
            Ok(record) => self.fill_in(&mut status, record),
            Err(error) => status.store_error = Some(error),
        }
        if let Some((report, obstacle)) = report {
            status.access_token = report.validity.or(status.access_token);
            status.last_error = report.failure;
            status.next_attempt = report.next_attempt;
            status.is_fetching = report.is_fetching;
            status.obstacle = obstacle;
        }
        status
    }

    fn fill_in(&self, status: &mut TokenStatus, record: TokenRecord) {
        let now = self.clock.now();
        let access_token = record.access_token.filter(|access| access.expires > now);
        status.access_token =
            access_token.map(|access| Validity { since: access.issued, expires: access.expires });
        status.refresh_token = record.refresh_token.is_some();
        status.authorized = record.authorized;
    }
}

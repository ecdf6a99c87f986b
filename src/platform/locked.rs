//! Changes the tokens of an account under its lock: newer tokens, from WeChat or from a concurrent
//! authorisation, are not overwritten.

use std::sync::Arc;

use super::Inner;
use super::standing::{Standing, is_there};
use crate::shared::{LEASE, Lease, TokenRecord};
use crate::store::{Fence, Key, Lock, Saved};
use crate::{Error, Secret};

/// The result of offering a refresh token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Offer {
    Stored,
    /// It is there already, or another one is there and was not replaced.
    Unchanged,
    /// Another process holds the lock of the account, and so has a refresh token to use.
    Busy,
}

/// The result of asking WeChat about an account.
#[derive(Debug)]
pub(super) struct Settled {
    pub(super) standing: Standing,
    /// Whether the stored refresh token was changed or removed.
    pub(super) changed: bool,
}

/// An account whose lock we hold.
struct Locked<'a> {
    inner: &'a Inner,
    key: &'a Key,
    fence: Fence,
    lease: Lease,
}

impl Inner {
    /// Stores a refresh token, also in place of another one if `replace` says so.
    pub(super) async fn offer(
        &self,
        appid: &str,
        refresh_token: Secret,
        replace: bool,
    ) -> Result<Offer, Error> {
        let key = Key::authorizer(self.appid.as_str(), appid);
        self.context.store.flush(&key).await?;
        let is_enough = |record: &TokenRecord| match &record.refresh_token {
            Some(there) => !replace || *there == refresh_token,
            None => false,
        };
        if !is_there(&refresh_token) {
            return Err(Error::token(
                "the refresh token is empty. The stored one was not replaced",
            ));
        }
        if self.context.store.load_readable(&key).await?.as_ref().is_some_and(is_enough) {
            return Ok(Offer::Unchanged);
        }
        let Some(locked) = Locked::take(self, &key).await? else { return Ok(Offer::Busy) };
        if self.context.store.load_readable(&key).await?.as_ref().is_some_and(is_enough) {
            return Ok(Offer::Unchanged);
        }
        let refresh_token = Some(refresh_token);
        let record = TokenRecord { refresh_token, ..TokenRecord::default() };
        match locked.save(Some(&record)).await? {
            Saved::Stored => Ok(Offer::Stored),
            // A concurrent authorisation is as good.
            Saved::Outdated => Ok(Offer::Unchanged),
        }
    }

    /// Asks WeChat for an account's authorisation, and stores its refresh token; with the code
    /// that it was obtained with, if there is one. Nothing is removed. `None` when the lock is held.
    pub(super) async fn reread(
        &self,
        appid: &str,
        code: Option<&Secret>,
    ) -> Result<Option<Settled>, Error> {
        let key = Key::authorizer(self.appid.as_str(), appid);
        self.context.store.flush(&key).await?;
        let Some(locked) = Locked::take(self, &key).await? else { return Ok(None) };
        let standing = locked.lease.during(self.standing(appid)).await?;
        let Standing::Authorized { refresh_token: Some(refresh_token), .. } = &standing else {
            return Ok(Some(Settled { standing, changed: false }));
        };
        let refresh_token = Some(refresh_token.clone());
        let known = self.known_at(&key).await?;
        let changed = known.refresh_token != refresh_token;
        // The access tokens of an earlier refresh token may have expired with it.
        let access_token = known.access_token.filter(|_| !changed);
        let authorized = Some(self.context.clock.now());
        let code = code.cloned().or(known.code.filter(|_| !changed));
        let record = TokenRecord { access_token, refresh_token, authorized, code };
        let saved = locked.save(Some(&record)).await?;
        Ok(Some(Settled { standing, changed: changed && saved == Saved::Stored }))
    }

    /// Forgets the tokens of an account if WeChat says that it is not authorised; stores nothing.
    /// `None` when it must be retried: the lock is held, or other tokens came meanwhile, which may
    /// be valid or not.
    #[cfg(feature = "callback")]
    pub(super) async fn settle_revocation(&self, appid: &str) -> Result<Option<Settled>, Error> {
        let key = Key::authorizer(self.appid.as_str(), appid);
        self.context.store.flush(&key).await?;
        let Some(locked) = Locked::take(self, &key).await? else { return Ok(None) };
        let standing = locked.lease.during(self.standing(appid)).await?;
        if let Standing::Authorized { .. } = standing {
            return Ok(Some(Settled { standing, changed: false }));
        }
        // Before the removal: an exchange that writes later finds its code retracted.
        self.codes.retract(appid).await?;
        let removed = locked.save(None).await? == Saved::Stored;
        Ok(removed.then_some(Settled { standing, changed: true }))
    }

    /// Whether nothing is stored for an account, not even a damaged value.
    #[cfg(feature = "callback")]
    pub(super) async fn is_unknown(&self, appid: &str) -> Result<bool, Error> {
        let key = Key::authorizer(self.appid.as_str(), appid);
        if self.context.store.unsaved_record(&key).is_some() {
            return Ok(false);
        }
        Ok(self.context.store.load_readable(&key).await? == Some(TokenRecord::default()))
    }

    /// The known tokens of an account, including unsaved ones. A value that can't be read
    /// counts as unknown: the next one replaces it.
    pub(super) async fn known_at(&self, key: &Key) -> Result<TokenRecord, Error> {
        if let Some(record) = self.context.store.unsaved_record(key) {
            return Ok(record);
        }
        Ok(self.context.store.load_readable(key).await?.unwrap_or_default())
    }
}

impl<'a> Locked<'a> {
    /// `None` when another process has the lock.
    async fn take(inner: &'a Inner, key: &'a Key) -> Result<Option<Self>, Error> {
        match inner.context.store.lock(key, LEASE).await? {
            Lock::Held { .. } => Ok(None),
            Lock::Taken(fence) => {
                let lease = Lease::new(Arc::clone(&inner.context.store), key.clone(), fence);
                Ok(Some(Self { inner, key, fence, lease }))
            }
        }
    }

    /// Writes a record, or with `None` removes it, unless a newer one was written meanwhile. An
    /// unreadable value is set aside.
    async fn save(&self, record: Option<&TokenRecord>) -> Result<Saved, Error> {
        let store = &self.inner.context.store;
        store.make_way(self.key).await;
        let value = record.map(TokenRecord::encode);
        store.save_value(self.key, value.as_ref(), Some(self.fence)).await
    }
}

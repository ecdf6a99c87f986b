//! What accounts grant and revoke.

use std::sync::Arc;
use std::time::Duration;

use tokio::time::sleep;

use super::Platform;
use super::issuer::life;
use super::locked::Offer;
use super::standing::{Standing, is_there};
use crate::api::get_authorizer_refresh_token as exchange;
use crate::api::types::AppId;
use crate::json::{fields, words};
use crate::shared::{self, DurableStore, TokenRecord, access_record};
use crate::store::Key;
use crate::token::{AccessToken, Fetched};
use crate::{Error, Outcome, Secret};

/// How often a refresh token that came with an authorisation is written while its caller waits, and
/// the delay between two attempts: a store that is being restarted is back within seconds, and so is
/// a lock.
const WRITES: u32 = 5;
const WRITE_PAUSE: Duration = Duration::from_secs(1);

/// What an account granted: [`Platform::exchange`]. Serialized as an object of its fields, without
/// any token.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Authorization {
    /// The account.
    pub appid: AppId,
    /// Ids of the permission sets that it granted, such as 49 for cloud development.
    pub permission_sets: Vec<u32>,
    /// Whether its refresh token was persisted.
    pub refresh_token: Persisted,
}

/// Whether the refresh token of an authorisation was persisted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Persisted {
    /// It is in the store.
    Stored,
    /// The store failed. The token is in this process's memory, calls work, and it is written as
    /// soon as the store is back. If the process exits before that, [`Platform::recovery`] gets it.
    InMemory,
    /// WeChat's response had none, or an empty one, as happens when an account authorises again. The
    /// one of an earlier authorisation is in the store, and stays.
    Earlier,
    /// There is none: the account granted no right to call endpoints.
    None,
}

fields!(Authorization { appid, permission_sets, refresh_token });

words!(Persisted {
    Stored = "stored",
    InMemory = "in_memory",
    Earlier = "earlier",
    None = "none",
});

impl Platform {
    /// Exchanges the authorisation code of an account for its tokens, and stores them: in place of
    /// whatever is there, because the new authorisation invalidates the old one.
    ///
    /// The code works once, so a call whose outcome is unknown is not retried. It is not sent
    /// before the store has responded. Once started, it runs to completion even when nobody waits.
    ///
    /// When the code was used already, or the response is lost, and an event has announced whose code it
    /// is, the account's refresh token is read again from WeChat (getAuthorizerInfo) and this
    /// succeeds. So a page and an event may both exchange the same code, in any order.
    ///
    /// # Errors
    ///
    /// When the store can't be read, with nothing sent; and those of the call, when nothing can be
    /// read again. Not when the store fails later: see [`Authorization::refresh_token`].
    pub async fn exchange(&self, authorization_code: Secret) -> Result<Authorization, Error> {
        let platform = self.clone();
        self.run(async move { platform.exchange_code(authorization_code, None).await }).await
    }

    /// Forgets the tokens of an account that has revoked its authorisation.
    ///
    /// # Errors
    ///
    /// When the store fails; the tokens may then still be there.
    pub async fn forget(&self, appid: &str) -> Result<(), Error> {
        let (store, key) = (Arc::clone(&self.inner.context.store), self.key_of(appid));
        let remove = async move {
            store.make_way(&key).await;
            store.remove(&key).await
        };
        let removed = self.run(remove).await;
        if let Some(token) = self.inner.authorizers.peek(appid) {
            token.clear();
        }
        removed
    }

    /// Stores a refresh token of an account from elsewhere, such as from another SDK, in place of
    /// the one that is there. A concurrent authorisation takes precedence.
    ///
    /// # Errors
    ///
    /// When the token is empty, the store fails, or another process holds the lock of the account for
    /// long.
    pub async fn adopt(&self, appid: &str, refresh_token: Secret) -> Result<(), Error> {
        if !is_there(&refresh_token) {
            return Err(Error::config("the refresh token is empty, so it replaces none"));
        }
        let (platform, appid) = (self.clone(), appid.to_owned());
        self.run(async move { platform.adopt_token(&appid, refresh_token).await }).await
    }

    async fn adopt_token(&self, appid: &str, refresh_token: Secret) -> Result<(), Error> {
        for _ in 0..WRITES {
            match self.inner.offer(appid, refresh_token.clone(), true).await? {
                Offer::Busy => sleep(WRITE_PAUSE).await,
                Offer::Stored | Offer::Unchanged => {
                    self.skip_backoff(appid);
                    return Ok(());
                }
            }
        }
        Err(held())
    }

    /// Exchanges a code, whose account may be known.
    pub(super) async fn exchange_code(
        &self,
        code: Secret,
        account: Option<AppId>,
    ) -> Result<Authorization, Error> {
        let inner = &self.inner;
        match inner.context.store.load_value(&Key::ticket(inner.appid.as_str())).await {
            Err(error) if !error.is_damaged() => return Err(error),
            _ => {}
        }
        let request = exchange::Request::new(inner.appid.clone(), code.clone());
        match inner.client.call(request).send().await {
            Ok(answer) => self.take_in(answer.authorization_info, code).await,
            Err(error) if error.outcome() == Outcome::NotSent => Err(error),
            Err(error) => self.read_again(code, account, error).await,
        }
    }

    /// Stores what a code was exchanged for.
    async fn take_in(
        &self,
        info: exchange::AuthorizationInfo,
        code: Secret,
    ) -> Result<Authorization, Error> {
        let inner = &self.inner;
        let (asked, life) = (inner.context.clock.now(), life(info.expires_in.unwrap_or_default()));
        let appid = info.authorizer_appid;
        let access_token = info.authorizer_access_token.filter(is_there);
        let access_token = access_token.filter(|_| !life.is_zero());
        let key = self.key_of(appid.as_str());
        let refresh_token = match info.authorizer_refresh_token.filter(is_there) {
            Some(refresh_token) => {
                let access_token = access_token.clone();
                let record = TokenRecord {
                    access_token: access_token.map(|token| access_record(token, asked, life)),
                    refresh_token: Some(refresh_token),
                    authorized: Some(asked),
                    code: Some(code),
                };
                inner.context.store.make_way(&key).await;
                write(&inner.context.store, &key, &record).await
            }
            None if inner.known_at(&key).await?.refresh_token.is_some() => Persisted::Earlier,
            None => self.reread(appid.as_str(), &code).await?.refresh_token,
        };
        let token = self.token_of(appid.as_str());
        match (access_token, refresh_token) {
            (Some(text), _) => token.put(Fetched::expires_in(AccessToken::from_secret(text), life)),
            (None, Persisted::Earlier) => token.skip_backoff(),
            (None, _) => token.clear(),
        }
        let sets = info.func_info.iter().map(|info| info.funcscope_category.id);
        let permission_sets = sets.filter_map(|id| u32::try_from(id).ok()).collect();
        Ok(Authorization { appid, permission_sets, refresh_token })
    }

    /// What WeChat still says about the account of a code that can't be exchanged, or can't be
    /// exchanged again.
    async fn read_again(
        &self,
        code: Secret,
        account: Option<AppId>,
        error: Error,
    ) -> Result<Authorization, Error> {
        let account = match account {
            Some(account) => Some(account),
            // The error of the exchange says more than one of the search for its account.
            None => self.inner.codes.account_of(&code).await.unwrap_or_default(),
        };
        let Some(account) = account else { return Err(error) };
        match self.reread(account.as_str(), &code).await {
            Ok(authorization) if authorization.refresh_token != Persisted::None => {
                Ok(authorization)
            }
            _ => Err(error),
        }
    }

    /// Reads an account's refresh token from WeChat, and stores it.
    async fn reread(&self, appid: &str, code: &Secret) -> Result<Authorization, Error> {
        for _ in 0..WRITES {
            let Some(settled) = self.inner.reread(appid, Some(code)).await? else {
                sleep(WRITE_PAUSE).await;
                continue;
            };
            let (permission_sets, refresh_token) = match settled.standing {
                Standing::Authorized { permission_sets, refresh_token: Some(_) } => {
                    (permission_sets, Persisted::Stored)
                }
                Standing::Authorized { permission_sets, .. } => (permission_sets, Persisted::None),
                Standing::NotAuthorized => (Vec::new(), Persisted::None),
            };
            match settled.changed {
                true => self.token_of(appid).clear(),
                false => self.token_of(appid).skip_backoff(),
            }
            return Ok(Authorization { appid: AppId::new(appid), permission_sets, refresh_token });
        }
        Err(held())
    }
}

/// What a platform's sink needs of it.
#[cfg(feature = "callback")]
impl Platform {
    /// Whether the known tokens of the account came from this very code.
    pub(super) async fn has_exchanged(&self, code: &Secret, appid: &str) -> Result<bool, Error> {
        Ok(self.inner.known_at(&self.key_of(appid)).await?.code.as_ref() == Some(code))
    }

    /// Forgets the tokens of an account if WeChat, asked now, says that it is not authorised. Returns
    /// whether it does.
    pub(super) async fn settle(&self, appid: &str) -> Result<bool, Error> {
        for _ in 0..WRITES {
            match self.inner.settle_revocation(appid).await? {
                None => sleep(WRITE_PAUSE).await,
                Some(settled) => {
                    if settled.changed {
                        self.token_of(appid).clear();
                    }
                    return Ok(matches!(settled.standing, Standing::NotAuthorized));
                }
            }
        }
        Err(held())
    }

    /// The same for an account that has reportedly revoked its authorisation: where nothing is stored
    /// there is nothing to ask.
    pub(super) async fn revoked(&self, appid: &str) -> Result<bool, Error> {
        if self.inner.is_unknown(appid).await? {
            // Either this sees what a concurrent exchange has written, or that exchange finds
            // its code retracted after writing, and asks WeChat.
            self.inner.codes.retract(appid).await?;
            if self.inner.is_unknown(appid).await? {
                self.token_of(appid).clear();
                return Ok(true);
            }
        }
        self.settle(appid).await
    }
}

fn held() -> Error {
    Error::store("another process holds the lock of the account")
}

/// Overwrites the record, at once or later.
async fn write(store: &Arc<DurableStore>, key: &Key, record: &TokenRecord) -> Persisted {
    if store.persist(key, record, None).await != shared::Written::InMemory {
        return Persisted::Stored;
    }
    for _ in 1..WRITES {
        sleep(WRITE_PAUSE).await;
        if store.flush(key).await.is_ok() {
            return Persisted::Stored;
        }
    }
    Persisted::InMemory
}

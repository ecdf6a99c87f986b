//! What accounts grant and take back.

use std::sync::Arc;
use std::time::{Duration, SystemTime};

use tokio::time::sleep;

use super::issue::life;
use super::{Inner, Platform};
use crate::api::get_authorizer_refresh_token as exchange;
use crate::api::types::AppId;
use crate::shared::{self, Vault, access_record};
use crate::store::{Key, Lock, TokenRecord};
use crate::token::{AccessToken, Fetched};
use crate::{Error, Secret, task};

/// How often a refresh token that came with an authorisation is written while its caller waits, and
/// the pause between two attempts: a store that is being restarted is back within seconds.
const WRITES: u32 = 5;
const WRITE_PAUSE: Duration = Duration::from_secs(1);

/// For taking a lock and writing one token under it.
const LEASE: Duration = Duration::from_secs(20);

/// What an account granted: [`Platform::exchange`].
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Authorization {
    /// The account.
    pub appid: AppId,
    /// Ids of the permission sets that it granted, such as 49 for cloud development.
    pub permission_sets: Vec<u32>,
    /// What became of its refresh token.
    pub refresh_token: Kept,
}

/// What became of the refresh token of an authorisation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Kept {
    /// It is in the store.
    Stored,
    /// The store failed. The token is in this process's memory, calls work, and it is written as
    /// soon as the store is back. When the process ends before, [`Platform::recovery`] gets it.
    InMemory,
    /// There is none: the account granted no right to call endpoints.
    None,
}

impl Platform {
    /// Trades the authorisation code of an account for its tokens, and stores them: in place of
    /// whatever is there, because the new authorisation ends the old one.
    ///
    /// The code works once, so a call whose outcome is unknown is not repeated. It is not sent
    /// before the store has answered. Once this has begun, it goes on to its end even when nobody waits.
    ///
    /// # Errors
    ///
    /// When the store can't be read, with nothing sent; and those of the call. Not when the store
    /// fails later: see [`Authorization::refresh_token`].
    pub async fn exchange(&self, authorization_code: Secret) -> Result<Authorization, Error> {
        self.exchange_made_at(authorization_code, self.inner.clock.now()).await
    }

    /// The same for an authorisation that was granted at a known time.
    pub(super) async fn exchange_made_at(
        &self,
        code: Secret,
        granted: SystemTime,
    ) -> Result<Authorization, Error> {
        let platform = self.clone();
        let exchange = async move { platform.exchange_code(code, granted).await };
        let exchanged = task::to_its_end(exchange).await;
        exchanged.unwrap_or_else(|| Err(Error::token("the exchange of a code was cut off")))
    }

    /// Forgets the tokens of an account that has revoked its authorisation.
    ///
    /// # Errors
    ///
    /// When the store fails; the tokens may then still be there.
    pub async fn forget(&self, appid: &str) -> Result<(), Error> {
        let removed = self.inner.vault.remove(&self.key_of(appid)).await;
        self.token_of(appid).clear();
        removed
    }

    /// Takes in the refresh token of an account from elsewhere, such as from another SDK, in place of
    /// the one that is there. An authorisation that comes at the same time counts for more.
    ///
    /// # Errors
    ///
    /// When the store fails, or another process holds the lock of the account for long.
    pub async fn adopt(&self, appid: &str, refresh_token: Secret) -> Result<(), Error> {
        for _ in 0..WRITES {
            match self.inner.offer(appid, refresh_token.clone(), true).await? {
                Offer::Busy => sleep(WRITE_PAUSE).await,
                Offer::Stored | Offer::Unchanged => {
                    self.token_of(appid).hurry();
                    return Ok(());
                }
            }
        }
        Err(Error::store("another process holds the lock of the account"))
    }

    async fn exchange_code(
        &self,
        code: Secret,
        granted: SystemTime,
    ) -> Result<Authorization, Error> {
        let inner = &self.inner;
        inner.vault.load_value(&Key::ticket(inner.appid.as_str())).await?;
        let request = exchange::Request::new(code, inner.appid.clone());
        let asked = inner.clock.now();
        let info = inner.client.call(request).send().await?.authorization_info;
        let appid = info.authorizer_appid;
        let life = life(info.expires_in.unwrap_or_default());
        let access_token = info.authorizer_access_token.filter(|_| !life.is_zero());
        let refresh_token = match info.authorizer_refresh_token {
            Some(refresh_token) => {
                let access_token = access_token.clone();
                let access_token = access_token.map(|token| access_record(token, asked, life));
                let refresh_token = Some(refresh_token);
                let authorized = Some(granted);
                let record = TokenRecord { access_token, refresh_token, authorized };
                write(&inner.vault, &self.key_of(appid.as_str()), &record).await
            }
            None => Kept::None,
        };
        let token = self.token_of(appid.as_str());
        match access_token {
            Some(text) => token.put(Fetched::lasting(AccessToken::from_secret(text), life)),
            None => token.clear(),
        }
        let sets = info.func_info.iter().map(|info| info.funcscope_category.id);
        let permission_sets = sets.filter_map(|id| u32::try_from(id).ok()).collect();
        Ok(Authorization { appid, permission_sets, refresh_token })
    }
}

/// Writes a record over whatever is there, at once or later.
async fn write(vault: &Arc<Vault>, key: &Key, record: &TokenRecord) -> Kept {
    if vault.keep(key, record, None).await != shared::Kept::InMemory {
        return Kept::Stored;
    }
    for _ in 1..WRITES {
        sleep(WRITE_PAUSE).await;
        if vault.flush(key).await.is_ok() {
            return Kept::Stored;
        }
    }
    Kept::InMemory
}

/// What became of a refresh token from elsewhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Offer {
    Stored,
    /// It is there already, or another one is, and stays.
    Unchanged,
    /// Somebody holds the lock of the account, and so has a refresh token to use.
    Busy,
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
        self.vault.flush(&key).await?;
        let is_enough = |record: &TokenRecord| match &record.refresh_token {
            Some(there) => !replace || *there == refresh_token,
            None => false,
        };
        if is_enough(&self.vault.load(&key).await?) {
            return Ok(Offer::Unchanged);
        }
        let fence = match self.vault.lock(&key, LEASE).await? {
            Lock::Held { .. } => return Ok(Offer::Busy),
            Lock::Taken(fence) => fence,
        };
        let _lease = shared::Lease::new(Arc::clone(&self.vault), key.clone(), fence);
        if is_enough(&self.vault.load(&key).await?) {
            return Ok(Offer::Unchanged);
        }
        let refresh_token = Some(refresh_token);
        let record = TokenRecord { refresh_token, ..TokenRecord::default() };
        let value = record.encode();
        // An authorisation that came meanwhile stays, and is as good.
        match self.vault.save_value(&key, Some(&value), Some(fence)).await? {
            crate::store::Saved::Stored => Ok(Offer::Stored),
            crate::store::Saved::Outdated => Ok(Offer::Unchanged),
        }
    }
}

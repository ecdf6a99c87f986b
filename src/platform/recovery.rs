//! Recovers lost refresh tokens from WeChat.

use std::fmt;

use super::Platform;
use super::locked::Offer;
use crate::api::get_authorizer_list;
use crate::api::types::AppId;
use crate::json::fields;
use crate::{Error, Secret};

/// WeChat's page size.
const PAGE: i64 = 500;

/// How many failures are recorded.
const FAILURES: usize = 1_000;

/// Recovers the refresh tokens of all accounts from WeChat:
/// [`Platform::recovery`].
///
/// ```
/// # use std::time::SystemTime;
/// # use wechat_cloudbase::{mock::Mock, Platform, Secret};
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// # let mock = Mock::start().await?;
/// # mock.accounts().platform("wx0123456789abcdef", "secret").ticket("ticket");
/// # mock.accounts().authorizer("wx5fe6bb43205e9e07", "refresh");
/// # let base_url = mock.base_url();
/// # let platform = Platform::builder("wx0123456789abcdef", Secret::new("secret"))
/// #     .client(move |client| client.base_urls([base_url]))
/// #     .build()?;
/// # platform.store_ticket(Secret::new("ticket"), SystemTime::now()).await?;
/// let mut recovery = platform.recovery();
/// let recovered = recovery.run().await?; // after an error, `run` goes on where it stopped
/// println!("{} of {} were missing", recovered.stored, recovered.listed);
/// # Ok(())
/// # }
/// ```
#[must_use = "a recovery does nothing until it is run"]
pub struct Recovery {
    platform: Platform,
    replace: bool,
    offset: u64,
    done: Recovered,
    failures: Vec<RecoveryFailure>,
}

/// What a recovery has done so far. Serialized as an object of its fields.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Recovered {
    /// Accounts that WeChat has listed.
    pub listed: u64,
    /// Refresh tokens that were missing or different, and are in the store now.
    pub stored: u64,
    /// Accounts whose refresh token was not changed.
    pub unchanged: u64,
    /// Accounts that were left out because another process was fetching a token for them, so that
    /// they have a refresh token.
    pub busy: u64,
    /// Accounts that could not be recovered: [`Recovery::failures`] says why.
    pub failed: u64,
}

/// An account that could not be recovered. Serialized as an object of its fields, and never
/// deserialized, because its error is not.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct RecoveryFailure {
    /// The account.
    pub appid: AppId,
    /// Why.
    pub error: Error,
}

fields!(Recovered { listed, stored, unchanged, busy, failed });

fields!(written RecoveryFailure { appid, error });

impl Platform {
    /// A recovery of the refresh tokens that are missing.
    pub fn recovery(&self) -> Recovery {
        Recovery {
            platform: self.clone(),
            replace: false,
            offset: 0,
            done: Recovered::default(),
            failures: Vec::new(),
        }
    }
}

impl Recovery {
    /// Also replaces stored refresh tokens that differ from WeChat's.
    pub fn replacing(mut self) -> Self {
        self.replace = true;
        self
    }

    /// Skips this many accounts at the beginning of WeChat's list, which another recovery has
    /// done.
    pub fn starting_at(mut self, offset: u64) -> Self {
        self.offset = offset;
        self
    }

    /// How many accounts of WeChat's list have been processed.
    pub fn offset(&self) -> u64 {
        self.offset
    }

    /// The progress so far, also before an error.
    pub fn done(&self) -> Recovered {
        self.done
    }

    /// Accounts that could not be recovered, the first 1,000 of them.
    pub fn failures(&self) -> &[RecoveryFailure] {
        &self.failures
    }

    /// Goes through WeChat's whole list, from where it stopped before. An account that
    /// authorises the platform meanwhile may be left out, but its refresh token comes with that.
    ///
    /// A stored value that can't be read, because it is damaged or was encrypted with
    /// a lost key, is set aside and replaced. An account that can't be recovered does not stop
    /// others: it is counted, and named in [`failures`](Self::failures).
    ///
    /// # Errors
    ///
    /// When a page can't be fetched, the store is down, or the platform was closed. Finished accounts stay
    /// recovered, and calling this again goes on.
    pub async fn run(&mut self) -> Result<Recovered, Error> {
        while self.page().await? {}
        Ok(self.done)
    }

    /// Processes a page, and returns whether there may be another.
    async fn page(&mut self) -> Result<bool, Error> {
        let inner = &self.platform.inner;
        let offset = i64::try_from(self.offset).unwrap_or(i64::MAX);
        let request = get_authorizer_list::Request::new(get_authorizer_list::Required {
            component_appid: inner.appid.clone(),
            offset,
            count: PAGE,
        });
        let page = inner.client.call(request).send().await?;
        let is_empty = page.list.is_empty();
        for account in page.list {
            let appid = account.authorizer_appid;
            match self.offer(appid.as_str(), account.refresh_token).await {
                Ok(Offer::Stored) => self.done.stored += 1,
                Ok(Offer::Unchanged) => self.done.unchanged += 1,
                Ok(Offer::Busy) => self.done.busy += 1,
                // All others would fail too, and may succeed when this is called again.
                Err(error) if error.is_store_down() || error.is_closed() => return Err(error),
                Err(error) => self.fail(appid, error),
            }
            self.done.listed += 1;
            self.offset += 1;
        }
        Ok(!is_empty && self.offset < u64::try_from(page.total_count).unwrap_or_default())
    }
}

impl Recovery {
    async fn offer(&self, appid: &str, refresh_token: Secret) -> Result<Offer, Error> {
        let (platform, appid, replace) = (self.platform.clone(), appid.to_owned(), self.replace);
        let offer = async move {
            let offer = platform.inner.offer(&appid, refresh_token, replace).await?;
            if offer == Offer::Stored {
                platform.skip_backoff(&appid);
            }
            Ok(offer)
        };
        self.platform.run(offer).await
    }

    fn fail(&mut self, appid: AppId, error: Error) {
        tracing::warn!(target: "wechat_cloudbase", %appid, %error, "an account is not recovered");
        self.done.failed += 1;
        if self.failures.len() < FAILURES {
            self.failures.push(RecoveryFailure { appid, error });
        }
    }
}

impl fmt::Debug for Recovery {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Recovery")
            .field("platform", &self.platform)
            .field("offset", &self.offset)
            .field("done", &self.done)
            .finish_non_exhaustive()
    }
}

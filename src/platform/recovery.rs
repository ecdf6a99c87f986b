//! Refresh tokens read again from WeChat.

use std::fmt;

use super::Platform;
use super::locked::Offer;
use crate::Error;
use crate::api::get_authorizer_list;

/// How many accounts WeChat gives at a time.
const PAGE: i64 = 500;

/// Reads the refresh tokens of all accounts from WeChat, where they were lost:
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
}

/// What a recovery has done so far.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Recovered {
    /// Accounts that WeChat has listed.
    pub listed: u64,
    /// Refresh tokens that were missing, or others, and are in the store now.
    pub stored: u64,
    /// Accounts whose refresh token was there and stays.
    pub unchanged: u64,
    /// Accounts that were left out because another process was fetching a token for them, so that
    /// they have a refresh token.
    pub busy: u64,
}

impl Platform {
    /// A recovery of the refresh tokens that are missing.
    pub fn recovery(&self) -> Recovery {
        Recovery { platform: self.clone(), replace: false, offset: 0, done: Recovered::default() }
    }
}

impl Recovery {
    /// Puts WeChat's refresh tokens in place of those that are there and differ, too.
    pub fn replacing(mut self) -> Self {
        self.replace = true;
        self
    }

    /// Leaves out so many accounts at the beginning of WeChat's list, which another recovery has
    /// done.
    pub fn starting_at(mut self, offset: u64) -> Self {
        self.offset = offset;
        self
    }

    /// How many accounts of WeChat's list are done.
    pub fn offset(&self) -> u64 {
        self.offset
    }

    /// What has been done so far, also before an error.
    pub fn done(&self) -> Recovered {
        self.done
    }

    /// Goes through WeChat's list to its end, from where it stopped before. An account that
    /// authorises the platform meanwhile may be left out, but its refresh token comes with that.
    ///
    /// # Errors
    ///
    /// When a page can't be had, or the store fails. What was done stays done, and calling this
    /// again goes on.
    pub async fn run(&mut self) -> Result<Recovered, Error> {
        while self.page().await? {}
        Ok(self.done)
    }

    /// Does a page, and gives whether there may be another.
    async fn page(&mut self) -> Result<bool, Error> {
        let inner = &self.platform.inner;
        let offset = i64::try_from(self.offset).unwrap_or(i64::MAX);
        let request = get_authorizer_list::Request::new(inner.appid.clone(), PAGE, offset);
        let page = inner.client.call(request).send().await?;
        let is_empty = page.list.is_empty();
        for account in page.list {
            let appid = account.authorizer_appid.as_str();
            let offer = inner.offer(appid, account.refresh_token, self.replace).await?;
            match offer {
                Offer::Stored => {
                    self.done.stored += 1;
                    self.platform.token_of(appid).hurry();
                }
                Offer::Unchanged => self.done.unchanged += 1,
                Offer::Busy => self.done.busy += 1,
            }
            self.done.listed += 1;
            self.offset += 1;
        }
        Ok(!is_empty && self.offset < u64::try_from(page.total_count).unwrap_or_default())
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

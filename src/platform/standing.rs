//! What WeChat currently says of an account's authorisation, regardless of events and codes.

use super::Inner;
use super::issuer::brief;
use crate::api::{get_authorizer_info, get_authorizer_list};
use crate::error::ActionRequired;
use crate::{Error, Secret};

/// WeChat's page size.
const PAGE: i64 = 500;
/// How many pages are searched for one account, which must be found within a lease.
const PAGES: i64 = 10;

/// An account's current authorisation.
#[derive(Debug)]
pub(super) enum Standing {
    Authorized {
        permission_sets: Vec<u32>,
        /// Absent where the account granted no right to call endpoints.
        refresh_token: Option<Secret>,
    },
    NotAuthorized,
}

impl Inner {
    /// Asks WeChat for an account's authorisation.
    ///
    /// # Errors
    ///
    /// When WeChat can't be asked, so the authorisation is unknown.
    pub(super) async fn standing(&self, appid: &str) -> Result<Standing, Error> {
        let request = get_authorizer_info::Request::new(get_authorizer_info::Required {
            component_appid: self.appid.clone(),
            authorizer_appid: appid.into(),
        });
        let error = match brief(self.client.call(request)).send().await {
            Ok(answer) => {
                let info = answer.authorization_info;
                // Fields that WeChat leaves out, or sends in another form, are empty: the list knows more.
                let says_nothing = info.authorizer_appid.as_str().is_empty()
                    && info.authorizer_refresh_token.is_none()
                    && info.func_info.is_empty();
                if says_nothing && let Some(standing) = self.listed(appid).await? {
                    return Ok(standing);
                }
                let sets = info.func_info.iter().map(|info| info.funcscope_category.id);
                return Ok(Standing::Authorized {
                    permission_sets: sets.filter_map(|id| u32::try_from(id).ok()).collect(),
                    refresh_token: info.authorizer_refresh_token.filter(is_there),
                });
            }
            Err(error) => error,
        };
        if error.outcome() != crate::Outcome::NotSent
            && error.action_required() == Some(ActionRequired::NotAuthorized)
        {
            return Ok(Standing::NotAuthorized);
        }
        // The profile of an account has many fields; one that can't be read says nothing about
        // its authorisation, which the list has too.
        match error.is_decode() {
            true => self.listed(appid).await?.ok_or(error),
            false => Err(error),
        }
    }

    /// The same from the first pages of the list, if the account is there.
    async fn listed(&self, appid: &str) -> Result<Option<Standing>, Error> {
        for page in 0..PAGES {
            let request = get_authorizer_list::Request::new(get_authorizer_list::Required {
                component_appid: self.appid.clone(),
                offset: page * PAGE,
                count: PAGE,
            });
            let list = brief(self.client.call(request)).send().await?.list;
            let is_last = list.is_empty();
            let mut found = list.into_iter().filter(|one| one.authorizer_appid.as_str() == appid);
            if let Some(account) = found.next() {
                return Ok(Some(Standing::Authorized {
                    permission_sets: Vec::new(),
                    refresh_token: Some(account.refresh_token).filter(is_there),
                }));
            }
            if is_last {
                break;
            }
        }
        Ok(None)
    }
}

/// WeChat also writes an absent token as an empty text.
pub(super) fn is_there(token: &Secret) -> bool {
    !token.expose().is_empty()
}

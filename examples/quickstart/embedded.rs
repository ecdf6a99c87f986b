//! Settings for the embedded mock server: none are needed.

use wechat_cloudbase::Error;
use wechat_cloudbase::api::types::{AppId, EnvAlias, EnvId};
use wechat_cloudbase::mock::Mock;

use super::calls::Account;

/// The ids are those of the documented samples, so that request and response match.
pub(crate) fn account(mock: &Mock) -> Result<Account, Error> {
    Ok(Account {
        component: mock.client()?,
        authorizer: mock.client()?,
        alias: EnvAlias::new("mytestenv"),
        env: EnvId::new("test-env-6gni9ity244a6ea3"),
        appids: ["wx5fe6bb43205e9e07", "wx075cf85bf347b6df"].map(AppId::new).to_vec(),
        may_bill: |_| true,
    })
}

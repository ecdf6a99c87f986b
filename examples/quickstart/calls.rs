//! The calls themselves: this is what using the crate looks like.

use std::io;

use wechat_cloudbase::api::types::{AppId, EnvAlias, EnvId};
use wechat_cloudbase::api::{
    change_tcb_env, create_env, create_tcb_env, share_cloudbase_env, share_env,
};
use wechat_cloudbase::token::{AccessToken, Authorizer, Component};
use wechat_cloudbase::{Client, Error};

use super::report::Report;

/// The clients and ids for the calls.
pub(crate) struct Account {
    /// Acts for the platform.
    pub(crate) component: Client<Component>,
    /// Acts for a mini program that authorised the platform.
    pub(crate) authorizer: Client<Authorizer>,
    /// Alias of the environments to create.
    pub(crate) alias: EnvAlias,
    /// An environment that was made in the console of Tencent Cloud.
    pub(crate) env: EnvId,
    /// The mini programs to share it with.
    pub(crate) appids: Vec<AppId>,
    /// Whether a call that opens a bill may be made.
    pub(crate) may_bill: fn(interface: &str) -> bool,
}

/// Makes one call of each endpoint, and one with an invalid token.
pub(crate) async fn make(
    title: &str,
    account: &Account,
    report: &mut Report<'_>,
) -> io::Result<()> {
    report.title(title)?;
    create_tcb_env(account, report).await?;
    change_tcb_env(account, report).await?;
    create_env(account, report).await?;
    share_env(account, report).await?;
    share_cloudbase_env(account, report).await?;
    rejected_token(account, report).await
}

const NO_CONSENT: &str = "it opens a bill, and nobody agreed to that";

/// The new environment is ready once `getTcbEnvList` reports its status as NORMAL, which the wait
/// `get_tcb_env_list::normal` waits for.
async fn create_tcb_env(account: &Account, report: &mut Report<'_>) -> io::Result<()> {
    if !(account.may_bill)("createTcbEnv") {
        return report.skipped("createTcbEnv", NO_CONSENT);
    }
    let alias = account.alias.clone();
    let request = create_tcb_env::Request::new(alias, create_tcb_env::EnvType::Run);
    match account.component.create_tcb_env(request).send().await {
        Ok(created) => {
            let (env, order) = (created.env, created.tranid);
            report.ok("createTcbEnv", &format!("opened {env}, order {order}"))
        }
        Err(error) => report.failed("createTcbEnv", &error),
    }
}

async fn change_tcb_env(account: &Account, report: &mut Report<'_>) -> io::Result<()> {
    let request = change_tcb_env::Request::new(account.env.clone());
    match account.component.change_tcb_env(request).send().await {
        Ok(_) => {
            let env = &account.env;
            report.ok("changeTcbEnv", &format!("turned {env} into a mini-program environment"))
        }
        Err(error) => report.failed("changeTcbEnv", &error),
    }
}

async fn create_env(account: &Account, report: &mut Report<'_>) -> io::Result<()> {
    if !(account.may_bill)("createEnv") {
        return report.skipped("createEnv", NO_CONSENT);
    }
    let request = create_env::Request::new(account.alias.clone());
    match account.authorizer.create_env(request).send().await {
        Ok(created) => report.ok("createEnv", &format!("opened {}", created.envid)),
        Err(error) => report.failed("createEnv", &error),
    }
}

async fn share_env(account: &Account, report: &mut Report<'_>) -> io::Result<()> {
    let Some(appid) = account.appids.first() else {
        return report.skipped("shareEnv", "no mini program to share with");
    };
    match share_with(&account.authorizer, account, appid).await {
        Ok(_) => report.ok("shareEnv", &format!("shared {} with {appid}", account.env)),
        Err(error) => report.failed("shareEnv", &error),
    }
}

async fn share_with(
    client: &Client<Authorizer>,
    account: &Account,
    appid: &AppId,
) -> Result<share_env::Response, Error> {
    let request = share_env::Request::new(account.env.clone(), appid.clone());
    client.share_env(request).send().await
}

/// Succeeds as a call even if some of the mini programs are left out: the response says which.
async fn share_cloudbase_env(account: &Account, report: &mut Report<'_>) -> io::Result<()> {
    let pairs = share_cloudbase_env::Data::new(account.env.clone(), account.appids.clone());
    let source = share_cloudbase_env::SourceType::CloudHosting;
    let request = share_cloudbase_env::Request::new(vec![pairs], source);
    let shared = match account.component.share_cloudbase_env(request).send().await {
        Ok(shared) => shared,
        Err(error) => return report.failed("shareCloudbaseEnv", &error),
    };
    let (asked, left_out) = (account.appids.len(), shared.err_list.len());
    let outcome = format!("{} of {asked} mini programs", asked.saturating_sub(left_out));
    match left_out {
        0 => report.ok("shareCloudbaseEnv", &outcome)?,
        _ => report.partly("shareCloudbaseEnv", &outcome)?,
    }
    for pair in &shared.err_list {
        report.detail("left out", &format!("{}: {}", pair.appid, pair.errmsg))?;
    }
    for confirmation in &shared.msg_info_list {
        let (appid, url) = (&confirmation.appid, &confirmation.url);
        report.detail("confirm", &format!("{appid}: {url}"))?;
    }
    Ok(())
}

/// What a program sees, and can do, when its token is rejected.
async fn rejected_token(account: &Account, report: &mut Report<'_>) -> io::Result<()> {
    let Some(appid) = account.appids.first() else {
        return Ok(());
    };
    let made_up = AccessToken::new("no-such-token");
    report.note("The same with a token that nobody issued:")?;
    match share_with(&account.authorizer.with_token(made_up), account, appid).await {
        Ok(_) => report.ok("shareEnv", "was accepted, which is a surprise"),
        Err(error) => report.rejected("shareEnv", &error),
    }
}

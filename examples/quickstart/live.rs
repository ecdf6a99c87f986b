//! Settings for WeChat itself: environment variables, and a person's consent.

use std::fmt::Write as _;
use std::io::{self, IsTerminal, Write as _};

use wechat_cloudbase::api::types::{AppId, EnvAlias, EnvId};
use wechat_cloudbase::token::{AccessToken, Authorizer, Component};
use wechat_cloudbase::{Client, Error};

use super::calls::Account;

const COMPONENT: &str = "WECHAT_COMPONENT_ACCESS_TOKEN";
const AUTHORIZER: &str = "WECHAT_AUTHORIZER_ACCESS_TOKEN";
const ALIAS: &str = "WECHAT_ENV_ALIAS";
const ENV: &str = "WECHAT_ENV_ID";
const APPIDS: &str = "WECHAT_SHARE_APPIDS";

const VARIABLES: [(&str, &str); 5] = [
    (COMPONENT, "component_access_token of the platform"),
    (AUTHORIZER, "authorizer_access_token of a mini program"),
    (ALIAS, "alias of the environments to create, such as my-shop"),
    (ENV, "environment made in the console, to turn and to share"),
    (APPIDS, "mini programs to share it with, separated by commas"),
];

/// The environment variables.
pub(crate) struct Settings {
    component: AccessToken<Component>,
    authorizer: AccessToken<Authorizer>,
    alias: EnvAlias,
    env: EnvId,
    appids: Vec<AppId>,
}

impl Settings {
    /// Reads every variable, or names all that are missing.
    pub(crate) fn read(variable: impl Fn(&str) -> Option<String>) -> Result<Self, String> {
        let value = |name: &str| {
            let value = variable(name).unwrap_or_default();
            value.trim().to_owned()
        };
        let is_missing = |(name, _): &&(&str, &str)| value(name).is_empty();
        let missing: Vec<_> = VARIABLES.iter().filter(is_missing).collect();
        if !missing.is_empty() {
            return Err(format!("--live lacks these variables:\n{}", table(&missing)));
        }
        let appids = value(APPIDS);
        let appids = appids.split(',').map(str::trim).filter(|id| !id.is_empty());
        Ok(Self {
            component: AccessToken::new(value(COMPONENT)),
            authorizer: AccessToken::new(value(AUTHORIZER)),
            alias: EnvAlias::new(value(ALIAS)),
            env: EnvId::new(value(ENV)),
            appids: appids.map(AppId::new).collect(),
        })
    }

    /// Clients of WeChat itself, one for each kind of token.
    pub(crate) fn account(self) -> Result<Account, Error> {
        let component = Client::new(self.component)?;
        Ok(Account {
            authorizer: component.with_token(self.authorizer),
            component,
            alias: self.alias,
            env: self.env,
            appids: self.appids,
            may_bill: ask,
        })
    }
}

/// The end of `--help`.
pub(crate) fn help() -> String {
    let variables: Vec<_> = VARIABLES.iter().collect();
    format!("Variables that --live reads:\n{}", table(&variables))
}

fn table(variables: &[&(&str, &str)]) -> String {
    let mut text = String::new();
    for (name, meaning) in variables {
        // Writing to a string does not fail.
        let _ = writeln!(text, "  {name:30}  {meaning}");
    }
    text
}

/// Asks on the terminal; without one it refuses.
fn ask(interface: &str) -> bool {
    if !io::stdin().is_terminal() {
        return false;
    }
    let question = format!("  {interface} opens an environment that is billed. Go on? [y/N] ");
    let mut answer = String::new();
    let asked = io::stdout()
        .write_all(question.as_bytes())
        .and_then(|()| io::stdout().flush())
        .and_then(|()| io::stdin().read_line(&mut answer));
    asked.is_ok() && matches!(answer.trim(), "y" | "Y" | "yes")
}

//! Drives all five environment endpoints over HTTP.
//!
//! ```text
//! cargo run --example quickstart              without an account, against the embedded mock server
//! cargo run --example quickstart -- --live    against WeChat, with tokens from the environment
//! ```

mod calls;
mod live;
mod report;

use std::error::Error;
use std::io::{self, Write};
use std::process::ExitCode;

use clap::Parser;
use wechat_cloudbase::Client;
use wechat_cloudbase::api::types::{AppId, EnvAlias, EnvId};
use wechat_cloudbase::mock::Mock;

use calls::Account;
use report::Report;

/// Drives all five environment endpoints, against the embedded mock server unless told otherwise
#[derive(Parser)]
#[command(after_help = live::help())]
struct Args {
    /// Call WeChat itself, with tokens from environment variables; asks before it opens a bill
    #[arg(long)]
    live: bool,
}

#[tokio::main]
async fn main() -> ExitCode {
    let mut out = io::stdout();
    let mut report = Report::new(&mut out);
    let done = match Args::parse().live {
        true => live(&mut report).await,
        false => mock(&mut report).await,
    };
    match done {
        Ok(()) if report.failures() == 0 => ExitCode::SUCCESS,
        Ok(()) => ExitCode::FAILURE,
        Err(error) => {
            let _ = writeln!(io::stderr(), "{error}");
            ExitCode::FAILURE
        }
    }
}

async fn mock(report: &mut Report<'_>) -> Result<(), Box<dyn Error>> {
    let mock = Mock::start().await?;
    let url = mock.base_url();
    report.title(&format!(
        "Calling the mock server at {url}; no account is needed."
    ))?;
    calls::make(&mock_account(&mock)?, report).await?;
    report.note("--live calls WeChat itself; --help tells what it needs.")?;
    Ok(())
}

/// The ids are those of the documented samples, so that question and answer fit together.
fn mock_account(mock: &Mock) -> Result<Account, wechat_cloudbase::Error> {
    Ok(Account {
        component: mock.client()?,
        authorizer: mock.client()?,
        alias: EnvAlias::new("mytestenv"),
        env: EnvId::new("test-env-6gni9ity244a6ea3"),
        appids: ["wx5fe6bb43205e9e07", "wx075cf85bf347b6df"]
            .map(AppId::new)
            .to_vec(),
        may_bill: |_| true,
    })
}

async fn live(report: &mut Report<'_>) -> Result<(), Box<dyn Error>> {
    let settings = live::Settings::read(|name| std::env::var(name).ok())?;
    report.title("Calling WeChat.")?;
    let account = Account {
        component: Client::new(settings.component)?,
        authorizer: Client::new(settings.authorizer)?,
        alias: settings.alias,
        env: settings.env,
        appids: settings.appids,
        may_bill: live::ask,
    };
    calls::make(&account, report).await?;
    Ok(())
}

//! Drives all five environment endpoints over HTTP.
//!
//! ```text
//! cargo run --example quickstart              without an account, against the embedded mock server
//! cargo run --example quickstart -- --live    against WeChat, with tokens from the environment
//! ```

mod calls;
mod embedded;
mod live;
mod report;

use std::error::Error;
use std::io::{self, Write};
use std::process::ExitCode;

use clap::Parser;
use wechat_cloudbase::mock::Mock;

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
    match run(&Args::parse()).await {
        Ok(0) => ExitCode::SUCCESS,
        Ok(_failures) => ExitCode::FAILURE,
        Err(error) => {
            // If this fails too, there is nowhere to report it.
            let _ = writeln!(io::stderr(), "{error}");
            ExitCode::FAILURE
        }
    }
}

/// Makes the calls, and counts those that failed.
async fn run(args: &Args) -> Result<usize, Box<dyn Error>> {
    let mut out = io::stdout();
    let mut report = Report::new(&mut out);
    if args.live {
        let account = live::Settings::read(|name| std::env::var(name).ok())?.account()?;
        calls::make("Calling WeChat.", &account, &mut report).await?;
    } else {
        let mock = Mock::start().await?;
        let title = format!("Calling a mock server at {}; no account needed.", mock.base_url());
        calls::make(&title, &embedded::account(&mock)?, &mut report).await?;
        report.note("With --live it calls WeChat itself; --help says what that needs.")?;
    }
    Ok(report.failures())
}

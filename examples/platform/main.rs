//! A platform that manages its tokens, with the mock in WeChat's place:
//! `cargo run --example platform`.
//!
//! With Redis in place of the database, the same program may run on any number of machines.

#![allow(clippy::print_stdout, reason = "an example shows what it does")]

use std::error::Error;
use std::path::Path;
use std::time::SystemTime;

use wechat_cloudbase::api::create_env;
use wechat_cloudbase::mock::Mock;
use wechat_cloudbase::store::SqliteStore;
use wechat_cloudbase::token::Kind;
use wechat_cloudbase::{Platform, Secret};

const APPID: &str = "wx0123456789abcdef";
const ACCOUNT: &str = "wx5fe6bb43205e9e07";

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let mock = Mock::start().await?;
    mock.accounts().platform(APPID, "secret").ticket("ticket@@@1").code("code@@@1", ACCOUNT);
    let folder = std::env::temp_dir().join(format!("platform-{}", std::process::id()));

    let platform = platform(&mock, &folder)?;
    platform.store_ticket(Secret::new("ticket@@@1"), SystemTime::now()).await?;
    println!("the ticket: {:?}", platform.ticket_health().await?);
    let authorization = platform.exchange(Secret::new("code@@@1")).await?;
    println!("{} granted {:?}", authorization.appid.as_str(), authorization.permission_sets);

    println!("a call, whose token came with the authorisation");
    call(&platform).await?;
    println!("a hundred calls, whose token WeChat takes for expired");
    mock.accounts().expire(Kind::Authorizer);
    let calls = (0..100).map(|_| {
        let platform = platform.clone();
        tokio::spawn(async move { call(&platform).await })
    });
    for call in calls.collect::<Vec<_>>() {
        call.await??;
    }
    println!("a call of another process, which finds the token in the database");
    call(&self::platform(&mock, &folder)?).await?;

    let issued = [Kind::Component, Kind::Authorizer].map(|kind| mock.accounts().issued(kind));
    println!("issued in all: {} for the platform, {} for the account", issued[0], issued[1]);
    std::fs::remove_dir_all(&folder)?;
    Ok(())
}

fn platform(mock: &Mock, folder: &Path) -> Result<Platform, wechat_cloudbase::Error> {
    let base_url = mock.base_url();
    Platform::builder(APPID, Secret::new("secret"))
        .store(SqliteStore::open(folder.join("tokens.db"))?)
        .client(|client| client.base_urls([base_url]))
        .build()
}

async fn call(platform: &Platform) -> Result<(), wechat_cloudbase::Error> {
    let client = platform.authorizer(ACCOUNT);
    client.create_env(create_env::Request::new("shop")).send().await?;
    Ok(())
}

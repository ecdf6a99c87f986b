//! Platforms and mini programs against the mock, which issues their tokens.

mod accounts;
mod authorization;
mod damage;
mod events;
mod lifecycle;
mod mini_program;
mod recovery;
mod secrets;
mod sink;
mod stores;
mod ticket;

use std::time::{Duration, SystemTime};

use wechat_cloudbase::mock::Mock;
use wechat_cloudbase::store::MemoryStore;
use wechat_cloudbase::token::{Authorizer, Component, Kind};
use wechat_cloudbase::{ActionRequired, Client, Error, Platform, Secret};

use crate::harness;

const PLATFORM: &str = "wx0123456789abcdef";
const SECRET: &str = "platform-secret";
const TICKET: &str = "ticket@@@one";
const ACCOUNT: &str = "wx5fe6bb43205e9e07";

/// A mock with a platform, its ticket, and an account that has authorised it.
async fn mock() -> Mock {
    let mock = Mock::start().await.unwrap();
    mock.accounts().platform(PLATFORM, SECRET).ticket(TICKET).authorizer(ACCOUNT, "refresh-0");
    mock
}

/// A new platform: it has no ticket and no account.
fn bare(mock: &Mock, store: &MemoryStore) -> Platform {
    let base_url = mock.base_url();
    let builder = Platform::builder(PLATFORM, Secret::new(SECRET)).store(store.clone());
    builder.client(|client| client.base_urls([base_url])).build().unwrap()
}

/// A platform that has a ticket and the account's refresh token.
async fn platform(mock: &Mock) -> (Platform, MemoryStore) {
    let store = MemoryStore::new();
    let platform = bare(mock, &store);
    assert!(platform.store_ticket(Secret::new(TICKET), SystemTime::now()).await.unwrap());
    platform.adopt(ACCOUNT, Secret::new("refresh-0")).await.unwrap();
    (platform, store)
}

async fn call(client: &Client<Authorizer>) -> Result<(), Error> {
    client.create_env(harness::create_env()).send().await.map(|_| ())
}

async fn call_component(client: &Client<Component>) -> Result<(), Error> {
    client.change_tcb_env(harness::change_env()).send().await.map(|_| ())
}

/// How many tokens were issued: of the platform, and of its accounts.
fn issued(mock: &Mock) -> (u64, u64) {
    (mock.accounts().issued(Kind::Component), mock.accounts().issued(Kind::Authorizer))
}

//! What a mock knows of accounts, and the tokens that it issues to them.

mod issue;

pub(super) use issue::issue;

use std::collections::BTreeMap;
use std::time::Duration;

use crate::token::Kind;

/// What a mock knows of accounts.
pub(super) struct Known {
    pub(super) is_on: bool,
    platform: Option<(String, String)>,
    ticket: Option<String>,
    /// Refresh tokens by appid.
    authorizers: BTreeMap<String, String>,
    /// Appids by code.
    codes: BTreeMap<String, String>,
    apps: BTreeMap<String, App>,
    life: Duration,
    rotates: bool,
    ends_older: bool,
    issued: BTreeMap<Kind, u64>,
}

/// A mini program.
pub(super) struct App {
    secret: String,
    /// The stable one.
    token: Option<String>,
}

impl Default for Known {
    fn default() -> Self {
        Self {
            is_on: false,
            platform: None,
            ticket: None,
            authorizers: BTreeMap::new(),
            codes: BTreeMap::new(),
            apps: BTreeMap::new(),
            life: Duration::from_secs(7200),
            rotates: false,
            ends_older: false,
            issued: BTreeMap::new(),
        }
    }
}

//! The accounts of a mock, and the tokens that it issues to them.

mod issue;

pub(super) use issue::issue;

use std::collections::BTreeMap;
use std::time::Duration;

use crate::token::Kind;

/// The accounts of a mock.
pub(super) struct Known {
    pub(super) is_on: bool,
    pub(super) platform: Option<(String, String)>,
    pub(super) ticket: Option<String>,
    /// Refresh tokens by appid.
    pub(super) authorizers: BTreeMap<String, String>,
    /// Appids by code.
    pub(super) codes: BTreeMap<String, String>,
    pub(super) apps: BTreeMap<String, App>,
    pub(super) life: Duration,
    pub(super) rotates: bool,
    pub(super) expire_older: bool,
    pub(super) issued: BTreeMap<Kind, u64>,
}

/// A mini program.
pub(super) struct App {
    pub(super) secret: String,
    /// The stable one.
    pub(super) token: Option<String>,
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
            expire_older: false,
            issued: BTreeMap::new(),
        }
    }
}

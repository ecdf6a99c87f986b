//! Which accounts the latest authorisation codes are of, by the events that announced them.
//!
//! A code works once, and two may want to exchange it: the event that WeChat pushes, and the page that
//! the account's administrator comes back to, which has the code alone. Who comes second learns here
//! whose tokens to look for.

use std::sync::Arc;

use serde_json::{Value, json};

use crate::api::types::AppId;
use crate::shared::Vault;
use crate::store::Key;
use crate::{Error, Secret};

/// How many codes are remembered. A code expires within an hour.
#[cfg(feature = "callback")]
const REMEMBERED: usize = 64;

/// The form of the value; others are left alone.
const VERSION: u64 = 1;

/// The latest codes of a platform.
#[derive(Clone)]
pub(super) struct Codes {
    pub(super) vault: Arc<Vault>,
    pub(super) key: Key,
}

impl Codes {
    /// Remembers the account of a code. Two that are announced at the same moment by two processes
    /// may leave one: it is then exchanged by its event alone.
    #[cfg(feature = "callback")]
    pub(super) async fn announce(&self, code: &Secret, appid: &str) -> Result<(), Error> {
        let mut known = self.load().await?;
        if known.iter().any(|(there, _)| there == code) {
            return Ok(());
        }
        known.push((code.clone(), AppId::new(appid)));
        let latest = known.iter().skip(known.len().saturating_sub(REMEMBERED));
        let codes: Vec<_> = latest.map(|(code, appid)| [code.expose(), appid.as_str()]).collect();
        let value = Secret::new(json!({ "version": VERSION, "codes": codes }).to_string());
        self.vault.save_value(&self.key, Some(&value), None).await.map(|_| ())
    }

    /// The account of a code that was announced.
    pub(super) async fn account_of(&self, code: &Secret) -> Result<Option<AppId>, Error> {
        let known = self.load().await?;
        Ok(known.into_iter().find_map(|(there, appid)| (there == *code).then_some(appid)))
    }

    /// A value that can't be read is an empty one: it is help, and no more.
    async fn load(&self) -> Result<Vec<(Secret, AppId)>, Error> {
        let loaded = match self.vault.load_value(&self.key).await {
            Err(error) if error.is_damaged() => None,
            loaded => loaded?,
        };
        let value = loaded.and_then(|text| serde_json::from_str::<Value>(text.expose()).ok());
        let value = value.filter(|value| value.get("version") == Some(&VERSION.into()));
        let codes = value.as_ref().and_then(|value| value.get("codes")?.as_array());
        let pair = |pair: &Value| {
            let text = |place| pair.get(place).and_then(Value::as_str);
            Some((Secret::new(text(0)?), AppId::new(text(1)?)))
        };
        Ok(codes.into_iter().flatten().filter_map(pair).collect())
    }
}

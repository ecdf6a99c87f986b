//! The accounts of the latest authorisation codes, as events announced them.
//!
//! A code works once, and two may want to exchange it: the event that WeChat pushes, and the page that
//! the account's administrator comes back to, which has the code alone. The second one learns here
//! whose tokens to look for.

use std::sync::Arc;

use serde_json::Value;

use crate::api::types::AppId;
use crate::shared::DurableStore;
use crate::store::Key;
use crate::{Error, Secret};

/// How many codes are remembered. A code expires within an hour.
#[cfg(feature = "callback")]
const REMEMBERED: usize = 64;

/// The version of the stored form.
const VERSION: u64 = 1;

/// The latest codes of a platform.
#[derive(Clone)]
pub(super) struct Codes {
    pub(super) store: Arc<DurableStore>,
    pub(super) key: Key,
}

/// The stored codes.
enum Known {
    /// The latest comes last.
    Codes(Vec<(Secret, AppId)>),
    /// Written by a later release, and left alone.
    Later,
    Damaged,
}

impl Codes {
    /// Remembers the account of a code. Two that are announced at the same moment by two processes
    /// may leave one: the other is then exchanged by its event alone.
    #[cfg(feature = "callback")]
    pub(super) async fn announce(&self, code: &Secret, appid: &str) -> Result<(), Error> {
        let mut known = match self.load().await? {
            Known::Codes(known) => known,
            Known::Later => return Ok(()),
            Known::Damaged => {
                self.store.set_aside(&self.key).await;
                Vec::new()
            }
        };
        if known.iter().any(|(there, _)| there == code) {
            return Ok(());
        }
        known.push((code.clone(), AppId::new(appid)));
        self.save(&known).await
    }

    /// Forgets the codes of an account that may have revoked its authorisation.
    #[cfg(feature = "callback")]
    pub(super) async fn retract(&self, appid: &str) -> Result<(), Error> {
        let Known::Codes(mut known) = self.load().await? else { return Ok(()) };
        let before = known.len();
        known.retain(|(_, account)| account.as_str() != appid);
        if known.len() == before { Ok(()) } else { self.save(&known).await }
    }

    /// The account of a code that was announced.
    pub(super) async fn account_of(&self, code: &Secret) -> Result<Option<AppId>, Error> {
        let Known::Codes(known) = self.load().await? else { return Ok(None) };
        Ok(known.into_iter().find_map(|(there, appid)| (there == *code).then_some(appid)))
    }

    #[cfg(feature = "callback")]
    async fn save(&self, known: &[(Secret, AppId)]) -> Result<(), Error> {
        let latest = known.iter().skip(known.len().saturating_sub(REMEMBERED));
        let codes: Vec<_> = latest.map(|(code, appid)| [code.expose(), appid.as_str()]).collect();
        let value = serde_json::json!({ "version": VERSION, "codes": codes }).to_string();
        self.store.save_value(&self.key, Some(&Secret::new(value)), None).await.map(|_| ())
    }

    /// A value that can't be read is ignored: the codes are only a hint.
    async fn load(&self) -> Result<Known, Error> {
        match self.store.load_value(&self.key).await {
            Err(error) if error.is_damaged() => Ok(Known::Damaged),
            loaded => Ok(loaded?.map_or(Known::Codes(Vec::new()), |text| Known::read(&text))),
        }
    }
}

impl Known {
    fn read(text: &Secret) -> Self {
        let value: Option<Value> = serde_json::from_str(text.expose()).ok();
        let version = value.as_ref().and_then(|value| value.get("version")?.as_u64());
        let codes = value.as_ref().and_then(|value| value.get("codes")?.as_array());
        match (version, codes) {
            (Some(version), _) if version > VERSION => Self::Later,
            (Some(VERSION), Some(codes)) => {
                let pair = |pair: &Value| {
                    let text = |place| pair.get(place).and_then(Value::as_str);
                    Some((Secret::new(text(0)?), AppId::new(text(1)?)))
                };
                Self::Codes(codes.iter().filter_map(pair).collect())
            }
            _ => Self::Damaged,
        }
    }
}

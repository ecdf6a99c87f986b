//! The form in which tokens are persisted: a JSON object with a version.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use serde_json::Value;

use super::version;
use crate::{Error, Secret};

/// The tokens of one key. No token is printed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct TokenRecord {
    pub(crate) access_token: Option<AccessRecord>,
    /// The refresh token, where the kind has one.
    pub(crate) refresh_token: Option<Secret>,
    /// When the account's tokens were obtained by an authorisation, where that is known. For
    /// people: no decision depends on it.
    pub(crate) authorized: Option<SystemTime>,
    /// The authorisation code that they were obtained with: it works once, and comes again with each
    /// delivery of its event.
    pub(crate) code: Option<Secret>,
}

/// An access token and its expiry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct AccessRecord {
    pub(crate) token: Secret,
    pub(crate) issued: SystemTime,
    pub(crate) expires: SystemTime,
}

impl TokenRecord {
    /// Drops empty tokens, which are invalid.
    pub(crate) fn without_empty(mut self) -> Self {
        self.access_token.take_if(|access| access.token.expose().is_empty());
        self.refresh_token.take_if(|token| token.expose().is_empty());
        self
    }

    pub(crate) fn encode(&self) -> Secret {
        let mut fields = version::fields();
        if let Some(AccessRecord { token, issued, expires }) = &self.access_token {
            fields.insert("access_token".to_owned(), token.expose().into());
            fields.insert("issued_ms".to_owned(), milliseconds(*issued).into());
            fields.insert("expires_ms".to_owned(), milliseconds(*expires).into());
        }
        if let Some(token) = &self.refresh_token {
            fields.insert("refresh_token".to_owned(), token.expose().into());
        }
        if let Some(time) = self.authorized {
            fields.insert("authorized_ms".to_owned(), milliseconds(time).into());
        }
        if let Some(code) = &self.code {
            fields.insert("code".to_owned(), code.expose().into());
        }
        Secret::new(Value::Object(fields).to_string())
    }

    /// # Errors
    ///
    /// When the text is not such a record. The error does not show it.
    pub(crate) fn decode(text: &Secret) -> Result<Self, Error> {
        let fields = version::read(text, &["access_token", "refresh_token"])?;
        let damaged = || Error::damaged("the value is not a record of tokens");
        let secret = |name: &str| match fields.get(name) {
            None | Some(Value::Null) => Ok(None),
            Some(Value::String(text)) => Ok(Some(Secret::new(text.as_str()))),
            Some(_) => Err(damaged()),
        };
        let time =
            |name: &str| fields.get(name).and_then(Value::as_u64).and_then(at).ok_or_else(damaged);
        let access_token = match secret("access_token")? {
            Some(token) => Some(AccessRecord {
                token,
                issued: time("issued_ms")?,
                expires: time("expires_ms")?,
            }),
            None => None,
        };
        let authorized = match fields.get("authorized_ms") {
            None | Some(Value::Null) => None,
            Some(_) => Some(time("authorized_ms")?),
        };
        let (refresh_token, code) = (secret("refresh_token")?, secret("code")?);
        Ok(Self { access_token, refresh_token, authorized, code })
    }
}

pub(crate) fn milliseconds(time: SystemTime) -> u64 {
    let since = time.duration_since(UNIX_EPOCH).unwrap_or_default();
    u64::try_from(since.as_millis()).unwrap_or(u64::MAX)
}

pub(crate) fn at(milliseconds: u64) -> Option<SystemTime> {
    UNIX_EPOCH.checked_add(Duration::from_millis(milliseconds))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn a_record_survives_the_round_trip() {
        let access_token = Some(AccessRecord {
            token: Secret::new("token \"quoted\""),
            issued: at(1_700_000_000_123).unwrap(),
            expires: at(1_700_007_200_123).unwrap(),
        });
        for record in [
            TokenRecord::default(),
            TokenRecord { access_token: access_token.clone(), ..TokenRecord::default() },
            TokenRecord {
                access_token,
                refresh_token: Some(Secret::new("refresh")),
                authorized: at(1_700_000_000_456),
                code: Some(Secret::new("code")),
            },
        ] {
            assert_eq!(TokenRecord::decode(&record.encode()).unwrap(), record);
        }
    }

    #[test]
    fn an_invalid_record_is_refused_and_not_shown() {
        let expires = r#"{"access_token": "canary", "issued_ms": 1, "expires_ms": "2"}"#;
        let list = r#"["canary"]"#;
        let times = r#"{"version": 1, "refresh_token": "canary", "authorized_ms": "x"}"#;
        for text in ["canary", "", list, r#"{"refresh_token": 1}"#, expires, times] {
            let error = TokenRecord::decode(&Secret::new(text)).unwrap_err();
            assert!(!format!("{error} {error:?}").contains("canary"));
        }
    }

    #[test]
    fn unknown_fields_are_ignored() {
        let text = Secret::new(r#"{"refresh_token": "r", "access_token": null, "more": [1]}"#);
        let record = TokenRecord::decode(&text).unwrap();
        assert_eq!(record.refresh_token, Some(Secret::new("r")));
    }
}

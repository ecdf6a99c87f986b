//! The version of stored values: a program must not treat a later one's value as absent.

use serde_json::{Map, Value};

use crate::{Error, Secret};

/// The version that is written. A change that older programs would misread must increase it; a field
/// that they may ignore does not.
const CURRENT: u64 = 1;

/// The fields of a new record: its version.
pub(crate) fn fields() -> Map<String, Value> {
    Map::from_iter([("version".to_owned(), CURRENT.into())])
}

/// The fields of a record. A record without a version has one of the fields in `unversioned`.
///
/// # Errors
///
/// When the text is not a record, or has a version that is not known. The error does not show it.
pub(crate) fn read(text: &Secret, unversioned: &[&str]) -> Result<Map<String, Value>, Error> {
    let Ok(Value::Object(fields)) = serde_json::from_str(text.expose()) else {
        return Err(Error::damaged(
            "the value is not a record of this crate: it is not a JSON object",
        ));
    };
    match fields.get("version").map(Value::as_u64) {
        Some(Some(CURRENT)) => Ok(fields),
        Some(Some(version)) => Err(Error::damaged(format!(
            "the value is a record of version {version}, and this program knows version {CURRENT} only: a later release of wechat-cloudbase wrote it. Upgrade this program"
        ))),
        Some(None) => Err(Error::damaged(
            "the value is not a record of this crate: its version is not a number",
        )),
        None if unversioned.iter().any(|name| fields.contains_key(*name)) => Ok(fields),
        None => Err(Error::damaged(
            "the value is not a record of this crate: it has no version, and none of the fields that records have",
        )),
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use std::error::Error as _;

    use super::*;

    #[track_caller]
    fn why(text: &str) -> String {
        let error = read(&Secret::new(text), &["ticket"]).unwrap_err();
        assert!(error.is_damaged());
        error.source().unwrap().to_string()
    }

    #[test]
    fn unknown_versions_are_named() {
        assert!(read(&Secret::new(Value::Object(fields()).to_string()), &[]).is_ok());
        assert!(read(&Secret::new(r#"{"ticket": "t"}"#), &["ticket"]).is_ok());
        assert!(why(r#"{"version": 2, "ticket": "t"}"#).contains("version 2"));
        assert!(why(r#"{"version": 0}"#).contains("Upgrade"));
        assert!(why(r#"{"version": "1", "ticket": "t"}"#).contains("not a number"));
        assert!(why(r#"{"token": "t"}"#).contains("has no version"));
        assert!(why("{}").contains("has no version"));
        assert!(why("[1]").contains("not a JSON object"));
    }
}

//! Errors as data, for logs and for the responses of a user's own service. Secrets are in none of it.

use serde_core::ser::{Serialize, SerializeStruct, Serializer};

use super::{Error, Outcome};

/// With the fields `endpoint`, `code`, `name`, `message`, `action`, `outcome` and `rid`; what is not
/// known is `null`. `message` says what happened and where, and `action` what to do about it.
///
/// ```
/// use wechat_cloudbase::api::create_env::Request;
/// use wechat_cloudbase::operation::decode_response;
///
/// let body = r#"{"errcode": -1, "errmsg": "system error rid: 5f0c-12"}"#;
/// let error = decode_response::<Request>(200, body).unwrap_err();
/// let json = serde_json::to_value(&error).unwrap();
/// assert_eq!(json["endpoint"], "createEnv");
/// assert_eq!(json["code"], -1);
/// assert_eq!(json["name"], "SystemBusy");
/// assert_eq!(json["outcome"], "unknown");
/// ```
impl Serialize for Error {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut error = serializer.serialize_struct("Error", 7)?;
        error.serialize_field("endpoint", &self.endpoint().map(|endpoint| endpoint.name))?;
        error.serialize_field("code", &self.errcode())?;
        error.serialize_field("name", &self.record().map(|record| record.name))?;
        error.serialize_field("message", &self.problem())?;
        error.serialize_field("action", &self.remedy())?;
        error.serialize_field("outcome", &self.outcome())?;
        error.serialize_field("rid", &self.rid())?;
        error.end()
    }
}

impl Outcome {
    /// The outcome in one word, for labels and logs: `not_sent`, `rejected`, `unknown` or `done`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::NotSent => "not_sent",
            Self::Rejected => "rejected",
            Self::Unknown => "unknown",
            Self::Done => "done",
        }
    }
}

/// As [`as_str`](Outcome::as_str) has it.
impl Serialize for Outcome {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

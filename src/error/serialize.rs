//! Errors as data, for logs and for the responses of a user's own service. Secrets are in none of it.

use super::{ActionRequired, Error, Outcome};
use crate::json::{Encode, Writer, words};

/// With the fields `endpoint`, `code`, `name`, `message`, `action`, `outcome` and `rid`;
/// what is not known is `null`. `message` says what happened and where, and `action` what to do about
/// it.
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
impl Encode for Error {
    fn encode(&self, json: &mut Writer) {
        json.begin_object();
        json.field_or_null("endpoint", &self.endpoint().map(|endpoint| endpoint.name));
        json.field_or_null("code", &self.errcode());
        json.field_or_null("name", &self.record().map(|record| record.name));
        json.field_or_null("message", &self.problem().to_string());
        json.field_or_null("action", &self.remedy());
        json.field_or_null("outcome", &self.outcome());
        json.field_or_null("rid", &self.rid());
        json.end_object();
    }
}

crate::__serde!(written Error);

words!(Outcome {
    NotSent = "not_sent",
    Rejected = "rejected",
    Unknown = "unknown",
    Done = "done",
});

impl ActionRequired {
    /// What it is, in one word: `ticket_missing`, for labels.
    pub const fn as_str(&self) -> &'static str {
        match self {
            Self::TicketMissing => "ticket_missing",
            Self::TicketOld { .. } => "ticket_old",
            Self::TicketRejected => "ticket_rejected",
            Self::CallerNotAllowed { .. } => "caller_not_allowed",
            Self::NotAuthorized => "not_authorized",
            Self::PermissionSetMissing { .. } => "permission_set_missing",
            Self::AppSecretRejected => "app_secret_rejected",
            Self::AccountBlocked => "account_blocked",
            Self::TokensRejected { .. } => "tokens_rejected",
        }
    }
}

/// With the fields `type`, `message` and `action`, which is the remedy, and its own; spans of time are in
/// whole seconds.
impl Encode for ActionRequired {
    fn encode(&self, json: &mut Writer) {
        json.begin_object();
        json.field("type", self.as_str());
        json.field("message", &self.to_string());
        json.field("action", self.remedy());
        match self {
            Self::TicketOld { age } => json.field("age", age),
            Self::CallerNotAllowed { address } => {
                json.field("address", &address.map(|address| address.to_string()));
            }
            Self::PermissionSetMissing { permission_sets } => {
                json.field("permission_sets", permission_sets);
            }
            Self::TokensRejected { retry_after } => json.field("retry_after", retry_after),
            Self::TicketMissing
            | Self::TicketRejected
            | Self::NotAuthorized
            | Self::AppSecretRejected
            | Self::AccountBlocked => {}
        }
        json.end_object();
    }
}

crate::__serde!(written ActionRequired);

//! The end of a wait as data, for logs and for the responses of a user's own service.

use super::{Cause, State, WaitError};
use crate::json::{Encode, Writer, words};

words!(Cause { Deadline = "deadline", Failure = "failure", Refused = "refused" });

/// Its text; `null` where nothing was seen or is there.
impl Encode for State {
    fn encode(&self, json: &mut Writer) {
        match self {
            Self::Value(text) => text.encode(json),
            Self::Present => "present".encode(json),
            Self::Unseen | Self::Absent => None::<String>.encode(json),
        }
    }
}

crate::__serde!(written State);

/// With the fields `endpoint`, `wait`, `cause`, `state`, `reason`, `message`, `action`, `polls`, `elapsed` in whole
/// seconds, and `error`; what is not known is `null`.
impl Encode for WaitError {
    fn encode(&self, json: &mut Writer) {
        json.begin_object();
        json.field("endpoint", self.endpoint().name);
        json.field("wait", self.wait());
        json.field("cause", &self.cause());
        json.field_or_null("state", self.state());
        json.field_or_null("reason", &self.reason());
        json.field("message", &self.problem());
        json.field("action", self.remedy());
        json.field("polls", &self.polls());
        json.field("elapsed", &self.elapsed());
        json.field_or_null("error", &self.error());
        json.end_object();
    }
}

crate::__serde!(written WaitError);

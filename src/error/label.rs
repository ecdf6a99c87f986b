//! Errors as one word, for metrics and spans.

use std::borrow::Cow;

use super::{Error, ErrorKind};

impl Error {
    /// The failure as a label of low cardinality: the errcode where the response has one, such as
    /// `45009`, the HTTP status where it comes from a gateway without one, such as `502`, or
    /// else a name such as `connect` or `timeout`. For labels of metrics, and OpenTelemetry's
    /// `error.type`; never for decisions.
    pub fn error_type(&self) -> Cow<'static, str> {
        if let Some(errcode) = self.errcode() {
            return errcode.code().to_string().into();
        }
        let origin = self.origin();
        let name = match origin.kind() {
            ErrorKind::Config(_) => "config",
            ErrorKind::Token => "token",
            ErrorKind::TokenTimeout => "token_timeout",
            ErrorKind::ActionRequired(_) => "action_required",
            ErrorKind::NoOtherToken(_) => "token",
            ErrorKind::Store(_) => "store",
            ErrorKind::Closed => "closed",
            ErrorKind::Lost(_) => "lost",
            ErrorKind::Connect(_) => "connect",
            ErrorKind::Full { .. } => "full",
            ErrorKind::Middleware(_) => "middleware",
            ErrorKind::Timeout { .. } => "timeout",
            ErrorKind::Interrupted | ErrorKind::Cut { .. } => "interrupted",
            ErrorKind::TooLarge { .. } => "too_large",
            ErrorKind::RedirectFollowed | ErrorKind::Redirect => "redirect",
            ErrorKind::Unreadable(_)
            | ErrorKind::NoErrcode(_)
            | ErrorKind::Contradiction(_)
            | ErrorKind::Payload(_) => "decode",
            ErrorKind::Stuck(_) => "stuck",
            ErrorKind::Errcode(_) => "errcode",
            ErrorKind::Status | ErrorKind::RateLimited => {
                return origin.http_status().unwrap_or_default().to_string().into();
            }
        };
        name.into()
    }
}

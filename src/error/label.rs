//! Errors as one word, for metrics and spans.

use std::borrow::Cow;

use super::{Error, Kind};

impl Error {
    /// What failed, in one word of few: the errcode where WeChat answered with one, such as
    /// `45009`, the HTTP status where a server in between answered without one, such as `502`, or
    /// else a name such as `connect` or `timeout`. For labels of metrics, and OpenTelemetry's
    /// `error.type`; never for decisions.
    pub fn error_type(&self) -> Cow<'static, str> {
        if let Some(errcode) = self.errcode() {
            return errcode.code().to_string().into();
        }
        let origin = self.origin();
        let name = match origin.kind() {
            Kind::Config(_) => "config",
            Kind::Token => "token",
            Kind::TokenTimeout => "token_timeout",
            Kind::ActionRequired(_) => "action_required",
            Kind::NoOtherToken(_) => "token",
            Kind::Store(_) => "store",
            Kind::Closed => "closed",
            Kind::Lost(_) => "lost",
            Kind::Connect(_) => "connect",
            Kind::Full { .. } => "full",
            Kind::Middleware(_) => "middleware",
            Kind::Timeout { .. } => "timeout",
            Kind::Interrupted => "interrupted",
            Kind::TooLarge { .. } => "too_large",
            Kind::RedirectFollowed | Kind::Redirect => "redirect",
            Kind::Unreadable(_)
            | Kind::NoErrcode(_)
            | Kind::Contradiction(_)
            | Kind::Payload(_) => "decode",
            Kind::Errcode(_) => "errcode",
            Kind::Status | Kind::RateLimited => {
                return origin.http_status().unwrap_or_default().to_string().into();
            }
        };
        name.into()
    }
}

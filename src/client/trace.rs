//! The `tracing` output of a call: a span for all of it and an event for each attempt,
//! with OpenTelemetry's names for HTTP clients. Never a URL with its query, and never a body.

use std::fmt;
use std::time::Duration;

use tracing::{Level, Span, field::Empty};

use super::attempt::Attempt;
use crate::Error;
use crate::error::Outcome;
use crate::operation::{BaseUrl, Endpoint};

/// The name of the crate, for filters, whatever the module.
const TARGET: &str = "wechat_cloudbase";

/// The span of a call, from its token to its response. Costs next to nothing where it is not
/// recorded, and is formatted by the subscriber alone.
pub(crate) struct CallSpan(Span);

impl CallSpan {
    pub(super) fn new(endpoint: &Endpoint, account: Option<&str>, host: &BaseUrl) -> Self {
        let (method, path) = (endpoint.method.as_str(), endpoint.path);
        Self(tracing::info_span!(
            target: TARGET,
            "call",
            // The fields that every call records at its end come first, where they are found soonest.
            http.response.status_code = Empty,
            wechat.attempt = Empty,
            otel.name = %format_args!("{method} {path}"),
            otel.kind = "client",
            otel.status_code = Empty,
            otel.status_description = Empty,
            http.request.method = method,
            http.request.resend_count = Empty,
            server.address = host.name(),
            server.port = host.port(),
            url.full = %FullUrl(host, path),
            url.template = path,
            "error.type" = Empty,
            wechat.endpoint = endpoint.name,
            wechat.appid = account,
            wechat.errcode = Empty,
            wechat.rid = Empty,
            wechat.outcome = Empty,
            wechat.waited_ms = Empty,
        ))
    }

    /// The span of what happens within the call.
    pub(super) fn inside(&self) -> Span {
        self.0.clone()
    }

    /// Records the result of the call, apart from its host.
    pub(super) fn conclude(&self, attempts: u32, waited: Duration, result: Result<u16, &Error>) {
        if self.0.is_disabled() {
            return;
        }
        let resends = attempts.saturating_sub(1);
        let waited = waited.as_millis() as u64;
        // A field that is recorded is looked up by its name, even if it has no value.
        tracing::record_all!(
            self.0,
            http.response.status_code = result.map_or_else(Error::http_status, Some),
            wechat.attempt = attempts,
        );
        if resends > 0 {
            self.0.record("http.request.resend_count", resends);
        }
        if waited > 0 {
            self.0.record("wechat.waited_ms", waited);
        }
        if let Err(error) = result {
            self.fail(error);
        }
    }

    /// Records that the call ended at another host than the first.
    pub(super) fn moved(&self, endpoint: &Endpoint, host: &BaseUrl) {
        tracing::record_all!(
            self.0,
            server.address = host.name(),
            server.port = host.port(),
            url.full = %FullUrl(host, endpoint.path),
        );
    }

    /// Records that the call failed, perhaps after its response had arrived.
    pub(crate) fn fail(&self, error: &Error) {
        if self.0.is_disabled() {
            return;
        }
        tracing::record_all!(
            self.0,
            otel.status_code = "ERROR",
            otel.status_description = %error,
            "error.type" = &*error.error_type(),
            wechat.errcode = error.errcode().map(i64::from),
            wechat.rid = error.rid(),
            wechat.outcome = name_of(error.outcome()),
        );
    }
}

/// One event for an attempt, at level debug.
pub(super) fn attempt(ended: &Attempt<'_>) {
    if !tracing::enabled!(target: TARGET, Level::DEBUG) {
        return;
    }
    let error = ended.error;
    let waited = ended.waited.as_millis() as u64;
    tracing::debug!(
        target: TARGET,
        endpoint = ended.endpoint.name,
        account = ended.account,
        attempt = ended.number,
        host = ended.host,
        status = ended.status,
        outcome = error.map(|error| name_of(error.outcome())),
        errcode = error.and_then(Error::errcode).map(i64::from),
        rid = error.and_then(Error::rid),
        error = error.map(tracing::field::display),
        waited_ms = (waited > 0).then_some(waited),
        elapsed_ms = ended.elapsed.as_millis() as u64,
        "{}",
        if error.is_none() { "answered" } else { "failed" },
    );
}

/// A URL without its query, formatted only when recorded.
struct FullUrl<'a>(&'a BaseUrl, &'static str);

impl fmt::Display for FullUrl<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", self.0.prefix(), self.1)
    }
}

fn name_of(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::NotSent => "NotSent",
        Outcome::Rejected => "Rejected",
        Outcome::Unknown => "Unknown",
        Outcome::Done => "Done",
    }
}

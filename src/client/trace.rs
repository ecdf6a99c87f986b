//! One event per attempt, at level debug: never an address with its query, and never a body.

use tokio::time::Instant;
use tracing::Level;

use crate::Error;
use crate::envelope::Answer;
use crate::operation::{BaseUrl, Endpoint};

/// The name of the crate, for filters, wherever this file may stand.
const TARGET: &str = "wechat_cloudbase";

pub(super) fn attempt(
    endpoint: &Endpoint,
    number: u32,
    base: &BaseUrl,
    result: &Result<Answer, Error>,
    started: Instant,
) {
    if !tracing::enabled!(target: TARGET, Level::DEBUG) {
        return;
    }
    let error = result.as_ref().err();
    tracing::debug!(
        target: TARGET,
        endpoint = endpoint.id,
        attempt = number,
        host = base.host(),
        status = result
            .as_ref()
            .map_or_else(Error::http_status, |answer| Some(answer.status())),
        outcome = error.map(|error| tracing::field::debug(error.outcome())),
        errcode = error.and_then(Error::errcode).map(i64::from),
        rid = error.and_then(Error::rid),
        elapsed_ms = started.elapsed().as_millis() as u64,
        "{}",
        if error.is_none() {
            "answered"
        } else {
            "failed"
        },
    );
}

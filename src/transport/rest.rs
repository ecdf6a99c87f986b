//! The rest of a response, read piece by piece.

use std::time::Duration;

use bytes::Bytes;
use reqwest::Response;
use tokio::time::timeout;

use super::{Failure, Permit, failure};

/// The rest of a response whose beginning was read.
pub(crate) struct Rest {
    response: Response,
    /// The length of the whole body, where the response says it.
    pub(crate) announced: Option<u64>,
    /// The exchange is in flight until its end.
    permit: Option<Permit>,
}

impl Rest {
    pub(super) fn new(response: Response, announced: Option<u64>) -> Self {
        Self { response, announced, permit: None }
    }

    /// Keeps the exchange in flight for as long as this is there.
    pub(crate) fn hold(&mut self, permit: Permit) {
        self.permit = Some(permit);
    }

    /// The next bytes; `None` at the end.
    pub(crate) async fn next(&mut self, longest: Duration) -> Result<Option<Bytes>, Failure> {
        match timeout(longest, self.response.chunk()).await {
            Ok(chunk) => chunk.map_err(|error| failure(error, true)),
            Err(_) => Err(Failure::Timeout),
        }
    }
}

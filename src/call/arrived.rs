//! A response that has arrived, and is not decoded yet.

use crate::Error;
use crate::client::trace::CallSpan;
use crate::download::Download;
use crate::envelope::Success;
use crate::json::{Decode, DecodeError, Node, Value};

/// A response that has arrived, with the span of its call.
pub(crate) struct Arrived {
    success: Success,
    span: CallSpan,
}

impl Arrived {
    pub(super) fn new((success, span): (Success, CallSpan)) -> Self {
        Self { success, span }
    }

    /// The fields of the response, inside its wrapper.
    pub(crate) fn payload(&self) -> Node<'_> {
        self.success.payload()
    }

    /// The error of a part of it that can't be decoded.
    pub(crate) fn undecodable(self, error: DecodeError) -> Error {
        let endpoint = self.success.endpoint();
        let error = self.success.undecodable(error).at_endpoint(endpoint);
        self.span.fail(&error);
        error
    }

    /// The typed response of an endpoint whose responses are JSON.
    pub(crate) fn decode<T: Decode>(self) -> Result<T, Error> {
        self.response(|_| None)
    }

    /// The typed response; `download` makes it of bytes, where that is what it is.
    pub(crate) fn response<T: Decode>(
        self,
        download: fn(Download) -> Option<T>,
    ) -> Result<T, Error> {
        let endpoint = self.success.endpoint();
        let result = self.success.response(download);
        let result = result.map_err(|error| error.at_endpoint(endpoint));
        result.inspect_err(|error| self.span.fail(error))
    }

    /// The response as JSON.
    pub(crate) fn json(self) -> Result<Value, Error> {
        let endpoint = self.success.endpoint();
        let result = self.success.json().map_err(|error| error.at_endpoint(endpoint));
        result.inspect_err(|error| self.span.fail(error))
    }
}

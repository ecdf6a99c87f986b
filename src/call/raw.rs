//! A call whose request and response are JSON.

use std::fmt;

use serde_json::Value;

use super::{Arrived, Call};
use crate::Error;
use crate::client::context::CallContext;
use crate::client::run::run;
use crate::operation::{Endpoint, Message};
use crate::token::Kind;

/// A request of any endpoint, as JSON: [`Client::raw`](crate::Client::raw).
pub struct Raw {
    endpoint: &'static Endpoint,
    message: Result<Message, Error>,
}

impl Call<Raw> {
    /// A call by a client whose tokens are of this kind.
    pub(crate) fn raw(
        context: CallContext,
        kind: Kind,
        endpoint: &'static Endpoint,
        fields: Value,
    ) -> Self {
        let message = check_kind(endpoint, kind).and_then(|()| Message::raw(endpoint, fields));
        Self::of(context, Raw { endpoint, message })
    }

    /// Sends the call and waits for the response, with retries if needed. The response is complete, with
    /// its errcode and errmsg.
    ///
    /// # Errors
    ///
    /// Those of a typed call, except decoding. When the endpoint takes another kind of token
    /// than the client has, or the fields are not an object or have no place in a message, nothing is
    /// sent.
    pub async fn send(self) -> Result<Value, Error> {
        let endpoint = self.request.endpoint;
        let message = self.request.message.map_err(|error| error.at_endpoint(endpoint))?;
        run(self.context, message, self.headers, self.options).await.map(Arrived::new)?.json()
    }
}

/// What the compiler checks of a typed call.
fn check_kind(endpoint: &Endpoint, kind: Kind) -> Result<(), Error> {
    if endpoint.tokens.is_empty() || endpoint.tokens.contains(&kind) {
        return Ok(());
    }
    let tokens: Vec<_> = endpoint.tokens.iter().map(|kind| kind.vendor_name()).collect();
    let clients: Vec<_> =
        endpoint.tokens.iter().map(|kind| format!("`Client<{kind:?}>`")).collect();
    Err(Error::config(format!(
        "it takes a token of the kind {}, and this client has one of the kind {}. Make the call on a {}",
        tokens.join(" or "),
        kind.vendor_name(),
        clients.join(" or a ")
    )))
}

/// The request is not shown: it is the caller's private data.
impl fmt::Debug for Call<Raw> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.describe(self.request.endpoint, f)
    }
}

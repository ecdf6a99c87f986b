//! One endpoint, from the caller's request to the parts of an HTTP message, and from the bytes of
//! a response to its type: pure, without a connection.
//!
//! ```
//! use wechat_cloudbase::api::create_env;
//! use wechat_cloudbase::operation::{decode_response, request_parts};
//! use wechat_cloudbase::Secret;
//!
//! # fn main() -> Result<(), wechat_cloudbase::Error> {
//! let request = create_env::Request::new("shop");
//! let token = Secret::new("TOKEN");
//! let parts = request_parts(&request, "https://api.weixin.qq.com", Some(&token))?;
//! assert!(parts.url.expose().ends_with("/tcb/createenvandresource?access_token=TOKEN"));
//!
//! let body = br#"{"errcode": 0, "errmsg": "ok", "envid": "shop-1a2b3c"}"#;
//! let response = decode_response::<create_env::Request>(200, body)?;
//! assert_eq!(response.envid.as_str(), "shop-1a2b3c");
//! # Ok(())
//! # }
//! ```

mod base;
mod message;
mod raw;

pub use crate::endpoint::{
    Absence, Endpoint, Fixed, Location, Method, PageStyle, Paging, Status, WaitRule,
};
pub use message::{Parts, Query};

pub(crate) use base::{BaseUrl, PlainHosts};
pub(crate) use message::Message;

use crate::json::{Decode, Encode, Writer, to_query_text};
use crate::token::TokenKind;
use crate::transport::Timing;
use crate::{Error, Secret, envelope};

/// A request of one endpoint: what it encodes to, where it goes, what comes back.
///
/// As an [`Encode`] it is one flat object of all its fields, wherever they travel.
///
/// The compiler writes one implementation per file in `spec/`; nobody writes them by hand.
pub trait Operation: Encode + Send + Sync + 'static {
    /// The endpoint's response.
    type Response: Decode + Send + 'static;

    /// The endpoint's constants.
    const ENDPOINT: &'static Endpoint;

    /// Adds the fields that travel in the query string.
    fn query(&self, query: &mut Query) {
        let _ = query;
    }

    /// Writes the body of a `POST`.
    fn body(&self, json: &mut Writer) {
        self.encode(json);
    }

    /// Whether this request can safely be sent twice, whatever its endpoint is: it has the
    /// [field](Endpoint::idempotent_by) by which WeChat recognises it.
    fn is_idempotent(&self) -> bool {
        false
    }
}

/// Whether a field of a request is there and says something.
pub fn is_given(value: &dyn Encode) -> bool {
    !value.is_absent() && !to_query_text(value).0.trim().is_empty()
}

/// An operation that takes tokens of kind `K`.
pub trait Accepts<K: TokenKind>: Operation {}

/// The HTTP message of a request, without sending it.
///
/// `base` is a base URL as [`ClientBuilder::base_urls`](crate::ClientBuilder::base_urls) takes it.
/// The token goes where the endpoint wants it; an endpoint that takes none gets none.
///
/// # Errors
///
/// When `base` is not an allowed base URL.
pub fn request_parts<O: Operation>(
    request: &O,
    base: &str,
    token: Option<&Secret>,
) -> Result<Parts, Error> {
    let base = BaseUrl::parse(base, &PlainHosts::default())?;
    Ok(Message::new(request).into_parts(&base, token))
}

/// Decodes a status and body into the response, or the error that they stand for.
///
/// # Errors
///
/// Those of [`Call::send`](crate::Call::send) that come after a response has arrived.
pub fn decode_response<O: Operation>(
    status: u16,
    body: impl Into<Vec<u8>>,
) -> Result<O::Response, Error> {
    envelope::open(O::ENDPOINT, status, body.into())
        .and_then(envelope::Success::decode)
        .map_err(|error| error.at_endpoint(O::ENDPOINT).at_time(Timing::silent()))
}

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
mod body;
mod form;
mod head;
mod message;
mod multipart;
mod raw;

pub use crate::download::Download;
pub use crate::endpoint::{
    Absence, Endpoint, Fixed, FormField, Location, Method, PageStyle, Paging, RequestBody,
    ResponseBody, Status, WaitRule,
};
pub use crate::upload::Upload;
pub use form::Form;
pub use head::Head;
pub use message::{Parts, Query};

pub(crate) use base::{BaseUrl, PlainHosts};
pub(crate) use body::Body;
pub(crate) use form::Piece;
pub(crate) use message::Message;

use crate::json::{Decode, Encode, Writer, to_query_text};
use crate::token::TokenKind;
use crate::transport::{Reply, Timing};
use crate::{Error, Secret, envelope};

/// A request of one endpoint: what it encodes to, where it goes, what comes back.
///
/// As an [`Encode`] it is one flat object of all its fields, wherever they travel.
///
/// The compiler writes one implementation per file in `spec/`; they are not written by hand.
pub trait Operation: Encode + Send + Sync + 'static {
    /// The endpoint's response.
    type Response: Decode + Send + 'static;

    /// The endpoint's constants.
    const ENDPOINT: &'static Endpoint;

    /// Adds the fields that travel in the query string.
    fn query(&self, query: &mut Query) {
        let _ = query;
    }

    /// Adds the fields that travel in the path and as headers.
    fn head(&self, head: &mut Head) {
        let _ = head;
    }

    /// Writes the body of a request, where it is [JSON](RequestBody::Json).
    fn body(&self, json: &mut Writer) {
        self.encode(json);
    }

    /// Adds the fields of the body, where it is a form, or the bytes that it is.
    fn form(&self, form: &mut Form) {
        let _ = form;
    }

    /// The response that is these bytes; `None` where a response is [JSON](ResponseBody::Json).
    fn download(content: Download) -> Option<Self::Response> {
        let _ = content;
        None
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

/// An operation whose response is bytes: [`Call::stream`](crate::Call::stream) gives them as they come.
pub trait Downloads: Operation {}

/// An operation that takes tokens of kind `K`.
pub trait Accepts<K: TokenKind>: Operation {}

/// The HTTP message of a request, without sending it.
///
/// `base` is a base URL as [`ClientBuilder::base_urls`](crate::ClientBuilder::base_urls) takes it.
/// The token goes where the endpoint wants it; an endpoint that takes none gets none.
///
/// # Errors
///
/// When `base` is not an allowed base URL, when a field has no place in the path or in a header, and when
/// the request uploads a file or a stream, which is read only while it is sent.
pub fn request_parts<O: Operation>(
    request: &O,
    base: &str,
    token: Option<&Secret>,
) -> Result<Parts, Error> {
    let base = BaseUrl::parse(base, &PlainHosts::default())?;
    Message::new(request)?.into_parts(&base, token)
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
    let reply = Reply::new(status, body.into());
    envelope::open(O::ENDPOINT, reply)
        .and_then(|success| success.response(O::download))
        .map_err(|error| error.at_endpoint(O::ENDPOINT).at_time(Timing::silent()))
}

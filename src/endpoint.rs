//! The constants of an endpoint: everything but the types of its fields.

mod data;
mod paging;
mod setters;
mod wait_rule;
mod words;

pub use paging::{PageStyle, Paging};
pub use wait_rule::{Absence, WaitRule};
pub use words::{Fixed, FormField, Location, Method, RequestBody, ResponseBody, Status};

use crate::errcode::{Errcode, Record};
use crate::token::kind::Kind;

/// The usual name of the errcode in a response.
pub(crate) const ERRCODE: &str = "errcode";

/// The usual name of the text beside it.
pub(crate) const ERRMSG: &str = "errmsg";

/// The constants of an endpoint: everything but the types of its fields, for logs, tests, tools and
/// [calls with JSON](crate::Client::raw). Serialized as an object of its fields.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Endpoint {
    /// Name of the file in `spec/` and of the client's method: `create_tcb_env`.
    pub id: &'static str,
    /// The vendor's interface name, as the vendor spells it: `createTcbEnv`.
    pub name: &'static str,
    /// HTTP method.
    pub method: Method,
    /// Path on the host: `/componenttcb/createenv`.
    pub path: &'static str,
    /// Former paths, which are still served.
    pub old_paths: &'static [&'static str],
    /// Base URLs of the hosts that serve it, in order of preference; empty for the client's. A client with
    /// [`base_urls`](crate::ClientBuilder::base_urls) of its own calls those all the same.
    pub hosts: &'static [&'static str],
    /// Folder in `spec/`: `cloudbase-batch/env-mgnt`.
    pub section: &'static str,
    /// What the endpoint does, in one line.
    pub summary: &'static str,
    /// The kinds of token that it takes, any one of them; empty for an endpoint without a token.
    pub tokens: &'static [Kind],
    /// Name of the query field that carries the token.
    pub token_field: &'static str,
    /// What the body of a request is made of.
    pub request_body: RequestBody,
    /// What a successful response is made of.
    pub response_body: ResponseBody,
    /// The fields of a form, in their order; others come before them.
    pub form_fields: &'static [FormField],
    /// The one field of a request's body that holds all others.
    pub request_wrapper: Option<&'static str>,
    /// Where fields of a request travel, except those that are simply in the body.
    pub locations: &'static [(&'static str, Location)],
    /// Fields of a request with a single value, which the client sends by itself.
    pub fixed_fields: &'static [(&'static str, Fixed)],
    /// Names of a request's fields, at whatever depth, whose values must not be printed.
    pub secret_fields: &'static [&'static str],
    /// Names of the fields that a response may have besides errcode and errmsg, and of its wrapper.
    pub response_fields: &'static [&'static str],
    /// The one field of a response that holds all others.
    pub response_wrapper: Option<&'static str>,
    /// Whether a success has the errcode 0, so that a response without it is a failure; where it has none,
    /// a success has at least one of the [`response_fields`](Self::response_fields).
    pub errcode_on_success: bool,
    /// Whether a success is a list, and nothing else.
    pub list_response: bool,
    /// Where a response has its errcode, with dots when it is inside an object: `base_resp.ret`. A usual
    /// `errcode` says that a call failed all the same, as that of a rejected token does.
    pub errcode_field: &'static str,
    /// Where a response has the text beside its errcode.
    pub errmsg_field: &'static str,
    /// Whether a call may safely be retried when its outcome is unknown.
    pub idempotent: bool,
    /// The field of a request, such as an id of the caller's, with which a call is idempotent though the
    /// endpoint is not.
    pub idempotent_by: Option<&'static str>,
    /// The state of the endpoint in the vendor's documentation.
    pub status: Status,
    /// Ids of the permission sets, any one of which is enough; empty when the page names none.
    pub permission_sets: &'static [u32],
    /// Name of the cloud call, from inside a cloud function, without the SDK's `openapi.` prefix.
    pub cloud_call: Option<&'static str>,
    /// The codes that the page documents, in order of number. Others are possible.
    pub errcodes: &'static [Errcode],
    /// The errcodes of the endpoint's own spec, where it is another crate's; empty for the
    /// endpoints of this crate, whose codes are those of [`Errcode`].
    pub records: &'static [Record],
    /// How its list comes in pages, where it does.
    pub paging: Option<&'static Paging>,
    /// The states that its calls can wait for.
    pub waits: &'static [WaitRule],
}

impl Endpoint {
    /// An endpoint with defaults. The compiler's output adds the rest; for one that no
    /// spec has, so do callers of [`Client::raw`](crate::Client::raw):
    ///
    /// ```
    /// use wechat_cloudbase::operation::{Endpoint, Method};
    /// use wechat_cloudbase::token::Kind;
    ///
    /// static GET_COUNT: Endpoint =
    ///     Endpoint::new("get_count", "getCount", Method::Post, "/tcb/getcount")
    ///         .tokens(&[Kind::Authorizer])
    ///         .idempotent(true);
    /// assert_eq!(GET_COUNT.tokens, [Kind::Authorizer]);
    /// ```
    pub const fn new(
        id: &'static str,
        name: &'static str,
        method: Method,
        path: &'static str,
    ) -> Self {
        Self {
            id,
            name,
            method,
            path,
            old_paths: &[],
            hosts: &[],
            section: "",
            summary: "",
            tokens: &[],
            token_field: "access_token",
            request_body: RequestBody::Json,
            response_body: ResponseBody::Json,
            form_fields: &[],
            request_wrapper: None,
            locations: &[],
            fixed_fields: &[],
            secret_fields: &[],
            response_fields: &[],
            response_wrapper: None,
            errcode_on_success: true,
            list_response: false,
            errcode_field: ERRCODE,
            errmsg_field: ERRMSG,
            idempotent: false,
            idempotent_by: None,
            status: Status::Current,
            permission_sets: &[],
            cloud_call: None,
            errcodes: &[],
            records: &[],
            paging: None,
            waits: &[],
        }
    }

    /// Where a field of a request travels, by its name on the wire.
    pub fn location(&self, field: &str) -> Location {
        let special = self.locations.iter().find(|(name, _)| *name == field);
        match special {
            Some((_, location)) => *location,
            None if self.method.has_body() => Location::Body,
            None => Location::Query,
        }
    }

    /// The record of a code in this endpoint's responses: that of its own spec, or else
    /// of this crate's; `None` for a code that neither lists.
    pub fn record(&self, errcode: Errcode) -> Option<&'static Record> {
        let own = self.records.iter().find(|record| record.code == errcode.code());
        own.or(errcode.record())
    }
}

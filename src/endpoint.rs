//! The constants of an endpoint: everything but the types of its fields.

mod data;
mod paging;
mod wait_rule;
mod words;

pub use paging::{PageStyle, Paging};
pub use wait_rule::{Absence, WaitRule};
pub use words::{Fixed, Location, Method, Status};

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
    /// Folder in `spec/`: `cloudbase-batch/env-mgnt`.
    pub section: &'static str,
    /// What the endpoint does, in one line.
    pub summary: &'static str,
    /// The kinds of token that it takes, any one of them; empty for an endpoint without a token.
    pub tokens: &'static [Kind],
    /// Name of the query field that carries the token.
    pub token_field: &'static str,
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
            section: "",
            summary: "",
            tokens: &[],
            token_field: "access_token",
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

    /// Sets [`old_paths`](Self::old_paths).
    pub const fn old_paths(mut self, paths: &'static [&'static str]) -> Self {
        self.old_paths = paths;
        self
    }

    /// Sets [`section`](Self::section).
    pub const fn section(mut self, section: &'static str) -> Self {
        self.section = section;
        self
    }

    /// Sets [`summary`](Self::summary).
    pub const fn summary(mut self, summary: &'static str) -> Self {
        self.summary = summary;
        self
    }

    /// Sets [`tokens`](Self::tokens).
    pub const fn tokens(mut self, tokens: &'static [Kind]) -> Self {
        self.tokens = tokens;
        self
    }

    /// Sets [`token_field`](Self::token_field).
    pub const fn token_field(mut self, name: &'static str) -> Self {
        self.token_field = name;
        self
    }

    /// Sets [`request_wrapper`](Self::request_wrapper).
    pub const fn request_wrapper(mut self, name: &'static str) -> Self {
        self.request_wrapper = Some(name);
        self
    }

    /// Sets [`locations`](Self::locations).
    pub const fn locations(mut self, locations: &'static [(&'static str, Location)]) -> Self {
        self.locations = locations;
        self
    }

    /// Sets [`fixed_fields`](Self::fixed_fields).
    pub const fn fixed_fields(mut self, fields: &'static [(&'static str, Fixed)]) -> Self {
        self.fixed_fields = fields;
        self
    }

    /// Sets [`secret_fields`](Self::secret_fields).
    pub const fn secret_fields(mut self, names: &'static [&'static str]) -> Self {
        self.secret_fields = names;
        self
    }

    /// Sets [`response_fields`](Self::response_fields).
    pub const fn response_fields(mut self, names: &'static [&'static str]) -> Self {
        self.response_fields = names;
        self
    }

    /// Sets [`response_wrapper`](Self::response_wrapper).
    pub const fn response_wrapper(mut self, name: &'static str) -> Self {
        self.response_wrapper = Some(name);
        self
    }

    /// Sets [`errcode_on_success`](Self::errcode_on_success).
    pub const fn errcode_on_success(mut self, is_there: bool) -> Self {
        self.errcode_on_success = is_there;
        self
    }

    /// Sets [`list_response`](Self::list_response), and [`errcode_on_success`](Self::errcode_on_success) to
    /// the opposite: a list has no place for an errcode.
    pub const fn list_response(mut self, is_list: bool) -> Self {
        self.list_response = is_list;
        self.errcode_on_success = !is_list;
        self
    }

    /// Sets [`errcode_field`](Self::errcode_field).
    pub const fn errcode_field(mut self, path: &'static str) -> Self {
        self.errcode_field = path;
        self
    }

    /// Sets [`errmsg_field`](Self::errmsg_field).
    pub const fn errmsg_field(mut self, path: &'static str) -> Self {
        self.errmsg_field = path;
        self
    }

    /// Sets [`idempotent`](Self::idempotent).
    pub const fn idempotent(mut self, idempotent: bool) -> Self {
        self.idempotent = idempotent;
        self
    }

    /// Sets [`idempotent_by`](Self::idempotent_by).
    pub const fn idempotent_by(mut self, field: &'static str) -> Self {
        self.idempotent_by = Some(field);
        self
    }

    /// Sets [`status`](Self::status).
    pub const fn status(mut self, status: Status) -> Self {
        self.status = status;
        self
    }

    /// Sets [`permission_sets`](Self::permission_sets).
    pub const fn permission_sets(mut self, ids: &'static [u32]) -> Self {
        self.permission_sets = ids;
        self
    }

    /// Sets [`cloud_call`](Self::cloud_call).
    pub const fn cloud_call(mut self, name: &'static str) -> Self {
        self.cloud_call = Some(name);
        self
    }

    /// Sets [`errcodes`](Self::errcodes).
    pub const fn errcodes(mut self, errcodes: &'static [Errcode]) -> Self {
        self.errcodes = errcodes;
        self
    }

    /// Sets [`records`](Self::records).
    pub const fn records(mut self, records: &'static [Record]) -> Self {
        self.records = records;
        self
    }

    /// Sets [`paging`](Self::paging).
    pub const fn paging(mut self, paging: &'static Paging) -> Self {
        self.paging = Some(paging);
        self
    }

    /// Sets [`waits`](Self::waits).
    pub const fn waits(mut self, waits: &'static [WaitRule]) -> Self {
        self.waits = waits;
        self
    }

    /// Where a field of a request travels, by its name on the wire.
    pub fn location(&self, field: &str) -> Location {
        let special = self.locations.iter().find(|(name, _)| *name == field);
        match (special, self.method) {
            (Some((_, location)), _) => *location,
            (None, Method::Post) => Location::Body,
            (None, Method::Get) => Location::Query,
        }
    }

    /// The record of a code in this endpoint's responses: that of its own spec, or else
    /// of this crate's; `None` for a code that neither lists.
    pub fn record(&self, errcode: Errcode) -> Option<&'static Record> {
        let own = self.records.iter().find(|record| record.code == errcode.code());
        own.or(errcode.record())
    }
}

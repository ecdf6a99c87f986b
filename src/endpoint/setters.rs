//! An endpoint's constants, set one after the other.

use super::{
    Endpoint, Fixed, FormField, Location, Paging, RequestBody, ResponseBody, Status, WaitRule,
};
use crate::errcode::{Errcode, Record};
use crate::token::kind::Kind;

impl Endpoint {
    /// Sets [`old_paths`](Self::old_paths).
    pub const fn old_paths(mut self, paths: &'static [&'static str]) -> Self {
        self.old_paths = paths;
        self
    }

    /// Sets [`hosts`](Self::hosts).
    pub const fn hosts(mut self, hosts: &'static [&'static str]) -> Self {
        self.hosts = hosts;
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

    /// Sets [`request_body`](Self::request_body).
    pub const fn request_body(mut self, kind: RequestBody) -> Self {
        self.request_body = kind;
        self
    }

    /// Sets [`response_body`](Self::response_body). A response of bytes has no place for an errcode, so that
    /// [`errcode_on_success`](Self::errcode_on_success) becomes false with it.
    pub const fn response_body(mut self, kind: ResponseBody) -> Self {
        self.response_body = kind;
        self.errcode_on_success = matches!(kind, ResponseBody::Json);
        self
    }

    /// Sets [`form_fields`](Self::form_fields).
    pub const fn form_fields(mut self, fields: &'static [FormField]) -> Self {
        self.form_fields = fields;
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

    /// Sets [`response_wrapper`](Self::response_wrapper).
    pub const fn response_wrapper(mut self, name: &'static str) -> Self {
        self.response_wrapper = Some(name);
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
}

//! What is known of endpoints as data.

use serde_json::Value;

use super::{Endpoint, Fixed, FormField, Location, Method, RequestBody, ResponseBody, Status};
use crate::json::{Encode, Writer, words};

// As HTTP has it.
words!(Method { Get = "GET", Post = "POST", Put = "PUT", Delete = "DELETE" });

words!(Location {
    Body = "body",
    Query = "query",
    Both = "both",
    WholeBody = "whole_body",
    Path = "path",
    Header = "header",
});

words!(RequestBody { Json = "json", Form = "form", Multipart = "multipart", Bytes = "bytes" });

words!(ResponseBody { Json = "json", Bytes = "bytes" });

/// Its name.
impl Encode for FormField {
    fn encode(&self, json: &mut Writer) {
        self.name().encode(json);
    }
}

crate::__serde!(written FormField);

words!(Status {
    Current = "current",
    Legacy = "legacy",
    Deprecated = "deprecated",
    Moved = "moved",
    PossiblyRetired = "possibly_retired",
});

/// The value itself.
impl Encode for Fixed {
    fn encode(&self, json: &mut Writer) {
        Value::from(*self).encode(json);
    }
}

crate::__serde!(written Fixed);

impl Encode for Endpoint {
    fn encode(&self, json: &mut Writer) {
        json.begin_object();
        json.field("id", self.id);
        json.field("name", self.name);
        json.field("method", &self.method);
        json.field("path", self.path);
        json.field("old_paths", self.old_paths);
        json.field("hosts", self.hosts);
        json.field("section", self.section);
        json.field("summary", self.summary);
        json.field("tokens", self.tokens);
        json.field("token_field", self.token_field);
        json.field("request_body", &self.request_body);
        json.field("response_body", &self.response_body);
        json.field("form_fields", self.form_fields);
        json.field("request_wrapper", &self.request_wrapper);
        json.field("locations", &ByName(self.locations));
        json.field("fixed_fields", &ByName(self.fixed_fields));
        json.field("secret_fields", self.secret_fields);
        json.field("response_fields", self.response_fields);
        json.field("errcode_on_success", &self.errcode_on_success);
        json.field("list_response", &self.list_response);
        json.field("errcode_field", self.errcode_field);
        json.field("errmsg_field", self.errmsg_field);
        json.field("idempotent", &self.idempotent);
        json.field("idempotent_by", &self.idempotent_by);
        json.field("status", &self.status);
        json.field("permission_sets", self.permission_sets);
        json.field("cloud_call", &self.cloud_call);
        json.field("errcodes", self.errcodes);
        json.field("records", self.records);
        json.end_object();
    }
}

crate::__serde!(written Endpoint);

/// An object with one field for each name.
struct ByName<T: 'static>(&'static [(&'static str, T)]);

impl<T: Encode> Encode for ByName<T> {
    fn encode(&self, json: &mut Writer) {
        json.begin_object();
        for (name, value) in self.0 {
            json.field(name, value);
        }
        json.end_object();
    }
}

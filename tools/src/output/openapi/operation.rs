//! An endpoint at one of its addresses, as an operation.

use std::collections::{BTreeMap, BTreeSet};

use wechat_cloudbase_codegen::model::{
    Api, Correction, ERRCODE, ERRMSG, Endpoint, Field, FieldPlace, Method, RequestBody, Source,
    Status,
};
use wechat_cloudbase_codegen::notation::words as notation;

use super::failure::{self, Failures};
use super::schema::{Schema, Schemas, component};
use super::{security, several, words};
use crate::json::{Json, Object, list};

pub(super) fn operation<'a>(
    endpoint: &'a Endpoint,
    path: &'a str,
    schemas: &'a Schemas,
    failures: &Failures,
    ids: &Ids<'a>,
) -> Object<'a> {
    let schema = Schema::new(schemas, Some(endpoint));
    let is_old = path != endpoint.path;
    let is_deprecated = is_old || endpoint.status == Status::Deprecated;
    Object::new()
        .with("operationId", ids.of(endpoint, path))
        .with("summary", &endpoint.summary)
        .with("description", words::operation(endpoint, is_old))
        .with("tags", list([&endpoint.section]))
        .with_some("deprecated", is_deprecated.then_some(true))
        .with_some("externalDocs", page(endpoint))
        .with_any("servers", servers(endpoint))
        .with("security", security::requirements(endpoint))
        .with_any("parameters", parameters(endpoint, &schema))
        .with_some("requestBody", body(endpoint, &schema))
        .with("responses", Object::new().with("200", response(endpoint, &schema, failures)))
        .extend(extensions(endpoint))
}

pub(super) fn method(endpoint: &Endpoint) -> &'static str {
    match endpoint.method {
        Method::Get => "get",
        Method::Post => "post",
        Method::Put => "put",
        Method::Delete => "delete",
    }
}

/// The ids of all operations, each its own.
pub(super) struct Ids<'a>(BTreeMap<(&'a str, &'a str), String>);

impl<'a> Ids<'a> {
    pub(super) fn new(api: &'a Api) -> Self {
        let names = api.endpoints.iter().map(|endpoint| endpoint.name.as_str());
        let mut taken: BTreeSet<_> = names.map(str::to_owned).collect();
        let mut ids = BTreeMap::new();
        for endpoint in &api.endpoints {
            for path in &endpoint.old_paths {
                // `/a/b` and `/a_b` read alike, and another endpoint may have such a name.
                let mut id = format!("{}_at{}", endpoint.name, path.replace('/', "_"));
                while !taken.insert(id.clone()) {
                    id.push('_');
                }
                ids.insert((endpoint.id.as_str(), path.as_str()), id);
            }
        }
        Self(ids)
    }

    /// The vendor's name, by which its pages know the endpoint; at an old path the path says which.
    fn of(&self, endpoint: &'a Endpoint, path: &'a str) -> String {
        self.0.get(&(endpoint.id.as_str(), path)).unwrap_or(&endpoint.name).clone()
    }
}

/// OpenAPI has room for one page: the first of the vendor's own, where there is one.
fn page(endpoint: &Endpoint) -> Option<Object<'_>> {
    let is_own = |source: &&Source| source.page.contains(".weixin.qq.com/");
    let Source { page, read } =
        endpoint.sources.iter().find(is_own).or(endpoint.sources.first())?;
    Some(Object::new().with("url", page).with("description", format!("Read on {read}")))
}

/// Hosts of the endpoint's own.
fn servers(endpoint: &Endpoint) -> Vec<Json<'_>> {
    list(endpoint.hosts.iter().map(|host| Object::new().with("url", host)))
}

/// What travels outside of the body. The token is not a parameter but a key.
fn parameters<'a>(endpoint: &'a Endpoint, schema: &Schema<'a>) -> Vec<Json<'a>> {
    let parameter = |field: &'a Field| {
        let place = match field.place {
            FieldPlace::Path => "path",
            FieldPlace::Header => "header",
            _ => "query",
        };
        Object::new()
            .with("name", &field.wire)
            .with("in", place)
            .with("required", !field.optional)
            .with("description", words::field(field))
            .with("schema", schema.parameter(field))
            .with_some("example", endpoint.sample.request.get(&field.wire))
    };
    list(endpoint.request.iter().filter(|field| field.place.is_single()).map(parameter))
}

fn body<'a>(endpoint: &'a Endpoint, schema: &Schema<'a>) -> Option<Object<'a>> {
    if !endpoint.method.has_body() {
        return None;
    }
    let whole = endpoint.whole_request();
    let (schema, sample) = match whole {
        Some(field) => {
            (schema.parameter(field), endpoint.sample.request.get(&field.wire).map(Json::from))
        }
        None => (component(endpoint, "Request"), Some(sample_body(endpoint))),
    };
    let sample = sample.map(|value| Object::new().with("sample", example(value)));
    let content = Object::new().with("schema", schema).with_some("examples", sample);
    let body = Object::new().with_some("description", whole.map(words::field));
    let kind = match endpoint.request_body {
        RequestBody::Json => JSON,
        RequestBody::Form => "application/x-www-form-urlencoded",
        RequestBody::Multipart => "multipart/form-data",
        RequestBody::Bytes => "application/octet-stream",
    };
    Some(body.with("required", true).with("content", Object::new().with(kind, content)))
}

/// The sample without what travels elsewhere, inside its wrapper.
fn sample_body(endpoint: &Endpoint) -> Json<'_> {
    let fields = endpoint.request.iter().filter(|field| field.place.in_body());
    let wires = fields.flat_map(Field::wires);
    let given = |wire: &str| Some((wire.to_owned(), endpoint.sample.request.get(wire)?));
    wrapped(endpoint.request_wrapper.as_deref(), wires.filter_map(given).collect()).into()
}

fn response<'a>(endpoint: &'a Endpoint, schema: &Schema<'a>, failures: &Failures) -> Object<'a> {
    let failed = endpoint.errcodes.iter();
    let failed =
        failed.map(|errcode| (failure::example_name(errcode), failure::example(endpoint, errcode)));
    let success = match endpoint.sample.response.is_null() {
        true => Object::new(),
        false => Object::new().with("success", example(sample_answer(endpoint))),
    };
    let examples = success.extend(failed.collect());
    let examples = Some(examples).filter(|examples| !examples.is_empty());
    let json = Object::new()
        .with("schema", component(endpoint, "Response"))
        .with_some("examples", examples);
    let content = match &endpoint.sample.content {
        Some(content) => {
            let bytes = Object::new().with("schema", schema.bytes());
            Object::new().with(content.content_type.as_str(), bytes)
        }
        None => Object::new(),
    };
    let content = content.with(JSON, json);
    Object::new().with("description", failures.table(endpoint)).with("content", content)
}

fn sample_answer(endpoint: &Endpoint) -> Json<'_> {
    if endpoint.whole_response().is_some() {
        return (&endpoint.sample.response).into();
    }
    let sample = |name: &&str| endpoint.sample.response.get(name);
    let envelope = endpoint.envelope().into_iter();
    let envelope = envelope.filter_map(|name| Some((name, sample(&name)?)));
    let given = |wire: &str| Some((wire.to_owned(), endpoint.sample.response.get(wire)?));
    let payload = endpoint.response.iter().flat_map(Field::wires).filter_map(given).collect();
    let payload = wrapped(endpoint.response_wrapper.as_deref(), payload);
    envelope.collect::<Object<'_>>().extend(payload).into()
}

fn wrapped<'a>(wrapper: Option<&'a str>, fields: Object<'a>) -> Object<'a> {
    match wrapper {
        Some(name) => Object::new().with(name, fields),
        None => fields,
    }
}

fn example<'a>(value: impl Into<Json<'a>>) -> Object<'a> {
    Object::new().with("value", value)
}

const JSON: &str = "application/json";

/// What OpenAPI has no word for.
fn extensions(endpoint: &Endpoint) -> Object<'_> {
    let sets = endpoint.permission_sets.iter().map(|set| i64::from(set.id));
    Object::new()
        .with("x-wechat-idempotent", endpoint.idempotent)
        .with_some("x-wechat-idempotent-by", endpoint.idempotent_by.as_ref())
        .with_some("x-wechat-errcode-field", unusual(&endpoint.errcode_field, ERRCODE))
        .with_some("x-wechat-errmsg-field", unusual(&endpoint.errmsg_field, ERRMSG))
        .with("x-wechat-status", notation::word(endpoint.status))
        .with("x-wechat-errcodes", failure::codes(endpoint))
        .with_any("x-wechat-permission-sets", list(sets))
        .extend(endpoint.plain.iter().map(|(key, said)| (extension(key), said)).collect())
        .extend(several::extensions(endpoint))
        .with_any("x-wechat-old-paths", list(&endpoint.old_paths))
        .with_any("x-wechat-sources", list(endpoint.sources.iter().map(source)))
        .with_any("x-wechat-corrections", list(endpoint.corrections.iter().map(correction)))
}

fn unusual<'a>(name: &'a str, usual: &str) -> Option<&'a str> {
    Some(name).filter(|name| *name != usual)
}

fn extension(key: &str) -> String {
    format!("x-wechat-{}", key.replace('_', "-"))
}

fn source(Source { page, read }: &Source) -> Object<'_> {
    Object::new().with("page", page).with("read", read)
}

fn correction(correction: &Correction) -> Object<'_> {
    let Correction { field, says, is, why, page, seen } = correction;
    Object::new()
        .with("field", field)
        .with("says", says)
        .with("is", is)
        .with("why", why)
        .with_some("page", page.as_ref())
        .with_any("seen", list(seen.iter().map(String::as_str)))
}

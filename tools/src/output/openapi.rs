//! `openapi`: the spec as an OpenAPI document, for the tools of other languages.
//!
//! One operation per method and path, an old path being a deprecated operation of its own. Endpoints that
//! share both have a fragment after their path, such as `/wxa/ads#action=query`. What OpenAPI has no word for is in extensions, `x-wechat-...`.

mod address;
mod components;
mod failure;
mod members;
mod names;
mod operation;
mod pattern;
mod schema;
mod security;
mod several;
mod version;
mod words;

use std::collections::BTreeSet;

use wechat_cloudbase_codegen::Spec;
use wechat_cloudbase_codegen::model::{Api, Area, PermissionSet};

use crate::json::{Document, Json, Object, list};
use failure::Failures;
use operation::Ids;
use schema::Schemas;

pub use version::OpenApi;

/// The spec as an OpenAPI document, in JSON. The output is deterministic.
pub fn generate(spec: &Spec, version: OpenApi) -> String {
    let api = &*spec.api;
    let schemas = Schemas::new(api, version);
    Document::text(|document| {
        document.add("openapi", version.number());
        document.add("info", info(api));
        document.add("servers", servers());
        document.add("tags", tags(api));
        document.add_object("paths", |document| paths(document, api, &schemas));
        document.add_object("components", |document| {
            components::components(document, api, &schemas);
        });
        document.add("x-wechat-errcodes", failure::records(api));
        document.add("x-wechat-errcode-areas", list(api.areas.iter().map(area)));
        let sets = api.permission_sets.iter().map(|set| permission_set(set));
        document.add("x-wechat-permission-sets", list(sets));
    })
}

/// The version is the newest day on which a page was read: that is the state which the document
/// describes.
fn info(api: &Api) -> Object<'_> {
    let sources = api.endpoints.iter().flat_map(|endpoint| &endpoint.sources);
    let newest = sources.map(|source| source.read.as_str()).max().unwrap_or("0");
    Object::new()
        .with("title", "WeChat API")
        .with("version", newest)
        .with("description", words::API)
}

/// Every site serves every endpoint; the client's own list of them is `client::hosts`.
const SERVERS: &[(&str, &str)] = &[
    ("https://api.weixin.qq.com", "The general name, which leads to the nearest site"),
    ("https://api2.weixin.qq.com", "Another site, for when the general name fails"),
    ("https://sh.api.weixin.qq.com", "Shanghai"),
    ("https://sz.api.weixin.qq.com", "Shenzhen"),
    ("https://hk.api.weixin.qq.com", "Hong Kong"),
];

fn servers() -> Vec<Json<'static>> {
    let server = |(url, doc): &(&'static str, &'static str)| {
        Object::new().with("url", *url).with("description", *doc)
    };
    list(SERVERS.iter().map(server))
}

fn tags(api: &Api) -> Vec<Json<'_>> {
    let sections: BTreeSet<_> = api.endpoints.iter().map(|endpoint| &endpoint.section).collect();
    list(sections.into_iter().map(|section| Object::new().with("name", section)))
}

/// Several endpoints may be at one path, each with a method of its own, or with fixed fields.
fn paths<'a>(document: &mut Document, api: &'a Api, schemas: &'a Schemas) {
    let failures = Failures::new(api);
    let ids = Ids::new(api);
    for (path, endpoints) in address::paths(api) {
        document.add_object(&path, |document| {
            for (method, (endpoint, path)) in endpoints {
                let operation = operation::operation(endpoint, path, schemas, &failures, &ids);
                document.add(method, operation);
            }
        });
    }
}

fn area(area: &Area) -> Object<'_> {
    let Area { name, from, to, doc } = area;
    Object::new().with("name", name).with("from", *from).with("to", *to).with("doc", doc)
}

fn permission_set(set: &PermissionSet) -> Object<'_> {
    let PermissionSet { id, name, doc } = set;
    Object::new().with("id", i64::from(*id)).with("name", name).with_some("doc", doc.as_ref())
}

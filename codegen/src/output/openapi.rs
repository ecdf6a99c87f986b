//! `openapi`: the spec as an OpenAPI document, for the tools of other languages.
//!
//! One operation per method and path, an old path being a deprecated operation of its own. What
//! OpenAPI has no word for stands in extensions, `x-wechat-...`.

mod components;
mod failure;
mod members;
mod operation;
mod pattern;
mod schema;
mod security;
mod version;
mod words;

use std::collections::{BTreeMap, BTreeSet};

use crate::json::{self, Json, Object, list};
use crate::model::{Api, Area, Endpoint, PermissionSet};
use failure::Failures;
use schema::Schemas;

pub use version::OpenApi;

pub(crate) fn generate(api: &Api, version: OpenApi) -> String {
    let schemas = Schemas::new(api, version);
    let document = Object::new()
        .with("openapi", version.number())
        .with("info", info(api))
        .with("servers", servers())
        .with("tags", tags(api))
        .with("paths", paths(api, &schemas))
        .with("components", components::components(api, &schemas))
        .with("x-wechat-errcodes", failure::records(api))
        .with("x-wechat-errcode-areas", list(api.areas.iter().map(area)))
        .with(
            "x-wechat-permission-sets",
            list(api.permission_sets.iter().map(|set| permission_set(set))),
        );
    json::to_text(&document)
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

/// Several endpoints may be at one path, each with a method of its own.
fn paths<'a>(api: &'a Api, schemas: &Schemas) -> Object<'a> {
    let failures = Failures::new(api);
    let mut paths: BTreeMap<&str, BTreeMap<&str, Object<'a>>> = BTreeMap::new();
    for endpoint in &api.endpoints {
        for path in addresses(endpoint) {
            let operation = operation::operation(endpoint, path, schemas, &failures);
            paths.entry(path).or_default().insert(operation::method(endpoint), operation);
        }
    }
    let item = |(path, operations): (_, BTreeMap<&'static str, Object<'a>>)| {
        (path, operations.into_iter().collect::<Object<'_>>())
    };
    paths.into_iter().map(item).collect()
}

fn addresses(endpoint: &Endpoint) -> impl Iterator<Item = &str> {
    std::iter::once(&endpoint.path).chain(&endpoint.old_paths).map(String::as_str)
}

fn area(area: &Area) -> Object<'_> {
    let Area { name, from, to, doc } = area;
    Object::new().with("name", name).with("from", *from).with("to", *to).with("doc", doc)
}

fn permission_set(set: &PermissionSet) -> Object<'_> {
    let PermissionSet { id, name, doc } = set;
    Object::new().with("id", i64::from(*id)).with("name", name).with_some("doc", doc.as_ref())
}

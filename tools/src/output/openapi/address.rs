//! Where operations are in a document, which has one for each method and path. Fixed fields distinguish
//! endpoints that share an address, and are the fragment of their paths here: a server never sees
//! it, and the fields themselves are in the operation.

use std::collections::BTreeMap;

use wechat_cloudbase_codegen::model::{Api, Endpoint, Field, Literal};

use super::operation;

/// Each path of a document, with the endpoint of each method and the path on the host.
pub(super) type Paths<'a> = BTreeMap<String, BTreeMap<&'static str, (&'a Endpoint, &'a str)>>;

pub(super) fn paths(api: &Api) -> Paths<'_> {
    let mut here: BTreeMap<(&str, &str), Vec<&Endpoint>> = BTreeMap::new();
    for endpoint in &api.endpoints {
        for path in addresses(endpoint) {
            here.entry((path, operation::method(endpoint))).or_default().push(endpoint);
        }
    }
    let mut paths = Paths::new();
    for endpoint in &api.endpoints {
        for path in addresses(endpoint) {
            let method = operation::method(endpoint);
            let others = here.get(&(path, method)).map_or(&[][..], Vec::as_slice);
            let key = format!("{path}{}", fragment(endpoint, others));
            paths.entry(key).or_default().insert(method, (endpoint, path));
        }
    }
    paths
}

fn addresses(endpoint: &Endpoint) -> impl Iterator<Item = &str> {
    std::iter::once(&endpoint.path).chain(&endpoint.old_paths).map(String::as_str)
}

/// What distinguishes an endpoint from others at its address: `#action=query`.
fn fragment(endpoint: &Endpoint, others: &[&Endpoint]) -> String {
    let differs = |field: &&Field| {
        let twins = others.iter().flat_map(|other| &other.request);
        let mut twins = twins.filter(|twin| twin.wire == field.wire);
        field.fixed.is_some() && twins.any(|twin| twin.fixed.is_some() && twin.fixed != field.fixed)
    };
    let part = |field: &Field| {
        let value = field.fixed.as_ref().map_or(String::new(), Literal::to_string);
        format!("{}={}", encoded(&field.wire), encoded(&value))
    };
    let parts: Vec<_> = endpoint.request.iter().filter(differs).map(part).collect();
    if parts.is_empty() { String::new() } else { format!("#{}", parts.join("&")) }
}

fn encoded(text: &str) -> String {
    let plain = |byte: &u8| byte.is_ascii_alphanumeric() || b"-_.~".contains(byte);
    let encode = |byte: u8| match plain(&byte) {
        true => char::from(byte).to_string(),
        false => format!("%{byte:02X}"),
    };
    text.bytes().map(encode).collect()
}

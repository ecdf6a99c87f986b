//! The search index: a script that sets a value, which a page opened from a disk can
//! load where it may not read a file.

use serde_json::{Value, json};
use wechat_cloudbase_codegen::model::{Endpoint, Errcode, Field, PermissionSet, TypeDef, inner};
use wechat_cloudbase_codegen::prose;

use super::fields::type_anchor;
use super::site::{Site, met};

pub(super) fn index(site: &Site<'_>) -> String {
    let api = site.api;
    let mut index = json!({
        "endpoints": api.endpoints.iter().map(endpoint).collect::<Value>(),
        "errcodes": api.errcodes.iter().map(|record| errcode(record)).collect::<Value>(),
        "types": api.types.iter().map(|definition| type_def(definition)).collect::<Value>(),
        "sets": api.permission_sets.iter().map(|set| permission_set(set)).collect::<Value>(),
    });
    index.sort_all_objects();
    // An entry per line, so that a change is seen where it is.
    let text = index.to_string().replace("},{", "},\n{");
    format!("window.referenceIndex = {text};\n")
}

fn endpoint(endpoint: &Endpoint) -> Value {
    let paths: Vec<_> = [&endpoint.path].into_iter().chain(&endpoint.old_paths).collect();
    json!({
        "name": endpoint.name,
        "id": endpoint.id,
        "paths": paths,
        "summary": endpoint.summary,
        "section": endpoint.section,
        "cloud": endpoint.cloud_call,
        "fields": fields(endpoint),
    })
}

/// The fields of an endpoint by where they are: the part before the dot of their address, and
/// their names, the one in Rust behind a tab where it is another.
fn fields(endpoint: &Endpoint) -> Value {
    let mut owners = vec![
        ("request".to_owned(), names(&endpoint.request)),
        ("response".to_owned(), names(&endpoint.response)),
    ];
    for met in met(&endpoint.request).into_iter().chain(met(&endpoint.response)) {
        let anchor = type_anchor(met.definition);
        if owners.iter().all(|(owner, _)| *owner != anchor) {
            owners.push((anchor, names(inner(met.definition))));
        }
    }
    owners.retain(|(_, names)| !names.is_empty());
    owners.into_iter().map(|(owner, names)| json!([owner, names])).collect()
}

fn names(fields: &[Field]) -> Vec<String> {
    let name = |field: &Field| match field.ident == field.wire {
        true => field.wire.clone(),
        false => format!("{}\t{}", field.wire, field.ident),
    };
    fields.iter().map(name).collect()
}

fn errcode(errcode: &Errcode) -> Value {
    json!({
        "code": errcode.code.to_string(),
        "name": errcode.name,
        "words": errcode.message,
        "summary": prose::sentence(&errcode.meaning),
        "remedy": errcode.remedy,
    })
}

fn type_def(definition: &TypeDef) -> Value {
    json!({ "name": definition.name, "anchor": type_anchor(definition), "summary": definition.doc })
}

fn permission_set(set: &PermissionSet) -> Value {
    json!({ "name": set.id.to_string(), "anchor": format!("set-{}", set.id), "summary": set.name })
}

//! What operations refer to: schemas, examples of failures, and kinds of token.

use std::collections::BTreeMap;

use super::members::Members;
use super::schema::{Schema, Schemas, name};
use super::version::reference;
use super::{failure, security};
use crate::json::{Object, list};
use crate::model::{Api, Endpoint, Method, Place};

pub(super) fn components<'a>(api: &'a Api, schemas: &Schemas) -> Object<'a> {
    let mut named: BTreeMap<String, Object<'a>> = BTreeMap::new();
    named.insert(failure::NAME.to_owned(), failure::schema(schemas.version));
    let shared = Schema::new(schemas, None);
    named.extend(api.types.iter().flat_map(|definition| shared.component(definition)));
    for endpoint in &api.endpoints {
        let schema = Schema::new(schemas, Some(endpoint));
        named.extend(endpoint.types.iter().flat_map(|definition| schema.component(definition)));
        named.extend(request(endpoint, &schema));
        named.extend(response(endpoint, &schema.answered()));
    }
    Object::new()
        .with("securitySchemes", security::schemes(api))
        .with("schemas", named.into_iter().collect::<Object<'_>>())
        .with("examples", failure::examples(api))
}

type Named<'a> = Vec<(String, Object<'a>)>;

/// The body, where there is one and it is no type already.
fn request<'a>(endpoint: &'a Endpoint, schema: &Schema<'_, 'a>) -> Named<'a> {
    let is_type = endpoint.request.iter().any(|field| field.place == Place::WholeBody);
    if is_type || endpoint.method == Method::Get {
        return Vec::new();
    }
    let fields = endpoint.request.iter().filter(|field| field.place.in_body());
    let (name, wrapper) = (name(endpoint, "Request"), endpoint.request_wrapper.as_deref());
    let (members, mut named) = wrapped(Members::of(fields, schema), wrapper, &name);
    named.push((name, members.into_schema()));
    named
}

/// Success or failure: the errcode tells them apart.
fn response<'a>(endpoint: &'a Endpoint, schema: &Schema<'_, 'a>) -> Named<'a> {
    let (name, wrapper) = (name(endpoint, "Response"), endpoint.response_wrapper.as_deref());
    let (members, mut named) = wrapped(Members::of(&endpoint.response, schema), wrapper, &name);
    let success = failure::ok(endpoint, schema.version()).and(members).into_schema();
    let success = success.with("title", "Success");
    named.push((name, Object::new().with("oneOf", list([success, failure::reference()]))));
    named
}

/// All members inside the one that holds them, where there is one. What is inside has a name, as
/// everything that a generator may make a type of.
fn wrapped<'a>(
    members: Members<'a>,
    wrapper: Option<&'a str>,
    name: &str,
) -> (Members<'a>, Named<'a>) {
    let Some(wrapper) = wrapper else {
        return (members, Vec::new());
    };
    let name = format!("{name}_Payload");
    let outer = Members::default().with(wrapper, true, reference(&name));
    (outer, vec![(name, members.into_schema())])
}

//! What operations refer to: schemas, examples of failures, and kinds of token.

use std::collections::BTreeMap;
use std::rc::Rc;

use wechat_cloudbase_codegen::model::{Api, Endpoint, ResponseBody, TypeDef};

use super::members::Members;
use super::schema::{Schema, Schemas, name};
use super::version::reference;
use super::{failure, security};
use crate::json::{Document, Object, list};

pub(super) fn components(document: &mut Document, api: &Api, schemas: &Schemas) {
    document.add("securitySchemes", security::schemes(api));
    document.add_object("schemas", |document| {
        for (name, make) in named(api, schemas) {
            document.add(&name, make());
        }
    });
    document.add("examples", failure::examples(api));
}

/// Schemas by name, each made when its turn comes.
type Named<'a> = BTreeMap<String, Box<dyn Fn() -> Object<'a> + 'a>>;

fn named<'a>(api: &'a Api, schemas: &'a Schemas) -> Named<'a> {
    let mut named = Named::new();
    named.insert(failure::NAME.to_owned(), Box::new(|| failure::schema(schemas.version)));
    add_types(&api.types, &Schema::new(schemas, None), &mut named);
    for endpoint in &api.endpoints {
        let schema = Schema::new(schemas, Some(endpoint));
        add_types(&endpoint.types, &schema, &mut named);
        add_response(endpoint, schema.answered(), &mut named);
        add_request(endpoint, schema, &mut named);
    }
    named
}

fn add_types<'a>(types: &'a [Rc<TypeDef>], schema: &Schema<'a>, named: &mut Named<'a>) {
    for definition in types {
        for way in schema.ways(definition) {
            let name = way.name(definition);
            named.insert(name, Box::new(move || way.definition(definition)));
        }
    }
}

/// The body, where there is one and it is not a type already.
fn add_request<'a>(endpoint: &'a Endpoint, schema: Schema<'a>, named: &mut Named<'a>) {
    let is_type = endpoint.whole_request().is_some();
    if is_type || !endpoint.method.has_body() {
        return;
    }
    let members = move || {
        let fields = endpoint.request.iter().filter(|field| field.place.in_body());
        schema.members(fields)
    };
    let (name, wrapper) = (name(endpoint, "Request"), endpoint.request_wrapper.as_deref());
    add(name, wrapper, members, Members::into_schema, named);
}

/// Success or failure: the errcode distinguishes them.
fn add_response<'a>(endpoint: &'a Endpoint, schema: Schema<'a>, named: &mut Named<'a>) {
    let version = schema.version();
    let either = move |success: Object<'a>| {
        let success = success.with("title", "Success");
        let all = [Some(success), failure::own(endpoint, version), Some(failure::reference())];
        Object::new().with("oneOf", list(all.into_iter().flatten()))
    };
    // Bytes are described in the operation; the rest is what comes as JSON.
    if endpoint.response_body == ResponseBody::Bytes && endpoint.response.is_empty() {
        let name = name(endpoint, "Response");
        let failures = move || match failure::own(endpoint, version) {
            Some(own) => Object::new().with("oneOf", list([own, failure::reference()])),
            None => failure::reference(),
        };
        named.insert(name, Box::new(failures));
        return;
    }
    if let Some(whole) = endpoint.whole_response() {
        let name = name(endpoint, "Response");
        named.insert(name, Box::new(move || either(schema.whole(whole))));
        return;
    }
    let members = move || schema.members(&endpoint.response);
    let whole = move |members| either(failure::ok(endpoint, version).and(members).into_schema());
    let (name, wrapper) = (name(endpoint, "Response"), endpoint.response_wrapper.as_deref());
    add(name, wrapper, members, whole, named);
}

/// Adds an object, with all members inside the one that holds them, where there is one. What is
/// inside has a name, as everything that a generator may make a type of.
fn add<'a>(
    name: String,
    wrapper: Option<&'a str>,
    members: impl Fn() -> Members<'a> + 'a,
    whole: impl Fn(Members<'a>) -> Object<'a> + 'a,
    named: &mut Named<'a>,
) {
    let Some(wrapper) = wrapper else {
        named.insert(name, Box::new(move || whole(members())));
        return;
    };
    let payload = format!("{name}_Payload");
    let inner = payload.clone();
    let outer = move || Members::default().with(wrapper, true, reference(&inner));
    named.insert(payload, Box::new(move || members().into_schema()));
    named.insert(name, Box::new(move || whole(outer())));
}

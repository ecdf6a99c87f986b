//! The model to Rust items: names, types, order and words are decided here.

mod constructor;
mod contract;
mod docs;
mod errcode;
mod links;
mod markdown;
mod one_of;
mod rust_type;
mod sample;
mod sections;
mod several;
mod special;
mod types;
mod usage;

use crate::item::{
    AcceptedItem, Bindings, BodyItem, CodedField, CodedValue, ConstantItem, EndpointItem,
    ErrcodeRef, FormField, Imports, MethodDoc, MethodItem, ModuleItem, ObjectItem, SectionItem,
};
use crate::model::{
    Api, ERRCODE, ERRMSG, Endpoint, Field, FieldPlace, Literal, RequestBody, ResponseBody, Status,
    TokenKind, Type,
};
use crate::naming;
use crate::notation::words;
use crate::options::Runtime;
pub use types::reads_without_option;
use types::{coded_field, object_item, type_item};

pub use crate::item::Direction;
pub use constructor::{by_name, is_required};
pub(crate) use contract::contracts;
pub use contract::json as literal_json;
pub use docs::{deprecation, limits};
pub(crate) use errcode::{errcode_rows, errcodes};
pub(crate) use links::Links;
pub use markdown::{cell, code, escaped, paragraph};
pub(crate) use sample::item as sample;
pub(crate) use sample::samples;
pub(crate) use sections::all as sections;
pub use several::facts as wait_facts;
pub(crate) use special::Special;
pub use usage::Usage;

/// The file of bindings, without the pages of the endpoints.
pub(crate) fn bindings(api: &Api, runtime: Runtime) -> Bindings {
    let usage = Usage::of(api.endpoints.iter());
    let own = runtime == Runtime::Own;
    Bindings {
        errcodes: if own { Vec::new() } else { errcode::variants(&api.errcodes) },
        shared: api.types.iter().map(|definition| type_item(definition, &usage)).collect(),
        modules: api.endpoints.iter().map(module).collect(),
        sections: sections(api).into_iter().map(section).collect(),
    }
}

/// Whether a crate brings records of its own errcodes.
pub(crate) fn has_records(api: &Api, runtime: Runtime) -> bool {
    runtime == Runtime::Dependency && !api.errcodes.is_empty()
}

/// The page of an endpoint.
pub(crate) fn endpoint(endpoint: &Endpoint, runtime: Runtime, has_records: bool) -> EndpointItem {
    let usage = Usage::of([endpoint]);
    EndpointItem {
        imports: imports(endpoint, &usage, has_records),
        constant: constant(endpoint, runtime, has_records),
        accepted: accepted(endpoint),
        request: request(endpoint),
        query: query(endpoint),
        path: placed(endpoint, FieldPlace::Path),
        headers: placed(endpoint, FieldPlace::Header),
        form: form(endpoint),
        idempotent_by: idempotent_by(endpoint),
        body: body(endpoint),
        response: response(endpoint),
        downloads: endpoint.response_body == ResponseBody::Bytes,
        types: endpoint.types.iter().map(|definition| type_item(definition, &usage)).collect(),
        paged: several::paged(endpoint),
        waits: several::wait_functions(endpoint),
    }
}

/// The documentation of an endpoint's module.
pub(crate) fn module_page(endpoint: &Endpoint, links: &Links<'_>, runtime: Runtime) -> Vec<String> {
    docs::module::page(endpoint, links, runtime)
}

fn module(endpoint: &Endpoint) -> ModuleItem {
    ModuleItem { id: endpoint.id.clone(), aliases: aliases(endpoint, [&endpoint.name]) }
}

fn section((title, endpoints): (String, Vec<&Endpoint>)) -> SectionItem {
    SectionItem { title, methods: endpoints.into_iter().map(method).collect() }
}

fn method(endpoint: &Endpoint) -> MethodItem {
    MethodItem {
        id: endpoint.id.clone(),
        aliases: aliases(endpoint, method_names(endpoint)),
        deprecated: deprecated(endpoint),
        bound: !endpoint.tokens.is_empty(),
    }
}

/// The documentation of an endpoint's method, with the errcodes that are special to it.
pub(crate) fn method_doc(endpoint: &Endpoint, special: &[i64], runtime: Runtime) -> MethodDoc {
    docs::method::doc(endpoint, special, runtime)
}

fn constant(endpoint: &Endpoint, runtime: Runtime, has_records: bool) -> ConstantItem {
    let errcode = |errcode: &crate::model::Errcode| match runtime {
        Runtime::Own => ErrcodeRef::Variant(errcode.name.clone()),
        Runtime::Dependency => ErrcodeRef::Constant(naming::constant_case(&errcode.name)),
    };
    let is_several = endpoint.pages.is_some() || !endpoint.waits.is_empty();
    ConstantItem {
        doc: format!("The constants of `{}`.", endpoint.name),
        id: endpoint.id.clone(),
        name: endpoint.name.clone(),
        method: words::variant(endpoint.method),
        path: endpoint.path.clone(),
        old_paths: endpoint.old_paths.clone(),
        hosts: endpoint.hosts.clone(),
        section: endpoint.section.clone(),
        summary: endpoint.summary.clone(),
        tokens: endpoint.tokens.iter().copied().map(kind_name).collect(),
        token_field: unusual(&endpoint.token_field, "access_token"),
        request_body: (endpoint.request_body != RequestBody::Json)
            .then(|| words::variant(endpoint.request_body)),
        response_body: (endpoint.response_body != ResponseBody::Json)
            .then(|| words::variant(endpoint.response_body)),
        form_fields: form_fields(endpoint),
        request_wrapper: endpoint.request_wrapper.clone(),
        locations: endpoint.request.iter().filter_map(location).collect(),
        fixed_fields: endpoint.request.iter().filter_map(fixed).collect(),
        secret_fields: usage::secret_fields(&endpoint.request),
        response_fields: response_fields(endpoint),
        errcode_on_success: endpoint.errcode_on_success,
        errcode_field: unusual(&endpoint.errcode_field, ERRCODE),
        errmsg_field: unusual(&endpoint.errmsg_field, ERRMSG),
        list_response: endpoint.whole_response().is_some(),
        idempotent: endpoint.idempotent,
        idempotent_by: endpoint.idempotent_by.clone(),
        status: words::variant(endpoint.status),
        permission_sets: endpoint.permission_sets.iter().map(|set| set.id).collect(),
        cloud_call: endpoint.cloud_call.clone(),
        errcodes: endpoint.errcodes.iter().map(|record| errcode(record)).collect(),
        has_records,
        response_wrapper: endpoint.response_wrapper.clone().filter(|_| is_several),
        paging: endpoint.pages.as_ref().map(several::paging),
        waits: several::waits(endpoint),
    }
}

fn unusual(name: &str, usual: &str) -> Option<String> {
    (name != usual).then(|| name.to_owned())
}

/// The name in Rust of the field with which a call is idempotent.
fn idempotent_by(endpoint: &Endpoint) -> Option<String> {
    let by = endpoint.idempotent_by.as_ref()?;
    endpoint.request.iter().find(|field| field.wire == *by).map(|field| field.ident.clone())
}

/// `None` for a field that is simply in the body.
fn location(field: &Field) -> Option<(String, &'static str)> {
    let location = match field.place {
        FieldPlace::Body => return None,
        place => words::variant(place),
    };
    Some((field.wire.clone(), location))
}

fn fixed(field: &Field) -> Option<(String, Literal)> {
    Some((field.wire.clone(), field.fixed.clone()?))
}

fn response_fields(endpoint: &Endpoint) -> Vec<String> {
    let fields = endpoint.response.iter().filter(|field| field.place.in_body());
    let fields = fields.flat_map(Field::wires).map(str::to_owned);
    endpoint.response_wrapper.iter().cloned().chain(fields).collect()
}

fn kind_name(kind: TokenKind) -> &'static str {
    words::variant(kind)
}

fn accepted(endpoint: &Endpoint) -> Option<AcceptedItem> {
    let name = &endpoint.name;
    let kinds: Vec<_> = endpoint.tokens.iter().copied().map(kind_name).collect();
    let clients: Vec<_> = kinds.iter().map(|kind| format!("`Client<{kind}>`")).collect();
    let takes = docs::tokens(endpoint)?;
    Some(AcceptedItem {
        doc: format!("The kinds of token that `{name}` takes."),
        message: format!("`{name}` takes {takes}, and this client holds a token of another kind"),
        label: "called on a `Client<{Self}>`",
        note: format!("make the call on a {}", clients.join(" or a ")),
        kinds,
    })
}

/// What people may search for. An alias that says what the name says already is an error to rustdoc.
fn aliases<'a>(endpoint: &Endpoint, names: impl IntoIterator<Item = &'a String>) -> Vec<String> {
    names.into_iter().filter(|name| **name != endpoint.id).cloned().collect()
}

fn method_names(endpoint: &Endpoint) -> impl Iterator<Item = &String> {
    [&endpoint.name, &endpoint.path].into_iter().chain(&endpoint.old_paths)
}

fn deprecated(endpoint: &Endpoint) -> Option<String> {
    (endpoint.status == Status::Deprecated)
        .then(|| format!("WeChat has announced the end of `{}`; see its page", endpoint.name))
}

fn imports(endpoint: &Endpoint, usage: &Usage, has_records: bool) -> Imports {
    let names = |condition: bool, name: &str| condition.then(|| name.to_owned());
    let kinds = endpoint.tokens.iter().copied().map(kind_name).map(str::to_owned);
    let token = names(!endpoint.tokens.is_empty(), "self").into_iter();
    let errcode = names(!endpoint.errcodes.is_empty() && !has_records, "Errcode").into_iter();
    let mut types = Usage::direct(endpoint);
    types.extend(several::shared_types(endpoint));
    let secret = usage.secret || several::names_secret(endpoint);
    Imports {
        modules: has_records.then_some("errcode").into_iter().collect(),
        types: types.into_iter().collect(),
        token: token.chain(kinds).chain(["TokenKind".to_owned()]).collect(),
        root: errcode.chain(names(secret, "Secret")).collect(),
    }
}

fn request(endpoint: &Endpoint) -> ObjectItem {
    let direction = Direction { sent: true, received: false };
    object_item("Request", docs::request(endpoint), &endpoint.request, direction, None)
}

fn body(endpoint: &Endpoint) -> Option<BodyItem> {
    if !endpoint.method.has_body() || endpoint.request_body != RequestBody::Json {
        return None;
    }
    if let Some(field) = endpoint.whole_request() {
        return Some(BodyItem::Member(field.ident.clone()));
    }
    let wrapper = endpoint.request_wrapper.clone();
    let (inside, outside): (Vec<_>, Vec<_>) =
        endpoint.request.iter().partition(|field| field.place.in_body());
    let is_all = outside.is_empty() && wrapper.is_none();
    let fields = || inside.into_iter().map(coded_field).collect();
    (!is_all).then(|| BodyItem::Fields { fields: fields(), wrapper })
}

fn query(endpoint: &Endpoint) -> Vec<CodedField> {
    endpoint.request.iter().filter(|field| field.place.in_query()).map(owned_field).collect()
}

/// The fields that travel in a place.
fn placed(endpoint: &Endpoint, place: FieldPlace) -> Vec<CodedField> {
    endpoint.request.iter().filter(|field| field.place == place).map(owned_field).collect()
}

/// A field for a parameter that takes any sized type.
fn owned_field(field: &Field) -> CodedField {
    match coded_field(field) {
        CodedField { wire, value: CodedValue::Text(text) } => {
            CodedField { wire, value: CodedValue::OwnedText(text) }
        }
        coded => coded,
    }
}

fn form_fields(endpoint: &Endpoint) -> Vec<(String, bool)> {
    let is_form = matches!(endpoint.request_body, RequestBody::Form | RequestBody::Multipart);
    let fields = endpoint.request.iter().filter(|field| is_form && field.place.in_body());
    fields.map(|field| (field.wire.clone(), matches!(field.ty, Type::File))).collect()
}

/// The fields of a body that is not JSON, in the order of the spec's lines.
fn form(endpoint: &Endpoint) -> Vec<FormField> {
    if endpoint.request_body == RequestBody::Json {
        return Vec::new();
    }
    let is_inside = |field: &&Field| field.place.in_body() || field.place == FieldPlace::WholeBody;
    let field = |field: &Field| match field.ty {
        Type::File => FormField::File {
            wire: field.wire.clone(),
            ident: field.ident.clone(),
            optional: field.optional,
        },
        _ => FormField::Value(owned_field(field)),
    };
    endpoint.request.iter().filter(is_inside).map(field).collect()
}

fn response(endpoint: &Endpoint) -> ObjectItem {
    let direction = Direction { sent: false, received: true };
    let mut object =
        object_item("Response", docs::response(endpoint), &endpoint.response, direction, None);
    object.wrapper = endpoint.response_wrapper.clone();
    object.is_member = endpoint.whole_response().is_some();
    if endpoint.response_body == ResponseBody::Bytes {
        types::add_content(&mut object);
    }
    object
}

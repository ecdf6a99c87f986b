//! The model to Rust items: names, types, order and words are decided here.

mod contract;
mod docs;
mod errcode;
mod markdown;
mod sample;

use std::collections::BTreeSet;

use crate::item::{
    AcceptedItem, Bindings, BodyItem, CodedField, CodedValue, Coding, ConstantItem, EndpointItem,
    EnumItem, ErrcodeRef, Given, Imports, MemberItem, MethodItem, ObjectItem, RustType, TextItem,
    TypeItem, VariantItem,
};
use crate::model::{
    Api, Endpoint, Field, Kind, Literal, Method, Place, Repeat, Shape, Status, Type, TypeDef,
    Variant,
};
use crate::options::Runtime;

pub(crate) use contract::contracts;
pub(crate) use errcode::errcodes;
pub(crate) use sample::samples;

/// Everything that goes into the file of bindings.
pub(crate) fn bindings(api: &Api, runtime: Runtime) -> Bindings {
    let usage = Usage::of(api.endpoints.iter());
    Bindings {
        shared: api.types.iter().map(|definition| type_item(definition, &usage)).collect(),
        endpoints: api.endpoints.iter().map(|endpoint| endpoint_item(endpoint, runtime)).collect(),
    }
}

fn endpoint_item(endpoint: &Endpoint, runtime: Runtime) -> EndpointItem {
    let usage = Usage::of([endpoint]);
    EndpointItem {
        id: endpoint.id.clone(),
        module_doc: docs::module(endpoint, runtime),
        imports: imports(endpoint, &usage),
        constant: constant(endpoint, runtime),
        accepted: accepted(endpoint),
        request: request(endpoint),
        query: endpoint
            .request
            .iter()
            .filter(|field| field.place.in_query())
            .map(coded_field)
            .collect(),
        response: response(endpoint),
        types: endpoint.types.iter().map(|definition| type_item(definition, &usage)).collect(),
        method: MethodItem {
            doc: docs::method(endpoint, runtime),
            example: (runtime == Runtime::Own).then(|| docs::example(endpoint)),
            doc_end: docs::method_end(endpoint),
            aliases: aliases(endpoint),
            deprecated: deprecated(endpoint),
        },
    }
}

fn constant(endpoint: &Endpoint, runtime: Runtime) -> ConstantItem {
    let errcode = |errcode: &crate::model::Errcode| match runtime {
        Runtime::Own => ErrcodeRef::Variant(errcode.name.clone()),
        Runtime::Dependency => ErrcodeRef::Number(errcode.code),
    };
    ConstantItem {
        doc: format!("What is known of `{}` apart from its fields.", endpoint.name),
        id: endpoint.id.clone(),
        name: endpoint.name.clone(),
        method: match endpoint.method {
            Method::Get => "Get",
            Method::Post => "Post",
        },
        path: endpoint.path.clone(),
        old_paths: endpoint.old_paths.clone(),
        section: endpoint.section.clone(),
        summary: endpoint.summary.clone(),
        tokens: endpoint.tokens.iter().copied().map(kind_name).collect(),
        token_field: Some(endpoint.token_field.clone()).filter(|name| name != "access_token"),
        repeat: match endpoint.repeat {
            Repeat::Safe => "Safe",
            Repeat::Unsafe => "Unsafe",
        },
        status: match endpoint.status {
            Status::Current => "Current",
            Status::Legacy => "Legacy",
            Status::Deprecated => "Deprecated",
            Status::Moved => "Moved",
            Status::PossiblyRetired => "PossiblyRetired",
        },
        permission_sets: endpoint.permission_sets.iter().map(|set| set.id).collect(),
        cloud_call: endpoint.cloud_call.clone(),
        errcodes: endpoint.errcodes.iter().map(errcode).collect(),
    }
}

fn kind_name(kind: Kind) -> &'static str {
    match kind {
        Kind::Component => "Component",
        Kind::Authorizer => "Authorizer",
        Kind::App => "App",
    }
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
fn aliases(endpoint: &Endpoint) -> Vec<String> {
    let names = [&endpoint.name, &endpoint.path].into_iter();
    names.filter(|name| **name != endpoint.id).cloned().collect()
}

fn deprecated(endpoint: &Endpoint) -> Option<String> {
    (endpoint.status == Status::Deprecated)
        .then(|| format!("WeChat has announced the end of `{}`; see its page", endpoint.name))
}

fn imports(endpoint: &Endpoint, usage: &Usage) -> Imports {
    let names = |condition: bool, name: &str| condition.then(|| name.to_owned());
    let kinds = endpoint.tokens.iter().copied().map(kind_name).map(str::to_owned);
    let token = names(!endpoint.tokens.is_empty(), "self").into_iter();
    let errcode = names(!endpoint.errcodes.is_empty(), "Errcode").into_iter();
    Imports {
        types: Usage::direct(endpoint).into_iter().collect(),
        token: token.chain(kinds).chain(["TokenKind".to_owned()]).collect(),
        root: errcode.chain(names(usage.secret, "Secret")).collect(),
    }
}

fn request(endpoint: &Endpoint) -> ObjectItem {
    let coding = Coding { encode: true, decode: false };
    let mut object = object_item("Request", docs::request(endpoint), &endpoint.request, coding);
    let whole = endpoint.request.iter().find(|field| field.place == Place::WholeBody);
    object.body = match whole {
        Some(field) => BodyItem::Member(field.ident.clone()),
        None => {
            let fields = endpoint.request.iter().filter(|field| field.place.in_body());
            BodyItem::Fields(fields.map(coded_field).collect())
        }
    };
    object.wrapper = endpoint.request_wrapper.clone();
    object
}

fn response(endpoint: &Endpoint) -> ObjectItem {
    let coding = Coding { encode: false, decode: true };
    let mut object = object_item("Response", docs::response(endpoint), &endpoint.response, coding);
    object.wrapper = endpoint.response_wrapper.clone();
    object
}

fn type_item(definition: &TypeDef, usage: &Usage) -> TypeItem {
    let coding = usage.coding(definition);
    let (name, doc) = (definition.name.clone(), markdown::paragraph(&definition.doc));
    match &definition.shape {
        Shape::Text { pattern } => {
            TypeItem::Text(TextItem { name, doc: docs::text_type(doc, pattern.as_deref()), coding })
        }
        Shape::Texts(variants) => {
            let value = |text: &String| format!("{text:?}");
            TypeItem::Texts(EnumItem {
                name,
                doc: vec![doc],
                coding,
                variants: variant_items(variants, value),
            })
        }
        Shape::Ints(variants) => {
            let value = |int: &i64| int.to_string();
            TypeItem::Ints(EnumItem {
                name,
                doc: vec![doc],
                coding,
                variants: variant_items(variants, value),
            })
        }
        Shape::Object(fields) => {
            let fixed = if coding.encode { docs::fixed(fields) } else { Vec::new() };
            TypeItem::Object(object_item(&name, [vec![doc], fixed].concat(), fields, coding))
        }
    }
}

fn variant_items<T: Clone>(
    variants: &[Variant<T>],
    show: impl Fn(&T) -> String,
) -> Vec<VariantItem<T>> {
    let item = |variant: &Variant<T>| VariantItem {
        name: variant.name.clone(),
        doc: docs::variant(&show(&variant.value), variant.doc.as_deref()),
        value: variant.value.clone(),
    };
    variants.iter().map(item).collect()
}

fn object_item(name: &str, doc: Vec<String>, fields: &[Field], coding: Coding) -> ObjectItem {
    let members = fields.iter().filter(|field| field.fixed.is_none());
    ObjectItem {
        name: name.to_owned(),
        doc,
        coding,
        members: members.map(|field| member(field, coding)).collect(),
        body: BodyItem::Fields(fields.iter().map(coded_field).collect()),
        wrapper: None,
    }
}

fn member(field: &Field, coding: Coding) -> MemberItem {
    let plain = rust_type(&field.ty);
    // An absent list that is only received is an empty one, and a `json` is `null`.
    let plain_type = match &field.ty {
        Type::InText(inner) => inner,
        ty => ty,
    };
    let has_nothing = matches!(plain_type, Type::List(_) | Type::Json) && !coding.encode;
    let optional = field.optional && !has_nothing;
    MemberItem {
        ident: field.ident.clone(),
        wire: field.wire.clone(),
        doc: docs::field(field),
        in_text: matches!(field.ty, Type::InText(_)),
        ty: if optional { RustType::Optional(Box::new(plain)) } else { plain },
        given: match (coding.encode, field.optional) {
            (false, _) => Given::Never,
            (true, false) => Given::InNew,
            (true, true) => Given::ByWith,
        },
    }
}

fn coded_field(field: &Field) -> CodedField {
    let value = match &field.fixed {
        None if matches!(field.ty, Type::InText(_)) => {
            CodedValue::MemberInText(field.ident.clone())
        }
        None => CodedValue::Member(field.ident.clone()),
        Some(Literal::String(text)) => CodedValue::Text(text.clone()),
        Some(Literal::Int(int)) => CodedValue::Int(*int),
        Some(Literal::Bool(flag)) => CodedValue::Bool(*flag),
    };
    CodedField { wire: field.wire.clone(), value }
}

fn rust_type(ty: &Type) -> RustType {
    let name = match ty {
        Type::String => "String",
        Type::Secret => "Secret",
        Type::Int => "i64",
        Type::Float => "f64",
        Type::Bool => "bool",
        Type::Json => "json::Value",
        Type::Named(definition) => &definition.name,
        Type::InText(inner) => return rust_type(inner),
        Type::List(item) => return RustType::List(Box::new(rust_type(item))),
    };
    RustType::Named(name.to_owned())
}

/// Which types travel which way.
#[derive(Default)]
struct Usage {
    sent: BTreeSet<(bool, String)>,
    received: BTreeSet<(bool, String)>,
    /// Whether an endpoint's own structs have a secret among their members.
    secret: bool,
}

impl Usage {
    fn of<'a>(endpoints: impl IntoIterator<Item = &'a Endpoint>) -> Self {
        let mut usage = Self::default();
        for endpoint in endpoints {
            walk(&endpoint.request, &mut usage.sent);
            walk(&endpoint.response, &mut usage.received);
            let own = own_structs(endpoint);
            usage.secret |= own.into_iter().flatten().any(|field| is_secret(&field.ty));
        }
        usage
    }

    fn coding(&self, definition: &TypeDef) -> Coding {
        let key = key(definition);
        Coding { encode: self.sent.contains(&key), decode: self.received.contains(&key) }
    }

    /// The shared types that an endpoint's own structs have as members.
    fn direct(endpoint: &Endpoint) -> BTreeSet<String> {
        let fields = own_structs(endpoint).into_iter().flatten();
        let named =
            fields.filter(|field| field.fixed.is_none()).filter_map(|field| named(&field.ty));
        named
            .filter(|definition| definition.shared)
            .map(|definition| definition.name.clone())
            .collect()
    }
}

fn key(definition: &TypeDef) -> (bool, String) {
    (definition.shared, definition.name.clone())
}

/// The fields of every struct in the module of an endpoint.
fn own_structs(endpoint: &Endpoint) -> Vec<&[Field]> {
    let mut structs = vec![endpoint.request.as_slice(), endpoint.response.as_slice()];
    for definition in &endpoint.types {
        if let Shape::Object(fields) = &definition.shape {
            structs.push(fields);
        }
    }
    structs
}

fn walk(fields: &[Field], found: &mut BTreeSet<(bool, String)>) {
    for definition in fields.iter().filter_map(|field| named(&field.ty)) {
        if found.insert(key(definition))
            && let Shape::Object(fields) = &definition.shape
        {
            walk(fields, found);
        }
    }
}

/// The named type that a type is, or is a list of.
fn named(ty: &Type) -> Option<&TypeDef> {
    match ty {
        Type::Named(definition) => Some(definition),
        Type::List(item) => named(item),
        _ => None,
    }
}

fn is_secret(ty: &Type) -> bool {
    match ty {
        Type::Secret => true,
        Type::List(item) => is_secret(item),
        _ => false,
    }
}

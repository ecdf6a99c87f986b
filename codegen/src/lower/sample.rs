//! Samples as expressions that build them.

use serde_json::{Number, Value};

use super::constructor::{by_name, is_required};
use super::kind_name;
use super::usage::is_inside;
use crate::base64;
use crate::item::{Expr, SampleItem};
use crate::model::{Endpoint, Field, Shape, Status, Type, TypeDef, Variant, inner};
use crate::naming;

pub(crate) fn samples(endpoints: &[Endpoint]) -> Vec<SampleItem> {
    endpoints.iter().map(item).collect()
}

pub(crate) fn item(endpoint: &Endpoint) -> SampleItem {
    let request = object(&endpoint.id, "Request", &endpoint.request, &endpoint.sample.request);
    SampleItem {
        id: endpoint.id.clone(),
        deprecated: endpoint.status == Status::Deprecated
            || has_deprecated(&endpoint.request, &endpoint.sample.request),
        kind: endpoint.tokens.first().copied().map_or("App", kind_name),
        uses_types: uses_types(&request),
        request,
        request_json: endpoint.sample.request.to_string(),
        response_json: Some(&endpoint.sample.response)
            .filter(|response| !response.is_null())
            .map(ToString::to_string),
        content: content(endpoint),
    }
}

/// A response of bytes: its content type, and the bytes.
pub(super) fn content(endpoint: &Endpoint) -> Option<(String, Vec<u8>)> {
    let content = endpoint.sample.content.as_ref()?;
    Some((content.content_type.clone(), base64::decode(&content.base64).unwrap_or_default()))
}

/// What to import: `{create_env, types}`.
pub(crate) fn imports(item: &SampleItem) -> String {
    let id = &item.id;
    if item.uses_types { format!("{{{id}, types}}") } else { id.clone() }
}

/// Whether a sample has a deprecated field in it, at whatever depth.
fn has_deprecated(fields: &[Field], sample: &Value) -> bool {
    fields.iter().any(|field| match sample.get(&field.wire) {
        _ if field.one_of().is_some() => type_has_deprecated(&field.ty, sample),
        Some(sample) => field.deprecated.is_some() || type_has_deprecated(&field.ty, sample),
        None => false,
    })
}

fn type_has_deprecated(ty: &Type, sample: &Value) -> bool {
    match (ty, sample) {
        (Type::Named(definition), sample) => match &definition.shape {
            Shape::OneOf(one_of) => one_of.alternatives.iter().any(|field| {
                let sample = sample.get(&field.wire);
                sample.is_some_and(|sample| type_has_deprecated(&field.ty, sample))
            }),
            _ => has_deprecated(inner(definition), sample),
        },
        (Type::List(item), Value::Array(items)) => {
            items.iter().any(|sample| type_has_deprecated(item, sample))
        }
        (Type::Map(item), Value::Object(items)) => {
            items.values().any(|sample| type_has_deprecated(item, sample))
        }
        _ => false,
    }
}

fn object(id: &str, name: &str, all: &[Field], sample: &Value) -> Expr {
    let fields = || all.iter().filter(|field| field.fixed.is_none());
    let value = |field: &Field| match field.one_of() {
        Some(_) => expr(id, &field.ty, sample),
        None => expr(id, &field.ty, sample.get(&field.wire).unwrap_or(&Value::Null)),
    };
    let required = || fields().filter(|field| is_required(field));
    let arguments = match by_name(name, all) {
        Some(by_name) => {
            let member =
                |field: &Field| (field.ident.clone(), owned(in_any_form(&field.ty, value(field))));
            vec![Expr::Struct(path(id, &by_name, None), required().map(member).collect())]
        }
        None => required().map(|field| in_any_form(&field.ty, value(field))).collect(),
    };
    let new = Expr::Call(path(id, name, Some("new")), arguments);
    let is_there = |field: &Field| field.wires().iter().any(|wire| sample.get(wire).is_some());
    let given = fields().filter(|field| field.optional && is_there(field));
    given.fold(new, |object, field| {
        let value = in_any_form(&field.ty, value(field));
        Expr::With(Box::new(object), format!("with_{}", field.ident), Box::new(value))
    })
}

/// An argument that is a text may be written as one, whatever its type.
fn in_any_form(ty: &Type, value: Expr) -> Expr {
    match (ty, value) {
        (Type::Named(definition), Expr::Call(_, mut arguments))
            if matches!(definition.shape, Shape::Text { .. }) && arguments.len() == 1 =>
        {
            arguments.remove(0)
        }
        (_, value) => value,
    }
}

/// A field of a struct takes no text but its own.
fn owned(value: Expr) -> Expr {
    match value {
        value @ Expr::Text(_) => Expr::Into(Box::new(value)),
        value => value,
    }
}

fn expr(id: &str, ty: &Type, sample: &Value) -> Expr {
    let text = || sample.as_str().unwrap_or_default().to_owned();
    match ty {
        Type::String => Expr::Text(text()),
        Type::Secret => Expr::Call(
            vec!["wechat_cloudbase".into(), "Secret".into(), "new".into()],
            vec![Expr::Text(text())],
        ),
        Type::Int => Expr::Int(sample.as_i64().unwrap_or_default()),
        Type::Float => Expr::Float(number(sample)),
        Type::Bool => Expr::Bool(sample.as_bool().unwrap_or_default()),
        Type::StringOrInt => {
            let value = match sample.as_i64() {
                Some(int) => Expr::Int(int),
                None => Expr::Text(text()),
            };
            Expr::Call(runtime("StringOrInt", "new"), vec![value])
        }
        Type::Timestamp => moment("Timestamp", "from_seconds", sample),
        Type::TimestampMs => moment("TimestampMs", "from_millis", sample),
        Type::Json => Expr::Json(sample.clone()),
        Type::File => Expr::Call(
            vec!["wechat_cloudbase".into(), "Upload".into(), "from_bytes".into()],
            vec![Expr::Bytes(
                base64::decode(sample.as_str().unwrap_or_default()).unwrap_or_default(),
            )],
        ),
        Type::Named(definition) => named(id, definition, sample),
        Type::InText(inner) => {
            let text = sample.as_str().unwrap_or_default();
            expr(id, inner, &serde_json::from_str(text).unwrap_or_default())
        }
        Type::List(item) => {
            let items = sample.as_array().into_iter().flatten();
            let owned = matches!(**item, Type::String);
            Expr::List { owned, items: items.map(|sample| expr(id, item, sample)).collect() }
        }
        Type::Map(item) => {
            let items = sample.as_object().into_iter().flatten();
            let value = |sample| match expr(id, item, sample) {
                value @ Expr::Text(_) => Expr::Into(Box::new(value)),
                value => value,
            };
            Expr::Map(items.map(|(key, sample)| (key.clone(), value(sample))).collect())
        }
    }
}

/// A moment that a number of units since 1970 stands for.
fn moment(ty: &str, from: &str, sample: &Value) -> Expr {
    let units = Expr::Int(sample.as_i64().unwrap_or_default());
    Expr::Call(runtime(ty, from), vec![units])
}

/// A function of one of the runtime's types.
fn runtime(ty: &str, function: &str) -> Vec<String> {
    ["wechat_cloudbase", "json", ty, function].map(str::to_owned).to_vec()
}

/// A sample has been checked to be a number where its field is one.
fn number(sample: &Value) -> Number {
    sample.as_number().cloned().unwrap_or_else(|| Number::from(0))
}

fn named(id: &str, definition: &TypeDef, sample: &Value) -> Expr {
    let module = if definition.shared { "types" } else { id };
    let name = &definition.name;
    match &definition.shape {
        Shape::Text { .. } => {
            let text = sample.as_str().unwrap_or_default().to_owned();
            Expr::Call(path(module, name, Some("new")), vec![Expr::Text(text)])
        }
        Shape::TextEnum(variants) => {
            variant(module, name, variants, |value| sample.as_str() == Some(value.as_str()))
        }
        Shape::IntEnum(variants) => {
            variant(module, name, variants, |value| sample.as_i64() == Some(*value))
        }
        Shape::Object(fields) => object(module, name, fields, sample),
        Shape::OneOf(one_of) => {
            // A sample has been checked to have one of them.
            let is_there = |field: &&Field| sample.get(&field.wire).is_some();
            let Some(field) = one_of.alternatives.iter().find(is_there) else {
                return Expr::Json(sample.clone());
            };
            let value = sample.get(&field.wire).unwrap_or(&Value::Null);
            let value = owned(expr(id, &field.ty, value));
            let value = match is_inside(definition, &field.ty) {
                true => Expr::Call(["Box", "new"].map(str::to_owned).to_vec(), vec![value]),
                false => value,
            };
            Expr::Call(path(module, name, Some(&naming::variant(&field.ident))), vec![value])
        }
    }
}

/// The variant of a value; samples have been checked to hold none but documented ones.
fn variant<T>(module: &str, name: &str, variants: &[Variant<T>], is: impl Fn(&T) -> bool) -> Expr {
    let found = variants.iter().find(|variant| is(&variant.value));
    Expr::Path(path(module, name, found.map(|variant| variant.name.as_str())))
}

fn path(module: &str, name: &str, last: Option<&str>) -> Vec<String> {
    [Some(module), Some(name), last].into_iter().flatten().map(str::to_owned).collect()
}

fn uses_types(expr: &Expr) -> bool {
    match expr {
        Expr::Call(path, arguments) => {
            path.first().is_some_and(|first| first == "types") || arguments.iter().any(uses_types)
        }
        Expr::Struct(_, members) => members.iter().any(|(_, value)| uses_types(value)),
        Expr::Path(path) => path.first().is_some_and(|first| first == "types"),
        Expr::List { items, .. } => items.iter().any(uses_types),
        Expr::Map(items) => items.iter().any(|(_, value)| uses_types(value)),
        Expr::Into(value) => uses_types(value),
        Expr::With(receiver, _, argument) => uses_types(receiver) || uses_types(argument),
        Expr::Text(_)
        | Expr::Int(_)
        | Expr::Float(_)
        | Expr::Bool(_)
        | Expr::Bytes(_)
        | Expr::Json(_) => false,
    }
}

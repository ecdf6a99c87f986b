//! The contracts that the mock enforces.

use serde_json::Value;

use super::sample::content as sample_content;
use crate::item::{ContractField, ContractItem, ContractShape, Contracts, RecursiveShape};
use crate::model::{
    Endpoint, Field, FieldPlace, Literal, Shape, Type, TypeDef, is_recursive, reached,
};
use crate::naming;

pub(crate) fn contracts(endpoints: &[Endpoint]) -> Contracts {
    Contracts {
        endpoints: endpoints.iter().map(contract).collect(),
        recursive: recursive(endpoints),
    }
}

fn contract(endpoint: &Endpoint) -> ContractItem {
    let fields = |fields: &[Field]| fields.iter().map(|it| field(endpoint, it)).collect();
    let mut reached = reached(&endpoint.request).into_iter().chain(reached(&endpoint.response));
    ContractItem {
        id: endpoint.id.clone(),
        response_wrapper: endpoint.response_wrapper.clone(),
        request: fields(&endpoint.request),
        response: fields(&endpoint.response),
        request_json: endpoint.sample.request.to_string(),
        response_json: match &endpoint.sample.response {
            Value::Null => String::new(),
            response => response.to_string(),
        },
        content: sample_content(endpoint),
        is_recursive: reached.any(is_recursive),
    }
}

/// Each type that contains itself, once.
fn recursive(endpoints: &[Endpoint]) -> Vec<RecursiveShape> {
    let mut shapes: Vec<RecursiveShape> = Vec::new();
    for endpoint in endpoints {
        let reached = reached(&endpoint.request).into_iter().chain(reached(&endpoint.response));
        for definition in reached.filter(|definition| is_recursive(definition)) {
            let constant = constant(endpoint, definition);
            if shapes.iter().all(|known| known.constant != constant) {
                shapes.push(RecursiveShape { constant, shape: named(endpoint, definition) });
            }
        }
    }
    shapes
}

/// `SHARED_MENU_BUTTON` of what is shared, `OWN_OF_CREATE_MENU_BUTTON` of an endpoint's own.
fn constant(endpoint: &Endpoint, definition: &TypeDef) -> String {
    let name = naming::constant_case(&definition.name);
    match definition.shared {
        true => format!("SHARED_{name}"),
        false => format!("OWN_OF_{}_{name}", naming::constant_case(&endpoint.id)),
    }
}

fn field(endpoint: &Endpoint, field: &Field) -> ContractField {
    ContractField {
        wire: field.wire.clone(),
        required: !field.optional,
        essential: field.essential,
        limits: field.limits,
        default: field.default.as_ref().map(|value| json(&field.ty, value).to_string()),
        shape: match &field.fixed {
            Some(Literal::String(text)) => {
                ContractShape::Text { allowed: vec![text.clone()], pattern: None }
            }
            Some(Literal::Int(int)) => ContractShape::Int { allowed: vec![*int] },
            Some(Literal::Float(_)) => ContractShape::Float,
            Some(Literal::Bool(_)) => ContractShape::Bool,
            None => match (shape(endpoint, &field.ty), &field.ty) {
                // As the body itself, it does not stand in an object around it.
                (inner, ty) if field.place == FieldPlace::WholeBody => by_itself(ty, inner),
                (shape, _) => shape,
            },
        },
    }
}

/// A value as it travels.
pub fn json(ty: &Type, value: &Literal) -> Value {
    match (ty, value) {
        (Type::InText(_), value) => Value::from(value.to_string()),
        (_, Literal::String(text)) => Value::from(text.as_str()),
        (_, Literal::Int(int)) => Value::from(*int),
        (_, Literal::Float(float)) => Value::from(float.get()),
        (_, Literal::Bool(flag)) => Value::from(*flag),
    }
}

/// A one-of that is an object of its own, and stands in none around it.
fn by_itself(ty: &Type, shape: ContractShape) -> ContractShape {
    match ty {
        Type::Named(definition) if matches!(definition.shape, Shape::OneOf(_)) => {
            ContractShape::Named(definition.name.clone(), Box::new(shape))
        }
        _ => shape,
    }
}

fn shape(endpoint: &Endpoint, ty: &Type) -> ContractShape {
    match ty {
        Type::String | Type::Secret => ContractShape::Text { allowed: Vec::new(), pattern: None },
        Type::Int | Type::Timestamp | Type::TimestampMs => {
            ContractShape::Int { allowed: Vec::new() }
        }
        Type::StringOrInt => ContractShape::StringOrInt,
        Type::Float => ContractShape::Float,
        Type::Bool => ContractShape::Bool,
        Type::Json => ContractShape::Json,
        Type::File => ContractShape::File,
        Type::Named(definition) if is_recursive(definition) => {
            ContractShape::Recursive(definition.name.clone(), constant(endpoint, definition))
        }
        Type::Named(definition) => {
            let inner = named(endpoint, definition);
            match inner {
                // What stands in the object around it shows in its shape.
                ContractShape::OneOf { .. } | ContractShape::Object(_) => inner,
                inner => ContractShape::Named(definition.name.clone(), Box::new(inner)),
            }
        }
        Type::InText(inner) => ContractShape::InText(Box::new(shape(endpoint, inner))),
        Type::List(item) => ContractShape::List(Box::new(shape(endpoint, item))),
        Type::Map(item) => ContractShape::Map(Box::new(shape(endpoint, item))),
    }
}

fn named(endpoint: &Endpoint, definition: &TypeDef) -> ContractShape {
    match &definition.shape {
        Shape::Text { pattern } => {
            ContractShape::Text { allowed: Vec::new(), pattern: pattern.clone() }
        }
        Shape::TextEnum(variants) => {
            let allowed = variants.iter().map(|variant| variant.value.clone()).collect();
            ContractShape::Text { allowed, pattern: None }
        }
        Shape::IntEnum(variants) => {
            ContractShape::Int { allowed: variants.iter().map(|variant| variant.value).collect() }
        }
        Shape::OneOf(one_of) => {
            let alternative = |it: &Field| {
                let mut field = field(endpoint, it);
                field.shape = by_itself(&it.ty, field.shape);
                (it.value.clone().unwrap_or_else(|| it.wire.clone()), field)
            };
            let alternatives = one_of.alternatives.iter().map(alternative).collect();
            ContractShape::OneOf { tag: one_of.tag.clone(), alternatives }
        }
        Shape::Object(fields) => {
            ContractShape::Object(fields.iter().map(|it| field(endpoint, it)).collect())
        }
    }
}

//! The contracts that the mock enforces.

use serde_json::Value;

use crate::item::{ContractField, ContractItem, ContractShape};
use crate::model::{Endpoint, Field, Literal, Shape, Type, TypeDef};

pub(crate) fn contracts(endpoints: &[Endpoint]) -> Vec<ContractItem> {
    endpoints.iter().map(contract).collect()
}

fn contract(endpoint: &Endpoint) -> ContractItem {
    ContractItem {
        id: endpoint.id.clone(),
        response_wrapper: endpoint.response_wrapper.clone(),
        request: endpoint.request.iter().map(field).collect(),
        response: endpoint.response.iter().map(field).collect(),
        request_json: endpoint.sample.request.to_string(),
        response_json: endpoint.sample.response.to_string(),
    }
}

fn field(field: &Field) -> ContractField {
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
            None => shape(&field.ty),
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

fn shape(ty: &Type) -> ContractShape {
    match ty {
        Type::String | Type::Secret => ContractShape::Text { allowed: Vec::new(), pattern: None },
        Type::Int | Type::Timestamp | Type::TimestampMs => {
            ContractShape::Int { allowed: Vec::new() }
        }
        Type::StringOrInt => ContractShape::StringOrInt,
        Type::Float => ContractShape::Float,
        Type::Bool => ContractShape::Bool,
        Type::Json => ContractShape::Json,
        Type::Named(definition) => {
            let inner = named(definition);
            match inner {
                ContractShape::Object(_) => inner,
                inner => ContractShape::Named(definition.name.clone(), Box::new(inner)),
            }
        }
        Type::InText(inner) => ContractShape::InText(Box::new(shape(inner))),
        Type::List(item) => ContractShape::List(Box::new(shape(item))),
        Type::Map(item) => ContractShape::Map(Box::new(shape(item))),
    }
}

fn named(definition: &TypeDef) -> ContractShape {
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
        Shape::Object(fields) => ContractShape::Object(fields.iter().map(field).collect()),
    }
}

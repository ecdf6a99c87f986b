//! The contracts that the mock enforces.

use super::sample::content as sample_content;
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
        response_json: match &endpoint.sample.response {
            serde_json::Value::Null => String::new(),
            response => response.to_string(),
        },
        content: sample_content(endpoint),
    }
}

fn field(field: &Field) -> ContractField {
    ContractField {
        wire: field.wire.clone(),
        required: !field.optional,
        essential: field.essential,
        limits: (field.limits.min, field.limits.max),
        shape: match &field.fixed {
            Some(Literal::String(text)) => {
                ContractShape::Text { allowed: vec![text.clone()], pattern: None }
            }
            Some(Literal::Int(int)) => ContractShape::Int { allowed: vec![*int] },
            Some(Literal::Bool(_)) => ContractShape::Bool,
            None => shape(&field.ty),
        },
    }
}

fn shape(ty: &Type) -> ContractShape {
    match ty {
        Type::String | Type::Secret => ContractShape::Text { allowed: Vec::new(), pattern: None },
        Type::Int => ContractShape::Int { allowed: Vec::new() },
        Type::Float => ContractShape::Float,
        Type::Bool => ContractShape::Bool,
        Type::Json => ContractShape::Json,
        Type::File => ContractShape::File,
        Type::Named(definition) => {
            let inner = named(definition);
            match inner {
                ContractShape::Object(_) => inner,
                inner => ContractShape::Named(definition.name.clone(), Box::new(inner)),
            }
        }
        Type::InText(inner) => ContractShape::InText(Box::new(shape(inner))),
        Type::List(item) => ContractShape::List(Box::new(shape(item))),
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

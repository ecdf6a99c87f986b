//! Types of the model as Rust has them.

use crate::item::RustType;
use crate::model::{Shape, Type};

pub(super) fn rust_type(ty: &Type) -> RustType {
    let name = match ty {
        Type::String => "String",
        Type::Secret => "Secret",
        Type::Int => "i64",
        Type::Float => "f64",
        Type::Bool => "bool",
        Type::StringOrInt => return RustType::Text("json::StringOrInt".to_owned()),
        Type::Timestamp => "json::Timestamp",
        Type::TimestampMs => "json::TimestampMs",
        Type::Json => "json::Value",
        Type::File => "operation::Upload",
        Type::Named(definition) => match definition.shape {
            Shape::Text { .. } => return RustType::Text(definition.name.clone()),
            _ => &definition.name,
        },
        Type::InText(inner) => return rust_type(inner),
        Type::List(item) => return RustType::List(Box::new(rust_type(item))),
        Type::Map(item) => return RustType::Map(Box::new(rust_type(item))),
    };
    RustType::Named(name.to_owned())
}

//! Types of pages against types of the model.

use wechat_cloudbase_codegen::model::{Field, Shape, Type};

use crate::drift::limits::Unit;
use crate::drift::page_type::PageType;

/// Whether a page's type says nothing else than the spec's.
pub(super) fn fits(page: &PageType, spec: &Type) -> bool {
    match (page, spec) {
        (
            PageType::Any | PageType::File | PageType::Time | PageType::Unsaid | PageType::Lost,
            _,
        ) => true,
        (PageType::Array(item), Type::List(spec)) => {
            item.as_ref().is_none_or(|item| fits(item, spec))
        }
        (PageType::Object | PageType::Array(_), Type::Json) => true,
        (PageType::Object, Type::Map(_)) => true,
        (page, Type::Named(definition)) => match definition.shape {
            Shape::Text { .. } | Shape::TextEnum(_) => *page == PageType::String,
            Shape::IntEnum(_) => matches!(page, PageType::Number | PageType::Int),
            Shape::Object(_) | Shape::OneOf(_) => *page == PageType::Object,
        },
        (PageType::String, Type::String | Type::Secret | Type::InText(_)) => true,
        // Pages call a file by many names.
        (_, Type::File) => true,
        (PageType::String, Type::StringOrInt) => true,
        (PageType::Number, Type::Float) => true,
        (PageType::Number | PageType::Int, ty) if is_int(ty) => true,
        (PageType::Float, Type::Float) | (PageType::Bool, Type::Bool) => true,
        _ => false,
    }
}

fn is_int(ty: &Type) -> bool {
    matches!(ty, Type::Int | Type::StringOrInt | Type::Timestamp | Type::TimestampMs)
}

/// The fields of an object, through lists, maps and text.
pub(super) fn fields_of(ty: &Type) -> Option<&[Field]> {
    match ty {
        Type::List(item) | Type::Map(item) | Type::InText(item) => fields_of(item),
        Type::Named(definition) => match &definition.shape {
            Shape::Object(fields) => Some(fields),
            _ => None,
        },
        _ => None,
    }
}

/// What a limit of a type counts.
pub(super) fn unit(ty: &Type) -> Option<Unit> {
    match ty {
        Type::Int | Type::Float => Some(Unit::Number),
        Type::InText(inner) => unit(inner),
        Type::String | Type::Secret => Some(Unit::Characters),
        Type::Named(definition) => match definition.shape {
            Shape::Text { .. } => Some(Unit::Characters),
            _ => None,
        },
        Type::List(_) | Type::Map(_) => Some(Unit::Items),
        Type::Bool
        | Type::Json
        | Type::File
        | Type::StringOrInt
        | Type::Timestamp
        | Type::TimestampMs => None,
    }
}

/// A type of the model in the words of pages.
pub(super) fn in_words(ty: &Type) -> String {
    match ty {
        Type::String | Type::Secret => "string".to_owned(),
        Type::Int | Type::Timestamp | Type::TimestampMs => "integer".to_owned(),
        Type::StringOrInt => "string or integer".to_owned(),
        Type::Float => "float".to_owned(),
        Type::Bool => "boolean".to_owned(),
        Type::Json => "any JSON".to_owned(),
        Type::File => "file".to_owned(),
        Type::Named(definition) => match definition.shape {
            Shape::Text { .. } | Shape::TextEnum(_) => "string".to_owned(),
            Shape::IntEnum(_) => "integer".to_owned(),
            Shape::Object(_) | Shape::OneOf(_) => "object".to_owned(),
        },
        Type::InText(inner) => format!("string that holds {}", in_words(inner)),
        Type::List(item) => format!("array of {}", in_words(item)),
        Type::Map(item) => format!("object that holds {}", in_words(item)),
    }
}

/// Whether a value of a sample is of the type, as pages print samples: a number may stand for a
/// number of either kind.
pub(super) fn holds(ty: &Type, value: &serde_json::Value) -> bool {
    use serde_json::Value;
    match (ty, value) {
        (_, Value::Null) | (Type::Json | Type::File, _) => true,
        (Type::Named(definition), value) => match definition.shape {
            Shape::Text { .. } | Shape::TextEnum(_) => value.is_string(),
            Shape::IntEnum(_) => value.is_number(),
            Shape::Object(_) | Shape::OneOf(_) => value.is_object(),
        },
        (Type::String | Type::Secret | Type::InText(_), value) => value.is_string(),
        (Type::Int | Type::Float | Type::Timestamp | Type::TimestampMs, value) => value.is_number(),
        (Type::StringOrInt, value) => value.is_string() || value.is_number(),
        (Type::Map(_), value) => value.is_object(),
        (Type::Bool, value) => value.is_boolean(),
        (Type::List(_), value) => value.is_array(),
    }
}

//! Things of the model in words, as messages have them.

use wechat_cloudbase_codegen::model::{
    Field, FieldPlace, Limits, Literal, Number, Shape, Type, TypeDef, Variant,
};
use wechat_cloudbase_codegen::notation::words;

use crate::places::Home;

/// How much of a value a message shows.
const LONGEST: usize = 120;

/// A value between backticks, its middle left out when it is long.
pub(super) fn code(text: &str) -> String {
    let shown = shortened(text);
    if shown.contains('`') { format!("`` {shown} ``") } else { format!("`{shown}`") }
}

fn shortened(text: &str) -> String {
    let count = text.chars().count();
    if count <= LONGEST {
        return text.to_owned();
    }
    let start: String = text.chars().take(LONGEST * 2 / 3).collect();
    let end: String = text.chars().skip(count - LONGEST / 3).collect();
    format!("{start} … {end}")
}

/// A type as the notation writes it.
pub(super) fn type_text(ty: &Type) -> String {
    match ty {
        Type::String => "string".to_owned(),
        Type::Secret => "secret string".to_owned(),
        Type::Int => "int".to_owned(),
        Type::Float => "float".to_owned(),
        Type::Bool => "bool".to_owned(),
        Type::StringOrInt => "string-or-int".to_owned(),
        Type::Timestamp => "timestamp".to_owned(),
        Type::TimestampMs => "timestamp-ms".to_owned(),
        Type::Json => "json".to_owned(),
        Type::File => "file".to_owned(),
        Type::Named(definition) => named(definition),
        Type::InText(inner) => format!("{} as text", type_text(inner)),
        Type::List(item) => format!("{}[]", type_text(item)),
        Type::Map(item) => format!("{}{{}}", type_text(item)),
    }
}

fn named(definition: &TypeDef) -> String {
    match (&definition.shape, definition.shared) {
        (_, true) => format!("shared {}", definition.name),
        _ => definition.name.clone(),
    }
}

/// As in Rust: `create_env::Member`, and `types::Member` for a shared type.
pub(super) fn type_subject(of: Home<'_>, name: &str) -> String {
    match of {
        Home::Shared => format!("types::{name}"),
        Home::Endpoint(id) => format!("{id}::{name}"),
    }
}

/// What a field is, as one would say it: `optional EnvId in the query string`.
pub(super) fn field_text(field: &Field) -> String {
    let optional = match (field.optional, field.essential) {
        (true, _) => "optional ",
        (false, true) => "essential ",
        (false, false) => "",
    };
    let fixed =
        field.fixed.as_ref().map_or(String::new(), |value| format!(", always {}", literal(value)));
    let place = match field.place {
        FieldPlace::Body => String::new(),
        place => format!(", in {}", place_text(place)),
    };
    format!("{optional}{}{fixed}{place}", type_text(&field.ty))
}

/// Whether a caller must say a field.
pub(super) fn required_text(field: &Field) -> String {
    match &field.fixed {
        Some(value) => format!("always {}", literal(value)),
        None if field.optional => "optional".to_owned(),
        None => "required".to_owned(),
    }
}

/// Whether a field is deprecated, and what its page says of that.
pub(super) fn deprecation_text(field: &Field) -> String {
    let Some(deprecated) = &field.deprecated else {
        return "not deprecated".to_owned();
    };
    let since = deprecated.since.as_ref().map_or(String::new(), |day| format!(" since {day}"));
    let instead = deprecated.instead.as_ref();
    let instead = instead.map_or(String::new(), |wire| format!(", with {wire} instead"));
    format!("deprecated{since}{instead}")
}

pub(super) fn place_text(place: FieldPlace) -> &'static str {
    words::word(place)
}

pub(super) fn literal(value: &Literal) -> String {
    match value {
        Literal::String(text) => format!("{text:?}"),
        value => value.to_string(),
    }
}

/// What a type is: `an object of name, size`.
pub(super) fn shape_text(shape: &Shape) -> String {
    match shape {
        Shape::Text { pattern: None } => "a string".to_owned(),
        Shape::Text { pattern: Some(pattern) } => format!("a string with the pattern {pattern}"),
        Shape::TextEnum(variants) => format!("a string, one of {}", values(variants)),
        Shape::IntEnum(variants) => format!("an int, one of {}", values(variants)),
        Shape::Object(fields) => {
            let names: Vec<_> = fields.iter().map(|field| field.wire.as_str()).collect();
            format!("an object of {}", names.join(", "))
        }
        Shape::OneOf(one_of) => {
            let alternatives = one_of.alternatives.iter();
            let names: Vec<_> = alternatives.map(|field| field.wire.as_str()).collect();
            format!("one of {}", names.join(", "))
        }
    }
}

fn values<T: ToString>(variants: &[Variant<T>]) -> String {
    let values: Vec<_> = variants.iter().map(|variant| variant.value.to_string()).collect();
    values.join(", ")
}

/// The two ends of a field's limits, each with the key of the notation.
pub(super) fn limit_keys(ty: &Type) -> (&'static str, &'static str) {
    match ty {
        Type::List(_) | Type::Map(_) => ("min_items", "max_items"),
        Type::String | Type::Secret | Type::Named(_) => ("min_length", "max_length"),
        _ => ("min", "max"),
    }
}

/// Whether new limits refuse what the old ones took, at each end that differs.
pub(super) fn tightened(old: Limits, new: Limits) -> (Option<bool>, Option<bool>) {
    let is_tighter =
        |old: Option<Number>, new: Option<Number>, beyond: fn(&Number, &Number) -> bool| {
            (old != new).then(|| match (&old, &new) {
                (Some(old), Some(new)) => beyond(new, old),
                (old, _) => old.is_none(),
            })
        };
    (is_tighter(old.min, new.min, Number::gt), is_tighter(old.max, new.max, Number::lt))
}

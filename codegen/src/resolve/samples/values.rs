//! Values of a sample, each against its type.

use std::fmt::Debug;

use serde_json::Value;

use super::Check;
use crate::base64;
use crate::diagnostic::{Problem, Rule};
use crate::model::{Field, Limits, Literal, Shape, Type, Variant};
use crate::source::up_to;

impl Check<'_> {
    pub(super) fn field(&mut self, place: &str, value: &Value, field: &Field) {
        if let Some(fixed) = &field.fixed {
            if *value != value_of(fixed) {
                let message = format!("`{place}` must be {}, the fixed value", value_of(fixed));
                self.report(Rule::SampleBadValue, &message, "in here");
            }
            return;
        }
        if field.essential && is_empty(value) {
            let message = format!("`{place}` is essential, and empty");
            self.report(Rule::SampleBadValue, &message, "in here");
        }
        self.value(place, value, &field.ty);
        self.limits(place, value, field);
    }

    fn limits(&mut self, place: &str, value: &Value, field: &Field) {
        let Some((size, unit)) = size(&field.ty, value) else {
            return;
        };
        let Limits { min, max } = field.limits;
        let (is, less) = if unit.is_empty() { ("is", "less") } else { ("has", "fewer") };
        let plural = if unit.is_empty() || size == 1.0 { "" } else { "s" };
        let less = min.filter(|min| size < min.to_f64()).map(|min| (less, min));
        let more = max.filter(|max| size > max.to_f64()).map(|max| ("more", max));
        for (how, limit) in less.into_iter().chain(more) {
            let message = format!("`{place}` {is} {size}{unit}{plural}, {how} than {limit}");
            self.report(Rule::SampleBadValue, &message, "in here");
        }
    }

    fn value(&mut self, place: &str, value: &Value, ty: &Type) {
        match (ty, value) {
            (ty, value) if is_plain(ty, value) => {}
            (Type::List(item), Value::Array(items)) => {
                for (index, value) in items.iter().enumerate() {
                    self.value(&format!("{place}[{index}]"), value, item);
                }
            }
            (Type::File, Value::String(text)) if base64::decode(text).is_some() => {}
            (Type::Map(item), Value::Object(items)) => {
                for (key, value) in items {
                    self.value(&format!("{place}.{key}"), value, item);
                }
            }
            (Type::Named(definition), value) => self.named(place, value, &definition.shape),
            (Type::InText(inner), Value::String(text)) => self.text(place, text, inner),
            (ty, _) => self.mismatch(place, expected(ty)),
        }
    }

    fn text(&mut self, place: &str, text: &str, inner: &Type) {
        let value = serde_json::from_str(text).ok();
        if value.is_some_and(|value| is_plain(inner, &value)) {
            self.duplicate_keys(&format!("`{place}`"), text);
        } else {
            self.mismatch(place, &format!("{}, as text", expected(inner)));
        }
    }

    fn named(&mut self, place: &str, value: &Value, shape: &Shape) {
        match (shape, value) {
            (Shape::Object(fields), Value::Object(object)) => {
                self.fields(place, object, fields, &[]);
            }
            (Shape::OneOf(one_of), Value::Object(object)) => {
                self.fields(place, object, &[], &one_of.wires());
                self.one_of(place, object, one_of, false);
            }
            (Shape::Object(_) | Shape::OneOf(_), _) => self.mismatch(place, "an object"),
            (Shape::Text { pattern }, Value::String(text)) => {
                self.pattern(place, text, pattern.as_deref());
            }
            (Shape::TextEnum(variants), Value::String(text)) => self.variant(place, text, variants),
            (Shape::Text { .. } | Shape::TextEnum(_), _) => self.mismatch(place, "a string"),
            (Shape::IntEnum(variants), value) => match value.as_i64() {
                Some(int) => self.variant(place, &int, variants),
                None => self.mismatch(place, "a whole number of at most 64 bits"),
            },
        }
    }

    fn pattern(&mut self, place: &str, text: &str, pattern: Option<&str>) {
        let regex = pattern.and_then(|pattern| regex_lite::Regex::new(pattern).ok());
        if regex.is_some_and(|regex| !regex.is_match(text)) {
            let message = format!(
                "`{place}` is {}, which does not match `{}`",
                short(text),
                pattern.unwrap_or_default()
            );
            self.report(Rule::SampleBadValue, &message, "in here");
        }
    }

    fn variant<T: PartialEq + Debug>(&mut self, place: &str, value: &T, variants: &[Variant<T>]) {
        if variants.iter().any(|variant| variant.value == *value) {
            return;
        }
        let message = format!("`{place}` is {}, which its enum does not list", short(value));
        let listed: Vec<_> =
            variants.iter().take(20).map(|variant| short(&variant.value)).collect();
        let problem = Problem::new(Rule::SampleBadValue, self.span, message, "in here");
        self.problems.add(problem.help(format!("it lists {}", listed.join(", "))));
    }

    fn mismatch(&mut self, place: &str, expected: &str) {
        let message = format!("`{place}` must be {expected}");
        self.report(Rule::SampleBadValue, &message, "in here");
    }
}

/// Whether a value is as good as absent.
fn is_empty(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::String(text) => text.trim().is_empty(),
        Value::Array(items) => items.iter().all(is_empty),
        Value::Object(fields) => fields.values().all(is_empty),
        Value::Bool(_) | Value::Number(_) => false,
    }
}

/// A value as it is written, or the beginning of a long one.
fn short(value: &(impl Debug + ?Sized)) -> String {
    const LONGEST: usize = 60;
    let text = format!("{value:?}");
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}...", up_to(&text, end)),
        None => text,
    }
}

/// What limits are about: a number, how long a text is, or how many items a list has. A value of
/// another type has been reported.
fn size(ty: &Type, value: &Value) -> Option<(f64, &'static str)> {
    match (ty, value) {
        (Type::InText(inner), Value::String(text)) => {
            size(inner, &serde_json::from_str(text).ok()?)
        }
        (Type::Int | Type::Float, value) if is_plain(ty, value) => {
            value.as_f64().map(|number| (number, ""))
        }
        (Type::String | Type::Secret | Type::Named(_), Value::String(text)) => {
            Some((text.chars().count() as f64, " character"))
        }
        (Type::List(_), Value::Array(items)) => Some((items.len() as f64, " item")),
        (Type::Map(_), Value::Object(items)) => Some((items.len() as f64, " item")),
        _ => None,
    }
}

/// Whether a value is of a type that needs no look inside.
fn is_plain(ty: &Type, value: &Value) -> bool {
    match ty {
        Type::Json => true,
        Type::String | Type::Secret => value.is_string(),
        Type::Int | Type::Timestamp | Type::TimestampMs => value.is_i64(),
        Type::StringOrInt => value.is_string() || value.is_i64(),
        Type::Float => value.is_number(),
        Type::Bool => value.is_boolean(),
        Type::Named(_) | Type::InText(_) | Type::List(_) | Type::Map(_) | Type::File => false,
    }
}

fn expected(ty: &Type) -> &'static str {
    match ty {
        Type::String | Type::Secret => "a string",
        Type::Int => "a whole number of at most 64 bits",
        Type::StringOrInt => "a string, or a whole number of at most 64 bits",
        Type::Timestamp => "a whole number of seconds since 1970",
        Type::TimestampMs => "a whole number of milliseconds since 1970",
        Type::Float => "a number",
        Type::Bool => "true or false",
        Type::List(_) => "a list",
        Type::Map(_) => "an object, whose keys are the caller's",
        Type::InText(_) => "a string, because it travels as text",
        Type::Json => "JSON",
        Type::File => "a text in base64",
        Type::Named(_) => "of its type",
    }
}

fn value_of(literal: &Literal) -> Value {
    match literal {
        Literal::String(text) => Value::from(text.as_str()),
        Literal::Int(int) => Value::from(*int),
        Literal::Float(float) => Value::from(float.get()),
        Literal::Bool(flag) => Value::from(*flag),
    }
}

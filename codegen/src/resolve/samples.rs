//! Samples, checked against the tables of their endpoint.

use std::fmt::Debug;

use serde_json::{Map, Value};

use super::{Resolved, json};
use crate::diagnostic::{Problem, Problems, near};
use crate::model::{Field, Limits, Literal, Sample, Shape, Type, Variant};
use crate::rule::Rule;
use crate::source::{Span, up_to};
use crate::syntax::{EndpointDoc, Node};

pub(super) fn resolve(
    document: &EndpointDoc,
    resolved: &Resolved,
    problems: &mut Problems,
) -> Sample {
    let endpoint = &resolved.endpoint;
    let mut read =
        |node: &Option<Node<String>>, fields: &[Field], extra: &'static [&'static str]| {
            let node = node.as_ref()?;
            let mut check = Check { span: &node.span, problems };
            let object = check.object(&node.value)?;
            if resolved.sound {
                check.fields("", &object, fields, extra);
                check.success(&object, extra);
            }
            Some(Value::Object(object))
        };
    Sample {
        request: read(&document.sample.request, &endpoint.request, &[]).unwrap_or_default(),
        response: read(&document.sample.response, &endpoint.response, &["errcode", "errmsg"])
            .unwrap_or_default(),
    }
}

struct Check<'a> {
    span: &'a Span,
    problems: &'a mut Problems,
}

impl Check<'_> {
    fn object(&mut self, text: &str) -> Option<Map<String, Value>> {
        match serde_json::from_str(text) {
            Ok(Value::Object(object)) => {
                for key in json::repeated_keys(text) {
                    self.report(
                        Rule::Repeated,
                        &format!("the sample has `{key}` twice in one object"),
                        "in here",
                    );
                }
                return Some(object);
            }
            Ok(_) => {
                self.report(Rule::SampleNotJson, "the sample is not an object, `{...}`", "in here");
            }
            Err(error) => self.not_json(text, &error),
        }
        None
    }

    /// The parser's own place counts from the beginning of the sample, which is not where a
    /// reader's eye is; so the text before it is shown.
    fn not_json(&mut self, text: &str, error: &serde_json::Error) {
        if text.trim().is_empty() {
            let problem =
                Problem::new(Rule::SampleNotJson, self.span, "the sample is empty", "says nothing");
            return self.problems.add(problem.help("write '{}' when there are no fields"));
        }
        let message = error.to_string();
        let message = message.split(" at line ").next().unwrap_or_default();
        let lines: usize =
            text.split_inclusive('\n').take(error.line().saturating_sub(1)).map(str::len).sum();
        let read = up_to(text, lines + error.column().saturating_sub(1)).trim_end();
        let tail = read
            .char_indices()
            .rev()
            .nth(23)
            .map_or(read, |(start, _)| read.get(start..).unwrap_or(read));
        let tail = tail.split_whitespace().collect::<Vec<_>>().join(" ");
        let place =
            if tail.is_empty() { "at its beginning".to_owned() } else { format!("after `{tail}`") };
        self.report(
            Rule::SampleNotJson,
            &format!("the sample is not JSON: {message}, {place}"),
            "in here",
        );
    }

    /// A sample answer is one of success: the mock gives it to whoever asks.
    fn success(&mut self, object: &Map<String, Value>, extra: &[&str]) {
        let errcode = object.get("errcode").filter(|_| extra.contains(&"errcode"));
        if errcode.is_some_and(|errcode| errcode.as_i64() != Some(0)) {
            self.report(
                Rule::SampleBadValue,
                "`errcode` has to be 0: the sample is of success",
                "in here",
            );
        }
    }

    fn fields(&mut self, at: &str, object: &Map<String, Value>, fields: &[Field], extra: &[&str]) {
        let is_unknown = |name: &&String| {
            !extra.contains(&name.as_str()) && fields.iter().all(|field| field.wire != **name)
        };
        let is_free = |field: &&Field| !object.contains_key(&field.wire);
        let free: Vec<_> = fields.iter().filter(is_free).map(|field| field.wire.as_str()).collect();
        let mut meant = Vec::new();
        for name in object.keys().filter(is_unknown) {
            let message =
                format!("the sample has `{}`, which the table does not have", join(at, name));
            let problem = Problem::new(Rule::SampleUnknownField, self.span, message, "in here");
            self.problems.add(problem.did_you_mean(name, free.iter().copied()));
            meant.extend(near(name, free.iter().copied()));
        }
        for field in fields {
            let place = join(at, &field.wire);
            match object.get(&field.wire) {
                Some(value) => self.field(&place, value, field),
                None if field.optional || meant.contains(&field.wire.as_str()) => {}
                None => {
                    let message = format!("the sample lacks `{place}`, which is required");
                    self.report(Rule::SampleMissingField, &message, "not in here");
                }
            }
        }
    }

    fn field(&mut self, place: &str, value: &Value, field: &Field) {
        if let Some(fixed) = &field.fixed {
            if *value != value_of(fixed) {
                let message = format!("`{place}` has to be {}, the fixed value", value_of(fixed));
                self.report(Rule::SampleBadValue, &message, "in here");
            }
            return;
        }
        self.value(place, value, &field.ty);
        self.limits(place, value, field);
    }

    fn limits(&mut self, place: &str, value: &Value, field: &Field) {
        let (size, unit) = match (&field.ty, value) {
            (Type::InText(_), Value::String(text)) => (text.parse().ok(), ""),
            (_, Value::Number(number)) => (number.as_f64(), ""),
            (_, Value::String(text)) => (Some(text.chars().count() as f64), " characters"),
            (_, Value::Array(items)) => (Some(items.len() as f64), " items"),
            _ => (None, ""),
        };
        let Limits { min, max } = field.limits;
        let outside = |size: f64| {
            min.is_some_and(|min| size < min as f64) || max.is_some_and(|max| size > max as f64)
        };
        if let Some(size) = size.filter(|size| outside(*size)) {
            let message = format!("`{place}` is outside of its limits: {size}{unit}");
            self.report(Rule::SampleBadValue, &message, "in here");
        }
    }

    fn value(&mut self, place: &str, value: &Value, ty: &Type) {
        match (ty, value) {
            (Type::Json, _) => {}
            (Type::String | Type::Secret, Value::String(_)) | (Type::Bool, Value::Bool(_)) => {}
            (Type::Int, Value::Number(number)) if number.is_i64() => {}
            (Type::Float, Value::Number(_)) => {}
            (Type::List(item), Value::Array(items)) => {
                for (index, value) in items.iter().enumerate() {
                    self.value(&format!("{place}[{index}]"), value, item);
                }
            }
            (Type::Named(definition), value) => self.named(place, value, &definition.shape),
            (Type::InText(inner), Value::String(text)) => match serde_json::from_str(text) {
                Ok(value) => self.value(place, &value, inner),
                Err(_) => self.mismatch(place, "text that is JSON"),
            },
            (ty, _) => self.mismatch(place, expected(ty)),
        }
    }

    fn named(&mut self, place: &str, value: &Value, shape: &Shape) {
        match (shape, value) {
            (Shape::Object(fields), Value::Object(object)) => {
                self.fields(place, object, fields, &[]);
            }
            (Shape::Object(_), _) => self.mismatch(place, "an object"),
            (Shape::Text { pattern }, Value::String(text)) => {
                self.pattern(place, text, pattern.as_deref());
            }
            (Shape::Texts(variants), Value::String(text)) => self.variant(place, text, variants),
            (Shape::Text { .. } | Shape::Texts(_), _) => self.mismatch(place, "a string"),
            (Shape::Ints(variants), value) => match value.as_i64() {
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
        let message = format!("`{place}` has to be {expected}");
        self.report(Rule::SampleBadValue, &message, "in here");
    }

    fn report(&mut self, rule: Rule, message: &str, label: &str) {
        self.problems.add(Problem::new(rule, self.span, message, label));
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

fn join(at: &str, name: &str) -> String {
    if at.is_empty() { name.to_owned() } else { format!("{at}.{name}") }
}

fn expected(ty: &Type) -> &'static str {
    match ty {
        Type::String | Type::Secret => "a string",
        Type::Int => "a whole number of at most 64 bits",
        Type::Float => "a number",
        Type::Bool => "true or false",
        Type::List(_) => "a list",
        Type::InText(_) => "a string, because it travels as text",
        Type::Json | Type::Named(_) => "of its type",
    }
}

fn value_of(literal: &Literal) -> Value {
    match literal {
        Literal::String(text) => Value::from(text.as_str()),
        Literal::Int(int) => Value::from(*int),
        Literal::Bool(flag) => Value::from(*flag),
    }
}

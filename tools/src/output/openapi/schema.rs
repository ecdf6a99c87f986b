//! Types as schemas.
//!
//! What a caller sends is as the pages have it: a documented list of values is closed. What comes
//! back is open, as WeChat's responses are: a value that no page lists may come, and `null` for what
//! is absent. A type that differs by this and is used both ways has two schemas.

use std::rc::Rc;

use wechat_cloudbase_codegen::lower::{Usage, paragraph};
use wechat_cloudbase_codegen::model::{
    Api, Endpoint, Field, Limits, Literal, Number, Shape, Type, TypeDef, Variant, inner, reached,
};
use wechat_cloudbase_codegen::naming;

use super::members::Members;
use super::pattern;
use super::version::{OpenApi, reference};
use super::words;
use crate::json::{Json, Object, list};

/// What schemas depend on.
pub(super) struct Schemas {
    pub(super) version: OpenApi,
    shared: Usage,
}

impl Schemas {
    pub(super) fn new(api: &Api, version: OpenApi) -> Self {
        Self { version, shared: Usage::of(&api.endpoints) }
    }
}

/// Writes schemas for an endpoint, or for what endpoints share, one way.
pub(super) struct Schema<'a> {
    schemas: &'a Schemas,
    endpoint: Option<&'a Endpoint>,
    own: Rc<Usage>,
    is_answer: bool,
}

impl<'a> Schema<'a> {
    /// On the way there.
    pub(super) fn new(schemas: &'a Schemas, endpoint: Option<&'a Endpoint>) -> Self {
        Self { schemas, endpoint, own: Rc::new(Usage::of(endpoint)), is_answer: false }
    }

    /// On the way back.
    pub(super) fn answered(&self) -> Self {
        self.one_way(true)
    }

    fn one_way(&self, is_answer: bool) -> Self {
        let Self { schemas, endpoint, own, .. } = self;
        Self { schemas, endpoint: *endpoint, own: Rc::clone(own), is_answer }
    }

    pub(super) fn is_answer(&self) -> bool {
        self.is_answer
    }

    pub(super) fn version(&self) -> OpenApi {
        self.schemas.version
    }

    /// The ways for which a type needs a schema: one, or both when the schemas differ.
    pub(super) fn ways(&self, definition: &TypeDef) -> impl Iterator<Item = Self> {
        let direction = self.usage(definition).direction(definition);
        let differ = !direction.received || is_twofold(definition);
        let sent = (direction.sent && differ).then(|| self.one_way(false));
        let answered = direction.received.then(|| self.one_way(true));
        sent.into_iter().chain(answered)
    }

    /// `EnvId` of what is shared, `CreateEnv_Item` of an endpoint's own: no type has a `_`.
    pub(super) fn name(&self, definition: &TypeDef) -> String {
        let direction = self.usage(definition).direction(definition);
        let both_ways = direction.sent && direction.received && is_twofold(definition);
        let side = if both_ways && !self.is_answer { "_Input" } else { "" };
        match self.endpoint.filter(|_| !definition.shared) {
            Some(endpoint) => name(endpoint, &definition.name) + side,
            None => format!("{}{side}", definition.name),
        }
    }

    fn usage(&self, definition: &TypeDef) -> &Usage {
        if definition.shared { &self.schemas.shared } else { &self.own }
    }

    pub(super) fn definition(&self, definition: &'a TypeDef) -> Object<'a> {
        let doc = paragraph(&definition.doc);
        match &definition.shape {
            Shape::Object(fields) => self.members(fields).into_schema().with("description", doc),
            Shape::OneOf(one_of) => self.one_of(one_of).with("description", doc),
            shape => self.scalar(shape, doc, false),
        }
    }

    /// Fields as the members of an object.
    pub(super) fn members(&self, fields: impl IntoIterator<Item = &'a Field>) -> Members<'a> {
        let one = |members: Members<'a>, field: &'a Field| match field.one_of() {
            Some((_, one_of)) if self.is_answer => members.and(self.any_of(one_of)),
            Some((definition, one_of)) => {
                members.with_all_of(self.standing(definition, one_of, field.optional))
            }
            None => members.with(&field.wire, self.is_required(field), self.field(field)),
        };
        fields.into_iter().fold(Members::default(), one)
    }

    /// In a request, fields that are not optional are required; in a response, only essential
    /// ones.
    fn is_required(&self, field: &Field) -> bool {
        if self.is_answer { field.essential } else { !field.optional }
    }

    /// A field with its own words and limits, and what is said of it beside them.
    pub(super) fn field(&self, field: &'a Field) -> Object<'a> {
        let schema = self.described(field);
        let beside = words::beside(field);
        // Beside a reference 3.0 reads nothing.
        match self.version() {
            OpenApi::V3_0 if !beside.is_empty() && schema.has("$ref") => {
                Object::new().with("allOf", list([schema])).extend(beside)
            }
            _ => schema.extend(beside),
        }
    }

    fn described(&self, field: &'a Field) -> Object<'a> {
        let doc = words::field(field);
        let nullable = self.is_answer && field.optional;
        match &field.ty {
            ty if self.is_answer && field.fixed.is_some() => {
                // What is always sent need not come back.
                self.of(ty, field.limits, nullable).with("description", doc)
            }
            _ if field.fixed.is_some() => self.fixed(field).with("description", doc),
            Type::Named(definition) => match &definition.shape {
                // The type says less than the field: both are said here.
                Shape::Text { .. } if field.limits != Limits::default() => {
                    let schema = self.scalar(&definition.shape, doc, nullable);
                    schema.extend(limits(&field.ty, field.limits))
                }
                _ => {
                    let doc = Some(doc).filter(|_| field.doc != definition.doc);
                    self.version().reference(&self.name(definition), nullable, doc)
                }
            },
            ty => {
                let schema = self.of(ty, field.limits, nullable);
                schema.with("description", doc)
            }
        }
    }

    /// The schema of a field that is the whole response.
    pub(super) fn whole(&self, field: &'a Field) -> Object<'a> {
        self.of(&field.ty, field.limits, false).with("description", words::field(field))
    }

    /// Bytes as they are.
    pub(super) fn bytes(&self) -> Object<'a> {
        match self.version() {
            OpenApi::V3_0 => Object::new().with("type", "string").with("format", "binary"),
            OpenApi::V3_1 => Object::new().with("contentMediaType", "application/octet-stream"),
        }
    }

    /// A parameter's schema; its words are beside it.
    pub(super) fn parameter(&self, field: &'a Field) -> Object<'a> {
        match &field.ty {
            _ if field.fixed.is_some() => self.fixed(field),
            Type::Named(_) if field.limits != Limits::default() => self.field(field),
            ty => self.of(ty, field.limits, false),
        }
    }

    fn fixed(&self, field: &'a Field) -> Object<'a> {
        let schema = self.of(&field.ty, Limits::default(), false);
        schema.extend(match &field.fixed {
            Some(Literal::String(text)) => self.version().constant(text),
            Some(Literal::Int(number)) => self.version().constant(*number),
            Some(Literal::Float(number)) => self.version().constant(number.get()),
            Some(Literal::Bool(flag)) => self.version().constant(*flag),
            None => Object::new(),
        })
    }

    /// A type inside its limits.
    pub(super) fn of(&self, ty: &'a Type, within: Limits, nullable: bool) -> Object<'a> {
        let typed = |name| self.version().typed(name, nullable);
        let schema = match ty {
            Type::String => typed("string"),
            Type::Secret => typed("string").with("format", "password"),
            Type::Int => typed("integer").with("format", "int64"),
            Type::Float => typed("number").with("format", "double"),
            Type::Bool => typed("boolean"),
            // A union of types, of which OpenAPI 3.0 knows none, and which need no names.
            Type::StringOrInt => {
                let int = self.version().typed("integer", false).with("format", "int64");
                let either = [self.version().typed("string", nullable), int];
                Object::new().with("anyOf", list(either))
            }
            Type::Timestamp => timestamp(typed("integer"), "seconds"),
            Type::TimestampMs => timestamp(typed("integer"), "milliseconds"),
            Type::Json => Object::new(),
            Type::File => self.bytes(),
            Type::Named(definition) => {
                return self.version().reference(&self.name(definition), nullable, None);
            }
            Type::List(item) => {
                let items = self.of(item, Limits::default(), false);
                typed("array").with("items", items)
            }
            Type::Map(item) => {
                let values = self.of(item, Limits::default(), false);
                typed("object").with("additionalProperties", values)
            }
            Type::InText(inner) => {
                // A response may hold an empty text for what is absent.
                let pattern = pattern::of_text(inner).filter(|_| !self.is_answer);
                let schema = typed("string").with_some("pattern", pattern);
                return match self.version() {
                    OpenApi::V3_0 => schema.with("format", "json"),
                    OpenApi::V3_1 => schema
                        .with("contentMediaType", "application/json")
                        .with("contentSchema", self.of(inner, within, false)),
                };
            }
        };
        schema.extend(limits(ty, within))
    }

    /// A string or a number that has a name.
    fn scalar(&self, shape: &'a Shape, doc: String, nullable: bool) -> Object<'a> {
        let typed = |name| self.version().typed(name, nullable);
        match shape {
            Shape::Text { pattern } => {
                let schema = typed("string").with("description", doc);
                match pattern {
                    Some(pattern) => schema.with(pattern::key(pattern), pattern),
                    None => schema,
                }
            }
            Shape::TextEnum(variants) => {
                self.values(typed("string"), variants, doc, |value| value.as_str().into())
            }
            Shape::IntEnum(variants) => {
                let schema = typed("integer").with("format", "int64");
                self.values(schema, variants, doc, |value| (*value).into())
            }
            Shape::Object(_) | Shape::OneOf(_) => Object::new(),
        }
    }

    fn values<T: std::fmt::Display>(
        &self,
        schema: Object<'a>,
        variants: &'a [Variant<T>],
        doc: String,
        json: fn(&'a T) -> Json<'a>,
    ) -> Object<'a> {
        // Tools that know the word offer the values and let others through; the rest see a string.
        let key = if self.is_answer { "x-extensible-enum" } else { "enum" };
        let values = variants.iter().map(|variant| json(&variant.value)).collect::<Vec<_>>();
        let names = list(variants.iter().map(|variant| &variant.name));
        let schema = schema.with("description", words::values(doc, variants, self.is_answer));
        schema.with(key, values).with("x-enum-varnames", names)
    }
}

/// The name of what is an endpoint's own.
pub(super) fn name(endpoint: &Endpoint, name: &str) -> String {
    let module = naming::component_case(&endpoint.id);
    // `Word_Input` is what a caller sends of a shared `Word`; an endpoint `word` may have an `Input`.
    let between = if name == "Input" { "__" } else { "_" };
    format!("{module}{between}{name}")
}

pub(super) fn component<'a>(endpoint: &Endpoint, part: &str) -> Object<'a> {
    reference(&name(endpoint, part))
}

fn limits<'a>(ty: &Type, Limits { min, max }: Limits) -> Object<'a> {
    let (at_least, at_most) = match ty {
        Type::Int | Type::Float => ("minimum", "maximum"),
        Type::List(_) => ("minItems", "maxItems"),
        Type::Map(_) => ("minProperties", "maxProperties"),
        _ => ("minLength", "maxLength"),
    };
    let number = |limit: Number| match limit {
        Number::Int(int) => Json::from(int),
        Number::Float(float) => Json::from(float.get()),
    };
    Object::new().with_some(at_least, min.map(number)).with_some(at_most, max.map(number))
}

fn timestamp<'a>(schema: Object<'a>, unit: &'static str) -> Object<'a> {
    schema.with("format", "int64").with("x-wechat-since-1970", unit)
}

/// Whether a schema of a type differs by which way it goes.
fn is_twofold(definition: &TypeDef) -> bool {
    let by_itself = |definition: &TypeDef| match &definition.shape {
        Shape::Text { .. } => false,
        Shape::TextEnum(_) | Shape::IntEnum(_) | Shape::OneOf(_) => true,
        Shape::Object(fields) => {
            fields.iter().any(|field| !field.essential || field.fixed.is_some())
        }
    };
    by_itself(definition) || reached(inner(definition)).into_iter().any(by_itself)
}

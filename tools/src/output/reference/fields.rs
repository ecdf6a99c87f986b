//! Tables of fields, and the objects inside of them.

use std::fmt::Display;

use maud::{Markup, html};
use wechat_cloudbase_codegen::lower;
use wechat_cloudbase_codegen::model::{
    Field, FieldPlace, Literal, Shape, Type, TypeDef, Variant, inner, is_secret, named,
};
use wechat_cloudbase_codegen::naming;

use super::site::{Met, anchor, brackets};
use super::text;

/// Whose fields a table has.
pub(super) struct Owner<'a> {
    /// What is before their names in addresses: `request`, `response`, a type's name.
    pub(super) anchor: &'a str,
    /// Whether a caller sends them, and so must know which are required.
    pub(super) sent: bool,
    /// The way to the site's root.
    pub(super) root: &'a str,
}

/// What a caller must send comes first.
pub(super) fn table(fields: &[Field], owner: &Owner<'_>, caption: &str) -> Markup {
    let mut fields: Vec<_> = fields.iter().collect();
    if owner.sent {
        fields.sort_by_key(|field| (field.fixed.is_some(), field.optional));
    }
    html! {
        table.fields {
            caption { (caption) }
            colgroup { col.wide; col.narrow; col; }
            thead {
                tr { th scope="col" { "Field" } th scope="col" { "Type" } th scope="col" { "Meaning" } }
            }
            tbody { @for field in fields { (row(field, owner)) } }
        }
    }
}

fn row(field: &Field, owner: &Owner<'_>) -> Markup {
    let id = field_anchor(owner.anchor, &field.wire);
    html! {
        tr id=(id) {
            th scope="row" {
                a.name href={ "#" (id) } { (text::name(&field.wire)) }
                (need(field, owner.sent))
            }
            td.type {
                (type_of(&field.ty, owner.root))
                @if let Some(base) = base_of(&field.ty) { " " span.base { (base) } }
                (tags(field))
            }
            td.meaning {
                p dir="auto" { (text::sentence(&field.doc)) }
                (details(field))
            }
        }
    }
}

/// The address of a field inside its page.
pub(super) fn field_anchor(owner: &str, wire: &str) -> String {
    anchor(&format!("{owner}.{wire}"))
}

fn need(field: &Field, sent: bool) -> Markup {
    html! {
        @if field.fixed.is_some() {
            span.need { "fixed" }
        } @else if field.optional {
            span.need { "optional" }
        } @else if sent {
            span.need.required { "required" }
        } @else if field.essential {
            span.need.required { "essential" }
        }
    }
}

fn tags(field: &Field) -> Markup {
    let place = match field.place {
        FieldPlace::Body => None,
        FieldPlace::Query => Some("in the query string"),
        FieldPlace::Both => Some("in body and query string"),
        FieldPlace::WholeBody => Some("the whole body"),
        FieldPlace::Path => Some("in the path"),
        FieldPlace::Header => Some("as a header"),
    };
    html! {
        @if let Some(place) = place { span.tag { (place) } }
        @if is_secret(&field.ty) { span.tag { "secret" } }
    }
}

/// What a value must be, beyond its type.
fn details(field: &Field) -> Markup {
    let definition = named(&field.ty);
    let has_page = |definition: &TypeDef| is_object(definition) || definition.shared;
    let more = definition.filter(|it| !has_page(it) && it.doc != field.doc);
    html! {
        @if let Some(definition) = more { p dir="auto" { (text::sentence(&definition.doc)) } }
        @if let Some(definition) = definition { (values(definition)) }
        @if let Some(value) = field.value.as_ref().filter(|value| **value != field.wire) {
            p.limit { "The tag says " code { (value) } "." }
        }
        @if let Some(limits) = lower::limits(field) { p.limit { (limits) "." } }
        @if let Some(default) = &field.default {
            p.limit { (literal(default)) " when it is left out." }
        }
        @if let Some(deprecated) = &field.deprecated {
            p.deprecated { (lower::deprecation(deprecated, str::to_owned)) "." }
        }
        @if let Some(fixed) = &field.fixed {
            p.limit { "Always " (literal(fixed)) "; the client sends it by itself." }
        }
        @if let Some(rust) = rust(field) { p.rust { "Rust " code { (rust) } } }
    }
}

fn literal(literal: &Literal) -> Markup {
    let text = match literal {
        Literal::String(text) => format!("{text:?}"),
        value => value.to_string(),
    };
    html! { code { (text) } }
}

/// The documented values, or the pattern, of a type that is a single value.
pub(super) fn values(definition: &TypeDef) -> Markup {
    match &definition.shape {
        Shape::Object(_) | Shape::OneOf(_) | Shape::Text { pattern: None } => html! {},
        Shape::Text { pattern: Some(pattern) } => html! {
            p.limit { "Matches " code.pattern { (pattern) } "." }
        },
        Shape::TextEnum(variants) => list(&variants.iter().collect::<Vec<_>>()),
        Shape::IntEnum(variants) => {
            let mut variants: Vec<_> = variants.iter().collect();
            variants.sort_by_key(|variant| variant.value);
            list(&variants)
        }
    }
}

/// Texts that say it all are in one line; else each value has its name in Rust, and its words.
fn list<T: Display>(variants: &[&Variant<T>]) -> Markup {
    let is_plain = |variant: &&Variant<T>| {
        let derived = naming::pascal_case(&variant.value.to_string());
        variant.doc.is_none() && derived.as_ref() == Some(&variant.name)
    };
    html! {
        @if variants.iter().all(is_plain) {
            p.limit {
                "One of "
                @for (index, variant) in variants.iter().enumerate() {
                    @if index > 0 { ", " }
                    code { (shown(variant)) }
                }
                "."
            }
        } @else {
            ul.values {
                @for variant in variants {
                    li {
                        code { (shown(variant)) }
                        " " span.variant { (variant.name) }
                        @if let Some(doc) = &variant.doc { " " bdi { (text::sentence(doc)) } }
                    }
                }
            }
        }
    }
}

/// A value as it travels. An empty text would not be seen.
fn shown<T: Display>(variant: &Variant<T>) -> String {
    let text = variant.value.to_string();
    if text.is_empty() { "\"\"".to_owned() } else { text }
}

/// Its name and type in Rust, where they differ from the table's.
fn rust(field: &Field) -> Option<String> {
    let is_own = |definition: &&TypeDef| !is_object(definition) && !definition.shared;
    let definition = named(&field.ty).filter(is_own);
    let shows = field.ident != field.wire || definition.is_some();
    if !shows || field.fixed.is_some() {
        return None;
    }
    Some(match definition {
        Some(definition) => format!("{}: {}", field.ident, definition.name),
        None => field.ident.clone(),
    })
}

fn is_object(definition: &TypeDef) -> bool {
    matches!(definition.shape, Shape::Object(_) | Shape::OneOf(_))
}

/// A type as the wire has it, or as it is named.
fn type_of(ty: &Type, root: &str) -> Markup {
    match ty {
        Type::String | Type::Secret => html! { "string" },
        Type::Int => html! { "integer" },
        Type::Float => html! { "number" },
        Type::Bool => html! { "boolean" },
        Type::StringOrInt => html! { "string or integer" },
        Type::Timestamp => html! { "timestamp" },
        Type::TimestampMs => html! { "timestamp in ms" },
        Type::Json => html! { "any JSON" },
        Type::File => html! { "file" },
        Type::InText(inner) => html! { (type_of(inner, root)) " as text" },
        Type::List(item) => html! { (type_of(item, root)) "[]" },
        Type::Map(item) => html! { (type_of(item, root)) "{}" },
        Type::Named(definition) if is_object(definition) => html! {
            a href={ "#" (type_anchor(definition)) } { (text::broken(&definition.name)) }
        },
        Type::Named(definition) if definition.shared => html! {
            a href={ (root) "types.html#" (type_anchor(definition)) } { (text::broken(&definition.name)) }
        },
        Type::Named(definition) => html! { (base(definition)) },
    }
}

/// What a shared type is on the wire, which its name does not tell.
fn base_of(ty: &Type) -> Option<String> {
    let definition = named(ty).filter(|definition| definition.shared && !is_object(definition))?;
    Some(format!("{}{}", base(definition), brackets(ty)))
}

/// What a named type is on the wire.
pub(super) fn base(definition: &TypeDef) -> &'static str {
    match &definition.shape {
        Shape::Text { .. } | Shape::TextEnum(_) => "string",
        Shape::IntEnum(_) => "integer",
        Shape::Object(_) => "object",
        Shape::OneOf(_) => "one of",
    }
}

/// The address of a type inside its page. An endpoint's own type may be named like a shared one.
pub(super) fn type_anchor(definition: &TypeDef) -> String {
    let kind = if definition.shared { "shared" } else { "type" };
    format!("{kind}-{}", anchor(&definition.name))
}

/// How the alternatives of a one-of differ, and where they are.
pub(super) fn one_of(definition: &TypeDef) -> Markup {
    let Shape::OneOf(one_of) = &definition.shape else {
        return html! {};
    };
    html! {
        p.limit {
            "Exactly one of these fields, which stand in the object around it"
            @if let Some(tag) = &one_of.tag { "; " code { (tag) } " beside it says which" }
            "."
        }
    }
}

/// The objects that are in a table of fields, each with a table of its own.
pub(super) fn objects(met: &[Met<'_>], sent: bool, root: &str) -> Markup {
    html! {
        @for Met { definition, path } in met {
            @if is_object(definition) {
                @let fields = inner(definition);
                @let anchor = type_anchor(definition);
                section.object id=(anchor) {
                    h3 {
                        a href={ "#" (anchor) } { (text::broken(&definition.name)) }
                        " " span.at { "in " code { (text::broken(path)) } }
                    }
                    p dir="auto" { (text::sentence(&definition.doc)) }
                    (one_of(definition))
                    @let owner = Owner { anchor: &type_anchor(definition), sent, root };
                    (table(fields, &owner, &format!("Fields of {}", definition.name)))
                }
            }
        }
    }
}

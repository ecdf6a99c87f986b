//! The document of a type, by its name.

use wechat_cloudbase_codegen::naming;
use wechat_cloudbase_codegen::source::Span;
use wechat_cloudbase_codegen::syntax::{EndpointDoc, FieldDoc, Node, ShapeDoc, TypeDoc};

/// A type, wherever it is described: under its own name, or in the field that it is named after.
#[derive(Clone, Copy)]
pub(super) enum Described<'d> {
    Type(&'d TypeDoc),
    Field(&'d FieldDoc),
}

impl<'d> Described<'d> {
    pub(super) fn name(self) -> &'d Node<String> {
        match self {
            Self::Type(document) => &document.name,
            Self::Field(document) => &document.name,
        }
    }

    pub(super) fn place_of(self, key: &str) -> Option<&'d Span> {
        match self {
            Self::Type(document) => document.place_of(key),
            Self::Field(document) => document.place_of(key),
        }
    }

    pub(super) fn shape(self) -> ShapeDoc<'d> {
        match self {
            Self::Type(document) => document.shape(),
            Self::Field(document) => document.shape(),
        }
    }
}

/// The type of a name among definitions and what is inside them.
pub(super) fn type_in<'d>(types: &'d [TypeDoc], name: &str) -> Option<Described<'d>> {
    let named = types.iter().find(|document| document.name.value == name);
    let named = named.map(Described::Type);
    named.or_else(|| types.iter().find_map(|document| inline(document.inner(), name)))
}

/// The type of a name that an endpoint has for itself.
pub(super) fn own_type<'d>(endpoint: &'d EndpointDoc, name: &str) -> Option<Described<'d>> {
    type_in(&endpoint.types, name)
        .or_else(|| inline(endpoint.request_fields(), name))
        .or_else(|| inline(endpoint.response_fields(), name))
}

/// The type that is described in one of some fields, or in a field of theirs.
fn inline<'d>(fields: &'d [FieldDoc], name: &str) -> Option<Described<'d>> {
    fields.iter().find_map(|field| {
        let inside = || inline(field.inner(), name);
        is_named(field, name).then_some(Described::Field(field)).or_else(inside)
    })
}

/// Whether a field describes a type on the spot, which then has this name.
fn is_named(field: &FieldDoc, name: &str) -> bool {
    let ShapeDoc { ty: _, values, pattern, tag: _, fields } = field.shape();
    let describes = values.is_some() || pattern.is_some() || fields.is_some();
    let ident = field.rust.as_ref().map_or(&field.name, |rust| rust);
    describes && naming::pascal_case(&ident.value).as_deref() == Some(name)
}

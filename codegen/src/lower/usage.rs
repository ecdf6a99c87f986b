//! Which types travel which way, and what a module needs of them.

use std::collections::BTreeSet;

use crate::item::Direction;
use crate::model::{Endpoint, Field, Shape, Type, TypeDef};

/// Which types travel which way.
#[derive(Default)]
pub struct Usage {
    sent: BTreeSet<(bool, String)>,
    received: BTreeSet<(bool, String)>,
    /// Whether an endpoint's own structs have a secret among their members.
    pub(super) secret: bool,
}

impl Usage {
    /// Of the types of some endpoints.
    pub fn of<'a>(endpoints: impl IntoIterator<Item = &'a Endpoint>) -> Self {
        let mut usage = Self::default();
        for endpoint in endpoints {
            // Another endpoint's own type of the same name may have other types inside it.
            usage.sent.retain(|(shared, _)| *shared);
            usage.received.retain(|(shared, _)| *shared);
            walk(&endpoint.request, &mut usage.sent);
            walk(&endpoint.response, &mut usage.received);
            let own = own_structs(endpoint);
            usage.secret |= own.into_iter().flatten().any(|field| is_secret(&field.ty));
        }
        usage
    }

    /// Which way a type travels.
    pub fn direction(&self, definition: &TypeDef) -> Direction {
        let key = key(definition);
        Direction { sent: self.sent.contains(&key), received: self.received.contains(&key) }
    }

    /// The shared types that an endpoint's own structs have as members.
    pub(super) fn direct(endpoint: &Endpoint) -> BTreeSet<String> {
        let fields = own_structs(endpoint).into_iter().flatten();
        let named =
            fields.filter(|field| field.fixed.is_none()).filter_map(|field| named(&field.ty));
        named
            .filter(|definition| definition.shared)
            .map(|definition| definition.name.clone())
            .collect()
    }
}

fn key(definition: &TypeDef) -> (bool, String) {
    (definition.shared, definition.name.clone())
}

/// The fields of every struct in the module of an endpoint.
fn own_structs(endpoint: &Endpoint) -> Vec<&[Field]> {
    let mut structs = vec![endpoint.request.as_slice(), endpoint.response.as_slice()];
    for definition in &endpoint.types {
        if let Shape::Object(fields) = &definition.shape {
            structs.push(fields);
        }
    }
    structs
}

fn walk(fields: &[Field], found: &mut BTreeSet<(bool, String)>) {
    for definition in fields.iter().filter_map(|field| named(&field.ty)) {
        if found.insert(key(definition))
            && let Shape::Object(fields) = &definition.shape
        {
            walk(fields, found);
        }
    }
}

/// The named type that a type is, or is a list or a map of.
pub fn named(ty: &Type) -> Option<&TypeDef> {
    match ty {
        Type::Named(definition) => Some(definition),
        Type::List(item) | Type::Map(item) => named(item),
        _ => None,
    }
}

/// Whether a struct has a secret in it, at whatever depth.
pub(super) fn holds_secret(fields: &[Field]) -> bool {
    let inside = |definition: &TypeDef| match &definition.shape {
        Shape::Object(fields) => holds_secret(fields),
        _ => false,
    };
    let holds = |field: &Field| is_secret(&field.ty) || named(&field.ty).is_some_and(inside);
    fields.iter().any(holds)
}

/// Whether a type is a secret, or a list or a map of them.
pub fn is_secret(ty: &Type) -> bool {
    match ty {
        Type::Secret => true,
        Type::List(item) | Type::Map(item) => is_secret(item),
        _ => false,
    }
}

/// The names of the fields that are secret, at whatever depth.
pub(super) fn secret_fields(fields: &[Field]) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    for field in fields {
        if is_secret(&field.ty) {
            names.insert(field.wire.clone());
        }
        if let Some(Shape::Object(fields)) = named(&field.ty).map(|definition| &definition.shape) {
            names.append(&mut secret_fields(fields));
        }
    }
    names
}

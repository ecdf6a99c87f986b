//! Which types travel which way, and what a module needs of them.

use std::collections::BTreeSet;

use crate::item::Direction;
use crate::model::{Endpoint, Field, Type, TypeDef, inner, is_same, is_secret, named, reached};

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
    structs.extend(endpoint.types.iter().map(|definition| inner(definition)));
    structs
}

fn walk(fields: &[Field], found: &mut BTreeSet<(bool, String)>) {
    for definition in fields.iter().filter_map(|field| named(&field.ty)) {
        if found.insert(key(definition)) {
            walk(inner(definition), found);
        }
    }
}

/// Whether a type has another one, or that one is it, without a list or a map between them: then it
/// would be as large as itself and more.
pub(super) fn is_inside(definition: &TypeDef, ty: &Type) -> bool {
    let mut seen: Vec<&TypeDef> = Vec::new();
    let mut open: Vec<&TypeDef> = direct(ty).into_iter().collect();
    while let Some(next) = open.pop() {
        if is_same(next, definition) {
            return true;
        }
        if !seen.iter().any(|it| is_same(it, next)) {
            seen.push(next);
            open.extend(inner(next).iter().filter_map(|field| direct(&field.ty)));
        }
    }
    false
}

fn direct(ty: &Type) -> Option<&TypeDef> {
    match ty {
        Type::Named(definition) => Some(definition),
        _ => None,
    }
}

/// Whether a struct has a secret in it, at whatever depth.
pub(super) fn holds_secret(fields: &[Field]) -> bool {
    !secret_fields(fields).is_empty()
}

/// The names of the fields that are secret, at whatever depth.
pub(super) fn secret_fields(fields: &[Field]) -> BTreeSet<String> {
    let inside = reached(fields).into_iter().flat_map(inner);
    let secret = fields.iter().chain(inside).filter(|field| is_secret(&field.ty));
    secret.map(|field| field.wire.clone()).collect()
}

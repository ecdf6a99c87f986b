//! Ways through types, which end although a type may be inside of itself.

use super::{Field, Shape, Type, TypeDef};

/// The named type that a type is, or is a list or a map of.
pub fn named(ty: &Type) -> Option<&TypeDef> {
    match ty {
        Type::Named(definition) => Some(definition),
        Type::List(item) | Type::Map(item) => named(item),
        _ => None,
    }
}

/// The named types inside of fields, at whatever depth, each once.
pub fn reached(fields: &[Field]) -> Vec<&TypeDef> {
    let mut found = Vec::new();
    reach(fields, &mut found);
    found
}

fn reach<'m>(fields: &'m [Field], found: &mut Vec<&'m TypeDef>) {
    for definition in fields.iter().filter_map(|field| named(&field.ty)) {
        if found.iter().any(|it| is_same(it, definition)) {
            continue;
        }
        found.push(definition);
        reach(inner(definition), found);
    }
}

/// The fields of an object, or the alternatives of a one-of; none of another type.
pub fn inner(definition: &TypeDef) -> &[Field] {
    match &definition.shape {
        Shape::Object(fields) => fields,
        Shape::OneOf(one_of) => &one_of.alternatives,
        _ => &[],
    }
}

/// Whether two types are the same one.
pub fn is_same(one: &TypeDef, other: &TypeDef) -> bool {
    one.shared == other.shared && one.name == other.name
}

/// Whether a type has itself inside, at whatever depth.
pub fn is_recursive(definition: &TypeDef) -> bool {
    reached(inner(definition)).into_iter().any(|it| is_same(it, definition))
}

/// Whether a type is a secret, or a list or a map of them.
pub fn is_secret(ty: &Type) -> bool {
    match ty {
        Type::Secret => true,
        Type::List(item) | Type::Map(item) => is_secret(item),
        _ => false,
    }
}

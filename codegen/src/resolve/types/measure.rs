//! The size of a type when everything inside it is expanded, as outputs do.

use crate::model::{Field, Type, TypeDef};

#[derive(Clone, Copy, Default)]
pub(super) struct Measure {
    /// How deep objects are nested.
    pub(super) height: usize,
    /// How many fields there are, those of inner objects counted each time.
    pub(super) size: usize,
}

impl Measure {
    pub(super) fn of(fields: &[Field], known: impl Fn(&TypeDef) -> Self) -> Self {
        let inner = |field: &Field| inner(&field.ty).map_or_else(Self::default, &known);
        fields.iter().map(inner).fold(Self { height: 1, size: 0 }, |sum, inner| Self {
            height: sum.height.max(inner.height + 1),
            size: sum.size.saturating_add(inner.size + 1),
        })
    }
}

/// The named type that a type is, or is a list or a map of.
fn inner(ty: &Type) -> Option<&TypeDef> {
    match ty {
        Type::Named(definition) => Some(definition),
        Type::List(item) | Type::Map(item) | Type::InText(item) => inner(item),
        _ => None,
    }
}

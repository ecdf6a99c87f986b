//! Types that contain themselves: allowed, as long as there is an end to it.

use std::collections::BTreeMap;
use std::rc::Rc;

use super::report;
use crate::diagnostic::Problems;
use crate::model::{Field, Shape, Type, TypeDef};
use crate::source::Span;
use crate::syntax::{FieldDoc, TypeDoc};

/// Reports each circle of types of which every one must have the next one inside.
pub(super) fn check(
    documents: &[TypeDoc],
    resolved: &BTreeMap<String, Rc<TypeDef>>,
    problems: &mut Problems,
) {
    for document in documents {
        let Some(definition) = resolved.get(&document.name.value) else {
            continue;
        };
        let mut seen = Vec::new();
        let Some(way) = way_back(definition, definition, &mut seen) else {
            continue;
        };
        // Of a circle, the type whose name comes first speaks for all.
        let named: Vec<_> = way.iter().filter(|it| !it.inline).map(|it| it.name.as_str()).collect();
        if named.iter().all(|name| *name >= definition.name.as_str()) {
            let span = place(document.inner(), definition, way.get(1).copied());
            let span = span.unwrap_or(&document.name.span);
            problems.add(report::recursive(&named, &document.name, span));
        }
    }
}

/// The types on the way from a type to another one, by fields that are always there.
fn way_back<'m>(
    from: &'m TypeDef,
    to: &TypeDef,
    seen: &mut Vec<&'m TypeDef>,
) -> Option<Vec<&'m TypeDef>> {
    if seen.iter().any(|it| std::ptr::eq(*it, from)) {
        return None;
    }
    seen.push(from);
    // Of a one-of, another alternative may be the end.
    let Shape::Object(fields) = &from.shape else {
        return None;
    };
    fields.iter().filter_map(always).find_map(|inner| {
        if std::ptr::eq(inner, to) {
            return Some(vec![from]);
        }
        let mut way = way_back(inner, to, seen)?;
        way.insert(0, from);
        Some(way)
    })
}

/// The type that a field always has one of.
fn always(field: &Field) -> Option<&TypeDef> {
    match &field.ty {
        Type::Named(definition) if !field.optional => Some(definition),
        _ => None,
    }
}

/// Where the first step is written: the field that has the next type, or the type itself.
fn place<'d>(
    documents: &'d [FieldDoc],
    definition: &TypeDef,
    next: Option<&TypeDef>,
) -> Option<&'d Span> {
    let Shape::Object(fields) = &definition.shape else {
        return None;
    };
    let next = next.unwrap_or(definition);
    let is_step = |field: &&Field| always(field).is_some_and(|inner| std::ptr::eq(inner, next));
    let field = fields.iter().find(is_step)?;
    let document = documents.iter().find(|document| document.name.value == field.wire)?;
    document.ty.as_ref().map(|ty| &ty.span)
}

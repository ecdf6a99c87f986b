//! One-ofs as enums with a value in each variant.

use super::markdown::{code, paragraph};
use super::rust_type::rust_type;
use super::usage::{holds_secret, is_inside};
use crate::item::{AlternativeItem, Direction, OneOfItem, RustType};
use crate::model::{Field, OneOf, Type, TypeDef};
use crate::naming;

pub(super) fn item(
    definition: &TypeDef,
    one_of: &OneOf,
    mut doc: Vec<String>,
    direction: Direction,
) -> OneOfItem {
    doc.extend([String::new(), stands(one_of)]);
    let alternative = |field: &Field| AlternativeItem {
        name: naming::variant(&field.ident),
        wire: field.wire.clone(),
        value: field.value.clone(),
        doc: super::docs::field(field, direction),
        in_text: matches!(field.ty, Type::InText(_)),
        ty: match rust_type(&field.ty) {
            ty if is_inside(definition, &field.ty) => RustType::Boxed(Box::new(ty)),
            ty => ty,
        },
    };
    OneOfItem {
        name: definition.name.clone(),
        doc,
        direction,
        tag: one_of.tag.clone(),
        alternatives: one_of.alternatives.iter().map(alternative).collect(),
        secret: holds_secret(&one_of.alternatives),
    }
}

/// Where it is on the wire, which its name does not tell.
fn stands(one_of: &OneOf) -> String {
    let names: Vec<_> = one_of.alternatives.iter().map(|field| code(&field.wire)).collect();
    let names = paragraph(&format!("On the wire it is one of the fields {}", names.join(", ")));
    match &one_of.tag {
        Some(tag) => format!("{names} And {} beside it says which.", code(tag)),
        None => names,
    }
}

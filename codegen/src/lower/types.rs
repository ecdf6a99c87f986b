//! Named types and structs: their members, and the fields as they are written.

use super::constructor::by_name;
use super::docs;
use super::markdown::paragraph;
use super::one_of;
use super::rust_type::rust_type;
use super::usage::{Usage, holds_secret, is_inside};
use crate::item::{
    CodedField, CodedValue, Direction, EnumItem, Given, MemberItem, Need, ObjectItem, RustType,
    TextItem, TypeItem, VariantItem,
};
use crate::model::{Field, Literal, Shape, Type, TypeDef, Variant};

pub(super) fn type_item(definition: &TypeDef, usage: &Usage) -> TypeItem {
    let direction = usage.direction(definition);
    let name = definition.name.clone();
    let doc = paragraph(&definition.doc) + &docs::formerly(definition.renamed_from.as_deref());
    match &definition.shape {
        Shape::Text { pattern } => TypeItem::Text(TextItem {
            name,
            doc: docs::text_type(doc, pattern.as_deref()),
            direction,
        }),
        Shape::TextEnum(variants) => {
            let value = |text: &String| format!("{text:?}");
            TypeItem::TextEnum(EnumItem {
                name,
                doc: vec![doc],
                direction,
                variants: variant_items(variants, value),
            })
        }
        Shape::IntEnum(variants) => {
            let value = |int: &i64| int.to_string();
            TypeItem::IntEnum(EnumItem {
                name,
                doc: vec![doc],
                direction,
                variants: variant_items(variants, value),
            })
        }
        Shape::OneOf(one_of) => {
            TypeItem::OneOf(one_of::item(definition, one_of, vec![doc], direction))
        }
        Shape::Object(fields) => {
            let fixed = if direction.sent { docs::fixed(fields) } else { Vec::new() };
            let doc = [vec![doc], fixed].concat();
            TypeItem::Object(object_item(&name, doc, fields, direction, Some(definition)))
        }
    }
}

fn variant_items<T: Clone>(
    variants: &[Variant<T>],
    show: impl Fn(&T) -> String,
) -> Vec<VariantItem<T>> {
    let item = |variant: &Variant<T>| VariantItem {
        name: variant.name.clone(),
        doc: docs::variant(
            &show(&variant.value),
            variant.renamed_from.as_ref().map(&show).as_deref(),
            variant.doc.as_deref(),
        ),
        value: variant.value.clone(),
    };
    variants.iter().map(item).collect()
}

pub(super) fn object_item(
    name: &str,
    doc: Vec<String>,
    fields: &[Field],
    direction: Direction,
    definition: Option<&TypeDef>,
) -> ObjectItem {
    let members = fields.iter().filter(|field| field.fixed.is_none());
    let boxed = |field: &Field| definition.is_some_and(|it| is_inside(it, &field.ty));
    let name_of = |wire: &str| {
        let field = fields.iter().find(|field| field.wire == wire);
        format!("`{}`", field.map_or(wire, |field| &field.ident))
    };
    ObjectItem {
        name: name.to_owned(),
        doc,
        direction,
        members: members.map(|field| member(field, direction, boxed(field), name_of)).collect(),
        by_name: by_name(name, fields).filter(|_| direction.sent),
        fields: fields.iter().map(coded_field).collect(),
        wrapper: None,
        is_member: false,
        secret: holds_secret(fields),
    }
}

fn member(
    field: &Field,
    direction: Direction,
    boxed: bool,
    name_of: impl Fn(&str) -> String,
) -> MemberItem {
    let plain = match rust_type(&field.ty) {
        plain if boxed => RustType::Boxed(Box::new(plain)),
        plain => plain,
    };
    let optional = field.optional && (direction.sent || !reads_without_option(field));
    MemberItem {
        ident: field.ident.clone(),
        wire: field.wire.clone(),
        doc: docs::field(field, direction),
        in_text: matches!(field.ty, Type::InText(_)),
        is_one_of: field.one_of().is_some(),
        ty: if optional { RustType::Optional(Box::new(plain)) } else { plain },
        given: match (direction.sent, field.optional) {
            (false, _) => Given::Never,
            (true, false) => Given::InNew,
            (true, true) => Given::ByWith,
        },
        need: match (field.essential, field.optional, &field.default) {
            (true, ..) => Need::Essential,
            (false, true, Some(value)) if !direction.sent => Need::Default(value.clone()),
            (false, true, _) => Need::Optional,
            (false, false, _) => Need::Usual,
        },
        deprecated: field.deprecated.as_ref().map(|it| docs::deprecation(it, name_of)),
    }
}

/// Whether an optional field needs no `Option` where it is only received: an absent list or map is an
/// empty one, a `json` is `null`, and what has a default reads as that.
pub fn reads_without_option(field: &Field) -> bool {
    let ty = match &field.ty {
        Type::InText(inner) => inner,
        ty => ty,
    };
    field.default.is_some() || matches!(ty, Type::List(_) | Type::Map(_) | Type::Json)
}

/// Adds the bytes of a response, which come in place of its fields, if it has any.
pub(super) fn add_content(object: &mut ObjectItem) {
    const CONTENT: &str = "content";
    let is_alone = object.members.is_empty();
    let plain = RustType::Named("operation::Download".to_owned());
    let doc = match is_alone {
        true => "The bytes, with their type.",
        false => {
            "The bytes, with their type; absent when WeChat responds with fields in their place."
        }
    };
    object.members.insert(
        0,
        MemberItem {
            ident: CONTENT.to_owned(),
            wire: CONTENT.to_owned(),
            doc: doc.to_owned(),
            ty: if is_alone { plain } else { RustType::Optional(Box::new(plain)) },
            in_text: false,
            is_one_of: false,
            given: Given::Never,
            need: if is_alone { Need::Usual } else { Need::Optional },
            deprecated: None,
        },
    );
    let value = CodedValue::Member(CONTENT.to_owned());
    object.fields.insert(0, CodedField { wire: CONTENT.to_owned(), value });
}

pub(super) fn coded_field(field: &Field) -> CodedField {
    let value = match &field.fixed {
        None if field.one_of().is_some() => {
            CodedValue::OneOf { member: field.ident.clone(), optional: field.optional }
        }
        None if matches!(field.ty, Type::InText(_)) => {
            CodedValue::MemberInText(field.ident.clone())
        }
        None => CodedValue::Member(field.ident.clone()),
        Some(Literal::String(text)) => CodedValue::Text(text.clone()),
        Some(Literal::Int(int)) => CodedValue::Int(*int),
        Some(Literal::Float(float)) => CodedValue::Float(*float),
        Some(Literal::Bool(flag)) => CodedValue::Bool(*flag),
    };
    CodedField { wire: field.wire.clone(), value }
}

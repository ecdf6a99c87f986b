//! The type of a field.

use wechat_cloudbase_codegen::model::{Shape, Type, TypeDef};

use super::{Pair, Table};
use crate::diff::finder::Finder;
use crate::diff::moved;
use crate::diff::rule::ChangeRule;
use crate::diff::type_pair::TypePair;
use crate::diff::words::type_text;
use crate::places::Home;

/// A list or a map.
#[derive(PartialEq)]
enum Around {
    List,
    Map,
}

/// A type in layers: the lists and maps, whether it travels as text, and what is inside.
struct Layers<'t> {
    around: Vec<Around>,
    in_text: bool,
    base: &'t Type,
}

impl<'t> Layers<'t> {
    fn of(mut base: &'t Type) -> Self {
        let (mut around, mut in_text) = (Vec::new(), false);
        loop {
            match base {
                Type::List(item) => {
                    around.push(Around::List);
                    base = item;
                }
                Type::Map(item) => {
                    around.push(Around::Map);
                    base = item;
                }
                Type::InText(inner) => {
                    in_text = true;
                    base = inner;
                }
                _ => return Self { around, in_text, base },
            }
        }
    }
}

pub(super) fn compare<'a>(finder: &mut Finder<'a>, pair: &Pair<'a, 'a>) {
    let (old, new) = pair.fields;
    // What is fixed has no type in Rust; its value says all.
    if old.fixed.is_some() && new.fixed.is_some() {
        return;
    }
    let (was, is) = (Layers::of(&old.ty), Layers::of(&new.ty));
    if let Some(rule) = rule(finder, pair, &was, &is) {
        let texts = (type_text(&old.ty), type_text(&new.ty));
        pair.changed(finder, rule, "type", (&texts.0, &texts.1));
    } else if was.in_text != is.in_text {
        let texts = (type_text(&old.ty), type_text(&new.ty));
        pair.changed(finder, ChangeRule::FieldTextChanged, "text", (&texts.0, &texts.1));
    }
}

/// The types that both fields describe on the spot, where nothing else compares them.
pub(super) fn inline<'a>(pair: &Pair<'a, 'a>) -> Option<TypePair<'a>> {
    let (old, new) = pair.fields;
    if old.fixed.is_some() && new.fixed.is_some() {
        return None;
    }
    let (Type::Named(old), Type::Named(new)) = (Layers::of(&old.ty).base, Layers::of(&new.ty).base)
    else {
        return None;
    };
    let homes = (home(pair.tables.0, old), home(pair.tables.1, new));
    is_inline_still(old, new, pair).then_some(TypePair { homes, types: (old, new) })
}

/// What changed about the type in Rust; nothing where it is the same type.
fn rule<'a>(
    finder: &Finder<'a>,
    pair: &Pair<'a, 'a>,
    was: &Layers<'a>,
    is: &Layers<'a>,
) -> Option<ChangeRule> {
    let base = base_rule(finder, pair, was.base, is.base);
    match base {
        None if was.around != is.around => Some(ChangeRule::FieldListDepthChanged),
        Some(_) if was.around != is.around => Some(ChangeRule::FieldTypeChanged),
        base => base,
    }
}

fn base_rule<'a>(
    finder: &Finder<'a>,
    pair: &Pair<'a, 'a>,
    was: &'a Type,
    is: &'a Type,
) -> Option<ChangeRule> {
    Some(match (was, is) {
        (Type::String, Type::String)
        | (Type::Secret, Type::Secret)
        | (Type::Int, Type::Int)
        | (Type::Float, Type::Float)
        | (Type::Bool, Type::Bool)
        | (Type::StringOrInt, Type::StringOrInt)
        | (Type::Timestamp, Type::Timestamp)
        | (Type::TimestampMs, Type::TimestampMs)
        | (Type::Json, Type::Json)
        | (Type::File, Type::File) => return None,
        (Type::File, _) | (_, Type::File) => ChangeRule::FieldTypeChanged,
        (Type::Named(old), Type::Named(new)) => {
            if moved::is_same(finder, old, new) || is_inline_still(old, new, pair) {
                return None;
            }
            ChangeRule::FieldTypeChanged
        }
        (Type::String, Type::Secret) => ChangeRule::FieldMadeSecret,
        (Type::Secret, Type::String) => ChangeRule::FieldMadePublic,
        (Type::Int, Type::Float)
        | (Type::Int | Type::String, Type::StringOrInt)
        | (_, Type::Json) => ChangeRule::FieldTypeWidened,
        (Type::Float, Type::Int)
        | (Type::StringOrInt, Type::Int | Type::String)
        | (Type::Json, _) => ChangeRule::FieldTypeNarrowed,
        (Type::String, Type::Named(new)) if is_text(&new.shape) => ChangeRule::FieldTypeNarrowed,
        (Type::Int, Type::Named(new)) if is_int(&new.shape) => ChangeRule::FieldTypeNarrowed,
        (Type::Named(old), Type::String) if is_text(&old.shape) => ChangeRule::FieldTypeWidened,
        (Type::Named(old), Type::Int) if is_int(&old.shape) => ChangeRule::FieldTypeWidened,
        _ => ChangeRule::FieldTypeChanged,
    })
}

/// Whether two types are what one field describes on the spot, and yet not known as one by name and
/// file: because the field has another name now, or what it is part of is in another file.
fn is_inline_still(old: &TypeDef, new: &TypeDef, pair: &Pair<'_, '_>) -> bool {
    let renamed = pair.fields.0.ident != pair.fields.1.ident && old.name != new.name;
    old.inline && new.inline && (renamed || old.shared != new.shared)
}

fn is_text(shape: &Shape) -> bool {
    matches!(shape, Shape::Text { .. } | Shape::TextEnum(_))
}

fn is_int(shape: &Shape) -> bool {
    matches!(shape, Shape::IntEnum(_))
}

/// Where a type that a field of a table has is described.
fn home<'a>(table: Table<'a>, definition: &TypeDef) -> Home<'a> {
    match table {
        _ if definition.shared => Home::Shared,
        Table::Request(endpoint) | Table::Response(endpoint) => Home::Endpoint(&endpoint.id),
        Table::Type { of, .. } | Table::OneOf { of, .. } => of,
    }
}

//! The limits of a field of a draft, where its samples keep them.

use super::field::Field;
use crate::drift::limits::{self, Limits, Unit};
use crate::new::file::Value;

/// The keys of the limits.
pub(super) fn of(field: &Field, ty: &str) -> Vec<(&'static str, Value)> {
    let (least, most) = match unit(ty) {
        Some(Unit::Number) => ("min", "max"),
        Some(Unit::Characters) => ("min_length", "max_length"),
        Some(Unit::Items) => ("min_items", "max_items"),
        None => return Vec::new(),
    };
    let limits = stated(field, ty);
    let min = limits.min.map(|min| (least, Value::Int(min)));
    min.into_iter().chain(limits.max.map(|max| (most, Value::Int(max)))).collect()
}

/// The limits that the page states, and that its samples keep.
pub(super) fn stated(field: &Field, ty: &str) -> Limits {
    const LONGEST: i64 = 64;
    let Some(unit) = unit(ty) else {
        return Limits::default();
    };
    let limits = limits::of(&field.doc, unit);
    // A sample that has none of it is made up: one item, or a text of a few letters.
    let can_be_made_up = match unit {
        Unit::Number => true,
        Unit::Characters => limits.min.is_none_or(|min| min <= LONGEST),
        Unit::Items => limits.allow(1),
    };
    let is_kept = field.sizes.iter().all(|size| limits.allow(*size));
    if is_kept && can_be_made_up { limits } else { Limits::default() }
}

fn unit(ty: &str) -> Option<Unit> {
    match ty {
        "int" => Some(Unit::Number),
        "string" => Some(Unit::Characters),
        list if list.ends_with("[]") && !list.ends_with("[][]") => Some(Unit::Items),
        _ => None,
    }
}

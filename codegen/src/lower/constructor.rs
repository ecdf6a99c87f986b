//! How `new` takes the required fields: in order, or by name.

use super::rust_type::rust_type;
use crate::model::Field;
use crate::naming;

/// The struct that gives `new` the required fields by name: where there are more than three, or where
/// two neighbours are of one type, so that nobody would see them swapped.
pub fn by_name(name: &str, fields: &[Field]) -> Option<String> {
    let required: Vec<_> = fields.iter().filter(|field| is_required(field)).collect();
    let alike = |pair: &[&Field]| match pair {
        [one, other] => rust_type(&one.ty) == rust_type(&other.ty),
        _ => false,
    };
    let is_unclear = required.len() > 3 || required.windows(2).any(alike);
    is_unclear.then(|| naming::required_struct(name))
}

/// Whether `new` takes a field.
pub fn is_required(field: &Field) -> bool {
    field.fixed.is_none() && !field.optional
}

//! Whether two texts have the same content.

use toml::de::{DeInteger, DeTable, DeValue};

/// Whether a text of TOML says what a tree says, in whatever layout.
pub(super) fn same(tree: &DeTable<'_>, text: &str) -> bool {
    DeTable::parse(text).is_ok_and(|other| tables(tree, other.get_ref()))
}

fn tables(a: &DeTable<'_>, b: &DeTable<'_>) -> bool {
    a.len() == b.len()
        && a.iter().zip(b.iter()).all(|((key, a), (other, b))| {
            key.get_ref() == other.get_ref() && values(a.get_ref(), b.get_ref())
        })
}

fn values(a: &DeValue<'_>, b: &DeValue<'_>) -> bool {
    match (a, b) {
        (DeValue::Table(a), DeValue::Table(b)) => tables(a, b),
        (DeValue::Array(a), DeValue::Array(b)) => {
            a.len() == b.len()
                && a.iter().zip(b.iter()).all(|(a, b)| values(a.get_ref(), b.get_ref()))
        }
        (DeValue::Integer(a), DeValue::Integer(b)) => number(a) == number(b),
        (DeValue::String(a), DeValue::String(b)) => a == b,
        (DeValue::Float(a), DeValue::Float(b)) => a.as_str() == b.as_str(),
        (DeValue::Boolean(a), DeValue::Boolean(b)) => a == b,
        (DeValue::Datetime(a), DeValue::Datetime(b)) => a == b,
        _ => false,
    }
}

fn number(number: &DeInteger<'_>) -> Option<i64> {
    i64::from_str_radix(number.as_str(), number.radix()).ok()
}

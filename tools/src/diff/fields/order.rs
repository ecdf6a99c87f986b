//! The order of fields, which is that of the arguments of `new` where these are not given by name.

use wechat_cloudbase_codegen::lower::{by_name, is_required};
use wechat_cloudbase_codegen::model::Field;

use super::Table;
use crate::diff::finder::Finder;
use crate::diff::rule::ChangeRule;

/// Compares the order of fields that are on both sides; `both` is in that of the new one.
pub(super) fn compare<'a>(
    finder: &mut Finder<'a>,
    tables: (Table<'a>, Table<'a>),
    (old, new): (&'a [Field], &'a [Field]),
    both: &[(&'a Field, &'a Field)],
    sent: bool,
) {
    let in_order = |fields: &[Field]| sent && by_name("", fields).is_none();
    let are_arguments = in_order(old) && in_order(new);
    let arguments = |(old, new): &(&Field, &Field)| is_required(old) && is_required(new);
    let arguments: Vec<_> = both.iter().copied().filter(arguments).collect();
    if are_arguments && let Some(moved) = first_moved(old, &arguments) {
        report(finder, tables, ChangeRule::ArgumentsReordered, old, &arguments, moved);
    } else if let Some(moved) = first_moved(old, both) {
        report(finder, tables, ChangeRule::FieldsReordered, old, both, moved);
    }
}

/// The first field, in the new order, that another one was before.
fn first_moved<'a>(old: &[Field], both: &[(&'a Field, &'a Field)]) -> Option<&'a Field> {
    let before = in_old_order(old, both);
    let moved =
        both.iter().zip(before).find(|((_, new), (_, before))| !std::ptr::eq(*new, *before));
    moved.map(|((_, new), _)| *new)
}

fn in_old_order<'a>(old: &[Field], both: &[(&'a Field, &'a Field)]) -> Vec<(&'a Field, &'a Field)> {
    let mut pairs = both.to_vec();
    pairs.sort_by_key(|(field, _)| old.iter().position(|other| std::ptr::eq(other, *field)));
    pairs
}

fn report<'a>(
    finder: &mut Finder<'a>,
    tables: (Table<'a>, Table<'a>),
    rule: ChangeRule,
    old: &[Field],
    both: &[(&'a Field, &'a Field)],
    moved: &'a Field,
) {
    let list = |pairs: &[(&Field, &Field)]| {
        let names: Vec<_> = pairs.iter().map(|(_, new)| new.wire.as_str()).collect();
        names.join(", ")
    };
    let texts = (Some(list(&in_old_order(old, both))), Some(list(both)));
    let before = both.iter().find(|(_, new)| std::ptr::eq(*new, moved)).map(|(old, _)| *old);
    let places = Table::places(finder, tables, (before, Some(moved)), None);
    let found = tables.1.found(finder, rule, moved, texts, places);
    finder.report(found);
}

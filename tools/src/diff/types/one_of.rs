//! One-ofs: their alternatives, and their tag.

use wechat_cloudbase_codegen::model::OneOf;

use crate::diff::fields::{self, Table};
use crate::diff::finder::Finder;
use crate::diff::rule::ChangeRule;
use crate::diff::type_pair::TypePair;

pub(super) fn compare<'a>(
    finder: &mut Finder<'a>,
    pair: &TypePair<'a>,
    (old, new): (&'a OneOf, &'a OneOf),
) {
    if old.tag != new.tag {
        let tags = (old.tag.clone(), new.tag.clone());
        pair.report(finder, ChangeRule::TagChanged, "tag", tags);
    }
    let tables = (
        Table::OneOf { of: pair.homes.0, name: &pair.types.0.name },
        Table::OneOf { of: pair.homes.1, name: &pair.types.1.name },
    );
    let alternatives: (&[_], &[_]) = (&old.alternatives, &new.alternatives);
    let inline = fields::compare(finder, tables, alternatives);
    super::compare_inline(finder, &inline);
}

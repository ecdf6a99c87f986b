//! Fields of a request, a response or a type.

mod order;
mod table;
mod ty;

use std::borrow::Cow;

use wechat_cloudbase_codegen::lower::reads_without_option;
use wechat_cloudbase_codegen::model::{Field, Number};

pub(super) use table::Table;

use super::finder::{Finder, Found};
use super::matching::{Key, Matched, matched};
use super::rule::ChangeRule;
use super::type_pair::TypePair;
use super::words::{
    code, deprecation_text, field_text, limit_keys, literal, place_text, required_text, tightened,
};

/// What a pair of fields is compared with: the table that each is in, and which way it travels.
pub(super) struct Pair<'p, 'a> {
    tables: (Table<'a>, Table<'a>),
    fields: (&'p Field, &'p Field),
    sent: bool,
}

/// Compares two tables of fields. The types that fields describe on the spot are left to the caller.
pub(super) fn compare<'a>(
    finder: &mut Finder<'a>,
    tables: (Table<'a>, Table<'a>),
    (old, new): (&'a [Field], &'a [Field]),
) -> Vec<TypePair<'a>> {
    let (sent, _) = Table::ways(finder, tables);
    let wire: Key<'_, Field> = |field| Some(Cow::Borrowed(&field.wire));
    let Matched { both, removed, added } = matched(
        old,
        new,
        &[
            (wire, |new| Some(Cow::Borrowed(new.renamed_from.as_ref()?))),
            (wire, wire),
            (|old| Some(Cow::Borrowed(&old.ident)), |new| Some(Cow::Borrowed(&new.ident))),
        ],
    );
    for field in &removed {
        let hint = added.iter().find(|new| is_alike(field, new)).map(|new| rename_hint(field, new));
        gone(finder, tables, field, sent, hint);
    }
    for field in added {
        is_new(finder, tables, field, sent);
    }
    let is_one_of = matches!(tables.1, Table::OneOf { .. });
    // Of alternatives there is one, which is not named by its place.
    order::compare(finder, tables, (old, new), &both, sent && !is_one_of);
    let mut inline = Vec::new();
    for fields in both {
        let pair = Pair { tables, fields, sent };
        compare_one(finder, &pair);
        inline.extend(ty::inline(&pair));
    }
    inline
}

/// Whether one field may be the other under a new name.
fn is_alike(old: &Field, new: &Field) -> bool {
    field_text(old) == field_text(new)
}

fn rename_hint(old: &Field, new: &Field) -> String {
    format!("if it is {} now, write renamed_from = {:?} there", code(&new.wire), old.wire)
}

fn gone(
    finder: &mut Finder<'_>,
    tables: (Table<'_>, Table<'_>),
    field: &Field,
    sent: bool,
    hint: Option<String>,
) {
    let rule = match (sent, &field.fixed) {
        _ if matches!(tables.0, Table::OneOf { .. }) => ChangeRule::AlternativeRemoved,
        (true, Some(_)) => ChangeRule::RequestFieldRemovedFixed,
        (true, None) => ChangeRule::RequestFieldRemoved,
        (false, _) => ChangeRule::ResponseFieldRemoved,
    };
    let places = Table::places(finder, tables, (Some(field), None), None);
    let text = field_text(field);
    let found = tables.0.found(finder, rule, field, (Some(text), None), places);
    finder.report(Found { hint, ..found });
}

fn is_new(finder: &mut Finder<'_>, tables: (Table<'_>, Table<'_>), field: &Field, sent: bool) {
    let rule = match (sent, &field.fixed) {
        _ if matches!(tables.1, Table::OneOf { .. }) => ChangeRule::AlternativeAdded,
        (true, Some(_)) => ChangeRule::RequestFieldAddedFixed,
        (true, None) if field.optional => ChangeRule::RequestFieldAddedOptional,
        (true, None) => ChangeRule::RequestFieldAddedRequired,
        (false, _) if field.essential => ChangeRule::ResponseFieldAddedEssential,
        (false, _) if field.optional || reads_without_option(field) => {
            ChangeRule::ResponseFieldAddedOptional
        }
        (false, _) => ChangeRule::ResponseFieldAddedRequired,
    };
    let places = Table::places(finder, tables, (None, Some(field)), None);
    let text = field_text(field);
    let found = tables.1.found(finder, rule, field, (None, Some(text)), places);
    finder.report(found);
}

fn compare_one<'a>(finder: &mut Finder<'a>, pair: &Pair<'a, 'a>) {
    compare_names(finder, pair);
    ty::compare(finder, pair);
    compare_fixed(finder, pair);
    compare_essential(finder, pair);
    compare_limits(finder, pair);
    compare_default(finder, pair);
    compare_deprecation(finder, pair);
    compare_value(finder, pair);
    let (old, new) = pair.fields;
    if old.place != new.place {
        let places = (place_text(old.place), place_text(new.place));
        pair.changed(finder, ChangeRule::FieldPlaceChanged, "in", places);
    }
    if old.doc != new.doc {
        pair.changed(finder, ChangeRule::FieldDocChanged, "doc", (&old.doc, &new.doc));
    }
}

fn compare_names(finder: &mut Finder<'_>, pair: &Pair<'_, '_>) {
    let (old, new) = pair.fields;
    let wires = (old.wire.as_str(), new.wire.as_str());
    let idents = (old.ident.as_str(), new.ident.as_str());
    match (old.wire != new.wire, old.ident != new.ident) {
        (true, true) => pair.changed(finder, ChangeRule::FieldRenamed, "renamed_from", wires),
        (true, false) => pair.changed(finder, ChangeRule::FieldWireNameChanged, "name", wires),
        (false, true) => pair.changed(finder, ChangeRule::FieldRustNameChanged, "rust", idents),
        (false, false) => {}
    }
    if old.renamed_from != new.renamed_from && new.renamed_from.as_ref() != Some(&old.wire) {
        let former = (old.renamed_from.clone(), new.renamed_from.clone());
        pair.report(finder, ChangeRule::FormerNameChanged, "renamed_from", "", former);
    }
}

fn compare_fixed(finder: &mut Finder<'_>, pair: &Pair<'_, '_>) {
    let (old, new) = pair.fields;
    let rule = match (&old.fixed, &new.fixed) {
        (Some(was), Some(is)) if was != is => {
            let values = (literal(was), literal(is));
            let values = (values.0.as_str(), values.1.as_str());
            return pair.changed(finder, ChangeRule::FieldFixedChanged, "fixed", values);
        }
        (Some(_), Some(_)) => return,
        (None, Some(_)) => ChangeRule::FieldBecameFixed,
        (Some(_), None) if new.optional => ChangeRule::FieldFixedBecameOptional,
        (Some(_), None) => ChangeRule::FieldNoLongerFixed,
        (None, None) if old.optional == new.optional => return,
        (None, None) => optional_rule(pair),
    };
    let key = if old.fixed.is_some() || new.fixed.is_some() { "fixed" } else { "optional" };
    let texts = (required_text(old), required_text(new));
    pair.changed(finder, rule, key, (&texts.0, &texts.1));
}

/// Beside what makes an essential field an optional one, which says the rest.
fn compare_essential(finder: &mut Finder<'_>, pair: &Pair<'_, '_>) {
    let (old, new) = pair.fields;
    let rule = match (old.essential, new.essential) {
        (false, true) => ChangeRule::FieldBecameEssential,
        (true, false) => ChangeRule::FieldNoLongerEssential,
        _ => return,
    };
    let word = |field: &Field| match (field.essential, field.optional) {
        (true, _) => "essential",
        (false, true) => "optional",
        (false, false) => "not essential",
    };
    pair.changed(finder, rule, "essential", (word(old), word(new)));
}

fn optional_rule(pair: &Pair<'_, '_>) -> ChangeRule {
    let (old, new) = pair.fields;
    let unseen = reads_without_option(old) && reads_without_option(new);
    match (pair.sent, new.optional) {
        (true, true) => ChangeRule::RequestFieldBecameOptional,
        (true, false) => ChangeRule::RequestFieldBecameRequired,
        (false, _) if unseen => ChangeRule::ResponseListRequiredChanged,
        (false, true) => ChangeRule::ResponseFieldBecameOptional,
        (false, false) => ChangeRule::ResponseFieldBecameRequired,
    }
}

fn compare_limits(finder: &mut Finder<'_>, pair: &Pair<'_, '_>) {
    let (old, new) = pair.fields;
    let (min, max) = limit_keys(&new.ty);
    let (min_tightened, max_tightened) = tightened(old.limits, new.limits);
    let ends = [
        (min, min_tightened, old.limits.min, new.limits.min),
        (max, max_tightened, old.limits.max, new.limits.max),
    ];
    for (key, tightened, was, is) in ends {
        let rule = match (pair.sent, tightened) {
            (_, None) => continue,
            (true, Some(true)) => ChangeRule::RequestLimitTightened,
            (true, Some(false)) => ChangeRule::RequestLimitLoosened,
            (false, Some(_)) => ChangeRule::ResponseLimitChanged,
        };
        let text = |limit: Option<Number>| limit.map(|limit| limit.to_string());
        pair.report(finder, rule, key, key, (text(was), text(is)));
    }
}

/// Where an optional field is only received, one with a default is itself, and one without is an
/// `Option`.
fn compare_default(finder: &mut Finder<'_>, pair: &Pair<'_, '_>) {
    let (old, new) = pair.fields;
    if old.default == new.default {
        return;
    }
    let is_option = |field: &Field| field.optional && !reads_without_option(field);
    let rule = match (&old.default, &new.default) {
        _ if pair.sent => ChangeRule::RequestDefaultChanged,
        (None, _) | (_, None)
            if old.optional && new.optional && is_option(old) != is_option(new) =>
        {
            ChangeRule::ResponseDefaultAddedOrRemoved
        }
        _ => ChangeRule::ResponseDefaultChanged,
    };
    let texts = (old.default.as_ref().map(literal), new.default.as_ref().map(literal));
    pair.report(finder, rule, "default", "default", texts);
}

/// What the tag says; without a value on one side, the tag is new or gone.
fn compare_value(finder: &mut Finder<'_>, pair: &Pair<'_, '_>) {
    let (old, new) = pair.fields;
    if let (Some(was), Some(is)) = (&old.value, &new.value)
        && was != is
        && (was, is) != (&old.wire, &new.wire)
    {
        pair.changed(finder, ChangeRule::AlternativeValueChanged, "value", (was, is));
    }
}

fn compare_deprecation(finder: &mut Finder<'_>, pair: &Pair<'_, '_>) {
    let (old, new) = pair.fields;
    let rule = match (&old.deprecated, &new.deprecated) {
        (None, Some(_)) => ChangeRule::FieldDeprecated,
        (Some(_), None) => ChangeRule::FieldNoLongerDeprecated,
        (was, is) if was != is => ChangeRule::FieldDeprecationChanged,
        _ => return,
    };
    let texts = (deprecation_text(old), deprecation_text(new));
    pair.changed(finder, rule, "deprecated", (&texts.0, &texts.1));
}

impl Pair<'_, '_> {
    /// Reports that something of the field changed from one value to another.
    fn changed(&self, finder: &mut Finder<'_>, rule: ChangeRule, key: &str, values: (&str, &str)) {
        let values = (Some(values.0.to_owned()), Some(values.1.to_owned()));
        self.report(finder, rule, key, "", values);
    }

    fn report(
        &self,
        finder: &mut Finder<'_>,
        rule: ChangeRule,
        key: &str,
        of: &str,
        values: (Option<String>, Option<String>),
    ) {
        let fields = (Some(self.fields.0), Some(self.fields.1));
        let places = Table::places(finder, self.tables, fields, Some(key));
        let found = self.tables.1.found(finder, rule, self.fields.1, values, places);
        let subject = if of.is_empty() { found.subject } else { format!("{} {of}", found.subject) };
        finder.report(Found { of: of.to_owned(), subject, ..found });
    }
}

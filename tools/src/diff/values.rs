//! The values of an enum.

use std::borrow::Cow;

use wechat_cloudbase_codegen::model::{Literal, Variant};

use super::finder::{Finder, Found};
use super::matching::{Matched, matched};
use super::rule::ChangeRule;
use super::type_pair::TypePair;
use super::words::{code, literal};
use crate::places::Thing;

/// A value as the notation writes it.
pub(super) trait Value: Clone + PartialEq {
    fn to_literal(&self) -> Literal;
}

impl Value for String {
    fn to_literal(&self) -> Literal {
        Literal::String(self.clone())
    }
}

impl Value for i64 {
    fn to_literal(&self) -> Literal {
        Literal::Int(*self)
    }
}

pub(super) fn compare<T: Value>(
    finder: &mut Finder<'_>,
    pair: &TypePair<'_>,
    (old, new): (&[Variant<T>], &[Variant<T>]),
) {
    let Matched { both, removed, added } = matched(
        old,
        new,
        &[
            (|old| text(Some(&old.value)), |new| text(new.renamed_from.as_ref())),
            (|old| text(Some(&old.value)), |new| text(Some(&new.value))),
            (|old| Some(Cow::Borrowed(&old.name)), |new| Some(Cow::Borrowed(&new.name))),
        ],
    );
    for gone in removed {
        let texts = (text_of(&gone.value), None);
        report(finder, pair, ChangeRule::ValueRemoved, (Some(gone), None), ("value", texts));
    }
    for there in added {
        let texts = (None, text_of(&there.value));
        report(finder, pair, ChangeRule::ValueAdded, (None, Some(there)), ("value", texts));
    }
    for (old, new) in both {
        compare_one(finder, pair, old, new);
    }
}

fn compare_one<T: Value>(
    finder: &mut Finder<'_>,
    pair: &TypePair<'_>,
    old: &Variant<T>,
    new: &Variant<T>,
) {
    let mut changed = |rule, key, texts| {
        report(finder, pair, rule, (Some(old), Some(new)), (key, texts));
    };
    let values = (text_of(&old.value), text_of(&new.value));
    match (old.value != new.value, old.name != new.name) {
        (true, true) => changed(ChangeRule::ValueRenamed, "value", values),
        (true, false) => changed(ChangeRule::ValueWireChanged, "value", values),
        (false, true) => {
            let names = (Some(old.name.clone()), Some(new.name.clone()));
            changed(ChangeRule::ValueRustNameChanged, "name", names);
        }
        (false, false) => {}
    }
    if old.doc != new.doc {
        changed(ChangeRule::ValueDocChanged, "doc", (old.doc.clone(), new.doc.clone()));
    }
    if old.renamed_from != new.renamed_from && new.renamed_from.as_ref() != Some(&old.value) {
        let former = |variant: &Variant<T>| variant.renamed_from.as_ref().and_then(text_of);
        changed(ChangeRule::FormerNameChanged, "renamed_from", (former(old), former(new)));
    }
}

fn text<'a, T: Value>(value: Option<&T>) -> Option<Cow<'a, str>> {
    Some(Cow::Owned(text_of(value?)?))
}

fn text_of<T: Value>(value: &T) -> Option<String> {
    Some(literal(&value.to_literal()))
}

fn report<T: Value>(
    finder: &mut Finder<'_>,
    pair: &TypePair<'_>,
    rule: ChangeRule,
    (old, new): (Option<&Variant<T>>, Option<&Variant<T>>),
    (key, texts): (&str, (Option<String>, Option<String>)),
) {
    let Some(variant) = new.or(old) else {
        return;
    };
    let (was, is) = (old.unwrap_or(variant).value.to_literal(), variant.value.to_literal());
    let key_of_value = (key != "value").then_some(key);
    let thing = |of, name, value| Thing::Value { of, name, value, key: key_of_value };
    let places = (
        finder.old.place(thing(pair.homes.0, &pair.types.0.name, &was)),
        finder.new.place(thing(pair.homes.1, &pair.types.1.name, &is)),
    );
    let found = pair.found(finder, rule, texts);
    let (of, value) = (found.name, literal(&is));
    let subject = match key {
        "value" => format!("{} {value}", found.subject),
        key => format!("{} {value} {key}", found.subject),
    };
    let name = format!("{} of {of}", code(&value));
    finder.report(Found { places, subject, name, of, ..found });
}

//! Types: the shared ones and those of an endpoint; which are new, gone or renamed, and what changed
//! in those that both specs have.

mod one_of;
mod ways;

use std::borrow::Cow;
use std::rc::Rc;

use wechat_cloudbase_codegen::model::{Endpoint, Shape, TypeDef};

use super::fields::{self, Table};
use super::finder::Finder;
use super::matching::{Key, Matched, matched};
use super::moved::{self, Moved};
use super::rule::ChangeRule;
use super::type_pair::{Homes, TypePair};
use super::values;
use super::words::shape_text;
use crate::places::Home;

pub(super) fn compare_shared(finder: &mut Finder<'_>) {
    let (old, new) = (&finder.old.api.types, &finder.new.api.types);
    compare(finder, (Home::Shared, Home::Shared), (old, new));
}

pub(super) fn compare_own<'a>(finder: &mut Finder<'a>, old: &'a Endpoint, new: &'a Endpoint) {
    let homes = (Home::Endpoint(&old.id), Home::Endpoint(&new.id));
    compare(finder, homes, (&old.types, &new.types));
}

fn compare<'a>(
    finder: &mut Finder<'a>,
    homes: Homes<'a>,
    (old, new): (&'a [Rc<TypeDef>], &'a [Rc<TypeDef>]),
) {
    let name: Key<'_, Rc<TypeDef>> = |definition| Some(Cow::Borrowed(&definition.name));
    let Matched { both, removed, added } = matched(
        old,
        new,
        &[(name, |new| Some(Cow::Borrowed(new.renamed_from.as_ref()?))), (name, name)],
    );
    for definition in removed.into_iter().filter(|definition| !definition.inline) {
        match moved::to(finder, homes.0, &definition.name) {
            Moved::Nowhere => gone(finder, homes, definition),
            Moved::Elsewhere => {}
            Moved::Shared(new) => {
                let homes = (homes.0, Home::Shared);
                type_moved(finder, homes, (definition, new));
                compare_pair(finder, &TypePair { homes, types: (definition, new) });
            }
        }
    }
    for definition in added.into_iter().filter(|definition| !definition.inline) {
        match moved::from(finder, homes.1, &definition.name) {
            Moved::Nowhere => is_new(finder, homes, definition),
            Moved::Elsewhere => {}
            Moved::Shared(old) => {
                let homes = (Home::Shared, homes.1);
                type_moved(finder, homes, (old, definition));
                compare_pair(finder, &TypePair { homes, types: (old, definition) });
            }
        }
    }
    for (old, new) in both {
        compare_pair(finder, &TypePair { homes, types: (old, new) });
    }
}

/// Compares what fields describe on the spot.
pub(super) fn compare_inline<'a>(finder: &mut Finder<'a>, inline: &[TypePair<'a>]) {
    for pair in inline {
        compare_pair(finder, pair);
    }
}

/// Compares what two types are. Of an inline one, its field says the rest.
fn compare_pair<'a>(finder: &mut Finder<'a>, pair: &TypePair<'a>) {
    let (old, new) = pair.types;
    if !new.inline {
        compare_words(finder, pair);
    }
    ways::compare(finder, pair);
    match (&old.shape, &new.shape) {
        (Shape::Text { pattern: old }, Shape::Text { pattern: new }) => {
            compare_patterns(finder, pair, old.as_ref(), new.as_ref());
        }
        (Shape::TextEnum(old), Shape::TextEnum(new)) => values::compare(finder, pair, (old, new)),
        (Shape::IntEnum(old), Shape::IntEnum(new)) => values::compare(finder, pair, (old, new)),
        (Shape::Object(old_fields), Shape::Object(new_fields)) => {
            let tables = (
                Table::Type { of: pair.homes.0, name: &old.name },
                Table::Type { of: pair.homes.1, name: &new.name },
            );
            let inline = fields::compare(finder, tables, (old_fields, new_fields));
            compare_inline(finder, &inline);
        }
        (Shape::OneOf(old_one), Shape::OneOf(new_one)) => {
            one_of::compare(finder, pair, (old_one, new_one));
        }
        (was, is) => {
            let texts = (Some(shape_text(was)), Some(shape_text(is)));
            pair.report(finder, ChangeRule::TypeShapeChanged, "type", texts);
        }
    }
}

fn compare_words(finder: &mut Finder<'_>, pair: &TypePair<'_>) {
    let (old, new) = pair.types;
    let is_rename = new.renamed_from.as_ref() == Some(&old.name);
    if old.name != new.name {
        let names = (Some(old.name.clone()), Some(new.name.clone()));
        pair.report(finder, ChangeRule::TypeRenamed, "renamed_from", names);
    }
    if old.renamed_from != new.renamed_from && !is_rename {
        let names = (old.renamed_from.clone(), new.renamed_from.clone());
        pair.report(finder, ChangeRule::FormerNameChanged, "renamed_from", names);
    }
    // What became a type of its own out of an inline one has words of its own only now.
    if old.doc != new.doc && !old.inline {
        let docs = (Some(old.doc.clone()), Some(new.doc.clone()));
        pair.report(finder, ChangeRule::TypeDocChanged, "doc", docs);
    }
}

fn compare_patterns(
    finder: &mut Finder<'_>,
    pair: &TypePair<'_>,
    old: Option<&String>,
    new: Option<&String>,
) {
    let rule = match (old, new) {
        (None, Some(_)) => ChangeRule::PatternAdded,
        (Some(_), None) => ChangeRule::PatternRemoved,
        (Some(was), Some(is)) if was != is => ChangeRule::PatternChanged,
        _ => return,
    };
    pair.report(finder, rule, "pattern", (old.cloned(), new.cloned()));
}

fn type_moved(finder: &mut Finder<'_>, homes: Homes<'_>, types: (&TypeDef, &TypeDef)) {
    let texts = (Some(module(homes.0)), Some(module(homes.1)));
    TypePair { homes, types }.report(finder, ChangeRule::TypeMoved, "name", texts);
}

fn module(home: Home<'_>) -> String {
    match home {
        Home::Shared => "types".to_owned(),
        Home::Endpoint(id) => id.to_owned(),
    }
}

fn gone(finder: &mut Finder<'_>, homes: Homes<'_>, definition: &TypeDef) {
    let texts = (Some(shape_text(&definition.shape)), None);
    TypePair { homes, types: (definition, definition) }.report(
        finder,
        ChangeRule::TypeRemoved,
        "name",
        texts,
    );
}

fn is_new(finder: &mut Finder<'_>, homes: Homes<'_>, definition: &TypeDef) {
    let texts = (None, Some(shape_text(&definition.shape)));
    TypePair { homes, types: (definition, definition) }.report(
        finder,
        ChangeRule::TypeAdded,
        "name",
        texts,
    );
}

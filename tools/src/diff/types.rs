//! Types: the shared ones and those of an endpoint; which are new, gone or renamed, and what changed
//! in those that both specs have.

mod moved;
mod ways;

use std::borrow::Cow;
use std::rc::Rc;

use wechat_cloudbase_codegen::model::{Endpoint, Shape, TypeDef};

use super::fields::{self, Table, type_subject};
use super::finder::{Finder, Found};
use super::matching::{Key, Matched, matched};
use super::rule::ChangeRule;
use super::scope::Scope;
use super::values;
use super::words::{code, shape_text};
use crate::places::{Home, Thing};
use moved::Moved;

/// Where a type is described, in the old spec and in the new one.
pub(super) type Homes<'a> = (Home<'a>, Home<'a>);

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
                compare_definition(finder, homes, (definition, new));
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
                compare_definition(finder, homes, (old, definition));
            }
        }
    }
    for (old, new) in both {
        compare_definition(finder, homes, (old, new));
    }
}

/// Whether two types are one, perhaps under another name or in another file.
pub(super) fn is_same(finder: &Finder<'_>, old: &TypeDef, new: &TypeDef) -> bool {
    match (old.shared, new.shared) {
        (false, true) => moved::is_new_shared(finder, old, new),
        (true, false) => moved::was_shared(finder, old, new),
        _ => old.name == new.name || new.renamed_from.as_ref() == Some(&old.name),
    }
}

/// Compares what two types are. Of an inline one, its field says the rest.
pub(super) fn compare_definition<'a>(
    finder: &mut Finder<'a>,
    homes: Homes<'a>,
    (old, new): (&'a TypeDef, &'a TypeDef),
) {
    let pair = Pair { homes, types: (old, new) };
    if !new.inline {
        compare_words(finder, &pair);
    }
    ways::compare(finder, &pair);
    match (&old.shape, &new.shape) {
        (Shape::Text { pattern: old }, Shape::Text { pattern: new }) => {
            compare_patterns(finder, &pair, old.as_ref(), new.as_ref());
        }
        (Shape::Texts(old), Shape::Texts(new)) => values::compare(finder, &pair, (old, new)),
        (Shape::Ints(old), Shape::Ints(new)) => values::compare(finder, &pair, (old, new)),
        (Shape::Object(old_fields), Shape::Object(new_fields)) => {
            let tables = (
                Table::Type { of: homes.0, name: &old.name },
                Table::Type { of: homes.1, name: &new.name },
            );
            fields::compare(finder, tables, (old_fields, new_fields));
        }
        (was, is) => {
            let texts = (Some(shape_text(was)), Some(shape_text(is)));
            pair.report(finder, ChangeRule::TypeShapeChanged, "type", texts);
        }
    }
}

fn compare_words(finder: &mut Finder<'_>, pair: &Pair<'_>) {
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
    pair: &Pair<'_>,
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
    Pair { homes, types }.report(finder, ChangeRule::TypeMoved, "name", texts);
}

fn module(home: Home<'_>) -> String {
    match home {
        Home::Shared => "types".to_owned(),
        Home::Endpoint(id) => id.to_owned(),
    }
}

fn gone(finder: &mut Finder<'_>, homes: Homes<'_>, definition: &TypeDef) {
    let texts = (Some(shape_text(&definition.shape)), None);
    Pair { homes, types: (definition, definition) }.report(
        finder,
        ChangeRule::TypeRemoved,
        "name",
        texts,
    );
}

fn is_new(finder: &mut Finder<'_>, homes: Homes<'_>, definition: &TypeDef) {
    let texts = (None, Some(shape_text(&definition.shape)));
    Pair { homes, types: (definition, definition) }.report(
        finder,
        ChangeRule::TypeAdded,
        "name",
        texts,
    );
}

/// Two types that are compared, and where they are described.
pub(super) struct Pair<'a> {
    pub(super) homes: Homes<'a>,
    pub(super) types: (&'a TypeDef, &'a TypeDef),
}

impl Pair<'_> {
    /// What is said of a change of the type, or of the part of it that `part` names.
    pub(super) fn found(
        &self,
        finder: &Finder<'_>,
        rule: ChangeRule,
        (old, new): (Option<String>, Option<String>),
    ) -> Found {
        let (home, name) = (self.homes.1, &self.types.1.name);
        let subject = type_subject(home, name);
        let mut reaches = finder.new.usage.reaches(home, name);
        reaches.extend(finder.old.usage.reaches(self.homes.0, &self.types.0.name));
        reaches.sort();
        reaches.dedup_by(|next, kept| {
            kept.request |= next.endpoint == kept.endpoint && next.request;
            kept.response |= next.endpoint == kept.endpoint && next.response;
            next.endpoint == kept.endpoint
        });
        let name = code(&subject);
        let scope = Scope::shared(reaches, "");
        let places = (None, None);
        Found { rule, subject, name, of: String::new(), old, new, places, scope, hint: None }
    }

    pub(super) fn report(
        &self,
        finder: &mut Finder<'_>,
        rule: ChangeRule,
        key: &str,
        texts: (Option<String>, Option<String>),
    ) {
        let places = (
            finder.old.place(Thing::Type {
                of: self.homes.0,
                name: &self.types.0.name,
                key: Some(key),
            }),
            finder.new.place(Thing::Type {
                of: self.homes.1,
                name: &self.types.1.name,
                key: Some(key),
            }),
        );
        let found = self.found(finder, rule, texts);
        let subject = match key {
            "name" => found.subject,
            key => format!("{} {key}", found.subject),
        };
        finder.report(Found { places, subject, ..found });
    }
}

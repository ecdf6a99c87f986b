//! Types that moved between an endpoint's file and `types.toml` under the name that they have.

use std::rc::Rc;

use wechat_cloudbase_codegen::model::{Api, TypeDef};

use super::finder::Finder;
use crate::places::Home;

/// What became of a type that one list lacks.
pub(super) enum Moved<'a> {
    Nowhere,
    /// Between a shared type and this one of the same name.
    Shared(&'a TypeDef),
    /// To the files of endpoints, or from there; they say so.
    Elsewhere,
}

/// Where a type of the old spec has gone.
pub(super) fn to<'a>(finder: &Finder<'a>, home: Home<'_>, name: &str) -> Moved<'a> {
    moved(home, name, finder.old.api, finder.new.api)
}

/// Where a type of the new spec has come from.
pub(super) fn from<'a>(finder: &Finder<'a>, home: Home<'_>, name: &str) -> Moved<'a> {
    moved(home, name, finder.new.api, finder.old.api)
}

/// Where a type of `here` is `there`.
fn moved<'a>(home: Home<'_>, name: &str, here: &Api, there: &'a Api) -> Moved<'a> {
    match home {
        Home::Shared if is_own(there, name) && !is_own(here, name) => Moved::Elsewhere,
        Home::Shared => Moved::Nowhere,
        Home::Endpoint(_) => match (named(&here.types, name), named(&there.types, name)) {
            (None, Some(definition)) => Moved::Shared(definition),
            _ => Moved::Nowhere,
        },
    }
}

/// Whether two types are one, perhaps under another name or in another file.
pub(super) fn is_same(finder: &Finder<'_>, old: &TypeDef, new: &TypeDef) -> bool {
    match (old.shared, new.shared) {
        (false, true) => is_new_shared(finder, old, new),
        (true, false) => was_shared(finder, old, new),
        _ => old.name == new.name || new.renamed_from.as_ref() == Some(&old.name),
    }
}

/// Whether a type of an endpoint is the shared one that the old spec lacked.
fn is_new_shared(finder: &Finder<'_>, old: &TypeDef, new: &TypeDef) -> bool {
    !old.inline && old.name == new.name && named(&finder.old.api.types, &new.name).is_none()
}

/// Whether a shared type is the one of an endpoint that the new spec no longer shares.
fn was_shared(finder: &Finder<'_>, old: &TypeDef, new: &TypeDef) -> bool {
    !new.inline && old.name == new.name && named(&finder.new.api.types, &old.name).is_none()
}

fn is_own(api: &Api, name: &str) -> bool {
    api.endpoints.iter().any(|endpoint| named(&endpoint.types, name).is_some())
}

fn named<'a>(types: &'a [Rc<TypeDef>], name: &str) -> Option<&'a TypeDef> {
    types.iter().find(|definition| !definition.inline && definition.name == name).map(AsRef::as_ref)
}

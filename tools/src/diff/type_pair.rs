//! Two types that are compared.

use wechat_cloudbase_codegen::model::TypeDef;

use super::finder::{Finder, Found};
use super::rule::ChangeRule;
use super::scope::Scope;
use super::words::{code, type_subject};
use crate::places::{Home, Thing};

/// Where a type is described, in the old spec and in the new one.
pub(super) type Homes<'a> = (Home<'a>, Home<'a>);

/// Two types that are compared, and where they are described.
pub(super) struct TypePair<'a> {
    pub(super) homes: Homes<'a>,
    pub(super) types: (&'a TypeDef, &'a TypeDef),
}

impl TypePair<'_> {
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

//! What all comparisons share: the two specs, what is found, and what follows from where.

use wechat_cloudbase_codegen::Spec;
use wechat_cloudbase_codegen::model::{Api, Endpoint};
use wechat_cloudbase_codegen::source::Place;

use super::change::Change;
use super::origin::Evidence;
use super::reach::Usage;
use super::rule::ChangeRule;
use super::scope::Scope;
use super::words::code;
use crate::places::{Home, Places, Thing};

pub(super) struct Finder<'a> {
    pub(super) old: Side<'a>,
    pub(super) new: Side<'a>,
    evidence: Evidence<'a>,
    changes: Vec<Change>,
}

/// One of the two specs.
pub(super) struct Side<'a> {
    pub(super) api: &'a Api,
    places: Places<'a>,
    pub(super) usage: Usage<'a>,
}

impl<'a> Side<'a> {
    fn new(spec: &'a Spec) -> Self {
        Self { api: &spec.api, places: Places::new(spec), usage: Usage::of(&spec.api) }
    }

    pub(super) fn place(&self, thing: Thing<'_>) -> Option<Place> {
        self.places.of(thing)
    }
}

/// A change as a comparison finds it.
pub(super) struct Found {
    pub(super) rule: ChangeRule,
    /// What changed: as the subject, and as messages call it.
    pub(super) subject: String,
    pub(super) name: String,
    /// What it is a part of, where the message says so.
    pub(super) of: String,
    pub(super) old: Option<String>,
    pub(super) new: Option<String>,
    pub(super) places: (Option<Place>, Option<Place>),
    pub(super) scope: Scope,
    pub(super) hint: Option<String>,
}

impl<'a> Finder<'a> {
    pub(super) fn new(old: &'a Spec, new: &'a Spec) -> Self {
        Self {
            old: Side::new(old),
            new: Side::new(new),
            evidence: Evidence::default(),
            changes: Vec::new(),
        }
    }

    /// Notes what speaks for the origin of an endpoint's changes.
    pub(super) fn weigh(&mut self, old: &'a Endpoint, new: &'a Endpoint) {
        self.evidence.weigh(old, new);
    }

    /// Whether a type is sent, and whether it is received, in one of the two specs at least.
    pub(super) fn ways(&self, old: (Home<'_>, &str), new: (Home<'_>, &str)) -> (bool, bool) {
        let (old, new) = (self.old.usage.ways(old.0, old.1), self.new.usage.ways(new.0, new.1));
        (old.0 || new.0, old.1 || new.1)
    }

    pub(super) fn report(&mut self, found: Found) {
        let message = message(&found);
        let origin = self.evidence.origin(found.rule.whose(), &found.scope);
        let reaches = found.scope.reaches();
        self.changes.push(Change {
            rule: found.rule,
            subject: found.subject,
            message,
            old: found.old,
            new: found.new,
            old_place: found.places.0,
            new_place: found.places.1,
            reaches,
            origin,
            pages: Vec::new(),
            hint: found.hint,
            approved: None,
        });
    }

    /// The gravest first; otherwise in the order in which they were found.
    pub(super) fn finish(mut self) -> Vec<Change> {
        self.changes.sort_by_key(|change| std::cmp::Reverse(change.bump()));
        self.changes
    }
}

fn message(found: &Found) -> String {
    let value = |value: &Option<String>| value.as_deref().map_or("nothing".to_owned(), code);
    found
        .rule
        .says()
        .replace("{of}", &found.of)
        .replace("{name}", &found.name)
        .replace("{old}", &value(&found.old))
        .replace("{new}", &value(&found.new))
}

//! Endpoints: which are new, gone or renamed, and what changed in each that both specs have.

use std::borrow::Cow;

use wechat_cloudbase_codegen::model::Endpoint;

use super::fields::{self, Table};
use super::finder::{Finder, Found};
use super::matching::{Matched, matched};
use super::rule::ChangeRule;
use super::scope::Scope;
use super::words::code;
use super::{endpoint_keys, lists, pages, provenance, samples, types, waits};
use crate::places::Thing;

pub(super) fn compare<'a>(finder: &mut Finder<'a>) {
    let (old, new) = (&finder.old.api.endpoints, &finder.new.api.endpoints);
    let Matched { both, removed, added } = matched(
        old,
        new,
        &[
            (
                |old| Some(Cow::Borrowed(&old.id)),
                |new| Some(Cow::Borrowed(new.renamed_from.as_ref()?)),
            ),
            (|old| Some(Cow::Borrowed(&old.id)), |new| Some(Cow::Borrowed(&new.id))),
        ],
    );
    for (old, new) in &both {
        finder.weigh(old, new);
    }
    for old in &removed {
        let hint = added.iter().find(|new| is_alike(old, new)).map(|new| rename_hint(old, new));
        gone(finder, old, hint);
    }
    for new in added {
        is_new(finder, new);
    }
    for (old, new) in both {
        compare_one(finder, old, new);
    }
}

/// Whether one endpoint may be the other under a new name.
fn is_alike(old: &Endpoint, new: &Endpoint) -> bool {
    old.name == new.name || (old.method == new.method && old.path == new.path)
}

fn rename_hint(old: &Endpoint, new: &Endpoint) -> String {
    format!("if it is {} now, write renamed_from = \"{}\" there", code(&new.id), old.id)
}

fn compare_one<'a>(finder: &mut Finder<'a>, old: &'a Endpoint, new: &'a Endpoint) {
    if old.id != new.id {
        renamed(finder, old, new);
    }
    endpoint_keys::compare(finder, old, new);
    lists::compare(finder, old, new);
    types::compare_own(finder, old, new);
    let request = (Table::Request(old), Table::Request(new));
    let inline = fields::compare(finder, request, (&old.request, &new.request));
    types::compare_inline(finder, &inline);
    let response = (Table::Response(old), Table::Response(new));
    let inline = fields::compare(finder, response, (&old.response, &new.response));
    types::compare_inline(finder, &inline);
    waits::compare(finder, old, new);
    pages::compare(finder, old, new);
    samples::compare(finder, old, new);
    provenance::compare(finder, old, new);
}

fn gone(finder: &mut Finder<'_>, old: &Endpoint, hint: Option<String>) {
    let place = finder.old.place(Thing::Endpoint { id: &old.id, key: None });
    let (name, summary) = (code(&old.id), said(old));
    finder.report(Found {
        rule: ChangeRule::EndpointRemoved,
        subject: old.id.clone(),
        name,
        of: String::new(),
        old: Some(summary),
        new: None,
        places: (place, None),
        scope: Scope::endpoint(old, ""),
        hint,
    });
}

fn is_new(finder: &mut Finder<'_>, new: &Endpoint) {
    let place = finder.new.place(Thing::Endpoint { id: &new.id, key: None });
    finder.report(Found {
        rule: ChangeRule::EndpointAdded,
        subject: new.id.clone(),
        name: code(&new.id),
        of: String::new(),
        old: None,
        new: Some(said(new)),
        places: (None, place),
        scope: Scope::endpoint(new, ""),
        hint: None,
    });
}

fn said(endpoint: &Endpoint) -> String {
    format!("{}: {}", endpoint.path, endpoint.summary)
}

fn renamed(finder: &mut Finder<'_>, old: &Endpoint, new: &Endpoint) {
    finder.report(Found {
        rule: ChangeRule::EndpointRenamed,
        subject: new.id.clone(),
        name: code(&new.id),
        of: String::new(),
        old: Some(old.id.clone()),
        new: Some(new.id.clone()),
        places: (
            finder.old.place(Thing::Endpoint { id: &old.id, key: None }),
            finder.new.place(Thing::Endpoint { id: &new.id, key: Some("renamed_from") }),
        ),
        scope: Scope::endpoint(new, "name"),
        hint: None,
    });
}

//! The keys of an endpoint that have one value each.

use wechat_cloudbase_codegen::model::{Endpoint, ResponseBody, Status};
use wechat_cloudbase_codegen::notation::{ENDPOINT, words};

use super::finder::{Finder, Found};
use super::rule::ChangeRule;
use super::scope::Scope;
use super::words::code;
use crate::places::Thing;

/// A key: its name, its value as text, and the rule that a change of it falls under.
type Key = (&'static str, fn(&Endpoint) -> Option<String>, fn(&Endpoint, &Endpoint) -> ChangeRule);

/// Every key of one value that is more than words. What has no key of its own, such as the section, is at the name.
const KEYS: &[Key] = &[
    ("name", |endpoint| Some(endpoint.name.clone()), |_, _| ChangeRule::VendorNameChanged),
    ("section", |endpoint| Some(endpoint.section.clone()), |_, _| ChangeRule::SectionChanged),
    ("summary", |endpoint| Some(endpoint.summary.clone()), |_, _| ChangeRule::SummaryChanged),
    ("notes", notes, |_, _| ChangeRule::NotesChanged),
    ("path", |endpoint| Some(endpoint.path.clone()), |_, _| ChangeRule::PathChanged),
    ("hosts", hosts, |_, _| ChangeRule::HostsChanged),
    ("method", method, |_, _| ChangeRule::MethodChanged),
    (
        "request_body",
        |endpoint| Some(words::word(endpoint.request_body).to_owned()),
        |_, _| ChangeRule::RequestBodyChanged,
    ),
    (
        "response_body",
        |endpoint| Some(words::word(endpoint.response_body).to_owned()),
        |_, _| ChangeRule::ResponseBodyChanged,
    ),
    (
        "token_field",
        |endpoint| Some(endpoint.token_field.clone()),
        |_, _| ChangeRule::TokenFieldChanged,
    ),
    (
        "request_wrapper",
        |endpoint| endpoint.request_wrapper.clone(),
        |_, _| ChangeRule::RequestWrapperChanged,
    ),
    (
        "response_wrapper",
        |endpoint| endpoint.response_wrapper.clone(),
        |_, _| ChangeRule::ResponseWrapperChanged,
    ),
    // A list and bytes have none in any case; that they are is a change of its own.
    ("errcode_on_success", errcode_on_success, |_, new| match new.errcode_on_success {
        true => ChangeRule::ErrcodeOnSuccessNeeded,
        false => ChangeRule::ErrcodeOnSuccessNotNeeded,
    }),
    (
        "errcode_field",
        |endpoint| Some(endpoint.errcode_field.clone()),
        |_, _| ChangeRule::ErrcodeFieldChanged,
    ),
    (
        "errmsg_field",
        |endpoint| Some(endpoint.errmsg_field.clone()),
        |_, _| ChangeRule::ErrmsgFieldChanged,
    ),
    (
        "idempotent",
        |endpoint| Some(endpoint.idempotent.to_string()),
        |_, new| match new.idempotent {
            true => ChangeRule::BecameIdempotent,
            false => ChangeRule::NoLongerIdempotent,
        },
    ),
    (
        "idempotent_by",
        |endpoint| endpoint.idempotent_by.clone(),
        |_, new| match new.idempotent_by {
            Some(_) => ChangeRule::IdempotentByField,
            None => ChangeRule::NoLongerIdempotentByField,
        },
    ),
    ("status", status, |_, new| match new.status {
        Status::Deprecated => ChangeRule::StatusDeprecated,
        _ => ChangeRule::StatusChanged,
    }),
];

pub(super) fn compare(finder: &mut Finder<'_>, old: &Endpoint, new: &Endpoint) {
    for (key, value, rule) in KEYS {
        let (was, is) = (value(old), value(new));
        let is_new_kind = *key == "errcode_on_success" && old.response_body != new.response_body;
        if was != is && !is_new_kind {
            changed(finder, (old, new), key, rule(old, new), (was, is));
        }
    }
    for key in ENDPOINT.keys.iter().filter(|key| key.plain) {
        let (was, is) = (plain(old, key.name), plain(new, key.name));
        if was != is {
            changed(finder, (old, new), key.name, plain_rule(key.name), (was, is));
        }
    }
    let is_rename = new.renamed_from.as_ref() == Some(&old.id);
    if old.renamed_from != new.renamed_from && !is_rename {
        let former = (old.renamed_from.clone(), new.renamed_from.clone());
        changed(finder, (old, new), "renamed_from", ChangeRule::FormerNameChanged, former);
    }
}

fn changed(
    finder: &mut Finder<'_>,
    (old, new): (&Endpoint, &Endpoint),
    key: &str,
    rule: ChangeRule,
    (was, is): (Option<String>, Option<String>),
) {
    let places = (
        finder.old.place(Thing::Endpoint { id: &old.id, key: Some(key) }),
        finder.new.place(Thing::Endpoint { id: &new.id, key: Some(key) }),
    );
    finder.report(Found {
        rule,
        subject: format!("{} {key}", new.id),
        name: code(&new.id),
        of: String::new(),
        old: was,
        new: is,
        places,
        scope: Scope::endpoint(new, key),
        hint: None,
    });
}

fn plain(endpoint: &Endpoint, key: &str) -> Option<String> {
    let said = endpoint.plain.iter().find(|(name, _)| *name == key);
    said.map(|(_, said)| said.clone())
}

/// Words for people are notes, unless a rule is about them.
fn plain_rule(key: &str) -> ChangeRule {
    match key {
        "cloud_call" => ChangeRule::CloudCallChanged,
        _ => ChangeRule::NotesChanged,
    }
}

fn notes(endpoint: &Endpoint) -> Option<String> {
    (!endpoint.notes.is_empty()).then(|| endpoint.notes.join(" "))
}

fn hosts(endpoint: &Endpoint) -> Option<String> {
    (!endpoint.hosts.is_empty()).then(|| endpoint.hosts.join(", "))
}

fn method(endpoint: &Endpoint) -> Option<String> {
    Some(words::word(endpoint.method).to_owned())
}

fn errcode_on_success(endpoint: &Endpoint) -> Option<String> {
    let is_json = endpoint.response_body == ResponseBody::Json;
    is_json.then(|| endpoint.errcode_on_success.to_string())
}

fn status(endpoint: &Endpoint) -> Option<String> {
    Some(words::word(endpoint.status).to_owned())
}

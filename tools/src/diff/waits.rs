//! The waits of an endpoint, which are matched by name.

use wechat_cloudbase_codegen::model::{Endpoint, Literal, Path, Wait};
use wechat_cloudbase_codegen::notation::words;

use super::finder::{Finder, Found};
use super::rule::ChangeRule;
use super::scope::Scope;
use super::words::{code, literal, type_text};
use crate::places::Thing;

/// A part of a wait: the key where it is, its value as text, and the rule that a change of it falls under.
type Part = (&'static str, fn(&Wait) -> Option<String>, ChangeRule);

const PARTS: &[Part] = &[
    ("doc", |wait| Some(wait.doc.clone()), ChangeRule::WaitDocChanged),
    ("items", items, ChangeRule::WaitItemsChanged),
    ("where", arguments, ChangeRule::WaitArgumentsChanged),
    ("path", |wait| text(&wait.path), ChangeRule::WaitSuccessChanged),
    ("success", |wait| states(&wait.success), ChangeRule::WaitSuccessChanged),
    ("reason", |wait| text(&wait.reason), ChangeRule::WaitReasonChanged),
    ("absent", absent, ChangeRule::WaitAbsentChanged),
    ("delay", delay, ChangeRule::WaitDelayChanged),
];

pub(super) fn compare(finder: &mut Finder<'_>, old: &Endpoint, new: &Endpoint) {
    let named = |endpoint: &'_ Endpoint, name: &str| {
        endpoint.waits.iter().position(|wait| wait.name == name)
    };
    for was in old.waits.iter().filter(|was| named(new, &was.name).is_none()) {
        let said = (Some(was.doc.clone()), None);
        report(finder, (old, new), (was, ""), ChangeRule::WaitRemoved, said);
    }
    for is in &new.waits {
        let was = named(old, &is.name).and_then(|index| old.waits.get(index));
        match was {
            Some(was) => compare_one(finder, (old, new), was, is),
            None => {
                let said = (None, Some(is.doc.clone()));
                report(finder, (old, new), (is, ""), ChangeRule::WaitAdded, said);
            }
        }
    }
}

fn compare_one(finder: &mut Finder<'_>, endpoints: (&Endpoint, &Endpoint), was: &Wait, is: &Wait) {
    for (key, value, rule) in PARTS {
        let values = (value(was), value(is));
        if values.0 != values.1 {
            report(finder, endpoints, (is, key), *rule, values);
        }
    }
    let only = |of: &Wait, not: &Wait| -> Vec<Literal> {
        of.failure.iter().filter(|state| !not.failure.contains(state)).cloned().collect()
    };
    let (gone, added) = (only(was, is), only(is, was));
    if !gone.is_empty() {
        let said = (states(&gone), None);
        report(finder, endpoints, (is, "failure"), ChangeRule::WaitFailureRemoved, said);
    }
    if !added.is_empty() {
        let said = (None, states(&added));
        report(finder, endpoints, (is, "failure"), ChangeRule::WaitFailureAdded, said);
    }
    if gone.is_empty() && added.is_empty() && was.failure != is.failure {
        let said = (states(&was.failure), states(&is.failure));
        report(finder, endpoints, (is, "failure"), ChangeRule::WaitDocChanged, said);
    }
}

fn report(
    finder: &mut Finder<'_>,
    (old, new): (&Endpoint, &Endpoint),
    (wait, key): (&Wait, &str),
    rule: ChangeRule,
    (was, is): (Option<String>, Option<String>),
) {
    let dot = if key.is_empty() { "" } else { "." };
    let part = format!("wait.{}{dot}{key}", wait.name);
    let places = (
        finder.old.place(Thing::Endpoint { id: &old.id, key: Some(&part) }),
        finder.new.place(Thing::Endpoint { id: &new.id, key: Some(&part) }),
    );
    finder.report(Found {
        rule,
        subject: format!("{} {part}", new.id),
        name: code(&format!("{}::{}", new.id, wait.name)),
        of: String::new(),
        old: was,
        new: is,
        places,
        scope: Scope::endpoint(new, part),
        hint: None,
    });
}

/// With the type that the wait gives, which says whether there may be none.
fn items(wait: &Wait) -> Option<String> {
    let items = wait.items.as_ref()?;
    let perhaps = if wait.may_lack_item() { "optional " } else { "" };
    Some(format!("{} of {perhaps}{}", items.path.text, type_text(&items.item)))
}

fn arguments(wait: &Wait) -> Option<String> {
    let keys = wait.items.iter().flat_map(|items| &items.keys);
    let keys = keys
        .map(|key| format!("{} = {}: {}", key.path.text, key.argument, type_text(&key.path.ty)));
    let keys: Vec<_> = keys.collect();
    (!keys.is_empty()).then(|| keys.join(", "))
}

fn states(states: &[Literal]) -> Option<String> {
    let states: Vec<_> = states.iter().map(literal).collect();
    (!states.is_empty()).then(|| states.join(", "))
}

fn text(path: &Option<Path>) -> Option<String> {
    path.as_ref().map(|path| path.text.clone())
}

fn absent(wait: &Wait) -> Option<String> {
    Some(words::word(wait.absent).to_owned())
}

fn delay(wait: &Wait) -> Option<String> {
    Some(format!("{} to {} seconds", wait.delay.min, wait.delay.max))
}

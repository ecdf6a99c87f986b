//! How the list of an endpoint comes in pages.

use wechat_cloudbase_codegen::model::{Endpoint, Pages, Path};
use wechat_cloudbase_codegen::notation::words;

use super::finder::{Finder, Found};
use super::rule::ChangeRule;
use super::scope::Scope;
use super::words::{code, type_text};
use crate::places::Thing;

/// A part of it: the key where it is, its value as text, and the rule that a change of it falls under.
type Part = (&'static str, fn(&Pages) -> Option<String>, fn(&Pages) -> ChangeRule);

const PARTS: &[Part] = &[
    ("items", items, |_| ChangeRule::PagesItemsChanged),
    ("style", asked_for, |_| ChangeRule::PagesPositionChanged),
    ("next", |pages| text(&pages.next), |_| ChangeRule::PagesPositionChanged),
    (
        "size",
        |pages| pages.size.clone(),
        |old| match old.size {
            Some(_) => ChangeRule::PagesSizeChanged,
            None => ChangeRule::PagesSizeAdded,
        },
    ),
    ("total", |pages| text(&pages.total), |_| ChangeRule::PagesEndChanged),
    ("more", |pages| text(&pages.more), |_| ChangeRule::PagesEndChanged),
    ("end_errcode", end_errcode, |_| ChangeRule::PagesEndChanged),
];

pub(super) fn compare(finder: &mut Finder<'_>, old: &Endpoint, new: &Endpoint) {
    match (&old.pages, &new.pages) {
        (None, None) => {}
        (Some(was), None) => {
            report(finder, (old, new), "", ChangeRule::PagesRemoved, (Some(whole(was)), None));
        }
        (None, Some(is)) => {
            report(finder, (old, new), "", ChangeRule::PagesAdded, (None, Some(whole(is))));
        }
        (Some(was), Some(is)) => {
            for (key, value, rule) in PARTS {
                let values = (value(was), value(is));
                if values.0 != values.1 {
                    report(finder, (old, new), key, rule(was), values);
                }
            }
        }
    }
}

fn report(
    finder: &mut Finder<'_>,
    (old, new): (&Endpoint, &Endpoint),
    key: &str,
    rule: ChangeRule,
    (was, is): (Option<String>, Option<String>),
) {
    let part = if key.is_empty() { "pages".to_owned() } else { format!("pages.{key}") };
    let places = (
        finder.old.place(Thing::Endpoint { id: &old.id, key: Some(&part) }),
        finder.new.place(Thing::Endpoint { id: &new.id, key: Some(&part) }),
    );
    finder.report(Found {
        rule,
        subject: format!("{} {part}", new.id),
        name: code(&new.id),
        of: String::new(),
        old: was,
        new: is,
        places,
        scope: Scope::endpoint(new, part),
        hint: None,
    });
}

fn whole(pages: &Pages) -> String {
    format!("{} by {}", pages.items.text, words::word(pages.style))
}

fn items(pages: &Pages) -> Option<String> {
    Some(format!("{} of {}", pages.items.text, type_text(&pages.item)))
}

fn asked_for(pages: &Pages) -> Option<String> {
    Some(format!("{} {}", words::word(pages.style), pages.position))
}

fn text(path: &Option<Path>) -> Option<String> {
    path.as_ref().map(|path| path.text.clone())
}

fn end_errcode(pages: &Pages) -> Option<String> {
    pages.end_errcode.map(|code| code.to_string())
}

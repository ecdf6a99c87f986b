//! Sources and corrections: where the facts come from.

use std::borrow::Cow;

use wechat_cloudbase_codegen::model::{Correction, Endpoint, Source};

use super::finder::{Finder, Found};
use super::matching::{Matched, matched};
use super::rule::ChangeRule;
use super::scope::Scope;
use super::words::code;
use crate::places::Thing;

/// The two endpoints, and the position of a thing in the lists of each.
type Where<'a> = ((&'a Endpoint, Option<usize>), (&'a Endpoint, Option<usize>));

pub(super) fn compare(finder: &mut Finder<'_>, old: &Endpoint, new: &Endpoint) {
    compare_sources(finder, old, new);
    compare_corrections(finder, old, new);
}

fn compare_sources(finder: &mut Finder<'_>, old: &Endpoint, new: &Endpoint) {
    let page = |source: &Source| source.page.clone();
    let at = |endpoint: &Endpoint, source: &Source| {
        endpoint.sources.iter().position(|other| std::ptr::eq(other, source))
    };
    let Matched { both, removed, added } = matched(
        &old.sources,
        &new.sources,
        &[
            (
                |old| Some(Cow::Owned(format!("{} {}", old.page, old.read))),
                |new| Some(Cow::Owned(format!("{} {}", new.page, new.read))),
            ),
            (|old| Some(Cow::Borrowed(&old.page)), |new| Some(Cow::Borrowed(&new.page))),
        ],
    );
    for gone in removed {
        let places = ((old, at(old, gone)), (new, None));
        source(finder, places, ChangeRule::SourceRemoved, &gone.page, (Some(page(gone)), None));
    }
    for there in added {
        let places = ((old, None), (new, at(new, there)));
        source(finder, places, ChangeRule::SourceAdded, &there.page, (None, Some(page(there))));
    }
    for (was, is) in both.into_iter().filter(|(was, is)| was.read != is.read) {
        let places = ((old, at(old, was)), (new, at(new, is)));
        let dates = (Some(was.read.clone()), Some(is.read.clone()));
        source(finder, places, ChangeRule::SourceReadAgain, &is.page, dates);
    }
}

fn source(
    finder: &mut Finder<'_>,
    ((old, was_at), (new, is_at)): Where<'_>,
    rule: ChangeRule,
    page: &str,
    (was, is): (Option<String>, Option<String>),
) {
    let thing = |endpoint, index: Option<usize>| match index {
        Some(index) => Thing::Source { id: endpoint, index },
        None => Thing::Endpoint { id: endpoint, key: Some("source") },
    };
    let places =
        (finder.old.place(thing(&old.id, was_at)), finder.new.place(thing(&new.id, is_at)));
    report(finder, new, rule, format!("source {page}"), (was, is), places);
}

fn compare_corrections(finder: &mut Finder<'_>, old: &Endpoint, new: &Endpoint) {
    let at = |endpoint: &Endpoint, correction: &Correction| {
        endpoint.corrections.iter().position(|other| std::ptr::eq(other, correction))
    };
    let Matched { both, removed, added } = matched(
        &old.corrections,
        &new.corrections,
        &[
            (|old| Some(Cow::Owned(whole(old))), |new| Some(Cow::Owned(whole(new)))),
            (|old| Some(Cow::Borrowed(&old.field)), |new| Some(Cow::Borrowed(&new.field))),
        ],
    );
    for gone in removed {
        let places = ((old, at(old, gone)), (new, None));
        let texts = (Some(whole(gone)), None);
        correction(finder, places, ChangeRule::CorrectionRemoved, &gone.field, texts);
    }
    for there in added {
        let places = ((old, None), (new, at(new, there)));
        let texts = (None, Some(whole(there)));
        correction(finder, places, ChangeRule::CorrectionAdded, &there.field, texts);
    }
    for (was, is) in both {
        let (before, after) = (whole(was), whole(is));
        if before != after {
            let places = ((old, at(old, was)), (new, at(new, is)));
            let texts = (Some(before), Some(after));
            correction(finder, places, ChangeRule::CorrectionChanged, &is.field, texts);
        }
    }
}

fn whole(correction: &Correction) -> String {
    let Correction { field, says, is, why, page, seen } = correction;
    let page = page.as_ref().map_or(String::new(), |page| format!(", on {page}"));
    let seen = seen.iter().map(|seen| format!(" `{seen}`")).collect::<String>();
    format!("{field}: {is}, not {says}, because {why}{page}{seen}")
}

fn correction(
    finder: &mut Finder<'_>,
    ((old, was_at), (new, is_at)): Where<'_>,
    rule: ChangeRule,
    field: &str,
    texts: (Option<String>, Option<String>),
) {
    let thing = |endpoint, index: Option<usize>| match index {
        Some(index) => Thing::Correction { id: endpoint, index },
        None => Thing::Endpoint { id: endpoint, key: Some("correction") },
    };
    let places =
        (finder.old.place(thing(&old.id, was_at)), finder.new.place(thing(&new.id, is_at)));
    report(finder, new, rule, format!("correction {field}"), texts, places);
}

fn report(
    finder: &mut Finder<'_>,
    new: &Endpoint,
    rule: ChangeRule,
    what: String,
    (old_text, new_text): (Option<String>, Option<String>),
    places: (
        Option<wechat_cloudbase_codegen::source::Place>,
        Option<wechat_cloudbase_codegen::source::Place>,
    ),
) {
    finder.report(Found {
        rule,
        subject: format!("{} {what}", new.id),
        name: code(&new.id),
        of: String::new(),
        old: old_text,
        new: new_text,
        places,
        scope: Scope::endpoint(new, ""),
        hint: None,
    });
}

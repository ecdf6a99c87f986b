//! Facts of a page against an endpoint of the model.

mod call;
mod codes;
mod fields;
mod samples;
mod types;

use wechat_cloudbase_codegen::model::{Api, Endpoint, Field};
use wechat_cloudbase_codegen::naming::folded;

use super::difference::{Difference, DriftRule};
use super::facts::Facts;
use super::heading::Side;

/// Everything that differs, in order of line.
pub(crate) fn endpoint(facts: &Facts, endpoint: &Endpoint) -> Vec<Difference> {
    let mut compare = Compare { facts, endpoint, found: Vec::new() };
    compare.call();
    compare.fields(Side::Request);
    compare.fields(Side::Response);
    compare.values();
    compare.errcodes();
    compare.samples(Side::Request);
    compare.samples(Side::Response);
    compare.unread();
    sorted(compare.found)
}

/// A page that lists errcodes alone, against all records.
pub(crate) fn errcode_list(facts: &Facts, api: &Api) -> Vec<Difference> {
    let mut found = codes::list(facts, api);
    found.extend(unread(facts));
    sorted(found)
}

/// Findings of a page about no endpoint that is known: what could not be read.
pub(crate) fn unread(facts: &Facts) -> Vec<Difference> {
    let unread = facts.unread_once().into_iter();
    unread
        .map(|unread| {
            Difference::new(
                DriftRule::Unread,
                "page",
                unread.line,
                shown(&unread.text),
                &*unread.why,
            )
        })
        .collect()
}

fn sorted(mut found: Vec<Difference>) -> Vec<Difference> {
    let key = |difference: &Difference| {
        (
            *difference.lines.start(),
            difference.rule,
            difference.subject.clone(),
            difference.page.clone(),
        )
    };
    found.sort_by_cached_key(key);
    found.dedup();
    // A field of a sample that no table has is in no sample of the spec either.
    let unknown = |found: &&Difference| found.rule == DriftRule::SampleField;
    let unknown: Vec<String> =
        found.iter().filter(unknown).map(|found| found.subject.clone()).collect();
    found.retain(|found| found.rule != DriftRule::SampleValue || !unknown.contains(&found.subject));
    found
}

struct Compare<'c> {
    facts: &'c Facts,
    endpoint: &'c Endpoint,
    found: Vec<Difference>,
}

impl<'c> Compare<'c> {
    fn add(&mut self, difference: Difference) {
        self.found.push(difference);
    }

    fn unread(&mut self) {
        self.found.extend(unread(self.facts));
    }

    /// Whether a name of the page is that of the spec. A machine translation changes the case of
    /// letters, which says nothing.
    fn same(&self, page: &str, spec: &str) -> bool {
        page == spec || self.facts.layout.english && folded(page) == folded(spec)
    }

    fn spec_fields(&self, side: Side) -> &'c [Field] {
        match side {
            Side::Request => &self.endpoint.request,
            Side::Response => &self.endpoint.response,
        }
    }
}

pub(crate) fn word(side: Side) -> &'static str {
    match side {
        Side::Request => "request",
        Side::Response => "response",
    }
}

/// A text of a page on one line, and not too long for one.
pub(crate) fn shown(text: &str) -> String {
    const LONGEST: usize = 160;
    let one_line: String =
        text.chars().map(|char| if char.is_control() { ' ' } else { char }).collect();
    match one_line.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", one_line.get(..end).unwrap_or("")),
        None => one_line,
    }
}

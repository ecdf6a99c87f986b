//! What the spec knows already of a page's mistakes.

use wechat_cloudbase_codegen::model::{Correction, Endpoint};
use wechat_cloudbase_codegen::naming::folded;

use super::clean::{LOST, squeezed};
use super::compare::shown;
use super::difference::{Difference, DriftRule};
use super::search::Text;

/// Differences that are new, how many were known, and corrections that are stale.
pub(crate) struct Sorted {
    pub(crate) new: Vec<Difference>,
    pub(crate) known: usize,
    pub(crate) stale: Vec<(usize, Difference)>,
}

pub(crate) fn sort(found: Vec<Difference>, endpoint: &Endpoint, text: &Text) -> Sorted {
    let states: Vec<State> =
        endpoint.corrections.iter().map(|correction| State::of(correction, text)).collect();
    let mut used = vec![false; states.len()];
    let mut new = Vec::new();
    let mut known = 0;
    let instead = instead(&found, endpoint, &states);
    for difference in found {
        let pairs = endpoint.corrections.iter().zip(&states).enumerate();
        let explaining: Vec<usize> = pairs
            .filter(|(index, (correction, state))| {
                let is_instead = difference.is_absent && instead.contains(index);
                state.explains(correction, &difference)
                    || is_instead && correction.field == difference.subject
            })
            .map(|(index, _)| index)
            .collect();
        for index in &explaining {
            used.get_mut(*index).into_iter().for_each(|used| *used = true);
        }
        if explaining.is_empty() {
            new.push(difference);
        } else {
            known += 1;
        }
    }
    let pairs = endpoint.corrections.iter().zip(&states).zip(&used).enumerate();
    let stale = pairs.filter_map(|(index, ((correction, state), used))| {
        state.stale(correction, *used).map(|difference| (index, difference))
    });
    Sorted { stale: stale.collect(), new, known }
}

/// Corrections that explain a field which the spec has no name for: it is in place of their own.
fn instead(found: &[Difference], endpoint: &Endpoint, states: &[State]) -> Vec<usize> {
    let unnamed = || found.iter().filter(|found| found.rule == DriftRule::FieldNotInSpec);
    let pairs = endpoint.corrections.iter().zip(states).enumerate();
    let explaining = pairs.filter(|(_, (correction, state))| {
        unnamed().any(|difference| state.explains(correction, difference))
    });
    explaining.map(|(index, _)| index).collect()
}

/// What a correction means on this page.
enum State {
    /// It is about another page.
    Elsewhere,
    /// What it says is on these lines; these snippets are gone.
    Seen { lines: Vec<(usize, usize)>, gone: Vec<String> },
    /// The page is silent where it should say something.
    Silent,
    /// It has no page or no snippet: its own words are compared.
    Words { garble: Option<bool> },
}

impl State {
    fn of(correction: &Correction, text: &Text) -> Self {
        match &correction.page {
            Some(page) if !text.is_page(page) => Self::Elsewhere,
            _ if !correction.seen.is_empty() => {
                let mut lines = Vec::new();
                let mut gone = Vec::new();
                for snippet in &correction.seen {
                    let found = text.find(snippet);
                    if found.is_empty() {
                        gone.push(snippet.clone());
                    }
                    lines.extend(found);
                }
                Self::Seen {
                    lines,
                    gone: if correction.page.is_some() { gone } else { Vec::new() },
                }
            }
            Some(_) => Self::Silent,
            None => Self::Words { garble: garble(correction, text) },
        }
    }

    fn explains(&self, correction: &Correction, difference: &Difference) -> bool {
        if matches!(difference.rule, DriftRule::Unread) && !matches!(self, Self::Seen { .. }) {
            return false;
        }
        match self {
            Self::Elsewhere => false,
            Self::Seen { lines, .. } if difference.is_absent => {
                let is_field = difference.rule == DriftRule::FieldNotOnPage;
                !is_field && correction.field == difference.subject && !lines.is_empty()
            }
            Self::Seen { lines, .. } => {
                let overlaps = |(first, last): &(usize, usize)| {
                    first <= difference.lines.end() && difference.lines.start() <= last
                };
                let is_here = lines.iter().any(overlaps);
                is_here && in_scope(correction, difference) && quotes(correction, difference)
            }
            Self::Silent => difference.is_absent && covers(&correction.field, &difference.subject),
            Self::Words { garble: Some(false) } => false,
            Self::Words { .. } => {
                in_scope(correction, difference) && mentions(correction, difference)
            }
        }
    }

    fn stale(&self, correction: &Correction, used: bool) -> Option<Difference> {
        let stale = |gone: &str| {
            let subject = correction.field.clone();
            Difference::new(DriftRule::StaleCorrection, subject, 1, gone, shown(&correction.says))
        };
        match self {
            Self::Seen { gone, .. } if !gone.is_empty() => {
                let gone: Vec<_> =
                    gone.iter().map(|snippet| format!("`{}`", shown(snippet))).collect();
                Some(stale(&format!("nowhere {}", gone.join(", "))))
            }
            Self::Silent if !used => Some(stale("what it was silent about")),
            Self::Words { garble: Some(false) } => Some(stale("other words")),
            _ => None,
        }
    }
}

/// Whether the words of a correction that has no snippet are on the page, where they are of a kind
/// that is on no other: garbled ones, which only machine translations have. `None` when that
/// can't be decided.
fn garble(correction: &Correction, text: &Text) -> Option<bool> {
    let says = &correction.says;
    let is_garbled = says.contains(LOST) || says.contains("access_Token");
    let is_about = is_garbled && text.layout.english;
    let starts = |word: &str| says.starts_with(word);
    // What begins as a remark of ours quotes no page.
    let is_quote = !["missing", "a ", "the ", "no ", "nothing"].iter().any(|word| starts(word));
    (is_about && is_quote).then(|| !text.find(says).is_empty())
}

/// Whether the words of a correction have the very cell that shows a difference, and not only
/// another one of its row.
fn quotes(correction: &Correction, difference: &Difference) -> bool {
    let Some(cell) = &difference.shown_by else {
        return true;
    };
    let cell = squeezed(cell);
    // A cell between pipes, or a word of running text; of an address, its end.
    let is_said = |part: &str| {
        let part = squeezed(part);
        part == cell || cell.starts_with('/') && part.ends_with(&cell)
    };
    let parts = |seen: &String| seen.split('|').chain(seen.split_whitespace()).any(is_said);
    cell.is_empty() || correction.seen.iter().any(parts)
}

/// Whether a correction is about a thing or about what the thing is in.
fn covers(field: &str, subject: &str) -> bool {
    subject == field || subject.strip_prefix(field).is_some_and(|rest| rest.starts_with('.'))
}

/// A field that the spec does not have can't be named by a correction; one of its table counts.
fn in_scope(correction: &Correction, difference: &Difference) -> bool {
    let side = |path: &str| path.split('.').next().unwrap_or("").to_owned();
    let unnamed = matches!(
        difference.rule,
        DriftRule::FieldNotInSpec | DriftRule::FieldNesting | DriftRule::Unread
    );
    covers(&correction.field, &difference.subject)
        || unnamed
            && (side(&correction.field) == side(&difference.subject)
                || difference.rule == DriftRule::Unread)
}

/// Whether the words of a correction have what the page says.
fn mentions(correction: &Correction, difference: &Difference) -> bool {
    let says = folded(&correction.says);
    let has = |word: &str| says.contains(&folded(word));
    let absence = [
        "missing",
        "nothing",
        "lacks",
        "without",
        "absent",
        "nested",
        "no address",
        "no sample",
        "end before",
    ];
    let last = difference.subject.rsplit('.').next().unwrap_or("");
    match difference.rule {
        DriftRule::SampleField | DriftRule::SampleType | DriftRule::SampleValue => true,
        DriftRule::SampleNotOnPage => true,
        DriftRule::ErrcodeNotOnPage => has(last),
        _ if difference.is_absent => absence.iter().any(|word| has(word)),
        DriftRule::Tokens => {
            let kinds = [("component", "component"), ("authorizer", "authorizer")];
            kinds.iter().all(|(kind, word)| {
                difference.page.contains(kind) == says.contains(&format!("{word}_access"))
            })
        }
        DriftRule::PermissionSets => numbers(&difference.page) == numbers(&says),
        DriftRule::ErrcodeNotInSpec => has(last),
        DriftRule::FieldNotInSpec | DriftRule::FieldNesting => has(last),
        DriftRule::FieldType => has(difference.page.split(' ').next().unwrap_or("")),
        DriftRule::FieldPlace => has("query") || has("body"),
        _ => has(&difference.page),
    }
}

fn numbers(text: &str) -> std::collections::BTreeSet<&str> {
    text.split(|char: char| !char.is_ascii_digit()).filter(|word| !word.is_empty()).collect()
}

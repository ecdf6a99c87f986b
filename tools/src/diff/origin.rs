//! Attributes a change to the vendor, our transcription or us, by sources and corrections.

use std::collections::BTreeMap;

use wechat_cloudbase_codegen::model::{Correction, Endpoint};

use super::change::Origin;
use super::rule::Whose;
use super::scope::Scope;

/// What the sources and corrections of each endpoint say, by its new id.
#[derive(Default)]
pub(super) struct Evidence<'a> {
    endpoints: BTreeMap<&'a str, Signs<'a>>,
}

struct Signs<'a> {
    /// Whether a page was read again, or is another one.
    reread: bool,
    /// The fields of corrections that are new, or say something new.
    corrected: Vec<&'a str>,
}

impl<'a> Evidence<'a> {
    pub(super) fn weigh(&mut self, old: &'a Endpoint, new: &'a Endpoint) {
        let latest = |endpoint: &'a Endpoint| {
            endpoint.sources.iter().map(|source| source.read.as_str()).max()
        };
        let has_page = |page: &str| old.sources.iter().any(|source| source.page == page);
        let reread =
            latest(new) > latest(old) || new.sources.iter().any(|source| !has_page(&source.page));
        let is_new =
            |correction: &&Correction| old.corrections.iter().all(|other| !same(other, correction));
        let corrected = new.corrections.iter().filter(is_new);
        let corrected: Vec<_> = corrected.map(|correction| correction.field.as_str()).collect();
        if reread || !corrected.is_empty() {
            self.endpoints.insert(&new.id, Signs { reread, corrected });
        }
    }

    pub(super) fn origin(&self, whose: Whose, scope: &Scope) -> Origin {
        if whose == Whose::Ours {
            return Origin::Ours;
        }
        match scope {
            Scope::Endpoint { id, part } => {
                let is_about = |field: &str| touches(field, part);
                self.of([id.as_str()].into_iter(), is_about)
            }
            Scope::Shared { reaches, part } => {
                let ids = reaches.iter().map(|reach| reach.endpoint.as_str());
                self.of(ids, |field| !part.is_empty() && field.rsplit('.').next() == Some(part))
            }
        }
    }

    fn of<'i>(
        &self,
        ids: impl Iterator<Item = &'i str>,
        is_about: impl Fn(&str) -> bool,
    ) -> Origin {
        let signs: Vec<_> = ids.filter_map(|id| self.endpoints.get(id)).collect();
        if signs.iter().any(|signs| signs.corrected.iter().any(|field| is_about(field))) {
            return Origin::Transcription;
        }
        match signs.iter().any(|signs| signs.reread) {
            true => Origin::Vendor,
            false => Origin::Unknown,
        }
    }
}

/// Whether a correction of one thing is about another: the same, or one inside the other.
fn touches(correction: &str, part: &str) -> bool {
    let inside = |inner: &str, outer: &str| {
        inner.strip_prefix(outer).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
    };
    inside(correction, part) || inside(part, correction)
}

fn same(one: &Correction, other: &Correction) -> bool {
    // The words by which a correction is found on its page are not part of its content.
    let Correction { field, says, is, why, page: _, seen: _ } = one;
    (field, says, is, why) == (&other.field, &other.says, &other.is, &other.why)
}

//! Differences as people read them: in words, with both places.

use wechat_cloudbase_codegen::model::Endpoint;
use wechat_cloudbase_codegen::source::Place;

use super::difference::{Difference, DriftRule, Level};
use crate::hash;
use crate::places::{Places, Thing};

/// One thing that a page and the spec say differently.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Finding {
    /// What it is about; its text is the id.
    pub rule: DriftRule,
    /// What it is about, as a correction names it: `path`, `request.data.env`.
    pub subject: String,
    /// What differs, in a sentence.
    pub message: String,
    /// What the page says.
    pub page_says: String,
    /// What the spec says.
    pub spec_says: String,
    /// The line of the page that says it, or the one near which it is missing.
    pub page: Place,
    /// Where the spec says it, or what is nearest.
    pub spec: Option<Place>,
    /// What to do.
    pub hint: Option<String>,
}

impl Finding {
    /// Its severity.
    pub fn level(&self) -> Level {
        self.rule.level()
    }

    /// Identifies it, independent of its lines, as something that the page of an endpoint says.
    pub fn fingerprint(&self, endpoint: &str) -> String {
        let rule = self.rule.to_string();
        hash::fingerprint([endpoint, &rule, &self.subject, &self.page_says, &self.spec_says])
    }
}

/// Where things are, in the spec and on the page.
pub(crate) struct Locations<'p> {
    pub(crate) places: &'p Places<'p>,
    pub(crate) page: &'p str,
    pub(crate) lines: Vec<(usize, &'p str)>,
}

impl Locations<'_> {
    pub(crate) fn findings(
        &self,
        endpoint: Option<&Endpoint>,
        found: Vec<Difference>,
    ) -> Vec<Finding> {
        let one = |difference: Difference| {
            let place = self.in_spec(endpoint, &difference.subject);
            self.finding(endpoint, difference, place)
        };
        found.into_iter().map(one).collect()
    }

    pub(crate) fn finding(
        &self,
        _: Option<&Endpoint>,
        difference: Difference,
        spec: Option<Place>,
    ) -> Finding {
        let line = *difference.lines.start();
        let message = message(&difference);
        let Difference { rule, subject, page, spec: spec_says, hint, .. } = difference;
        let place = self.on_page(line);
        Finding { rule, subject, message, page_says: page, spec_says, page: place, spec, hint }
    }

    fn on_page(&self, line: usize) -> Place {
        let at = self.lines.partition_point(|(number, _)| *number < line);
        let text =
            self.lines.get(at).filter(|(number, _)| *number == line).map_or("", |(_, text)| text);
        Place {
            path: self.page.to_owned(),
            line,
            column: 1,
            text: super::compare::shown(text.trim()),
        }
    }

    fn in_spec(&self, endpoint: Option<&Endpoint>, subject: &str) -> Option<Place> {
        let Some(Endpoint { id, .. }) = endpoint else {
            let code = subject.strip_prefix("errcodes.")?.parse().ok()?;
            return self.places.of(Thing::Errcode { code, key: None });
        };
        let (key, rest) = subject.split_once('.').unwrap_or((subject, ""));
        let thing = match key {
            "request" | "response" if !rest.is_empty() => {
                Thing::Field { id, path: subject, key: None }
            }
            "sample" => {
                let side = rest.split('.').next().unwrap_or("request");
                let key = if side == "response" { "sample.response" } else { "sample.request" };
                Thing::Endpoint { id, key: Some(key) }
            }
            "errcodes" if !rest.is_empty() => Thing::Item { id, key: "errcodes", item: rest },
            key => Thing::Endpoint { id, key: Some(key) },
        };
        self.places.of(thing)
    }
}

fn message(difference: &Difference) -> String {
    let Difference { rule, subject, page, spec, .. } = difference;
    match rule {
        DriftRule::NoEndpoint => format!("the spec has no endpoint for {page}"),
        DriftRule::FieldNotInSpec => {
            format!("`{subject}` is on the page ({page}) and not in the spec")
        }
        DriftRule::FieldNotOnPage if page == "no row" => {
            format!("`{subject}` is in the spec and not on the page")
        }
        DriftRule::FieldNotOnPage => format!("the page lists {page} of `{subject}`: {spec}"),
        DriftRule::FieldNesting => format!("`{spec}` of the spec is `{page}` on the page"),
        DriftRule::FieldRequired => {
            format!("`{subject}` is {page} on the page and {spec} in the spec")
        }
        DriftRule::FieldPlace => {
            format!("`{subject}` travels in the {page} on the page and in the {spec} in the spec")
        }
        DriftRule::ErrcodeNotInSpec => {
            format!("the page lists errcode {page}, which the spec does not")
        }
        DriftRule::ErrcodeNotOnPage => {
            format!("the spec lists errcode {spec}, which the page does not")
        }
        DriftRule::ValueNotInSpec => {
            format!("the page documents the value {page} of `{subject}`, which the spec does not")
        }
        DriftRule::ValueNotOnPage => format!(
            "the spec has the value {spec} of `{subject}`, which the page does not document"
        ),
        DriftRule::SectionNotOnPage => {
            format!("the page has no table for `{subject}`, where the spec has {spec}")
        }
        DriftRule::Deprecation if page == "not deprecated" => {
            "the spec calls the endpoint deprecated, and the page does not".to_owned()
        }
        DriftRule::Deprecation => {
            format!(
                "the page announces the end of the endpoint, which is {spec} in the spec: {page}"
            )
        }
        DriftRule::Unread => format!("can't be read, {spec}: {page}"),
        DriftRule::StaleCorrection => format!(
            "the correction of `{subject}` is stale: the page says {page} now, not `{spec}`"
        ),
        DriftRule::Words if page == "gone" => {
            format!("what the page said of `{subject}` on {spec} is gone")
        }
        DriftRule::Words if page == "new" => {
            format!("the page says something of `{subject}` that it did not on {spec}")
        }
        DriftRule::Words if subject == "notes" && *page != "other words" => {
            format!("of the notes that the page had on {spec}, {page}")
        }
        DriftRule::Words if subject == "notes" => {
            format!("a note of the page is new, or has other words than on {spec}")
        }
        DriftRule::Words => format!("the words of `{subject}` changed since {spec}"),
        DriftRule::LostWord | DriftRule::NoEnvelope => format!("`{subject}`: {page}"),
        _ => format!("`{subject}` is {page} on the page and {spec} in the spec"),
    }
}

//! The sample of a page that is most like the spec's own, value by value.

use serde_json::{Map, Value};
use wechat_cloudbase_codegen::model::{Field, FieldPlace};
use wechat_cloudbase_codegen::naming::folded;

use super::{MOST, Read, is_envelope, join};
use crate::drift::clean::LOST;
use crate::drift::compare::{Compare, shown, word};
use crate::drift::difference::{Difference, DriftRule};
use crate::drift::heading::Side;
use crate::drift::tree::matches_lost;

impl Compare<'_> {
    /// The sample of the page that is most like the spec's, against it.
    pub(super) fn nearest(&mut self, side: Side, read: &[Read], empty: Option<usize>) {
        let spec = self.spec_sample(side);
        let subject = format!("sample.{}", word(side));
        let all = read.iter().map(|sample| {
            let mut found =
                Values { english: self.facts.layout.english, sample, found: Vec::new() };
            found.compare(&subject, "", &self.body(side, &sample.value), &spec);
            found.found
        });
        let best = all.min_by_key(Vec::len);
        match best {
            Some(found) => self.found.extend(found),
            None if is_empty(&spec) && side == Side::Request => {}
            None => {
                let line = empty.unwrap_or(1);
                let rule = DriftRule::SampleNotOnPage;
                self.add(
                    Difference::new(rule, subject, line, "no sample", shown(&spec.to_string()))
                        .absent(),
                );
            }
        }
    }

    /// The spec's sample, as far as a body has it.
    fn spec_sample(&self, side: Side) -> Value {
        let sample = match side {
            Side::Request => &self.endpoint.sample.request,
            Side::Response => &self.endpoint.sample.response,
        };
        let Value::Object(map) = sample else {
            return sample.clone();
        };
        if side == Side::Response {
            return sample.clone();
        }
        let fields = &self.endpoint.request;
        if let Some(whole) = fields.iter().find(|field| field.place == FieldPlace::WholeBody) {
            return map.get(&whole.wire).cloned().unwrap_or_default();
        }
        let in_body = |key: &String| {
            fields.iter().any(|field| field.wire == *key && field.place == FieldPlace::Body)
        };
        Value::Object(
            map.iter()
                .filter(|(key, _)| in_body(key))
                .map(|(key, value)| (key.clone(), value.clone()))
                .collect(),
        )
    }

    /// A sample of the page without what travels in the query string.
    fn body(&self, side: Side, value: &Value) -> Value {
        let Value::Object(map) = value else {
            return value.clone();
        };
        if side == Side::Response {
            return value.clone();
        }
        let in_query = |key: &String| {
            let is_field = |field: &&Field| self.same(key, &field.wire);
            self.endpoint.request.iter().find(is_field).is_some_and(|field| field.place.in_query())
        };
        Value::Object(
            map.iter()
                .filter(|(key, _)| !in_query(key))
                .map(|(key, value)| (key.clone(), value.clone()))
                .collect(),
        )
    }
}

struct Values<'c> {
    english: bool,
    sample: &'c Read,
    found: Vec<Difference>,
}

impl Values<'_> {
    fn compare(&mut self, subject: &str, path: &str, page: &Value, spec: &Value) {
        if self.found.len() >= MOST || page == spec || is_placeholder(page) {
            return;
        }
        match (page, spec) {
            (Value::Object(page), Value::Object(spec)) => self.objects(subject, path, page, spec),
            (Value::Array(page), Value::Array(spec)) if page.len() == spec.len() => {
                for (page, spec) in page.iter().zip(spec) {
                    self.compare(subject, path, page, spec);
                }
            }
            (page, spec) => {
                let rule = DriftRule::SampleValue;
                let (says, is) = (shown(&page.to_string()), shown(&spec.to_string()));
                self.found.push(Difference::new(
                    rule,
                    at(subject, path),
                    self.sample.line(path),
                    says,
                    is,
                ));
            }
        }
    }

    fn objects(
        &mut self,
        subject: &str,
        path: &str,
        page: &Map<String, Value>,
        spec: &Map<String, Value>,
    ) {
        let same = |one: &str, other: &str| {
            let (one, other) = (one.trim(), other.trim());
            one == other || self.english && folded(one) == folded(other) || matches_lost(one, other)
        };
        let is_top = path.is_empty() && subject.ends_with("response");
        let mut pairs = Vec::new();
        for (key, value) in spec {
            match page.iter().find(|(page, _)| same(page, key)) {
                Some((_, page)) => pairs.push((join(path, key), page, value)),
                None if is_top && is_envelope(key) => {}
                None => {
                    let (rule, at) = (DriftRule::SampleNotOnPage, at(subject, &join(path, key)));
                    let lines = (self.sample.first, self.sample.last);
                    let absent =
                        Difference::new(rule, at, lines.0, "nothing", shown(&value.to_string()));
                    self.found.push(absent.absent().up_to(lines.1));
                }
            }
        }
        for (key, value) in page {
            let in_spec = spec.keys().any(|spec| same(key, spec));
            if !(in_spec || is_top && is_envelope(key)) {
                let below = join(path, key);
                let rule = DriftRule::SampleValue;
                let line = self.sample.line(&below);
                self.found.push(Difference::new(
                    rule,
                    at(subject, &below),
                    line,
                    shown(&value.to_string()),
                    "nothing",
                ));
            }
        }
        for (below, page, spec) in pairs {
            self.compare(subject, &below, page, spec);
        }
    }
}

fn at(subject: &str, path: &str) -> String {
    if path.is_empty() { subject.to_owned() } else { format!("{subject}.{path}") }
}

fn is_empty(value: &Value) -> bool {
    value.as_object().is_none_or(Map::is_empty)
}

/// What stands for a value without being one: `xxx`, `ACCESS_TOKEN`, `...`.
fn is_placeholder(value: &Value) -> bool {
    let Some(text) = value.as_str() else {
        return false;
    };
    let is_name = text.len() > 3
        && text.contains(|char: char| char.is_ascii_uppercase())
        && text.bytes().all(|byte| byte.is_ascii_uppercase() || byte == b'_');
    let is_run = !text.is_empty()
        && ["x", "X", "y", "z", "*", "."].iter().any(|unit| text.replace(unit, "").is_empty());
    is_run || is_name || text.contains("xxx") || text.ends_with("_value") || text.contains(LOST)
}

//! Samples: each against the tables of the spec, and the nearest one against the spec's own.

mod nearest;

use serde_json::{Map, Value};
use wechat_cloudbase_codegen::model::{Field, FieldPlace};

use super::{Compare, shown, types, word};
use crate::drift::call;
use crate::drift::difference::{Difference, DriftRule};
use crate::drift::facts::SampleText;
use crate::drift::heading::Side;
use crate::drift::json;
use crate::drift::tree::matches_lost;

/// A sample that was read.
pub(super) struct Read {
    value: Value,
    first: usize,
    last: usize,
    lines: Vec<(String, usize)>,
}

/// Differences of one sample are cut off here; a sample of something else entirely has many.
const MOST: usize = 200;

impl<'c> Compare<'c> {
    pub(super) fn samples(&mut self, side: Side) {
        let facts = self.facts;
        let printed = facts.samples.iter().filter(|sample| sample.side == side);
        let mut read = Vec::new();
        let mut last_line = None;
        let mut is_readable = true;
        for sample in printed {
            last_line = Some(sample.line);
            match self.read(sample) {
                Ok(sample) => read.extend(sample),
                Err(difference) => {
                    self.add(*difference);
                    is_readable = false;
                }
            }
        }
        for sample in &read {
            let fields = self.spec_fields(side);
            self.object(side, sample, fields, &sample.value, "");
        }
        if is_readable || !read.is_empty() {
            self.nearest(side, &read, last_line);
        }
    }

    fn read(&self, sample: &SampleText) -> Result<Option<Read>, Box<Difference>> {
        let text = sample.lines.join("\n");
        let first = sample.line;
        let last = first + sample.lines.len().saturating_sub(1);
        let found = |value, lines| Ok(Some(Read { value, first, last, lines }));
        if text.trim().is_empty() {
            return Ok(None);
        }
        match json::read(&text) {
            Some(read) if !read.is_broken => {
                found(self.unwrapped(sample.side, read.value), read.lines)
            }
            // A call without a body prints its address alone.
            None if !call::addresses(first, &text).is_empty() => {
                found(Value::Object(Map::new()), Vec::new())
            }
            _ => {
                let subject = format!("sample.{}", word(sample.side));
                let why = "a sample that is not JSON";
                let unread =
                    Difference::new(DriftRule::Unread, subject, first, shown(text.trim()), why);
                Err(Box::new(unread.up_to(last)))
            }
        }
    }

    fn unwrapped(&self, side: Side, value: Value) -> Value {
        let wrapper = match side {
            Side::Request => &self.endpoint.request_wrapper,
            Side::Response => &self.endpoint.response_wrapper,
        };
        let Some(wrapper) = wrapper else {
            return value;
        };
        match value {
            Value::Object(mut map) => match map.remove(wrapper) {
                Some(Value::Object(inner)) => {
                    map.extend(inner);
                    Value::Object(map)
                }
                Some(other) => other,
                None => Value::Object(map),
            },
            other => other,
        }
    }

    /// Each value of a sample against the table of its object.
    fn object(
        &mut self,
        side: Side,
        sample: &Read,
        fields: &'c [Field],
        value: &Value,
        path: &str,
    ) {
        let Value::Object(map) = value else {
            return;
        };
        for (key, value) in map {
            if self.found.len() > MOST * 4
                || path.is_empty() && side == Side::Response && is_envelope(key)
            {
                continue;
            }
            let below = join(path, key);
            let line = sample.line(&below);
            let subject = format!("sample.{}.{below}", word(side));
            let is_named =
                |field: &&Field| self.same(key, &field.wire) || matches_lost(key, &field.wire);
            let Some(field) = fields.iter().find(is_named) else {
                let whole = fields.iter().any(|field| field.place == FieldPlace::WholeBody);
                if !whole && !call::is_token(key) {
                    let rule = DriftRule::SampleField;
                    self.add(Difference::new(
                        rule,
                        subject,
                        line,
                        shown(&value.to_string()),
                        "no such field",
                    ));
                }
                continue;
            };
            if !types::holds(&field.ty, value) {
                let (says, is) = (shown(&value.to_string()), types::in_words(&field.ty));
                self.add(Difference::new(DriftRule::SampleType, subject, line, says, is));
            } else if let Some(inner) = types::fields_of(&field.ty) {
                self.items(side, sample, inner, value, &below);
            }
        }
    }

    fn items(&mut self, side: Side, sample: &Read, fields: &'c [Field], value: &Value, path: &str) {
        match value {
            Value::Array(items) => {
                for item in items.iter().take(MOST) {
                    self.items(side, sample, fields, item, path);
                }
            }
            value => self.object(side, sample, fields, value, path),
        }
    }
}

impl Read {
    fn line(&self, path: &str) -> usize {
        let found = self.lines.iter().find(|(key, _)| {
            key == path
                || key.ends_with(path)
                    && key.strip_suffix(path).is_some_and(|lead| lead.ends_with('.'))
        });
        self.first + found.map_or(0, |(_, line)| *line)
    }
}

fn join(path: &str, key: &str) -> String {
    if path.is_empty() { key.to_owned() } else { format!("{path}.{key}") }
}

fn is_envelope(key: &str) -> bool {
    matches!(key, "errcode" | "errmsg")
}

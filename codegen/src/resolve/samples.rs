//! Samples, checked against the tables of their endpoint.

mod alternatives;
mod content;
mod values;

use serde_json::{Map, Value};

use super::{Resolved, json};
use crate::diagnostic::{Problem, Problems, Rule, near};
use crate::model::{ERRCODE, Field, Sample};
use crate::source::{Span, up_to};
use crate::syntax::{EndpointDoc, Node};

pub(super) fn resolve(
    document: &EndpointDoc,
    resolved: &Resolved,
    problems: &mut Problems,
) -> Sample {
    let endpoint = &resolved.endpoint;
    let sample = document.sample.as_ref();
    let whole = endpoint.whole_response();
    let mut read = |node: Option<&Node<String>>, table: Table<'_>| {
        let node = node?;
        let mut check = Check { span: &node.span, problems };
        if let Some(whole) = whole.filter(|_| table.is_response) {
            let list = check.list(&node.value)?;
            if resolved.sound {
                check.field(&whole.wire, &list, whole);
            }
            return Some(list);
        }
        let object = check.object(&node.value)?;
        if resolved.sound {
            check.table(&object, &table);
        }
        Some(Value::Object(object))
    };
    let request = Table {
        fields: &endpoint.request,
        wrapper: endpoint.request_wrapper.as_deref(),
        envelope: Vec::new(),
        is_response: false,
        errcode: None,
    };
    let response = Table {
        fields: &endpoint.response,
        wrapper: endpoint.response_wrapper.as_deref(),
        envelope: endpoint.envelope(),
        is_response: true,
        errcode: endpoint.errcode_on_success.then_some(endpoint.errcode_field.as_str()),
    };
    let request = read(sample.and_then(|sample| sample.request.as_ref()), request);
    let response = read(sample.and_then(|sample| sample.response.as_ref()), response);
    Sample {
        request: request.unwrap_or_default(),
        response: response.unwrap_or_default(),
        content: content::resolve(document, endpoint.response_body, problems),
    }
}

/// What a sample is checked against.
struct Table<'a> {
    fields: &'a [Field],
    wrapper: Option<&'a str>,
    /// Fields that are beside those of the table.
    envelope: Vec<&'a str>,
    is_response: bool,
    /// Where the errcode of success is required.
    errcode: Option<&'a str>,
}

struct Check<'a> {
    span: &'a Span,
    problems: &'a mut Problems,
}

impl Check<'_> {
    fn object(&mut self, text: &str) -> Option<Map<String, Value>> {
        match serde_json::from_str(text) {
            Ok(Value::Object(object)) => {
                self.duplicate_keys("the sample", text);
                return Some(object);
            }
            Ok(_) => {
                self.report(Rule::SampleNotJson, "the sample is not an object, `{...}`", "in here");
            }
            Err(error) => self.not_json(text, &error),
        }
        None
    }

    /// A response that is a list.
    fn list(&mut self, text: &str) -> Option<Value> {
        match serde_json::from_str(text) {
            Ok(list @ Value::Array(_)) => {
                self.duplicate_keys("the sample", text);
                return Some(list);
            }
            Ok(_) => {
                self.report(Rule::SampleNotJson, "the sample is not a list, `[...]`", "in here");
            }
            Err(error) => self.not_json(text, &error),
        }
        None
    }

    fn duplicate_keys(&mut self, what: &str, text: &str) {
        for key in json::duplicate_keys(text) {
            let message = format!("{what} has `{key}` twice in one object");
            self.report(Rule::Repeated, &message, "in here");
        }
    }

    /// The parser's place is relative to the sample, so the text before it is shown
    /// instead.
    fn not_json(&mut self, text: &str, error: &serde_json::Error) {
        if text.trim().is_empty() {
            let problem =
                Problem::new(Rule::SampleNotJson, self.span, "the sample is empty", "says nothing");
            return self.problems.add(problem.help("write '{}' when there are no fields"));
        }
        let message = error.to_string();
        let message = message.split(" at line ").next().unwrap_or_default();
        let lines: usize =
            text.split_inclusive('\n').take(error.line().saturating_sub(1)).map(str::len).sum();
        let read = up_to(text, lines + error.column().saturating_sub(1)).trim_end();
        let tail = read
            .char_indices()
            .rev()
            .nth(23)
            .map_or(read, |(start, _)| read.get(start..).unwrap_or(read));
        let tail = tail.split_whitespace().collect::<Vec<_>>().join(" ");
        let place =
            if tail.is_empty() { "at its beginning".to_owned() } else { format!("after `{tail}`") };
        self.report(
            Rule::SampleNotJson,
            &format!("the sample is not JSON: {message}, {place}"),
            "in here",
        );
    }

    fn table(&mut self, object: &Map<String, Value>, table: &Table<'_>) {
        let has = |name: &&str| object.get(*name).is_some_and(Value::is_object);
        let is_field = |name: &str| table.fields.iter().any(|field| field.wire == name);
        match table.wrapper.filter(has) {
            Some(wrapper) if !is_field(wrapper) => self.wrapped(wrapper),
            _ => self.fields("", object, table.fields, &table.envelope),
        }
        self.success(object, table);
    }

    fn wrapped(&mut self, wrapper: &str) {
        let message = format!("the sample has its wrapper, `{wrapper}`");
        let problem = Problem::new(Rule::SampleUnknownField, self.span, message, "in here");
        self.problems.add(problem.help("write its content"));
    }

    /// A sample response must be a success: the mock sends it to callers.
    fn success(&mut self, object: &Map<String, Value>, table: &Table<'_>) {
        if !table.is_response {
            return;
        }
        if let Some(path) = table.errcode.filter(|path| at(object, path).is_none()) {
            let message =
                format!("the sample lacks `{path}`, without which no response is a success");
            let problem = Problem::new(Rule::SampleMissingField, self.span, message, "not in here");
            let zero = written(path);
            self.problems.add(problem.help(format!(
                "write {zero}, or errcode_on_success = false where the page shows a success without it"
            )));
        }
        let paths = [Some(ERRCODE), table.errcode.filter(|path| *path != ERRCODE)];
        for path in paths.into_iter().flatten() {
            if at(object, path).is_some_and(|errcode| errcode.as_i64() != Some(0)) {
                let message = format!("`{path}` must be 0: the sample is of success");
                self.report(Rule::SampleBadValue, &message, "in here");
            }
        }
    }

    fn fields(&mut self, at: &str, object: &Map<String, Value>, fields: &[Field], extra: &[&str]) {
        let wires: Vec<_> = fields.iter().flat_map(Field::wires).collect();
        let is_unknown =
            |name: &&String| !extra.contains(&name.as_str()) && !wires.contains(&name.as_str());
        let free: Vec<_> =
            wires.iter().copied().filter(|wire| !object.contains_key(*wire)).collect();
        let mut meant = Vec::new();
        for name in object.keys().filter(is_unknown) {
            let message =
                format!("the sample has `{}`, which the table does not have", join(at, name));
            let problem = Problem::new(Rule::SampleUnknownField, self.span, message, "in here");
            self.problems.add(problem.did_you_mean(name, free.iter().copied()));
            meant.extend(near(name, free.iter().copied()));
        }
        for field in fields {
            if let Some((_, one_of)) = field.one_of() {
                self.one_of(at, object, one_of, field.optional);
                continue;
            }
            let place = join(at, &field.wire);
            match object.get(&field.wire) {
                Some(value) => self.field(&place, value, field),
                None if field.optional || meant.contains(&field.wire.as_str()) => {}
                None => {
                    let message = format!("the sample lacks `{place}`, which is required");
                    self.report(Rule::SampleMissingField, &message, "not in here");
                }
            }
        }
    }

    fn report(&mut self, rule: Rule, message: &str, label: &str) {
        self.problems.add(Problem::new(rule, self.span, message, label));
    }
}

/// The value at a path such as `base_resp.ret`.
fn at<'v>(object: &'v Map<String, Value>, path: &str) -> Option<&'v Value> {
    let mut names = path.split('.');
    let first = object.get(names.next()?)?;
    names.try_fold(first, |value, name| value.get(name))
}

/// A success as JSON writes it: `"base_resp": {"ret": 0}`.
fn written(path: &str) -> String {
    let outer = path.matches('.').count();
    format!("\"{}\": 0{}", path.replace('.', "\": {\""), "}".repeat(outer))
}

fn join(at: &str, name: &str) -> String {
    if at.is_empty() { name.to_owned() } else { format!("{at}.{name}") }
}

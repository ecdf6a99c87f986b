//! Samples, compared as JSON: the order of keys and the layout say nothing.

use serde_json::{Value, json};
use wechat_cloudbase_codegen::model::Endpoint;

use super::finder::{Finder, Found};
use super::rule::ChangeRule;
use super::scope::Scope;
use super::words::code;
use crate::places::Thing;

pub(super) fn compare(finder: &mut Finder<'_>, old: &Endpoint, new: &Endpoint) {
    let (was, is) = (&old.sample.request, &new.sample.request);
    compare_one(finder, (old, new), "sample.request", ChangeRule::SampleRequestChanged, (was, is));
    let (was, is) = (&old.sample.response, &new.sample.response);
    let rule = ChangeRule::SampleResponseChanged;
    compare_one(finder, (old, new), "sample.response", rule, (was, is));
    let (was, is) = (content(old), content(new));
    compare_one(finder, (old, new), "sample.content", rule, (&was, &is));
}

/// A response of bytes: of which type, and in base64.
fn content(endpoint: &Endpoint) -> Value {
    match &endpoint.sample.content {
        Some(content) => json!({ "content": content.base64, "content_type": content.content_type }),
        None => Value::Null,
    }
}

fn compare_one(
    finder: &mut Finder<'_>,
    (old, new): (&Endpoint, &Endpoint),
    key: &str,
    rule: ChangeRule,
    (was, is): (&Value, &Value),
) {
    if was == is {
        return;
    }
    let (mut gone, mut there) = (Vec::new(), Vec::new());
    differences("", Some(was), Some(is), &mut gone, &mut there);
    let some = |parts: Vec<String>| (!parts.is_empty()).then(|| parts.join(", "));
    let places = (
        finder.old.place(Thing::Endpoint { id: &old.id, key: Some(key) }),
        finder.new.place(Thing::Endpoint { id: &new.id, key: Some(key) }),
    );
    finder.report(Found {
        rule,
        subject: format!("{} {key}", new.id),
        name: code(&new.id),
        of: String::new(),
        old: some(gone),
        new: some(there),
        places,
        scope: Scope::endpoint(new, key),
        hint: None,
    });
}

/// The smallest parts that differ, each with its path.
fn differences(
    path: &str,
    old: Option<&Value>,
    new: Option<&Value>,
    gone: &mut Vec<String>,
    there: &mut Vec<String>,
) {
    if old == new {
        return;
    }
    if let (Some(Value::Object(old)), Some(Value::Object(new))) = (old, new) {
        let only_new = new.keys().filter(|key| !old.contains_key(*key));
        for key in old.keys().chain(only_new) {
            let path = if path.is_empty() { key.clone() } else { format!("{path}.{key}") };
            differences(&path, old.get(key), new.get(key), gone, there);
        }
        return;
    }
    let show = |value: &Value| match path {
        "" => value.to_string(),
        path => format!("{path}: {value}"),
    };
    gone.extend(old.map(show));
    there.extend(new.map(show));
}

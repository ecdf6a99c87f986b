//! Where an endpoint's facts come from: sources are addresses, corrections correct something.

use crate::diagnostic::{Problem, Problems, Rule};
use crate::notation::{Correction, ENDPOINT};
use crate::syntax::{EndpointDoc, Node, TypeDoc, search};

pub(super) fn check(
    endpoint: &EndpointDoc,
    sound: bool,
    shared: &[TypeDoc],
    problems: &mut Problems,
) {
    let pages = endpoint.sources.iter().filter_map(|source| source.page.as_ref());
    for page in pages.filter(|page| !is_address(&page.value)) {
        let message = format!("invalid page address `{}`", page.value);
        let problem = Problem::new(Rule::BadSource, &page.span, message, "not an https address");
        problems.add(problem.help("such as \"https://developers.weixin.qq.com/...\""));
    }
    let fields = endpoint.corrections.iter().filter_map(|correction| correction.field.as_ref());
    for field in fields.filter(|field| !exists(endpoint, sound, shared, &field.value)) {
        problems.add(stale(field));
    }
    let about = endpoint.corrections.iter().filter_map(|correction| correction.page.as_ref());
    for page in about.filter(|page| !is_source(endpoint, &page.value)) {
        let message = format!("`{}` is not a [[source]] of the endpoint", page.value);
        let problem = Problem::new(Rule::BadSource, &page.span, message, "not read for it");
        problems.add(problem.did_you_mean(&page.value, source_pages(endpoint)));
    }
}

fn source_pages(endpoint: &EndpointDoc) -> impl Iterator<Item = &str> {
    let pages = endpoint.sources.iter().filter_map(|source| source.page.as_ref());
    pages.map(|page| page.value.as_str())
}

fn is_source(endpoint: &EndpointDoc, page: &str) -> bool {
    source_pages(endpoint).any(|source| source == page)
}

fn is_address(page: &str) -> bool {
    let Some(rest) = page.strip_prefix("https://") else {
        return false;
    };
    let host = rest.split('/').next().unwrap_or("");
    host.contains('.')
        && !page.contains(|char: char| char.is_whitespace() || "<>\"`".contains(char))
}

fn stale(field: &Node<String>) -> Problem {
    let message = format!("the endpoint has no `{}` to correct", field.value);
    Problem::new(Rule::StaleCorrection, &field.span, message, "not there")
        .help("name a key (\"path\"), a table (\"response\") or a field (\"request.data.env\"), or remove the correction")
}

/// Whether an endpoint has what a correction is about; in tables that are not sound, it may have.
fn exists(endpoint: &EndpointDoc, sound: bool, shared: &[TypeDoc], field: &str) -> bool {
    let (table, rest) = match field.split_once('.') {
        Some((table, rest)) => (table, Some(rest)),
        None => (field, None),
    };
    match (table, rest) {
        (key, None) => match ENDPOINT.key(key).map(|key| key.correction) {
            Some(Correction::Always) => true,
            Some(Correction::Said) => endpoint.place_of(key).is_some(),
            Some(Correction::Never) | None => false,
        },
        ("sample", Some("request" | "response")) => true,
        ("sample", Some(path)) => in_sample(endpoint, path),
        ("errcodes", Some(code)) => endpoint.item_of("errcodes", code).is_some(),
        ("request" | "response", Some(_)) if !sound => true,
        ("request", Some(path)) => {
            search::field(endpoint.request_fields(), endpoint, shared, path).is_some()
        }
        ("response", Some(path)) => {
            search::field(endpoint.response_fields(), endpoint, shared, path).is_some()
        }
        _ => false,
    }
}

/// Whether a sample has a value at a path, through lists. One that can't be read may have it.
fn in_sample(endpoint: &EndpointDoc, path: &str) -> bool {
    let (side, path) = path.split_once('.').unwrap_or((path, ""));
    let sample = match side {
        "request" => endpoint.sample.as_ref().and_then(|sample| sample.request.as_ref()),
        "response" => endpoint.sample.as_ref().and_then(|sample| sample.response.as_ref()),
        _ => return false,
    };
    let text = sample.map_or("", |sample| sample.value.as_str());
    let Ok(value) = serde_json::from_str::<serde_json::Value>(text) else {
        return true;
    };
    let mut value = &value;
    for step in path.split('.') {
        while let Some(first) = value.as_array().and_then(|items| items.first()) {
            value = first;
        }
        match value.get(step) {
            Some(inner) => value = inner,
            None => return false,
        }
    }
    true
}

//! The page of an endpoint's module: everything that its vendor's pages say beside the fields.

use super::super::links::Links;
use super::super::markdown::{cell, code, escaped, paragraph};
use super::{errcode, wire_line};
use crate::model::{Endpoint, Errcode, PermissionSet, RequestBody, ResponseBody, Source, Status};
use crate::options::Runtime;

pub(in crate::lower) fn page(
    endpoint: &Endpoint,
    links: &Links<'_>,
    runtime: Runtime,
) -> Vec<String> {
    let id = &endpoint.id;
    let method = match runtime {
        Runtime::Own => format!("[`Client::{id}`](crate::Client::{id})"),
        Runtime::Dependency => format!("[`Calls::{id}`]"),
    };
    let call = format!("{} Called by {method}.", wire_line(endpoint, None));
    let mut page = vec![paragraph(&endpoint.summary), String::new(), call];
    for note in &endpoint.notes {
        page.extend([String::new(), links.paragraph(note, endpoint)]);
    }
    page.extend(super::several::lines(endpoint, runtime));
    let facts = facts(endpoint);
    if !facts.is_empty() {
        page.push(String::new());
        page.extend(facts.into_iter().map(|fact| format!("- {fact}")));
    }
    page.extend(errors(endpoint, runtime));
    page.extend(corrections(endpoint));
    page.extend(["", "# Sources", ""].map(str::to_owned));
    let source = |source: &Source| format!("- <{}>, read {}", source.page, source.read);
    page.extend(endpoint.sources.iter().map(source));
    page
}

fn facts(endpoint: &Endpoint) -> Vec<String> {
    let mut facts = Vec::new();
    let hosts: Vec<_> = endpoint.hosts.iter().map(|host| format!("<{host}>")).collect();
    if !hosts.is_empty() {
        facts.push(format!("Served at: {}", hosts.join(", or else ")));
    }
    facts.extend(kinds(endpoint).map(str::to_owned));
    let sets: Vec<_> = endpoint.permission_sets.iter().map(|set| permission_set(set)).collect();
    match sets.as_slice() {
        [] => {}
        [set] => facts.push(format!("Permission set: {set}")),
        sets => {
            facts.push(format!("Permission sets, any one of which is enough: {}", sets.join("; ")));
        }
    }
    if let Some(name) = &endpoint.cloud_call {
        facts.push(format!("Cloud call: {}", code(name)));
    }
    let status = match endpoint.status {
        Status::Current | Status::Moved => None,
        Status::Legacy => Some("Legacy: documented only on the old site"),
        Status::Deprecated => Some("Deprecated: its page announces that it will go"),
        Status::PossiblyRetired => Some("Possibly retired: on older pages only"),
    };
    facts.extend(status.map(str::to_owned));
    facts.extend(moved(endpoint));
    let renamed = |id: &String| format!("Renamed: it was {} before", code(id));
    facts.extend(endpoint.renamed_from.as_ref().map(renamed));
    facts
}

/// What bodies are made of, where that is not JSON.
fn kinds(endpoint: &Endpoint) -> impl Iterator<Item = &'static str> {
    let sent = match endpoint.request_body {
        RequestBody::Json => None,
        RequestBody::Form => Some("Body of a request: a form"),
        RequestBody::Multipart => {
            Some("Body of a request: a form in parts (`multipart/form-data`)")
        }
        RequestBody::Bytes => Some("Body of a request: the bytes of a file"),
    };
    let received = match endpoint.response_body {
        ResponseBody::Json => None,
        ResponseBody::Bytes => Some(
            "Response: bytes, at once or as a stream (`Call::stream`); a failure is JSON, and never taken for them",
        ),
    };
    [sent, received].into_iter().flatten()
}

/// Where it was. What is at its end may have moved before.
fn moved(endpoint: &Endpoint) -> Option<String> {
    let old: Vec<_> = endpoint.old_paths.iter().map(|path| code(path)).collect();
    (!old.is_empty()).then(|| format!("Moved: it was at {} before", old.join(", ")))
}

fn permission_set(set: &PermissionSet) -> String {
    let doc = set.doc.as_ref().map_or(String::new(), |doc| format!(". {}", escaped(doc)));
    format!("{} ({}){doc}", set.id, escaped(&set.name))
}

fn errors(endpoint: &Endpoint, runtime: Runtime) -> Vec<String> {
    let mut lines = ["", "# Errcodes", ""].map(str::to_owned).to_vec();
    if endpoint.errcodes.is_empty() {
        lines.push("The page lists none; any may come.".to_owned());
        return lines;
    }
    let row = |record: &Errcode| {
        let (meaning, remedy) = (cell(&record.meaning), cell(&record.remedy));
        format!("| {} {} | {meaning} | {remedy} |", record.code, errcode(record, runtime))
    };
    let mut table =
        ["| errcode | meaning | what to do |", "|---|---|---|"].map(str::to_owned).to_vec();
    table.extend(endpoint.errcodes.iter().map(|errcode| row(errcode)));
    let listed = match endpoint.errcodes.len() {
        1 => "The one that the page lists; any other may come".to_owned(),
        count => format!("The {count} that the page lists; any other may come"),
    };
    lines.extend(folded(&listed, table));
    lines
}

fn corrections(endpoint: &Endpoint) -> Vec<String> {
    if endpoint.corrections.is_empty() {
        return Vec::new();
    }
    let mut lines = Vec::new();
    for correction in &endpoint.corrections {
        let (field, says) = (code(&correction.field), code(&correction.says));
        let is = escaped(correction.is.trim_end_matches('.'));
        let page = correction.page.as_ref().map_or("a page".to_owned(), |page| format!("<{page}>"));
        lines.push(format!(
            "- {field}: {page} documents {says}; actually {is}. {}",
            paragraph(&correction.why)
        ));
    }
    let title = match lines.len() {
        1 => "What a page says wrongly".to_owned(),
        count => format!("What pages say wrongly, {count} times"),
    };
    let mut section = ["", "# Corrections", ""].map(str::to_owned).to_vec();
    section.extend(folded(&title, lines));
    section
}

/// Lines that a reader opens.
fn folded(title: &str, lines: Vec<String>) -> Vec<String> {
    let mut folded = vec![format!("<details><summary>{title}</summary>"), String::new()];
    folded.extend(lines);
    folded.extend([String::new(), "</details>".to_owned()]);
    folded
}

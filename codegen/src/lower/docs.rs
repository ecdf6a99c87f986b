//! The documentation of generated items.

use super::markdown::{cell, code, escaped, paragraph};
use super::sample;
use crate::item::{Direction, ExampleItem};
use crate::model::{
    Endpoint, Errcode, Field, Literal, PermissionSet, Source, Status, TokenKind, Type,
};
use crate::naming;
use crate::notation::words;
use crate::options::Runtime;

pub(super) fn module(endpoint: &Endpoint, runtime: Runtime) -> String {
    let id = &endpoint.id;
    let method = match runtime {
        Runtime::Own => format!("[`Client::{id}`](crate::Client::{id})"),
        Runtime::Dependency => format!("[`Calls::{id}`]"),
    };
    format!("`{}`: what {method} takes and answers.", endpoint.name)
}

pub(super) fn request(endpoint: &Endpoint) -> Vec<String> {
    let mut doc = vec![format!("What `{}` takes.", endpoint.name)];
    doc.extend(fixed(&endpoint.request));
    doc
}

/// Fields that are sent without being members.
pub(super) fn fixed(fields: &[Field]) -> Vec<String> {
    let mut lines = Vec::new();
    for field in fields {
        let value = match &field.fixed {
            None => continue,
            Some(Literal::String(text)) => format!("{text:?}"),
            Some(Literal::Int(int)) => int.to_string(),
            Some(Literal::Bool(flag)) => flag.to_string(),
        };
        let (wire, value) = (code(&field.wire), code(&value));
        lines.extend([
            String::new(),
            format!("Always sent along: {wire} = {value}. {}", paragraph(&field.doc)),
        ]);
    }
    lines
}

pub(super) fn response(endpoint: &Endpoint) -> Vec<String> {
    let nothing = endpoint.response.is_empty();
    let more = if nothing { " Nothing beyond success." } else { "" };
    vec![format!("What `{}` answers.{more}", endpoint.name)]
}

pub(super) fn text_type(doc: String, pattern: Option<&str>) -> Vec<String> {
    let Some(pattern) = pattern else {
        return vec![doc];
    };
    let rule = format!("WeChat documents the form {}; it is not checked here.", code(pattern));
    vec![doc, String::new(), rule]
}

pub(super) fn variant(value: &str, renamed_from: Option<&str>, doc: Option<&str>) -> String {
    let doc = match doc {
        Some(doc) => format!("{}: {}", code(value), paragraph(doc)),
        None => format!("{}.", code(value)),
    };
    doc + &formerly(renamed_from)
}

/// What somebody may still search for.
pub(super) fn formerly(name: Option<&str>) -> String {
    name.map_or(String::new(), |name| format!(" Formerly {}.", code(name)))
}

/// What a field is, the limits that its page states, and what its absence means.
pub(super) fn field(field: &Field, direction: Direction) -> String {
    let doc = paragraph(&field.doc);
    let limits = limits(field).map_or(String::new(), |limits| format!(" {limits}."));
    let essential = if field.essential && direction.received { ESSENTIAL } else { "" };
    doc + &limits + essential + &formerly(field.renamed_from.as_deref())
}

const ESSENTIAL: &str = " A response without it is an error.";

/// The limits that a page states, as a sentence without its full stop.
pub fn limits(field: &Field) -> Option<String> {
    let unit = match &field.ty {
        Type::List(_) => " item",
        Type::String | Type::Secret | Type::Named(_) => " character",
        _ => "",
    };
    let counted = |number: i64| {
        let plural = if unit.is_empty() || number == 1 { "" } else { "s" };
        format!("{number}{unit}{plural}")
    };
    Some(match (field.limits.min, field.limits.max) {
        (None, None) => return None,
        (Some(min), None) => format!("At least {}", counted(min)),
        (None, Some(max)) => format!("At most {}", counted(max)),
        (Some(min), Some(max)) if min == max => format!("Exactly {}", counted(max)),
        (Some(min), Some(max)) => format!("From {min} to {}", counted(max)),
    })
}

/// `a component_access_token or an authorizer_access_token`; `None` without tokens.
pub(super) fn tokens(endpoint: &Endpoint) -> Option<String> {
    let name = |kind: &TokenKind| match kind {
        TokenKind::Component => "a component_access_token",
        TokenKind::Authorizer => "an authorizer_access_token",
        TokenKind::App => "a mini program's own access_token",
    };
    let names: Vec<_> = endpoint.tokens.iter().map(name).collect();
    (!names.is_empty()).then(|| names.join(" or "))
}

/// The page of an endpoint, up to the example.
pub(super) fn method(endpoint: &Endpoint, runtime: Runtime) -> Vec<String> {
    let mut page =
        vec![paragraph(&endpoint.summary), String::new(), wire_line(endpoint), String::new()];
    page.extend(facts(endpoint).into_iter().map(|fact| format!("- {fact}")));
    for note in &endpoint.notes {
        page.extend([String::new(), paragraph(note)]);
    }
    page.extend(errors(endpoint, runtime));
    page
}

/// The page of an endpoint, from the example on.
pub(super) fn method_end(endpoint: &Endpoint) -> Vec<String> {
    let mut page = corrections(endpoint);
    page.extend(["", "# Sources", ""].map(str::to_owned));
    let source = |source: &Source| format!("- <{}>, read {}", source.page, source.read);
    page.extend(endpoint.sources.iter().map(source));
    page
}

fn wire_line(endpoint: &Endpoint) -> String {
    let method = words::word(endpoint.method);
    let takes = tokens(endpoint).map_or("no token".to_owned(), |tokens| escaped(&tokens));
    format!("`{}`: `{method} {}`, with {takes}.", endpoint.name, endpoint.path)
}

fn facts(endpoint: &Endpoint) -> Vec<String> {
    let mut facts = Vec::new();
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
    facts.push(if endpoint.idempotent {
        "Repeated by the client when the outcome is unknown or WeChat is busy".to_owned()
    } else {
        "Never repeated by the client once it may have been sent".to_owned()
    });
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
    let root = runtime.doc_path();
    let mut lines = vec![String::new(), "# Errors".to_owned(), String::new()];
    if endpoint.errcodes.is_empty() {
        lines.push(format!(
            "The page lists no errcodes; any may come, as an [`Error`]({root}::Error)."
        ));
        return lines;
    }
    lines.push(format!(
        "An [`Error`]({root}::Error) with one of the errcodes that the page lists, or any other:"
    ));
    lines.extend(["", "| errcode | meaning | what to do |", "|---|---|---|"].map(str::to_owned));
    let name = |errcode: &Errcode| match runtime {
        Runtime::Own => format!("[`{0}`]({root}::Errcode::{0})", errcode.name),
        Runtime::Dependency => {
            let constant = naming::constant_case(&errcode.name);
            format!("[`{constant}`](errcode::{constant})")
        }
    };
    let row = |errcode: &Errcode| {
        let (meaning, remedy) = (cell(&errcode.meaning), cell(&errcode.remedy));
        format!("| {} {} | {meaning} | {remedy} |", errcode.code, name(errcode))
    };
    lines.extend(endpoint.errcodes.iter().map(|errcode| row(errcode)));
    lines
}

/// A program that runs against the mock.
pub(super) fn example(endpoint: &Endpoint) -> ExampleItem {
    let sample = sample::item(endpoint);
    let (id, kind, imports) = (&endpoint.id, sample.kind, sample::imports(&sample));
    let allow = sample.deprecated.then(|| "# #![allow(deprecated)]".to_owned());
    let mut before = ["", "# Example", "", "```"].map(str::to_owned).to_vec();
    before.extend(allow);
    before.extend([
        format!("# use wechat_cloudbase::token::{kind};"),
        format!("use wechat_cloudbase::api::{imports};"),
        String::new(),
        "# #[tokio::main(flavor = \"current_thread\")]".to_owned(),
        "# async fn main() -> Result<(), Box<dyn ::std::error::Error>> {".to_owned(),
        "# let mock = wechat_cloudbase::mock::Mock::start().await?;".to_owned(),
        format!("# let client = mock.client::<{kind}>()?;"),
    ]);
    let after = vec![
        format!("let response = client.{id}(request).send().await?;"),
        "# let _ = response;".to_owned(),
        "# Ok(())".to_owned(),
        "# }".to_owned(),
        "```".to_owned(),
    ];
    ExampleItem { before, request: sample.request, after }
}

fn corrections(endpoint: &Endpoint) -> Vec<String> {
    if endpoint.corrections.is_empty() {
        return Vec::new();
    }
    let mut lines = ["", "# Where a page is wrong", ""].map(str::to_owned).to_vec();
    for correction in &endpoint.corrections {
        let (field, says) = (code(&correction.field), code(&correction.says));
        let is = escaped(correction.is.trim_end_matches('.'));
        let page = correction.page.as_ref().map_or("a page".to_owned(), |page| format!("<{page}>"));
        lines.push(format!(
            "- {field}: {page} says {says}; true is: {is}. Because: {}",
            paragraph(&correction.why)
        ));
    }
    lines
}

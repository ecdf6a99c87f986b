//! The file of an endpoint that the spec does not have yet, as far as name and path tell it.

use std::collections::BTreeMap;

use wechat_cloudbase_codegen::diagnostic::{Diagnostic, Problems, Rule, near};
use wechat_cloudbase_codegen::source::{SourceFile, Sources};
use wechat_cloudbase_codegen::syntax::{Documents, EndpointDoc};
use wechat_cloudbase_codegen::{check, naming, parse};

use super::file::{EndpointFile, Line, Table, Value};

/// The known facts of a new endpoint.
#[derive(Clone, Debug)]
pub struct NewEndpoint {
    /// The vendor's name of the interface, such as `createTcbEnv`.
    pub name: String,
    /// Where it is on the host, such as `/componenttcb/createenv`.
    pub path: String,
    /// The section that it belongs to; without one, that of its neighbours.
    pub section: Option<String>,
    /// `POST` or `GET`.
    pub method: String,
    /// The kinds of token that it takes; without them, those on which its neighbours agree.
    pub tokens: Option<Vec<String>>,
    /// The address of the page that describes it.
    pub page: Option<String>,
    /// The day on which the page was read, such as `2026-01-31`.
    pub read: String,
}

/// The file of a new endpoint in canonical layout, and what is left to fill in.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Skeleton {
    /// The file.
    pub file: SourceFile,
    /// What the check of a spec says of it.
    pub missing: Vec<Diagnostic>,
}

/// Makes the file of a new endpoint beside the files of a spec. `sections` are those that may be
/// begun with it; diagnostics show `root`, such as `spec/`, before each path.
///
/// # Errors
///
/// Why there can be no such file: a bad name or path, one that another endpoint has, or a section
/// that is not known. The text says what to do.
pub fn skeleton(
    files: &[SourceFile],
    new: &NewEndpoint,
    sections: &[String],
    root: &str,
) -> Result<Skeleton, String> {
    let id = naming::snake_case(&new.name)
        .ok_or_else(|| format!("`{}` yields no file name; give the vendor's name", new.name))?;
    let documents = parse::parse(&Sources::new(files, root), &mut Problems::default());
    let section = section(&documents, new, sections)?;
    let file = begun(new, agreed_tokens(&documents, new, &section));
    let file = file.written(format!("{section}/{id}.toml"))?;
    let missing = missing(files, &file, root)?;
    Ok(Skeleton { file, missing })
}

/// The endpoint, if the check of the whole spec with the new file finds nothing except what is left
/// to its author.
fn missing(files: &[SourceFile], file: &SourceFile, root: &str) -> Result<Vec<Diagnostic>, String> {
    let others = files.iter().filter(|other| other.path != file.path);
    let all: Vec<_> = others.chain([file]).cloned().collect();
    let path = format!("{root}{}", file.path);
    let is_about = |found: &Diagnostic| {
        let other = found.other.as_ref();
        found.label.place.path == path || other.is_some_and(|other| other.place.path == path)
    };
    let mut found = check(&all, root).err().map_or(Vec::new(), |report| report.diagnostics());
    found.retain(is_about);
    let is_left = |found: &Diagnostic| matches!(found.rule, Rule::EmptyText | Rule::MissingKey);
    match found.iter().find(|found| !is_left(found)) {
        Some(found) => Err(refusal(found, &path)),
        None => Ok(found),
    }
}

/// Why there can be no such endpoint, with the place of the one that is in its way.
fn refusal(found: &Diagnostic, path: &str) -> String {
    let notes = [Some(&found.label), found.other.as_ref()].into_iter().flatten();
    let other = notes.map(|note| &note.place).find(|place| place.path != path);
    match (other, &found.help) {
        (Some(other), _) => format!("{}: {other} has it", found.message),
        (None, Some(help)) => format!("{}; {help}", found.message),
        (None, None) => found.message.clone(),
    }
}

fn section(documents: &Documents, new: &NewEndpoint, more: &[String]) -> Result<String, String> {
    let mut known: Vec<&str> =
        documents.endpoints.iter().map(|document| document.section.as_str()).collect();
    known.extend(more.iter().map(String::as_str));
    known.sort_unstable();
    known.dedup();
    let Some(wanted) = &new.section else {
        return suggested(documents, new, &known);
    };
    let wanted = wanted.trim_matches('/');
    if known.contains(&wanted) || documents.endpoints.is_empty() && !wanted.is_empty() {
        return Ok(wanted.to_owned());
    }
    let near = near(wanted, known.iter().copied());
    let near = near.map_or(String::new(), |near| format!("did you mean `{near}`? "));
    Err(format!(
        "there is no section `{wanted}`; {near}There are: {}. To begin a section, create its folder first",
        known.join(", ")
    ))
}

/// The section of the endpoints that are nearest to a path, when they are in one.
fn suggested(documents: &Documents, new: &NewEndpoint, known: &[&str]) -> Result<String, String> {
    let mut near: BTreeMap<&str, usize> = BTreeMap::new();
    for document in neighbours(documents, &new.path) {
        *near.entry(&document.section).or_default() += 1;
    }
    let mut near: Vec<_> = near.into_iter().collect();
    near.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    match near.as_slice() {
        [(section, _)] => Ok((*section).to_owned()),
        [] => Err(format!(
            "no endpoint is near to {}; give its section with --section: {}",
            new.path,
            known.join(", ")
        )),
        several => {
            let several: Vec<_> =
                several.iter().map(|(name, count)| format!("{name} ({count})")).collect();
            Err(format!(
                "endpoints near to {} are in {}; give its section with --section",
                new.path,
                several.join(", ")
            ))
        }
    }
}

/// The endpoints that have most of a path's beginning, and at least its first part.
fn neighbours<'d>(documents: &'d Documents, path: &str) -> Vec<&'d EndpointDoc> {
    let shared = |document: &EndpointDoc| {
        let other = document.path.as_ref().map_or("", |node| &node.value);
        let both = path.split('/').skip(1).zip(other.split('/').skip(1));
        both.take_while(|(a, b)| a == b).count()
    };
    let most = documents.endpoints.iter().map(shared).max().unwrap_or(0);
    documents.endpoints.iter().filter(|document| most > 0 && shared(document) == most).collect()
}

/// The tokens that are asked for, or those of all neighbours in the section when they agree.
fn agreed_tokens(documents: &Documents, new: &NewEndpoint, section: &str) -> Option<Vec<String>> {
    if new.tokens.is_some() {
        return new.tokens.clone();
    }
    let tokens = |document: &EndpointDoc| -> Option<Vec<String>> {
        Some(document.tokens.as_ref()?.iter().map(|node| node.value.clone()).collect())
    };
    let mut near = neighbours(documents, &new.path)
        .into_iter()
        .filter(|document| document.section == section)
        .filter_map(tokens);
    let first = near.next()?;
    near.all(|tokens| tokens == first).then_some(first)
}

/// What name and path tell, and what is to be looked up.
fn begun(new: &NewEndpoint, tokens: Option<Vec<String>>) -> EndpointFile {
    let remarked = |name, value, remark: &str| Line::remarked(name, value, Some(remark.to_owned()));
    let tokens = tokens.map(|tokens| Value::List(tokens.into_iter().map(Value::Text).collect()));
    let keys = [
        Line::key("name", Value::text(&new.name)),
        Line::key("summary", Value::text("")),
        Line::key("method", Value::text(&new.method)),
        Line::key("path", Value::text(&new.path)),
        remarked(
            "idempotent",
            Value::Flag(false),
            "until it is known that a second call leaves the same state as one",
        ),
        remarked("errcodes", Value::List(Vec::new()), "the codes that the page lists"),
    ];
    let table = |remark| Table { remark: Some(remark), lines: Vec::new() };
    EndpointFile {
        keys: keys.into_iter().chain(tokens.map(|tokens| Line::key("tokens", tokens))).collect(),
        request: table("a line per row of the page's table"),
        response: table("without errcode and errmsg"),
        types: Vec::new(),
        sample: vec![
            Line::key("request", Value::text("{}")),
            Line::key("response", Value::text(r#"{"errcode": 0, "errmsg": "ok"}"#)),
        ],
        source: vec![
            Line::key("page", Value::text(new.page.as_deref().unwrap_or_default())),
            Line::key("read", Value::Date(new.read.clone())),
        ],
    }
}

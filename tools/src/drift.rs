//! Drift: the differences between a captured page of the vendor's and the spec.
//!
//! ```text
//! bytes -> blocks -> sections -> facts -> differences -> findings
//! ```
//!
//! A page comes as text, as Markdown or as HTML, and in one of the vendor's layouts. `page`, `text`
//! and `html` make blocks of it, `outline` sorts them below headings, `read` makes facts of them with
//! one reader per kind of table, `compare` compares the facts with the model, and `corrections` knows
//! the documented mistakes of the page. Nothing here depends on a particular page or endpoint.

mod block;
pub(crate) mod call;
mod cell;
mod changed;
pub(crate) mod clean;
mod codes;
mod column;
pub(crate) mod compare;
mod corrections;
mod deprecation;
mod difference;
pub(crate) mod facts;
mod finding;
mod flat;
pub(crate) mod heading;
mod html;
pub(crate) mod json;
mod json_table;
mod layout;
pub(crate) mod limits;
mod lock;
mod outline;
mod page;
pub(crate) mod page_type;
mod printed;
mod prose;
mod read;
mod rows;
mod said;
mod search;
mod text;
mod titled;
pub(crate) mod tree;
mod values;
mod vertical;

pub use difference::{DriftRule, Level};
pub use finding::Finding;
pub use lock::{Accepted, Lock, LockedPage};
pub use page::LARGEST_PAGE;

use std::sync::Arc;

use wechat_cloudbase_codegen::model::{Api, Endpoint};
use wechat_cloudbase_codegen::naming::folded;
use wechat_cloudbase_codegen::{SourceFile, Spec};

use crate::places::{Places, Thing};
use block::Block;
use difference::Difference;
use facts::{Facts, Generation, Named};
use finding::Locations;

/// What a page and the spec say differently.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Drift {
    /// The page's name, as it was given.
    pub page: String,
    /// The layout that was recognised, in words.
    pub layout: String,
    /// The id of the endpoint that the page is about; `None` for a list of errcodes, and for an
    /// endpoint that the spec does not have.
    pub endpoint: Option<String>,
    /// The differences, in order of line.
    pub findings: Vec<Finding>,
    /// How many differences the spec's corrections explain.
    pub known: usize,
    /// How many findings were accepted.
    pub accepted: usize,
    /// The page as a lock keeps it; `None` when its page is not known.
    pub locked: Option<LockedPage>,
}

/// What is known about a page besides its bytes.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct DriftOptions {
    /// The id of the endpoint that the page is about, where the page does not say.
    pub endpoint: Option<String>,
    /// The address that the page was captured from, where the page does not say. Corrections that
    /// name a page are about this one alone.
    pub address: Option<String>,
    /// The day on which the page was read, as `2026-11-21`, for a draft and for a lock.
    pub today: String,
    /// What was read before, and what is accepted.
    pub lock: Arc<Lock>,
}

/// What a captured page of the vendor's says differently.
///
/// # Errors
///
/// Why the page can't be compared, in words that follow its name: it is not a text, or a page of no
/// layout that is known.
pub fn drift(spec: &Spec, file: &SourceFile, options: &DriftOptions) -> Result<Drift, String> {
    let (blocks, facts) = facts_of(file)?;
    let (api, places) = (&*spec.api, &Places::new(spec));
    let locations = Locations { places, page: &file.path, lines: lines(&blocks) };
    let captured = options.address.clone().or_else(|| captured_from(&blocks));
    let is_list = facts.layout.generation == Generation::Errcodes && options.endpoint.is_none();
    let endpoint = if is_list { None } else { endpoint(api, &facts, options)? };
    let id = endpoint.map_or("", |endpoint| endpoint.id.as_str());
    let address = captured.clone().or_else(|| source(endpoint?, &facts));
    let before = address.as_deref().and_then(|address| {
        options.lock.pages.iter().find(|page| search::is_same(&page.address, address))
    });
    let words = said::words(&blocks, &facts);
    let mut drift = Drift {
        page: file.path.clone(),
        layout: in_words(&facts),
        endpoint: endpoint.map(|endpoint| endpoint.id.clone()),
        findings: Vec::new(),
        known: 0,
        accepted: 0,
        locked: address.map(|address| {
            let read = read_on(endpoint, &address).unwrap_or_else(|| options.today.clone());
            said::locked(&blocks, &facts, &address, id, &read)
        }),
    };
    let found = match endpoint {
        Some(endpoint) => compare::endpoint(&facts, endpoint),
        None if is_list => compare::errcode_list(&facts, api),
        None => unknown(api, &facts),
    };
    match endpoint {
        None => drift.findings = locations.findings(None, found),
        Some(endpoint) => {
            let text = search::Text::new(&blocks, facts.layout, captured);
            let sorted = corrections::sort(found, endpoint, &text);
            drift.known = sorted.known;
            drift.findings = locations.findings(Some(endpoint), sorted.new);
            for (index, difference) in sorted.stale {
                let place = places.of(Thing::Correction { id: &endpoint.id, index });
                drift.findings.push(locations.finding(Some(endpoint), difference, place));
            }
        }
    }
    drift.accepted += without_accepted(&mut drift.findings, &options.lock, id);
    if let Some(page) = before {
        let mut changed =
            locations.findings(endpoint, changed::since(page, &words, &drift.findings));
        drift.accepted += without_accepted(&mut changed, &options.lock, id);
        drift.findings.extend(changed);
    }
    Ok(drift)
}

/// Removes what is accepted, and says how much that was.
fn without_accepted(findings: &mut Vec<Finding>, lock: &Lock, id: &str) -> usize {
    let before = findings.len();
    findings.retain(|finding| lock.reason(&finding.fingerprint(id)).is_none());
    before - findings.len()
}

/// The day on which a page was read, where it is a source of the endpoint.
fn read_on(endpoint: Option<&Endpoint>, address: &str) -> Option<String> {
    let mut sources = endpoint?.sources.iter();
    let source = sources.find(|source| search::is_same(&source.page, address))?;
    Some(source.read.to_string())
}

/// The only source of an endpoint that has the layout of a page whose address is not known.
fn source(endpoint: &Endpoint, facts: &Facts) -> Option<String> {
    let mut sources = endpoint.sources.iter().filter(|source| {
        search::layout_of(&source.page) == Some((facts.layout.english, facts.layout.generation))
    });
    let first = sources.next()?;
    sources.next().is_none().then(|| first.page.clone())
}

/// The first sample of each side that is an object of JSON, as JSON, by the name of the side.
pub(crate) fn samples(page: &SourceFile) -> Vec<(String, String)> {
    let Ok((_, facts)) = facts_of(page) else {
        return Vec::new();
    };
    let sides = [heading::Side::Request, heading::Side::Response];
    let samples = sides.into_iter().filter_map(|side| {
        let printed = facts.samples.iter().filter(|sample| sample.side == side);
        let mut objects = printed.filter_map(|sample| {
            let read = json::read(&sample.lines.join("\n")).filter(|read| !read.is_broken)?;
            read.value.is_object().then(|| read.value.to_string())
        });
        Some((compare::word(side).to_owned(), objects.next()?))
    });
    samples.collect()
}

/// A page as a lock keeps it, whatever it is about; `None` for what is not a page of a known layout.
pub fn read_page(page: &SourceFile, address: &str) -> Option<LockedPage> {
    let (blocks, facts) = facts_of(page).ok()?;
    Some(said::locked(&blocks, &facts, address, "", ""))
}

/// The path and the name of the interface that a page is about.
pub fn interface(page: &SourceFile) -> Option<(String, String)> {
    let (_, facts) = facts_of(page).ok()?;
    let name = match &facts.name {
        Named::Name(name) => name.value.clone(),
        _ => String::new(),
    };
    let address = facts.addresses.first()?;
    Some((address.value.path.clone(), name))
}

/// Whether two addresses are of one page.
pub fn is_same_page(one: &str, other: &str) -> bool {
    search::is_same(one, other)
}

/// What a page says, and the address that it was captured from.
pub(crate) fn said(
    page: &SourceFile,
    options: &DriftOptions,
) -> Result<(Facts, Option<String>), String> {
    let (blocks, facts) = facts_of(page)?;
    Ok((facts, options.address.clone().or_else(|| captured_from(&blocks))))
}

fn facts_of(file: &SourceFile) -> Result<(Vec<Block>, Facts), String> {
    let blocks = page::blocks(file)?;
    let facts = read::read(&blocks)?;
    Ok((blocks, facts))
}

fn lines(blocks: &[Block]) -> Vec<(usize, &str)> {
    blocks.iter().flat_map(Block::lines).collect()
}

fn captured_from(blocks: &[Block]) -> Option<String> {
    call::captured_from(&lines(blocks))
}

/// The endpoint that a page is about: by its path, else by its name.
pub(crate) fn endpoint<'a>(
    api: &'a Api,
    facts: &Facts,
    options: &DriftOptions,
) -> Result<Option<&'a Endpoint>, String> {
    if let Some(id) = &options.endpoint {
        let found = api.endpoints.iter().find(|endpoint| endpoint.id == *id);
        return match found {
            Some(endpoint) => Ok(Some(endpoint)),
            None => Err(format!(
                "can't be compared: the spec has no endpoint `{id}`; give the name of its file"
            )),
        };
    }
    let paths = || facts.addresses.iter().map(|address| address.value.path.as_str());
    let at = |path: &str, same: fn(&str, &str) -> bool| {
        api.endpoints.iter().find(|endpoint| {
            same(path, &endpoint.path) || endpoint.old_paths.iter().any(|old| same(path, old))
        })
    };
    let by_path = paths().find_map(|path| at(path, |one, other| one == other));
    let by_path = by_path
        .or_else(|| paths().find_map(|path| at(path, |one, other| folded(one) == folded(other))));
    let by_name = || match &facts.name {
        Named::Name(name) => {
            api.endpoints.iter().find(|endpoint| folded(&endpoint.name) == folded(&name.value))
        }
        _ => None,
    };
    let by_lost = || paths().find_map(|path| at(path, tree::matches_lost));
    Ok(by_path.or_else(by_name).or_else(by_lost))
}

/// A page about nothing that is known.
fn unknown(api: &Api, facts: &Facts) -> Vec<Difference> {
    let address = facts.addresses.first();
    let name = match &facts.name {
        Named::Name(name) => name.value.as_str(),
        _ => "an interface without a name",
    };
    let path = address.map_or("at no address", |address| address.value.path.as_str());
    let line = address.map_or(1, |address| address.line);
    let near = wechat_cloudbase_codegen::diagnostic::near(
        path,
        api.endpoints.iter().map(|endpoint| endpoint.path.as_str()),
    );
    let mut hint =
        "`--draft` writes a file for it; `--endpoint ID` compares it with one that is there"
            .to_owned();
    if let Some(near) = near {
        hint.push_str(&format!("; the nearest path in the spec is {near}"));
    }
    let says = format!("{name} {path}");
    let rule = DriftRule::NoEndpoint;
    let mut found = vec![
        Difference::new(rule, "endpoint", line, says, "no endpoint of this path or name")
            .hint(hint),
    ];
    found.extend(compare::unread(facts));
    found
}

fn in_words(facts: &Facts) -> String {
    let language = if facts.layout.english { "English, machine-translated" } else { "Chinese" };
    let generation = match facts.layout.generation {
        Generation::Old => "HTTP API or 2.0",
        Generation::Middle => "OpenApiDoc",
        Generation::New if facts.layout.json => "openApi with tables as JSON",
        Generation::New => "openApi",
        Generation::Errcodes => "list of errcodes",
    };
    format!("{generation}, {language}")
}

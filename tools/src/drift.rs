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
pub(crate) mod clean;
mod codes;
mod column;
pub(crate) mod compare;
mod corrections;
mod difference;
pub(crate) mod facts;
mod finding;
mod flat;
pub(crate) mod heading;
mod html;
pub(crate) mod json;
mod layout;
mod outline;
mod page;
pub(crate) mod page_type;
mod printed;
mod read;
mod rows;
mod search;
mod text;
pub(crate) mod tree;
mod vertical;

pub use difference::{DriftRule, Level};
pub use finding::Finding;
pub use page::LARGEST_PAGE;

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
    /// The day on which the page was read, as `2026-11-21`, for a draft.
    pub today: String,
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
    let drift = |endpoint: Option<&Endpoint>, findings, known| Drift {
        page: file.path.clone(),
        layout: in_words(&facts),
        endpoint: endpoint.map(|endpoint| endpoint.id.clone()),
        findings,
        known,
    };
    if facts.layout.generation == Generation::Errcodes && options.endpoint.is_none() {
        let found = compare::errcode_list(&facts, api);
        return Ok(drift(None, locations.findings(None, found), 0));
    }
    let Some(endpoint) = endpoint(api, &facts, options)? else {
        return Ok(drift(None, locations.findings(None, unknown(api, &facts)), 0));
    };
    let found = compare::endpoint(&facts, endpoint);
    let address = options.address.clone().or_else(|| captured_from(&blocks));
    let text = search::Text::new(&blocks, facts.layout, address);
    let sorted = corrections::sort(found, endpoint, &text);
    let mut findings = locations.findings(Some(endpoint), sorted.new);
    for (index, difference) in sorted.stale {
        let place = places.of(Thing::Correction { id: &endpoint.id, index });
        findings.push(locations.finding(Some(endpoint), difference, place));
    }
    Ok(drift(Some(endpoint), findings, sorted.known))
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
        Generation::New => "openApi",
        Generation::Errcodes => "list of errcodes",
    };
    format!("{generation}, {language}")
}

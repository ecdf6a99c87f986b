//! Drift: pages of our own making in every layout, what changes in them, and the vendor's own pages
//! where they are at hand.

mod captured;
mod corrections;
mod edits;
mod fuzz;
mod hard;
mod lock;
mod pages;
mod speed;

use std::fs;
use std::path::PathBuf;

use wechat_cloudbase_codegen::{SourceFile, Spec, check};
use wechat_cloudbase_spec::drift::{Drift, DriftOptions, Level};

use crate::here;
use crate::spec::read;

/// The spec of the pages in `tests/drift/pages`.
pub(crate) fn library() -> Spec {
    check(&read(&here("drift/spec")), "spec/").unwrap_or_else(|report| panic!("{report}"))
}

/// The pages of our own making, by name.
pub(crate) fn own_pages() -> Vec<(String, String)> {
    pages_in(&here("drift/pages"))
}

pub(crate) fn pages_in(folder: &PathBuf) -> Vec<(String, String)> {
    let paths = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let mut pages: Vec<_> = paths
        .map(|path| {
            let name = path.file_name().unwrap().to_str().unwrap().to_owned();
            (name, fs::read_to_string(&path).unwrap())
        })
        .collect();
    pages.sort();
    pages
}

pub(crate) fn drift(spec: &Spec, page: &str) -> Drift {
    try_drift(spec, page).unwrap_or_else(|why| panic!("the page {why}"))
}

pub(crate) fn try_drift(spec: &Spec, page: &str) -> Result<Drift, String> {
    wechat_cloudbase_spec::drift::drift(
        spec,
        &SourceFile::new("page", page),
        &DriftOptions::default(),
    )
}

/// A line per finding.
pub(crate) fn findings(drift: &Drift) -> Vec<String> {
    let lines = drift.findings.iter().map(|finding| {
        let level = if finding.level() == Level::Note { "note " } else { "" };
        let spec = finding
            .spec
            .as_ref()
            .map_or("nowhere".to_owned(), |place| format!("{}:{}", place.path, place.line));
        format!("{level}{} at {}, {spec}: {}", finding.rule, finding.page.line, finding.message)
    });
    lines.collect()
}

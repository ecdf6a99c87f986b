//! The vendor's own pages, which are not part of this repository: they are read where they are, in the
//! folder that `WECHAT_PAGES` names, or in `shared/pages` beside the repository. Elsewhere it is said
//! that they were left out.

use std::io::{Write, stderr};
use std::path::PathBuf;

use wechat_cloudbase_codegen::{Spec, check};
use wechat_cloudbase_spec::drift::{DriftRule, Level};

use super::{drift, findings, pages_in};
use crate::spec::{self, read};

#[test]
fn captured_pages_differ_by_nothing_unexplained() {
    let Some(pages) = pages() else {
        return;
    };
    let spec = spec();
    for (name, page) in pages {
        let found = drift(&spec, &page);
        let unexplained = found.findings.iter().filter(|finding| {
            // A page about an endpoint that this spec leaves to others.
            finding.level() == Level::Finding && finding.rule != DriftRule::NoEndpoint
        });
        assert_eq!(unexplained.count(), 0, "{name}: {:#?}", findings(&found));
        let is_known =
            found.endpoint.is_some() || name.contains("errcode") || name.contains("Stable");
        assert!(is_known, "{name} is about nothing that is known");
    }
}

/// Each row of each page in turn is dropped, renamed, given another type or another mark.
#[test]
#[ignore = "slow"]
fn every_change_of_a_captured_page_is_found() {
    let Some(pages) = pages() else {
        return;
    };
    let spec = spec();
    let mut tried = 0;
    let mut missed = Vec::new();
    for (name, page) in pages.into_iter().filter(|(name, _)| !name.contains("Stable")) {
        for (what, edited) in edits(&page, name.contains("errcode")).into_iter().step_by(step()) {
            tried += 1;
            let found = drift(&spec, &edited);
            if found.findings.iter().all(|finding| finding.level() == Level::Note) {
                missed.push(format!("{name}: {what}"));
            }
        }
    }
    assert!(missed.is_empty(), "{} of {tried} missed: {missed:#?}", missed.len());
    assert!(tried >= 50, "{tried}");
}

/// One in this many changes is tried; `WECHAT_PAGES_EACH=1` tries all, which takes a while.
fn step() -> usize {
    each(5)
}

pub(super) fn each(by_default: usize) -> usize {
    let each = std::env::var("WECHAT_PAGES_EACH").ok().and_then(|step| step.parse().ok());
    each.unwrap_or(by_default).max(1)
}

fn edits(page: &str, is_list: bool) -> Vec<(String, String)> {
    let lines: Vec<&str> = page.lines().collect();
    let mut edits = Vec::new();
    for (at, line) in lines.iter().enumerate() {
        let mut change = |what: &str, new: Option<String>| {
            let mut edited: Vec<String> = lines.iter().map(|line| (*line).to_owned()).collect();
            match new {
                Some(new) => edited[at] = new,
                None => _ = edited.remove(at),
            }
            edits.push((format!("{what}: {line}"), edited.join("\n")));
        };
        let text = line.trim_start_matches(['|', ' ']);
        let (first, rest) = text.split_once([' ', '|']).unwrap_or((text, ""));
        let rest = rest.trim_start_matches(['|', ' ']);
        let number: Option<i64> = first.parse().ok();
        let is_once =
            lines.iter().filter(|other| other.contains(&format!("{first} "))).count() == 1;
        let is_code = number.is_some_and(|code| !(0..100).contains(&code));
        if is_code {
            change("another code", Some(line.replacen(first, &format!("{first}9"), 1)));
            if is_once && !is_list {
                change("dropped", None);
            }
        }
        let ty = ["string", "number", "boolean", "array", "object"]
            .into_iter()
            .find(|ty| rest.starts_with(ty));
        let is_token = first.to_lowercase().replace('\\', "").ends_with("access_token");
        let Some(ty) = ty.filter(|_| !is_token && !first.contains("初始值")) else {
            if line.contains("https://api.weixin.qq.com/") && (line.starts_with("POST")) {
                change("another path", Some(line.replacen("?access", "x?access", 1)));
                change("another method", Some(line.replacen("POST", "GET", 1)));
            }
            continue;
        };
        change("dropped", None);
        change("renamed", Some(line.replacen(first, &format!("{first}x"), 1)));
        let other = if ty == "boolean" { "number" } else { "boolean" };
        let (before, after) = line.split_at(line.find(first).unwrap() + first.len());
        change("another type", Some(format!("{before}{}", after.replacen(ty, other, 1))));
        for (from, to) in [(" 是 ", " 否 "), (" 否 ", " 是 "), (" yes ", " no "), (" no ", " yes ")]
        {
            if after.contains(from) {
                change("another mark", Some(format!("{before}{}", after.replacen(from, to, 1))));
                break;
            }
        }
    }
    edits
}

pub(super) fn folder() -> PathBuf {
    spec::folder("../../spec")
}

pub(super) fn spec() -> Spec {
    check(&read(&folder()), "spec/").unwrap_or_else(|report| panic!("{report}"))
}

/// The pages, or a message that they are missing.
pub(super) fn pages() -> Option<Vec<(String, String)>> {
    let named = std::env::var_os("WECHAT_PAGES").map(PathBuf::from);
    let is_named = named.is_some();
    let pages = named.unwrap_or_else(|| spec::folder("../../../shared/pages"));
    let folders = [pages.join("seeds"), pages.join("zh")];
    if folders.iter().all(|folder| folder.is_dir()) {
        return Some(folders.iter().flat_map(pages_in).collect());
    }
    assert!(!is_named, "WECHAT_PAGES leads to {}, where there are none", pages.display());
    // Not by a macro, whose text is not shown when the test passes.
    let text = format!("captured pages: left out, none at {}\n", pages.display());
    stderr().write_all(text.as_bytes()).unwrap();
    None
}

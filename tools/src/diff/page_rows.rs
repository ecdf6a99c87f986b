//! The page of the vendor's, and the row of it, that a change came from.

use wechat_cloudbase_codegen::Spec;
use wechat_cloudbase_codegen::model::Endpoint;

use super::change::{Change, PageRow};

/// Notes on each change which page it came from: of the pages of its endpoint those that were read
/// again, or else the one that was read last.
pub(super) fn link(changes: &mut [Change], old: &Spec, new: &Spec) {
    for change in changes {
        let mut words = change.subject.split([' ', ':']).filter(|word| !word.is_empty());
        let id = words.next().unwrap_or_default();
        let row = words.next().and_then(row_of);
        let find = |spec: &'_ Spec| {
            spec.api.endpoints.iter().find(|endpoint| endpoint.id == id).map(sources)
        };
        let (before, after) = (find(old).unwrap_or_default(), find(new));
        let after = after.unwrap_or_else(|| before.clone());
        let again: Vec<_> = after.iter().filter(|source| !before.contains(source)).collect();
        let last = || after.iter().max_by(|one, other| one.1.cmp(&other.1)).into_iter().collect();
        let pages: Vec<&(String, String)> = if again.is_empty() { last() } else { again };
        change.pages = pages
            .into_iter()
            .map(|(page, _)| PageRow { page: page.clone(), row: row.clone() })
            .collect();
    }
}

fn sources(endpoint: &Endpoint) -> Vec<(String, String)> {
    endpoint.sources.iter().map(|source| (source.page.clone(), source.read.clone())).collect()
}

/// The word of a row: the last name of a field, the number of an errcode.
fn row_of(subject: &str) -> Option<String> {
    let (table, rest) = subject.split_once('.')?;
    let is_row = matches!(table, "request" | "response" | "errcodes" | "types");
    let last = rest.rsplit('.').next().filter(|last| !last.is_empty())?;
    is_row.then(|| last.to_owned())
}

//! Logs once where responses differ from the spec.

use std::collections::BTreeSet;
use std::sync::{Mutex, PoisonError};

use crate::endpoint::Endpoint;
use crate::json::{Document, Note, Why};

/// The name of the crate, for filters, whatever the module.
const TARGET: &str = "wechat_cloudbase";

/// How many places a process logs: more than there are in the spec of this crate.
const MOST: usize = 10_000;

static TOLD: Mutex<BTreeSet<(&'static str, u64)>> = Mutex::new(BTreeSet::new());

/// Logs where a response of an endpoint differs, each place once per process, and never a value.
pub(super) fn differences(endpoint: &'static Endpoint, document: &Document) {
    for note in document.notes() {
        if is_new((endpoint.id, note.way)) {
            tell(endpoint, document, note);
        }
    }
}

fn is_new(place: (&'static str, u64)) -> bool {
    let mut told = TOLD.lock().unwrap_or_else(PoisonError::into_inner);
    told.len() < MOST && told.insert(place)
}

fn tell(endpoint: &Endpoint, document: &Document, note: Note) {
    let field = place(document, note);
    let endpoint = endpoint.name;
    match note.why {
        Why::Absent => tracing::info!(
            target: TARGET,
            endpoint,
            field,
            "a response lacks a field that the spec has; it reads as empty"
        ),
        Why::Mismatch { expected, found } => tracing::warn!(
            target: TARGET,
            endpoint,
            field,
            expected,
            found,
            "a response has another type than the spec; the value reads as empty"
        ),
        Why::RowLeftOut => tracing::warn!(
            target: TARGET,
            endpoint,
            field,
            "a response has a row that can't be read; it was left out"
        ),
        Why::NotAList => tracing::warn!(
            target: TARGET,
            endpoint,
            field,
            "a response has one value in place of a list; it reads as a list of one"
        ),
    }
}

/// `info_list[].bucket_id`: the same for all rows.
fn place(document: &Document, note: Note) -> String {
    let mut path = String::new();
    let mut in_index = false;
    for char in document.path(note.at).chars() {
        in_index &= char != ']';
        if !in_index {
            path.push(char);
        }
        in_index |= char == '[';
    }
    match note.field {
        Some(field) if path.is_empty() => field.to_owned(),
        Some(field) => format!("{path}.{field}"),
        None => path,
    }
}

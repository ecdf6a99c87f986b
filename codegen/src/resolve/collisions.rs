//! Endpoints that would be one and the same: in id, in name, or in method and path, old ones too.

use std::collections::BTreeMap;

use crate::diagnostic::{Problem, Problems};
use crate::rule::Rule;
use crate::source::Span;
use crate::syntax::{Documents, EndpointDoc};

pub(super) fn check(documents: &Documents, problems: &mut Problems) {
    let mut seen: BTreeMap<String, &Span> = BTreeMap::new();
    for document in &documents.endpoints {
        let mut told = None;
        for (what, span) in claims(document) {
            let Some(first) = seen.get(&what).copied() else {
                seen.insert(what, span);
                continue;
            };
            // What one endpoint lists twice has been reported as that.
            if first.file == span.file {
                continue;
            }
            // A file that was copied has everything in common with the first; that is one slip.
            if told.replace(first.file) != Some(first.file) {
                let message = format!("two endpoints have the {what}");
                let problem = Problem::new(Rule::EndpointCollision, span, message, "again");
                problems.add(problem.other(first, "first"));
            }
        }
    }
}

/// What an endpoint has to have for itself, with its place.
fn claims(document: &EndpointDoc) -> Vec<(String, &Span)> {
    let mut claims = Vec::new();
    if let Some(name) = &document.name {
        claims.push((format!("name `{}`", name.value), &name.span));
    }
    let named_by = document.rust.as_ref().or(document.name.as_ref());
    let span = named_by.map_or(&document.span, |node| &node.span);
    claims.push((format!("id `{}`", document.id), span));
    if let (Some(method), Some(path)) = (&document.method, &document.path) {
        for path in std::iter::once(path).chain(&document.old_paths) {
            claims.push((format!("address `{} {}`", method.value, path.value), &path.span));
        }
    }
    claims
}

//! Endpoints that collide: in id, in name, or in method and path, old ones too.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::fmt;

use crate::diagnostic::{Problem, Problems, Rule};
use crate::leaf::listed;
use crate::source::Span;
use crate::syntax::{Documents, EndpointDoc};

pub(super) fn check(documents: &Documents, problems: &mut Problems) {
    let mut seen: BTreeMap<Claim<'_>, &Span> = BTreeMap::new();
    for document in &documents.endpoints {
        let mut told = None;
        for (claim, span) in claims(document) {
            let first = match seen.entry(claim) {
                Entry::Occupied(first) => *first.get(),
                Entry::Vacant(free) => {
                    free.insert(span);
                    continue;
                }
            };
            // Duplicates in one endpoint have been reported already.
            if first.file() == span.file() {
                continue;
            }
            // A copied file has everything in common with the first; that is one mistake.
            if told.replace(first.file()) != Some(first.file()) {
                let message = format!("two endpoints have the {claim}");
                let problem = Problem::new(Rule::EndpointCollision, span, message, "again");
                problems.add(problem.other(first, "first"));
            }
        }
    }
}

/// What must be unique to an endpoint.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Claim<'a> {
    Name(&'a str),
    Id(&'a str),
    Address(&'a str, &'a str),
}

impl fmt::Display for Claim<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Name(name) => write!(f, "name `{name}`"),
            Self::Id(id) => write!(f, "id `{id}`"),
            Self::Address(method, path) => write!(f, "address `{method} {path}`"),
        }
    }
}

/// What an endpoint claims, with its place.
fn claims(document: &EndpointDoc) -> Vec<(Claim<'_>, &Span)> {
    let mut claims = Vec::new();
    if let Some(name) = &document.name {
        claims.push((Claim::Name(&name.value), &name.span));
    }
    let named_by = document.rust.as_ref().or(document.name.as_ref());
    let span = named_by.map_or(&document.span, |node| &node.span);
    claims.push((Claim::Id(&document.id), span));
    if let (Some(method), Some(path)) = (&document.method, &document.path) {
        for path in std::iter::once(path).chain(listed(&document.old_paths)) {
            claims.push((Claim::Address(&method.value, &path.value), &path.span));
        }
    }
    claims
}

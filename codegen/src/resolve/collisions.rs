//! Endpoints that collide: in id, in name, or in method and path, old ones too.

use std::collections::BTreeMap;
use std::fmt;

use super::places::place;
use crate::diagnostic::{Problem, Problems, Rule};
use crate::leaf::listed;
use crate::source::Span;
use crate::syntax::{Documents, EndpointDoc, FieldDoc};
use crate::template;

pub(super) fn check(documents: &Documents, problems: &mut Problems) {
    let mut seen: BTreeMap<Claim<'_>, Vec<(&EndpointDoc, &Span)>> = BTreeMap::new();
    for document in &documents.endpoints {
        let mut told = None;
        for (claim, span) in claims(document) {
            let before = seen.entry(claim.clone()).or_default();
            // Duplicates in one endpoint have been reported already.
            let is_other = |(other, first): &&(&EndpointDoc, &Span)| {
                first.file() != span.file() && !(claim.is_address() && told_apart(other, document))
            };
            let first = before.iter().find(is_other).map(|(_, first)| *first);
            before.push((document, span));
            // A copied file has everything in common with the first; that is one mistake.
            let Some(first) =
                first.filter(|first| told.replace(first.file()) != Some(first.file()))
            else {
                continue;
            };
            let message = format!("two endpoints have the {claim}");
            let problem = Problem::new(Rule::EndpointCollision, span, message, "again");
            let problem = problem.other(first, "first");
            problems.add(if claim.is_address() { problem.help(HELP) } else { problem });
        }
    }
}

const HELP: &str = "endpoints may share an address where a field that is `fixed` in each, in the same place, \
                    has another value in each";

/// Whether a server can tell from a request which of two endpoints it is for: a field is fixed in both,
/// in the same place, and has another value in each.
fn told_apart(one: &EndpointDoc, other: &EndpointDoc) -> bool {
    let body = |document: &EndpointDoc| {
        let kind = said(&document.request_body).unwrap_or("json").to_owned();
        (said(&document.request_wrapper).map(str::to_owned), kind)
    };
    let is_same_body = body(one) == body(other);
    let differs = |field: &FieldDoc| {
        let mut others = other.request_fields().iter();
        let twin = others.find(|other| other.name.value == field.name.value);
        twin.is_some_and(|twin| match (&field.fixed, &twin.fixed) {
            (Some(value), Some(other)) => {
                let is_alike =
                    place(field) == place(twin) && (is_same_body || place(field) != "body");
                is_alike && value.value != other.value
            }
            _ => false,
        })
    };
    one.request_fields().iter().any(differs)
}

fn said(node: &Option<crate::syntax::Node<String>>) -> Option<&str> {
    node.as_ref().map(|node| node.value.as_str())
}

/// What must be unique to an endpoint.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Claim<'a> {
    Name(&'a str),
    Id(&'a str),
    /// The method, and the path without the names in it.
    Address(&'a str, String),
}

impl Claim<'_> {
    fn is_address(&self) -> bool {
        matches!(self, Self::Address(..))
    }
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
            let path_of = template::anonymous(&path.value);
            claims.push((Claim::Address(&method.value, path_of), &path.span));
        }
    }
    claims
}

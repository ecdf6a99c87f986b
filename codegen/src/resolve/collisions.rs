//! Endpoints that would be one and the same: in id, in name, or in method and path.

use std::collections::BTreeMap;

use crate::diagnostic::{Problem, Problems};
use crate::rule::Rule;
use crate::source::Span;
use crate::syntax::Documents;

pub(super) fn check(documents: &Documents, problems: &mut Problems) {
    let mut seen: BTreeMap<String, &Span> = BTreeMap::new();
    for document in &documents.endpoints {
        let mut claim = |what: String, span| {
            if let Some(first) = seen.insert(what.clone(), span) {
                let message = format!("two endpoints have the {what}");
                let problem = Problem::new(Rule::EndpointCollision, span, message, "again");
                problems.add(problem.other(first, "first"));
            }
        };
        claim(format!("id `{}`", document.id), &document.span);
        if let Some(name) = &document.name {
            claim(format!("name `{}`", name.value), &name.span);
        }
        if let (Some(method), Some(path)) = (&document.method, &document.path) {
            claim(format!("address `{} {}`", method.value, path.value), &path.span);
        }
    }
}

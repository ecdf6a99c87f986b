//! Where an endpoint is on the host, and where it was before.

use std::collections::{BTreeMap, BTreeSet};

use super::places::place;
use crate::diagnostic::{Problem, Problems, Rule};
use crate::leaf::listed;
use crate::source::Span;
use crate::syntax::{EndpointDoc, Node};
use crate::template;

pub(super) fn check(document: &EndpointDoc, problems: &mut Problems) {
    let mut seen: BTreeMap<&str, &Span> = BTreeMap::new();
    for path in document.path.iter().chain(listed(&document.old_paths)) {
        if !is_path(&path.value) {
            problems.add(no_path(path));
        } else if let Some(first) = seen.insert(&path.value, &path.span) {
            let message = format!("`{}` is listed twice", path.value);
            let problem = Problem::new(Rule::Repeated, &path.span, message, "again");
            problems.add(problem.other(first, "first"));
        }
    }
    if document.has_sound_move() {
        check_moved(document, problems);
    }
    if document.is_sound(&["path", "old_paths", "request"]) {
        check_parameters(document, problems);
    }
}

fn is_path(path: &str) -> bool {
    let plain = |char: char| char.is_ascii_alphanumeric() || "_-.".contains(char);
    let is_name = |name: &str| !name.is_empty() && name.chars().all(plain);
    let inside = |segment: &str| segment.strip_prefix('{')?.strip_suffix('}').map(is_name);
    let is_segment = |segment: &str| inside(segment).unwrap_or_else(|| segment.chars().all(plain));
    path.starts_with('/') && !path.contains("//") && path.split('/').all(is_segment)
}

/// The names in braces and the fields that are in the path: the same ones.
fn check_parameters(document: &EndpointDoc, problems: &mut Problems) {
    let in_path = || document.request_fields().iter().filter(|field| place(field) == "path");
    for path in document.path.iter().chain(listed(&document.old_paths)) {
        let mut seen = BTreeSet::new();
        for name in template::parameters(&path.value) {
            if !seen.insert(name) {
                let message = format!("`{{{name}}}` is in the path twice");
                problems.add(Problem::new(Rule::BadPath, &path.span, message, "again"));
            } else if !in_path().any(|field| field.name.value == name) {
                let message = format!("the path has `{{{name}}}`, and no field for it");
                let problem = Problem::new(Rule::BadPath, &path.span, message, "which field?");
                problems.add(problem.help("add a field of this name with in = \"path\""));
            }
        }
        for field in in_path().filter(|field| !seen.contains(field.name.value.as_str())) {
            let message = format!("`{}` is not in the path", field.name.value);
            let problem = Problem::new(Rule::BadPath, &field.name.span, message, "where?");
            let problem = problem.other(&path.span, "the path");
            let help =
                format!("write `{{{}}}` where it belongs, between two slashes", field.name.value);
            problems.add(problem.help(help));
        }
    }
}

fn no_path(path: &Node<String>) -> Problem {
    let message = format!("invalid path `{}`", path.value);
    let problem = Problem::new(Rule::BadPath, &path.span, message, "not a path on the host");
    problem.help("it begins with `/` and has no host, query or spaces, such as \"/tcb/modifyenv\"; a name in braces is a whole segment")
}

/// `moved` requires `old_paths`, and vice versa. A stronger status, such as
/// `deprecated`, is allowed instead.
fn check_moved(document: &EndpointDoc, problems: &mut Problems) {
    let status = document.status.as_ref();
    match (status.map_or("current", |node| &node.value), listed(&document.old_paths).first()) {
        ("moved", None) => {
            let span = status.map_or(&document.span, |node| &node.span);
            let message = "an endpoint that has moved needs `old_paths`";
            let problem = Problem::new(Rule::MissingKey, span, message, "from where?");
            problems.add(problem.help("list the former paths: old_paths = [\"/tcb/...\"]"));
        }
        ("current", Some(path)) => {
            let message = "`old_paths` of an endpoint that has not moved";
            let problem = Problem::new(Rule::Conflict, &path.span, message, "an old path");
            let problem = match status {
                Some(node) => problem.other(&node.span, "not moved"),
                None => problem,
            };
            problems.add(problem.help("write status = \"moved\", or remove the old paths"));
        }
        _ => {}
    }
}

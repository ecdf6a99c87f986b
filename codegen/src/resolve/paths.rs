//! Where an endpoint is on the host, and where it was before.

use std::collections::BTreeMap;

use crate::diagnostic::{Problem, Problems, Rule};
use crate::leaf::listed;
use crate::source::Span;
use crate::syntax::{EndpointDoc, Node};

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
}

fn is_path(path: &str) -> bool {
    let plain = |char: char| char.is_ascii_alphanumeric() || "/_-.".contains(char);
    path.starts_with('/') && !path.contains("//") && path.chars().all(plain)
}

fn no_path(path: &Node<String>) -> Problem {
    let message = format!("invalid path `{}`", path.value);
    let problem = Problem::new(Rule::BadPath, &path.span, message, "not a path on the host");
    problem.help("it begins with `/` and has no host, query or spaces, such as \"/tcb/modifyenv\"")
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

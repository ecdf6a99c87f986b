//! The names of errcode and errmsg in the responses of an endpoint: each a path of its own, which no field
//! of the table has.

use crate::diagnostic::{Problem, Problems, Rule};
use crate::model::{ERRCODE, ERRMSG, root};
use crate::syntax::{EndpointDoc, Node};

pub(super) fn check(document: &EndpointDoc, problems: &mut Problems) {
    let (code, text) = (&document.errcode_field, &document.errmsg_field);
    for path in [code, text].into_iter().flatten() {
        check_path(path, problems);
        check_no_field(path, document, problems);
    }
    let of = |node: &Option<Node<String>>, usual: &str| {
        node.as_ref().map_or(usual.to_owned(), |node| node.value.clone())
    };
    let (code_path, text_path) = (of(code, ERRCODE), of(text, ERRMSG));
    let collide = is_inside(&code_path, &text_path) || is_inside(&text_path, &code_path);
    if let Some(node) = code.as_ref().or(text.as_ref()).filter(|_| collide) {
        let message = "the errcode and the errmsg of a response need names of their own";
        let problem = Problem::new(Rule::NameCollision, &node.span, message, "one of the two");
        let other = text.as_ref().filter(|_| code.is_some());
        let span = other.map_or(&node.span, |node| &node.span);
        problems.add(problem.other(span, "and the other"));
    }
}

/// Whether a path is the other, or leads through it.
fn is_inside(path: &str, other: &str) -> bool {
    path.strip_prefix(other).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
}

fn check_path(path: &Node<String>, problems: &mut Problems) {
    const DEEPEST: usize = 4;
    let names = || path.value.split('.');
    if names().any(|name| name.trim() != name || name.is_empty()) || names().count() > DEEPEST {
        let message = format!("`{}` can't name a field of a response", path.value);
        let problem = Problem::new(Rule::BadName, &path.span, message, "not a path of names");
        problems.add(problem.help(
            "write its name, with dots when it is inside an object, such as \"base_resp.ret\"",
        ));
    }
}

fn check_no_field(path: &Node<String>, document: &EndpointDoc, problems: &mut Problems) {
    let name = root(&path.value);
    let field = document.response_fields().iter().find(|field| field.name.value == name);
    if let Some(field) = field {
        let message = format!("a field of the response is named `{name}`");
        let problem = Problem::new(Rule::NameCollision, &field.name.span, message, "the field");
        let problem = problem.other(&path.span, "which says whether a call failed");
        problems.add(problem.help("leave it out of the table: the client reads it"));
    }
}

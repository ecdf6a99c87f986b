//! Fields outside of body and query string: in the path, and as headers.

use super::places::place;
use crate::diagnostic::{Problem, Problems, Rule};
use crate::naming;
use crate::syntax::{EndpointDoc, FieldDoc};

pub(super) fn check(document: &EndpointDoc, problems: &mut Problems) {
    let fields = document.request_fields();
    for field in fields.iter().filter(|field| place(field) == "path") {
        check_required(field, problems);
    }
    let headers = || fields.iter().filter(|field| place(field) == "header");
    for field in headers() {
        check_header(field, problems);
        let folded = naming::folded(&field.name.value);
        let is_twin = |other: &&FieldDoc| {
            other.name.span < field.name.span && naming::folded(&other.name.value) == folded
        };
        if let Some(first) = headers().find(is_twin) {
            let message = format!("two fields are the header `{folded}`");
            let problem = Problem::new(Rule::NameCollision, &field.name.span, message, "again");
            problems.add(problem.other(&first.name.span, "first"));
        }
    }
}

/// A path has no place for what is absent.
fn check_required(field: &FieldDoc, problems: &mut Problems) {
    if let Some(optional) = field.optional.as_ref().filter(|node| node.value) {
        let message = format!("`{}` is in the path, which can't be without it", field.name.value);
        let problem = Problem::new(Rule::Conflict, &optional.span, message, "excluded");
        let span = field.place.as_ref().map_or(&field.name.span, |place| &place.span);
        problems.add(problem.other(span, "by this place"));
    }
}

fn check_header(field: &FieldDoc, problems: &mut Problems) {
    let name = &field.name;
    let is_plain = |char: char| char.is_ascii_alphanumeric() || "!#$%&'*+-.^_`|~".contains(char);
    if !name.value.chars().all(is_plain) {
        let message = format!("no header can be named `{}`", name.value.escape_debug());
        let problem = Problem::new(Rule::BadName, &name.span, message, "not a name of a header");
        problems.add(problem.help("letters, digits and hyphens, such as `X-Request-Id`"));
    } else if naming::is_reserved_header(&name.value) {
        let message = format!("the client sets the header `{}` by itself", name.value);
        let problem = Problem::new(Rule::ReservedName, &name.span, message, "not the caller's");
        problems
            .add(problem.help("leave the field out; `request_body` says what the body is made of"));
    }
}

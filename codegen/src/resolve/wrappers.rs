//! Wrappers: the name of the one field that holds all others must be unique.

use crate::diagnostic::{Problem, Problems, Rule};
use crate::model::{ERRCODE, ERRMSG, root};
use crate::syntax::EndpointDoc;

/// A response may come without its wrapper, so its name must show whether it is there.
pub(super) fn check(document: &EndpointDoc, problems: &mut Problems) {
    let Some(wrapper) = &document.response_wrapper else {
        return;
    };
    let name = wrapper.value.as_str();
    let own = [&document.errcode_field, &document.errmsg_field].into_iter().flatten();
    let mut envelope = [ERRCODE, ERRMSG].into_iter().chain(own.map(|path| root(&path.value)));
    if envelope.any(|part| part == name) {
        let message = format!("`{name}` can't be a wrapper");
        let problem =
            Problem::new(Rule::Conflict, &wrapper.span, message, "part of every response");
        problems.add(problem.help("name the field that holds all others but errcode and errmsg"));
    }
    let fields = document.response_fields();
    if let Some(field) = fields.iter().find(|field| field.name.value == name) {
        let message = format!("a field of the response is named `{name}`, like its wrapper");
        let span = &field.name.span;
        let problem = Problem::new(Rule::NameCollision, span, message, "the field");
        let problem = problem.other(&wrapper.span, "the wrapper");
        problems.add(problem.help("write the fields that are inside it, or remove the wrapper"));
    }
}

//! Wrappers: the one field of an answer that holds all others has its name for itself.

use crate::diagnostic::{Problem, Problems, Rule};
use crate::syntax::EndpointDoc;

/// An answer may come without its wrapper. So its name has to say whether it is there.
pub(super) fn check(document: &EndpointDoc, problems: &mut Problems) {
    let Some(wrapper) = &document.response_wrapper else {
        return;
    };
    let name = wrapper.value.as_str();
    if matches!(name, "errcode" | "errmsg") {
        let message = format!("`{name}` is no wrapper");
        let problem = Problem::new(Rule::Conflict, &wrapper.span, message, "part of every answer");
        problems.add(problem.help("name the field that holds all others but errcode and errmsg"));
    }
    let fields = document.response_fields();
    if let Some(field) = fields.iter().find(|field| field.name.value == name) {
        let message = format!("a field of the answer is named `{name}` as its wrapper is");
        let span = &field.name.span;
        let problem = Problem::new(Rule::NameCollision, span, message, "the field");
        let problem = problem.other(&wrapper.span, "the wrapper");
        problems.add(problem.help("write the fields that stand inside it, or remove the wrapper"));
    }
}

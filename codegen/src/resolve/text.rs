//! `text = true`: a value that JSON writes without quotation marks, and WeChat with them.

use crate::diagnostic::{Problem, Problems, Rule};
use crate::model::Type;
use crate::syntax::FieldDoc;

/// What can travel as text: a single value that is not a string yet. No page has a list of such.
pub(super) fn check(ty: &Type, document: &FieldDoc, problems: &mut Problems) {
    let Some(text) = document.text.as_ref().filter(|node| node.value) else {
        return;
    };
    if !can_be_text(ty) {
        let message = "only a number, a bool or json can travel as text";
        let problem =
            Problem::new(Rule::Conflict, &text.span, message, "on a field of another type");
        let ty = document.ty.as_ref();
        problems.add(ty.map_or(problem.clone(), |ty| problem.other(&ty.span, "this type")));
    } else if let Some(fixed) = &document.fixed {
        let message = "a fixed value is written as it travels";
        let problem = Problem::new(Rule::Conflict, &text.span, message, "excluded");
        let problem = problem.other(&fixed.span, "by this value");
        problems.add(problem.help("write type = \"string\" and the value in quotes"));
    }
}

/// The type of a field that may travel as text.
pub(super) fn apply(ty: Type, document: &FieldDoc) -> Type {
    let text = document.text.as_ref().is_some_and(|node| node.value);
    if text && can_be_text(&ty) { Type::InText(Box::new(ty)) } else { ty }
}

fn can_be_text(ty: &Type) -> bool {
    matches!(
        ty,
        Type::Int | Type::Float | Type::Bool | Type::Json | Type::Timestamp | Type::TimestampMs
    )
}

//! Limits that a page states: each on a field of its kind, and none that excludes every value.

use crate::diagnostic::{Problem, Problems, Rule};
use crate::model::{Limits, Shape, Type};
use crate::syntax::{FieldDoc, Node, Number};

/// The limits of a field; without a type, which has been reported, their meaning is unknown.
pub(super) fn resolve(ty: Option<&Type>, document: &FieldDoc, problems: &mut Problems) -> Limits {
    let Some(ty) = ty else {
        return Limits::default();
    };
    let (min_key, max_key) = keys(ty);
    let (mut min, mut max): (Option<Node<Number>>, Option<Node<Number>>) = (None, None);
    for (key, node) in document.limits() {
        if let Some(problem) = misplaced(key, &node, ty, document) {
            problems.add(problem);
        } else if node.value < Number::Int(0) && key != "min" && key != "max" {
            problems.add(negative(key, &node));
        } else if is_whole(ty) && matches!(node.value, Number::Float(_)) {
            problems.add(fractional(key, &node));
        } else if key == min_key {
            min = Some(node);
        } else if key == max_key {
            max = Some(node);
        }
    }
    if let (Some(min), Some(max)) = (&min, &max)
        && min.value > max.value
    {
        problems.add(excluding_all(min, max));
    }
    Limits { min: min.map(|node| node.value), max: max.map(|node| node.value) }
}

/// The keys that limit a type.
fn keys(ty: &Type) -> (&'static str, &'static str) {
    match ty {
        Type::Int | Type::Float => ("min", "max"),
        Type::InText(inner) => keys(inner),
        Type::String | Type::Secret => ("min_length", "max_length"),
        Type::Named(definition) => match definition.shape {
            Shape::Text { .. } => ("min_length", "max_length"),
            _ => ("", ""),
        },
        Type::List(_) | Type::Map(_) => ("min_items", "max_items"),
        Type::Bool
        | Type::Json
        | Type::File
        | Type::StringOrInt
        | Type::Timestamp
        | Type::TimestampMs => ("", ""),
    }
}

fn is_whole(ty: &Type) -> bool {
    match ty {
        Type::InText(inner) => is_whole(inner),
        ty => matches!(ty, Type::Int),
    }
}

fn fractional(key: &str, node: &Node<Number>) -> Problem {
    let message = format!("`{key}` of a whole number can't have a fraction");
    let problem = Problem::new(Rule::BadLimit, &node.span, message, "must be a whole number");
    problem.help("write type = \"float\" where the number may have a fraction")
}

fn misplaced(key: &str, node: &Node<Number>, ty: &Type, document: &FieldDoc) -> Option<Problem> {
    if let Some(fixed) = &document.fixed {
        let message = format!("`{key}` is not allowed with a fixed value");
        let problem = Problem::new(Rule::Conflict, &node.span, message, "excluded");
        return Some(problem.other(&fixed.span, "by this value"));
    }
    let (min, max) = keys(ty);
    if key == min || key == max {
        return None;
    }
    let message = format!("`{key}` does not apply to this type");
    let problem = Problem::new(Rule::Conflict, &node.span, message, "not applicable");
    let problem = match &document.ty {
        Some(ty) => problem.other(&ty.span, "this type"),
        None => problem,
    };
    Some(problem.help(if min.is_empty() {
        "remove it: only a number, a list, a map, and a string without an enum have limits"
            .to_owned()
    } else {
        format!("this type takes {min} and {max}")
    }))
}

fn negative(key: &str, node: &Node<Number>) -> Problem {
    let message = format!("`{key}` can't be negative");
    Problem::new(Rule::BadLimit, &node.span, message, "must be 0 or more")
}

fn excluding_all(min: &Node<Number>, max: &Node<Number>) -> Problem {
    let message = format!("no value is at least {} and at most {}", min.value, max.value);
    let problem = Problem::new(Rule::BadLimit, &min.span, message, "above the maximum");
    problem.other(&max.span, "the most")
}

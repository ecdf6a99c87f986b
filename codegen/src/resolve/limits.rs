//! Limits that a page states: each on a field of its kind, and none that excludes all.

use crate::diagnostic::{Problem, Problems};
use crate::model::{Limits, Shape, Type};
use crate::rule::Rule;
use crate::syntax::{FieldDoc, Node};

pub(super) fn resolve(ty: Option<&Type>, document: &FieldDoc, problems: &mut Problems) -> Limits {
    let (min, max) = ty.map_or(("", ""), keys);
    let mut limits = Limits::default();
    for (key, node) in &document.limits {
        if *key == min {
            limits.min = Some(node.value);
        } else if *key == max {
            limits.max = Some(node.value);
        } else if ty.is_some() {
            problems.add(misplaced(key, node, (min, max)));
        }
        if node.value < 0 && key.contains('_') {
            let message = format!("`{key}` can't be negative");
            problems.add(Problem::new(Rule::BadNumber, &node.span, message, "out of range"));
        }
    }
    if let (Some(least), Some(most)) = (limits.min, limits.max)
        && least > most
        && let Some((_, node)) = document.limits.iter().find(|(key, _)| *key == min)
    {
        let message = format!("no value is at least {least} and at most {most}");
        problems.add(Problem::new(Rule::BadValue, &node.span, message, "above the other limit"));
    }
    limits
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
        Type::List(_) => ("min_items", "max_items"),
        Type::Bool | Type::Json => ("", ""),
    }
}

fn misplaced(key: &str, node: &Node<i64>, (min, max): (&str, &str)) -> Problem {
    let message = format!("`{key}` limits no field of this type");
    let problem = Problem::new(Rule::Conflict, &node.span, message, "of no use");
    problem.help(if min.is_empty() {
        "remove it: a field of this type has no limits".to_owned()
    } else {
        format!("this type takes {min} and {max}")
    })
}

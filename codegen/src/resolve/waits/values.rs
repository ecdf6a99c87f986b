//! The states of a wait: each of the type of the field that has them, and one of its values.

use std::collections::BTreeMap;

use crate::diagnostic::{Problem, Problems, Rule};
use crate::leaf::listed;
use crate::model::{Literal, Path, Shape, Type};
use crate::resolve::way;
use crate::syntax::{Node, WaitDoc};

/// The states in the order in which they are written, which is that of the docs.
pub(super) fn all(nodes: &Option<Vec<Node<Literal>>>) -> Vec<Literal> {
    listed(nodes).iter().map(|node| node.value.clone()).collect()
}

/// Whether a wait can compare a value of the type with a state.
pub(super) fn is_state(ty: &Type) -> bool {
    match way::plain(ty) {
        Type::String | Type::Int | Type::Bool => true,
        Type::Named(definition) => !matches!(definition.shape, Shape::Object(_)),
        _ => false,
    }
}

pub(super) fn check(document: &WaitDoc, path: Option<&Path>, problems: &mut Problems) {
    let lists = [("success", &document.success), ("failure", &document.failure)];
    let mut seen = BTreeMap::new();
    for (key, nodes) in lists {
        for node in listed(nodes) {
            if document.path.is_none() && document.is_sound(&["path"]) {
                let message = format!("`{key}` without `path`");
                problems.add(Problem::new(Rule::Conflict, &node.span, message, "a state of what?"));
                break;
            }
            if let Some(first) = seen.insert(&node.value, &node.span) {
                let message = format!("the state `{}` is listed twice", node.value);
                let problem = Problem::new(Rule::Repeated, &node.span, message, "again");
                problems.add(problem.other(first, "first"));
            }
            if let Some(path) = path {
                check_value(node, path, problems);
            }
        }
    }
}

fn check_value(node: &Node<Literal>, path: &Path, problems: &mut Problems) {
    let ty = way::plain(&path.ty);
    let known: Option<Vec<String>> = match (ty, &node.value) {
        (Type::String, Literal::String(_))
        | (Type::Int, Literal::Int(_))
        | (Type::Bool, Literal::Bool(_)) => return,
        (Type::Named(definition), value) => match (&definition.shape, value) {
            (Shape::Text { .. }, Literal::String(_)) => return,
            (Shape::TextEnum(variants), Literal::String(text)) => {
                if variants.iter().any(|variant| variant.value == *text) {
                    return;
                }
                Some(variants.iter().map(|variant| variant.value.clone()).collect())
            }
            (Shape::IntEnum(variants), Literal::Int(int)) => {
                if variants.iter().any(|variant| variant.value == *int) {
                    return;
                }
                Some(variants.iter().map(|variant| variant.value.to_string()).collect())
            }
            _ => None,
        },
        _ => None,
    };
    let problem = match known {
        Some(known) => {
            let message = format!("`{}` is not a value of `{}`", node.value, path.text);
            let problem = Problem::new(Rule::BadValue, &node.span, message, "not in its enum");
            problem.help(format!("one of: {}", known.join(", ")))
        }
        None => {
            let message = format!("a state that is not of the type of `{}`", path.text);
            Problem::new(Rule::BadValue, &node.span, message, "of another type")
        }
    };
    problems.add(problem);
}

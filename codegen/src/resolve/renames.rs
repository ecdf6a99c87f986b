//! `renamed_from`: a former name. It must not be in use, or a
//! comparison with an older spec would confuse two things.

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostic::{Problem, Problems, Rule};
use crate::naming;
use crate::syntax::{Documents, FieldDoc, Literal, Node, ShapeDoc, TypeDoc, ValueDoc};

pub(super) fn check(documents: &Documents, problems: &mut Problems) {
    let endpoints = &documents.endpoints;
    let renamed = endpoints.iter().map(|doc| (doc.id.as_str(), doc.renamed_from.as_ref()));
    check_names(renamed, "an endpoint", naming::is_snake_case, problems);
    check_types(&documents.types, problems);
    for document in endpoints {
        check_types(&document.types, problems);
        check_fields(document.request_fields(), problems);
        check_fields(document.response_fields(), problems);
    }
}

fn check_types(types: &[TypeDoc], problems: &mut Problems) {
    let renamed = types.iter().map(|doc| (doc.name.value.as_str(), doc.renamed_from.as_ref()));
    check_names(renamed, "a type", naming::is_pascal_case, problems);
    for document in types {
        check_shape(document.shape(), problems);
    }
}

fn check_fields(fields: &[FieldDoc], problems: &mut Problems) {
    let renamed = fields.iter().map(|doc| (doc.name.value.as_str(), doc.renamed_from.as_ref()));
    check_names(renamed, "a field", |_| true, problems);
    for field in fields {
        check_shape(field.shape(), problems);
    }
}

fn check_shape(shape: ShapeDoc<'_>, problems: &mut Problems) {
    if let Some(fields) = shape.fields {
        check_fields(&fields.value, problems);
    }
    if let Some(values) = shape.values {
        check_values(&values.value, problems);
    }
}

/// Checks the former names among things that are side by side.
fn check_names<'d>(
    renamed: impl Iterator<Item = (&'d str, Option<&'d Node<String>>)> + Clone,
    what: &str,
    is_name: fn(&str) -> bool,
    problems: &mut Problems,
) {
    let former: Vec<_> = renamed.clone().filter_map(|(_, former)| former).collect();
    if former.is_empty() {
        return;
    }
    let names: BTreeSet<_> = renamed.map(|(name, _)| name).collect();
    for node in &former {
        if names.contains(node.value.as_str()) {
            problems.add(in_use(node, &format!("`{}`", node.value), what));
        } else if !is_name(&node.value) {
            let message =
                format!("`{}` can't have been a name of {what}", node.value.escape_debug());
            problems.add(Problem::new(Rule::BadRename, &node.span, message, "never a name"));
        }
    }
    let distinct = |node: &&'d Node<String>| node.value.clone();
    check_twice(&former, distinct, |name| format!("`{name}`"), problems);
}

fn check_values(values: &[ValueDoc], problems: &mut Problems) {
    let former: Vec<_> = values.iter().filter_map(|doc| doc.renamed_from.as_ref()).collect();
    for node in &former {
        let mut values = values.iter().filter_map(|doc| doc.value.as_ref());
        let mut others = values.clone();
        if values.any(|value| value.value == node.value) {
            problems.add(in_use(node, &show(&node.value), "a value"));
        } else if !others.any(|value| is_alike(&value.value, &node.value)) {
            let message = format!("{} can't have been a value of this enum", show(&node.value));
            problems.add(Problem::new(Rule::BadRename, &node.span, message, "of another type"));
        }
    }
    check_twice(&former, |node| node.value.clone(), show, problems);
}

fn is_alike(one: &Literal, other: &Literal) -> bool {
    std::mem::discriminant(one) == std::mem::discriminant(other)
}

fn show(value: &Literal) -> String {
    match value {
        Literal::String(text) => format!("`{text}`"),
        Literal::Int(int) => int.to_string(),
        Literal::Float(float) => float.to_string(),
        Literal::Bool(flag) => flag.to_string(),
    }
}

fn in_use<T>(node: &Node<T>, name: &str, what: &str) -> Problem {
    let message = format!("{name} still exists");
    let label = format!("{what} has this name today");
    let problem = Problem::new(Rule::BadRename, &node.span, message, label);
    problem.help("`renamed_from` is the name that the thing had before; leave it out of a new one")
}

/// Two things can't have been one.
fn check_twice<'d, T, K: Ord>(
    former: &[&'d Node<T>],
    key: impl Fn(&&'d Node<T>) -> K,
    show: impl Fn(&K) -> String,
    problems: &mut Problems,
) {
    let mut seen: BTreeMap<K, &Node<T>> = BTreeMap::new();
    for node in former {
        let name = show(&key(node));
        if let Some(first) = seen.insert(key(node), node) {
            let message = format!("two things have the former name {name}");
            let problem = Problem::new(Rule::BadRename, &node.span, message, "again");
            problems.add(problem.other(&first.span, "first"));
        }
    }
}

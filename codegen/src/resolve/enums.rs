//! Enums: their values, and the names of their variants.

use std::collections::BTreeMap;

use crate::diagnostic::{Problem, Problems, Rule};
use crate::model::{Literal, Variant};
use crate::naming;
use crate::source::Span;
use crate::syntax::{Node, ValueDoc};

/// Reads a value, with the text to name it after.
pub(super) type Read<T> = fn(&Literal) -> Option<(T, String)>;

pub(super) fn text(literal: &Literal) -> Option<(String, String)> {
    match literal {
        Literal::String(text) => Some((text.clone(), text.clone())),
        _ => None,
    }
}

pub(super) fn int(literal: &Literal) -> Option<(i64, String)> {
    match literal {
        Literal::Int(int) => Some((*int, String::new())),
        _ => None,
    }
}

/// The variants of an enum whose type is written at `ty`, in order of name.
pub(super) fn variants<T>(
    values: &Node<Vec<ValueDoc>>,
    ty: &Span,
    read: Read<T>,
    problems: &mut Problems,
) -> Vec<Variant<T>> {
    let mut variants: BTreeMap<String, (Variant<T>, &Span)> = BTreeMap::new();
    for (document, span, value, text) in distinct(values, ty, read, problems) {
        let Some(name) = name(document, span, &text, problems) else {
            continue;
        };
        let doc = document.doc.as_ref().map(|doc| doc.value.clone());
        let renamed_from = document.renamed_from.as_ref().and_then(|node| read(&node.value));
        let renamed_from = renamed_from.map(|(value, _)| value);
        let variant = Variant { value, name: name.clone(), renamed_from, doc };
        if let Some((_, first)) = variants.insert(name.clone(), (variant, span)) {
            let message = format!("two values are named `{name}`");
            let problem =
                Problem::new(Rule::NameCollision, span, message, "again").other(first, "first");
            problems.add(problem.help("write { value = ..., name = \"...\" } for one of them"));
        }
    }
    variants.into_values().map(|(variant, _)| variant).collect()
}

/// Every value once, with its place and the text to name it after.
fn distinct<'d, T>(
    values: &'d Node<Vec<ValueDoc>>,
    ty: &Span,
    read: Read<T>,
    problems: &mut Problems,
) -> Vec<(&'d ValueDoc, &'d Span, T, String)> {
    let mut distinct = Vec::new();
    let mut seen: BTreeMap<&Literal, &Span> = BTreeMap::new();
    for document in &values.value {
        let Some(Node { value, span }) = &document.value else {
            continue;
        };
        if let Some(first) = seen.insert(value, span) {
            let problem = Problem::new(Rule::Repeated, span, "the same value twice", "again");
            problems.add(problem.other(first, "first"));
            continue;
        }
        let Some((value, text)) = read(value) else {
            let message = "a value that is not of the enum's type";
            let problem = Problem::new(Rule::BadValue, span, message, "of another type");
            problems.add(problem.other(ty, "than this"));
            // When the type is what is wrong, one value says it as well as all of them.
            return Vec::new();
        };
        distinct.push((document, span, value, text));
    }
    distinct
}

fn name(document: &ValueDoc, place: &Span, text: &str, problems: &mut Problems) -> Option<String> {
    let (name, span) = match &document.name {
        Some(name) => (naming::is_pascal_case(&name.value).then(|| name.value.clone()), &name.span),
        None => (naming::pascal_case(text), place),
    };
    match name.as_deref() {
        Some("Other" | "Self") => {
            let problem = Problem::new(
                Rule::ReservedName,
                span,
                "no value can have this name",
                "taken by the enum itself",
            );
            problems.add(problem.help("write { value = ..., name = \"...\" } with another name"));
            None
        }
        Some(_) => name,
        None => {
            let near = document.name.as_ref().and_then(|name| naming::pascal_case(&name.value));
            let label = if document.name.is_some() { "not in PascalCase" } else { "needs a name" };
            let problem =
                Problem::new(Rule::BadName, span, "no name in PascalCase for this value", label);
            problems.add(
                problem.help(match near {
                    Some(near) => format!("write `{near}`"),
                    None => "write { value = ..., name = \"CloudHosting\" }, with a name that fits"
                        .to_owned(),
                }),
            );
            None
        }
    }
}

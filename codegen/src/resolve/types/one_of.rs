//! One-ofs: alternatives that differ, and names that are on the wire once.

use std::collections::BTreeMap;

use crate::diagnostic::{Problem, Problems, Rule};
use crate::model::Field;
use crate::naming;
use crate::source::Span;
use crate::syntax::{FieldDoc, Node};

/// Checks the alternatives, and notes what the tag says of each.
pub(super) fn check(
    documents: &Node<Vec<FieldDoc>>,
    tag: Option<&Node<String>>,
    fields: &mut [Field],
    problems: &mut Problems,
) {
    if documents.value.len() < 2 {
        let message = "a one-of with fewer than two alternatives";
        let problem = Problem::new(Rule::BadType, &documents.span, message, "nothing to choose");
        problems.add(problem.help("write the field itself, optional where it may be absent"));
    }
    let mut values: BTreeMap<&str, &Span> = BTreeMap::new();
    let mut names: BTreeMap<String, &Span> = BTreeMap::new();
    // Both are in the order of their lines then.
    let mut in_order: Vec<_> = documents.value.iter().collect();
    in_order.sort_by_key(|document| &document.name.span);
    for (field, document) in fields.iter_mut().zip(in_order) {
        let place = &document.name.span;
        check_name(&field.ident, place, &mut names, problems);
        let said = document.value.as_ref().unwrap_or(&document.name);
        match (tag, &document.value) {
            (None, Some(value)) => {
                let message = "`value` in a one-of without a tag";
                let problem = Problem::new(Rule::Conflict, &value.span, message, "not applicable");
                problems.add(problem.help("write tag = \"...\" for the one-of, or remove it"));
            }
            (None, None) => {}
            (Some(_), _) => {
                field.value = Some(said.value.clone());
                if let Some(first) = values.insert(&said.value, &said.span) {
                    let message = format!("two alternatives with the value `{}`", said.value);
                    let problem = Problem::new(Rule::Repeated, &said.span, message, "again");
                    problems.add(problem.other(first, "first"));
                }
            }
        }
        if let Some(tag) = tag.filter(|tag| tag.value == field.wire) {
            problems.add(twice(&field.wire, place, &tag.span));
        }
    }
}

fn check_name<'d>(
    ident: &str,
    place: &'d Span,
    names: &mut BTreeMap<String, &'d Span>,
    problems: &mut Problems,
) {
    let name = naming::pascal_case(ident).unwrap_or_default();
    if matches!(name.as_str(), "Other" | "Self") {
        let message = "no alternative can have this name";
        let problem = Problem::new(Rule::ReservedName, place, message, "taken by the enum itself");
        problems.add(problem.help("give it another name with rust = \"...\""));
    }
    if let Some(first) = names.insert(name.clone(), place) {
        let message = format!("two alternatives are named `{name}`");
        let problem = Problem::new(Rule::NameCollision, place, message, "again");
        let problem = problem.other(first, "first");
        problems.add(problem.help("give one of them a name with rust = \"...\""));
    }
}

/// A name can be on the wire once: those of alternatives and tags are beside those of fields.
pub(super) fn check_beside(fields: &[(Field, &Span)], problems: &mut Problems) {
    let mut seen: BTreeMap<&str, &Span> = BTreeMap::new();
    for (field, span) in fields {
        for wire in field.wires() {
            if let Some(first) = seen.insert(wire, span)
                && (field.one_of().is_some() || first != *span)
            {
                problems.add(twice(wire, span, first));
            }
        }
    }
}

fn twice(wire: &str, span: &Span, first: &Span) -> Problem {
    let message = format!("`{wire}` would be in one object twice");
    let problem = Problem::new(Rule::NameCollision, span, message, "again").other(first, "first");
    problem.help("the alternatives of a one-of, and its tag, stand in the object around it")
}

//! `where`: which item a wait looks at.

use std::collections::BTreeMap;

use crate::diagnostic::{Problem, Problems, Rule};
use crate::model::{Field, Shape, Type, WaitKey};
use crate::naming;
use crate::resolve::way::{self, Through};
use crate::source::Span;
use crate::syntax::{Node, WaitDoc};

/// Without a list there is nothing to choose from.
pub(super) fn refuse(document: &WaitDoc, problems: &mut Problems) {
    if let Some(keys) = document.keys.as_ref().filter(|_| document.is_sound(&["items"])) {
        let message = "`where` without `items`";
        let problem = Problem::new(Rule::Conflict, &keys.span, message, "there is no list");
        problems.add(problem.help("name the list in `items`, or remove it"));
    }
}

pub(super) fn resolve(
    document: &WaitDoc,
    items: &Node<String>,
    fields: &[Field],
    problems: &mut Problems,
) -> Vec<WaitKey> {
    let keys = document.keys.as_ref().map_or(&[][..], |keys| &keys.value);
    if keys.is_empty() && document.is_sound(&["where"]) {
        let message = "`items` needs `where`";
        let problem = Problem::new(Rule::MissingKey, &items.span, message, "which item?");
        problems
            .add(problem.help("a field of the item and the argument, such as { env = \"env\" }"));
    }
    let mut arguments = BTreeMap::new();
    let mut resolved: Vec<_> = Vec::new();
    for (field, argument) in keys {
        check_argument(argument, &mut arguments, problems);
        let Some(path) = way::path(field, ("an item", fields), Through::Objects, problems) else {
            continue;
        };
        if !can_be_equal(&path.ty) {
            let needs = "a string, an int or a bool, and no secret";
            way::wrong(&field.span, &path.text, needs, problems);
        }
        resolved.push(WaitKey { path, argument: argument.value.clone() });
    }
    // The file's order says nothing; that of the arguments does.
    resolved.sort_by(|a, b| a.argument.cmp(&b.argument));
    resolved
}

fn check_argument<'d>(
    argument: &'d Node<String>,
    arguments: &mut BTreeMap<&'d str, &'d Span>,
    problems: &mut Problems,
) {
    let name = argument.value.as_str();
    if !naming::is_snake_case(name) || naming::is_hard_keyword(name) {
        let message = format!("no Rust name for the argument `{}`", name.escape_debug());
        let problem =
            Problem::new(Rule::BadName, &argument.span, message, "not a name in snake_case");
        let near = naming::snake_case(name).filter(|near| near != name);
        problems.add(match near {
            Some(near) => problem.help(format!("write {near:?}")),
            None => problem.help("such as \"env\""),
        });
    }
    if let Some(first) = arguments.insert(name, &argument.span) {
        let message = format!("two arguments are named `{name}`");
        let problem = Problem::new(Rule::NameCollision, &argument.span, message, "again");
        problems.add(problem.other(first, "first"));
    }
}

/// Whether an argument of the type can be compared with what comes.
fn can_be_equal(ty: &Type) -> bool {
    match way::plain(ty) {
        Type::String | Type::Int | Type::Bool => true,
        Type::Named(definition) => !matches!(definition.shape, Shape::Object(_)),
        _ => false,
    }
}

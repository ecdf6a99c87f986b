//! States to wait for: paths that lead somewhere, values that the state can have, and an end.

mod delay;
mod keys;
mod values;

use super::Resolved;
use super::way::{self, Through};
use crate::diagnostic::{Problem, Problems, Rule};
use crate::model::{Absence, Endpoint, Field, Items, Path, Shape, Type, Wait};
use crate::naming;
use crate::notation::words;
use crate::syntax::{EndpointDoc, Node, WaitDoc};

/// The waits of an endpoint in order of name; nothing is said about fields while they have problems
/// of their own.
pub(super) fn resolve(
    document: &EndpointDoc,
    resolved: &Resolved,
    problems: &mut Problems,
) -> Vec<Wait> {
    if let Some(first) = document.waits.first() {
        check_idempotent(document, first, problems);
    }
    let mut waits: Vec<_> =
        document.waits.iter().filter_map(|wait| one(wait, resolved, problems)).collect();
    waits.sort_by(|a, b| a.name.cmp(&b.name));
    waits
}

/// A wait makes the same call again and again.
fn check_idempotent(document: &EndpointDoc, first: &WaitDoc, problems: &mut Problems) {
    if let Some(idempotent) = document.idempotent.as_ref().filter(|node| !node.value) {
        let message = "a wait makes a call again that is not idempotent";
        let problem = Problem::new(Rule::Conflict, &first.name.span, message, "this wait");
        let problem = problem.other(&idempotent.span, "not idempotent");
        problems.add(problem.help("give the wait to the endpoint that only reads the state"));
    }
}

fn one(
    document: &WaitDoc,
    Resolved { endpoint, sound }: &Resolved,
    problems: &mut Problems,
) -> Option<Wait> {
    let before = problems.count();
    check_name(&document.name, problems);
    let absent = words::meaning(document.absent.as_ref(), problems);
    let absent = absent.unwrap_or(Absence::Retry);
    let delay = delay::resolve(document, problems);
    if !*sound {
        return None;
    }
    let items = match &document.items {
        Some(node) => Some(items(document, node, endpoint, problems)?),
        None => {
            keys::refuse(document, problems);
            None
        }
    };
    let looked_at = match &items {
        Some(items) => ("an item", fields(&items.item)),
        None => ("the response", endpoint.response.as_slice()),
    };
    let path = state(document, looked_at, problems);
    values::check(document, path.as_ref(), problems);
    check_end(document, items.is_some(), absent, problems);
    let reason = reason(document, looked_at, problems);
    let delay = delay?;
    (problems.count() == before).then(|| Wait {
        name: document.name.value.clone(),
        doc: document.doc.as_ref().map(|doc| doc.value.clone()).unwrap_or_default(),
        items,
        path,
        success: values::all(&document.success),
        failure: values::all(&document.failure),
        reason,
        absent,
        delay,
    })
}

fn check_name(name: &Node<String>, problems: &mut Problems) {
    if !naming::is_snake_case(&name.value) || naming::is_hard_keyword(&name.value) {
        let message = format!("no Rust name for the wait `{}`", name.value.escape_debug());
        let problem = Problem::new(Rule::BadName, &name.span, message, "not a name in snake_case");
        let near = naming::snake_case(&name.value).filter(|near| *near != name.value);
        problems.add(match near {
            Some(near) => problem.help(format!("write [wait.{near}]")),
            None => problem.help("such as [wait.normal]"),
        });
    }
}

/// The list that it looks into, and which item of it.
fn items(
    document: &WaitDoc,
    node: &Node<String>,
    endpoint: &Endpoint,
    problems: &mut Problems,
) -> Option<Items> {
    let path = way::path(node, ("the response", &endpoint.response), Through::Lists, problems)?;
    let item = match path.ty.clone() {
        Type::List(item) if !fields(&item).is_empty() => *item,
        _ => {
            way::wrong(&node.span, &path.text, "a list of objects", problems);
            return None;
        }
    };
    let keys = keys::resolve(document, node, fields(&item), problems);
    Some(Items { path, item, keys })
}

/// The fields of an item.
fn fields(item: &Type) -> &[Field] {
    match item {
        Type::Named(definition) => match &definition.shape {
            Shape::Object(fields) => fields,
            _ => &[],
        },
        _ => &[],
    }
}

fn state(document: &WaitDoc, fields: (&str, &[Field]), problems: &mut Problems) -> Option<Path> {
    let node = document.path.as_ref()?;
    let path = way::path(node, fields, Through::Objects, problems)?;
    if !values::is_state(&path.ty) {
        way::wrong(&node.span, &path.text, "a string, an int or a bool, and no secret", problems);
        return None;
    }
    Some(path)
}

fn reason(document: &WaitDoc, fields: (&str, &[Field]), problems: &mut Problems) -> Option<Path> {
    let node = document.reason.as_ref()?;
    if document.failure.is_none() {
        let message = "`reason` without `failure`";
        problems.add(Problem::new(Rule::Conflict, &node.span, message, "nothing fails"));
    }
    let path = way::path(node, fields, Through::Objects, problems)?;
    if !values::is_state(&path.ty) {
        way::wrong(&node.span, &path.text, "a string, an int or a bool, and no secret", problems);
    }
    Some(path)
}

/// Something must end it well.
fn check_end(document: &WaitDoc, has_items: bool, absent: Absence, problems: &mut Problems) {
    let ends = document.success.as_ref().is_some_and(|values| !values.is_empty())
        || absent == Absence::Success
        || (document.path.is_none() && has_items);
    if !ends && document.is_sound(&["path", "success", "absent"]) {
        let message = "nothing ends this wait";
        let problem = Problem::new(Rule::Conflict, &document.name.span, message, "waits forever");
        problems.add(problem.help(
            "write `path` and `success`, or absent = \"success\", or `items` and `where` alone to wait until there is such an item",
        ));
    }
}

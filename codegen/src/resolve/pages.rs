//! How lists come in pages: fields that exist, of types that fit, and an end.

use super::Resolved;
use super::way::{self, Through, plain};
use crate::diagnostic::{Problem, Problems, Rule};
use crate::model::{Endpoint, Field, PageStyle, Pages, Path, Shape, Type};
use crate::notation::words;
use crate::syntax::{EndpointDoc, Node, PagesDoc};

/// The pages of an endpoint; nothing is said about fields while they have problems of their own.
pub(super) fn resolve(
    document: &EndpointDoc,
    resolved: &Resolved,
    problems: &mut Problems,
) -> Option<Pages> {
    let pages = document.pages.as_ref()?;
    let style = words::meaning(pages.style.as_ref(), problems)?;
    let before = problems.count();
    refuse_others(pages, style, problems);
    if !resolved.sound {
        return None;
    }
    let endpoint = &resolved.endpoint;
    let position = position(pages, style, &endpoint.request, problems);
    let size = size(pages, &endpoint.request, problems);
    let items = items(pages, &endpoint.response, problems);
    let mut find = |node: &Option<Node<String>>, is: fn(&Type) -> bool, needs: &str| {
        ending(node.as_ref()?, &endpoint.response, (is, needs), problems)
    };
    let total = find(&pages.total, is_int, "an int");
    let more = find(&pages.more, is_flag, "a bool or an int");
    let next = find(&pages.next, is_text, "a string or an int");
    let end_errcode = end_errcode(pages, endpoint, problems);
    let (position, (items, item)) = position.zip(items).filter(|_| problems.count() == before)?;
    Some(Pages { style, position, size, items, item, total, more, next, end_errcode })
}

/// Each style has keys of its own.
fn refuse_others(pages: &PagesDoc, style: PageStyle, problems: &mut Problems) {
    let own: &[(&str, PageStyle, &Option<Node<String>>)] = &[
        ("offset", PageStyle::Offset, &pages.offset),
        ("page", PageStyle::Page, &pages.page),
        ("marker", PageStyle::Marker, &pages.marker),
        ("next", PageStyle::Marker, &pages.next),
    ];
    let word = words::word(style);
    for (key, of, node) in own {
        match node {
            Some(node) if *of != style => {
                let message = format!("`{key}` is not allowed with the style `{word}`");
                problems.add(Problem::new(Rule::Conflict, &node.span, message, "not applicable"));
            }
            None if *of == style && pages.is_sound(&[key]) => {
                let message = format!("the style `{word}` needs `{key}`");
                let problem = Problem::new(Rule::MissingKey, &pages.span, message, "missing here");
                let help = if *key == "next" { NEXT } else { POSITION };
                problems.add(problem.help(help));
            }
            _ => {}
        }
    }
}

const NEXT: &str = "the marker of the next page, as a path in the response";
const POSITION: &str = "the field of the request that says which page it is";

/// The field that says which page it is: the client sets it.
fn position(
    pages: &PagesDoc,
    style: PageStyle,
    request: &[Field],
    problems: &mut Problems,
) -> Option<String> {
    let (node, is, needs): (_, fn(&Type) -> bool, _) = match style {
        PageStyle::Offset => (&pages.offset, is_int, "an int"),
        PageStyle::Page => (&pages.page, is_int, "an int"),
        PageStyle::Marker => (&pages.marker, is_plain_text, "a string without an enum"),
    };
    set_by_client(node.as_ref()?, request, is, needs, problems)
}

fn size(pages: &PagesDoc, request: &[Field], problems: &mut Problems) -> Option<String> {
    set_by_client(pages.size.as_ref()?, request, is_int, "an int", problems)
}

fn set_by_client(
    node: &Node<String>,
    request: &[Field],
    is: fn(&Type) -> bool,
    needs: &str,
    problems: &mut Problems,
) -> Option<String> {
    let field = way::field(node, request, problems)?;
    if field.fixed.is_some() {
        let message = format!("`{}` is fixed, so no page can set it", field.wire);
        problems.add(Problem::new(Rule::WrongField, &node.span, message, "fixed"));
    } else if !is(&field.ty) {
        way::wrong(&node.span, &field.wire, needs, problems);
    } else {
        return Some(field.wire.clone());
    }
    None
}

fn items(pages: &PagesDoc, response: &[Field], problems: &mut Problems) -> Option<(Path, Type)> {
    let node = pages.items.as_ref()?;
    let path = way::path(node, ("the response", response), Through::Objects, problems)?;
    if path.wire().any(|step| step == crate::model::LAST) {
        way::wrong(
            &node.span,
            &path.text,
            "a list that is reached through objects alone",
            problems,
        );
        return None;
    }
    match path.ty.clone() {
        Type::List(item) => Some((path, *item)),
        _ => {
            way::wrong(&node.span, &path.text, "a list", problems);
            None
        }
    }
}

fn ending(
    node: &Node<String>,
    response: &[Field],
    (is, needs): (fn(&Type) -> bool, &str),
    problems: &mut Problems,
) -> Option<Path> {
    let path = way::path(node, ("the response", response), Through::Objects, problems)?;
    if !is(&path.ty) {
        way::wrong(&node.span, &path.text, needs, problems);
    }
    Some(path)
}

fn is_int(ty: &Type) -> bool {
    matches!(plain(ty), Type::Int)
}

fn is_flag(ty: &Type) -> bool {
    matches!(plain(ty), Type::Bool | Type::Int)
}

fn is_text(ty: &Type) -> bool {
    is_int(ty) || is_plain_text(ty)
}

fn is_plain_text(ty: &Type) -> bool {
    match ty {
        Type::String => true,
        Type::Named(definition) => matches!(definition.shape, Shape::Text { .. }),
        _ => false,
    }
}

/// Only a code that the page lists can end a list.
fn end_errcode(pages: &PagesDoc, endpoint: &Endpoint, problems: &mut Problems) -> Option<i64> {
    let node = pages.end_errcode.as_ref()?;
    if !endpoint.errcodes.iter().any(|record| record.code == node.value) {
        let message = format!("`errcodes` of the endpoint does not list {}", node.value);
        let problem = Problem::new(Rule::UnknownErrcode, &node.span, message, "not listed");
        problems.add(problem.help("list it there, if the page does"));
    }
    Some(node.value)
}

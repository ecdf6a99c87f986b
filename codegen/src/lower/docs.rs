//! The documentation of generated items.

pub(super) mod method;
pub(super) mod module;
mod several;

use super::markdown::{code, escaped, paragraph};
use crate::item::Direction;
use crate::model::{Endpoint, Errcode, Field, Literal, TokenKind, Type};
use crate::naming;
use crate::notation::words;
use crate::options::Runtime;

pub(super) fn request(endpoint: &Endpoint) -> Vec<String> {
    let mut doc = vec![format!("The request of `{}`.", endpoint.name)];
    doc.extend(fixed(&endpoint.request));
    doc
}

/// Fields that are sent without being members.
pub(super) fn fixed(fields: &[Field]) -> Vec<String> {
    let mut lines = Vec::new();
    for field in fields {
        let value = match &field.fixed {
            None => continue,
            Some(Literal::String(text)) => format!("{text:?}"),
            Some(Literal::Int(int)) => int.to_string(),
            Some(Literal::Bool(flag)) => flag.to_string(),
        };
        let (wire, value) = (code(&field.wire), code(&value));
        lines.extend([
            String::new(),
            format!("Always sent along: {wire} = {value}. {}", paragraph(&field.doc)),
        ]);
    }
    lines
}

pub(super) fn response(endpoint: &Endpoint) -> Vec<String> {
    let nothing = endpoint.response.is_empty();
    let more = if nothing { " Nothing beyond success." } else { "" };
    vec![format!("The response of `{}`.{more}", endpoint.name)]
}

pub(super) fn text_type(doc: String, pattern: Option<&str>) -> Vec<String> {
    let Some(pattern) = pattern else {
        return vec![doc];
    };
    let rule = format!("WeChat documents the form {}; it is not checked here.", code(pattern));
    vec![doc, String::new(), rule]
}

pub(super) fn variant(value: &str, renamed_from: Option<&str>, doc: Option<&str>) -> String {
    let doc = match doc {
        Some(doc) => format!("{}: {}", code(value), paragraph(doc)),
        None => format!("{}.", code(value)),
    };
    doc + &formerly(renamed_from)
}

/// What somebody may still search for.
pub(super) fn formerly(name: Option<&str>) -> String {
    name.map_or(String::new(), |name| format!(" Formerly {}.", code(name)))
}

/// What a field is, the limits that its page states, and what its absence means.
pub(super) fn field(field: &Field, direction: Direction) -> String {
    let doc = paragraph(&field.doc);
    let limits = limits(field).map_or(String::new(), |limits| format!(" {limits}."));
    let essential = if field.essential && direction.received { ESSENTIAL } else { "" };
    doc + &limits + essential + &formerly(field.renamed_from.as_deref())
}

const ESSENTIAL: &str = " A response without it is an error.";

/// The limits that a page states, as a sentence without its full stop.
pub fn limits(field: &Field) -> Option<String> {
    let unit = match &field.ty {
        Type::List(_) => " item",
        Type::String | Type::Secret | Type::Named(_) => " character",
        _ => "",
    };
    let counted = |number: i64| {
        let plural = if unit.is_empty() || number == 1 { "" } else { "s" };
        format!("{number}{unit}{plural}")
    };
    Some(match (field.limits.min, field.limits.max) {
        (None, None) => return None,
        (Some(min), None) => format!("At least {}", counted(min)),
        (None, Some(max)) => format!("At most {}", counted(max)),
        (Some(min), Some(max)) if min == max => format!("Exactly {}", counted(max)),
        (Some(min), Some(max)) => format!("From {min} to {}", counted(max)),
    })
}

/// `a component_access_token or an authorizer_access_token`; `None` without tokens.
pub(super) fn tokens(endpoint: &Endpoint) -> Option<String> {
    let name = |kind: &TokenKind| match kind {
        TokenKind::Component => "a component_access_token",
        TokenKind::Authorizer => "an authorizer_access_token",
        TokenKind::App => "a mini program's own access_token",
    };
    let names: Vec<_> = endpoint.tokens.iter().map(name).collect();
    (!names.is_empty()).then(|| names.join(" or "))
}

/// The vendor's name, perhaps as a link, the call and the token: what identifies an endpoint.
fn wire_line(endpoint: &Endpoint, link: Option<&str>) -> String {
    let method = words::word(endpoint.method);
    let takes = tokens(endpoint).map_or("no token".to_owned(), |tokens| escaped(&tokens));
    let name = match link {
        Some(link) => format!("[`{}`]({link})", endpoint.name),
        None => format!("`{}`", endpoint.name),
    };
    format!("{name}: `{method} {}`, with {takes}.", endpoint.path)
}

/// An errcode as a link to its record.
fn errcode(errcode: &Errcode, runtime: Runtime) -> String {
    match runtime {
        Runtime::Own => format!("[`{0}`](crate::Errcode::{0})", errcode.name),
        Runtime::Dependency => {
            let constant = naming::constant_case(&errcode.name);
            format!("[`{constant}`](errcode::{constant})")
        }
    }
}

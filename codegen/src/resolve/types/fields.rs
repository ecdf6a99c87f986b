//! Fields: names, types, and keys that exclude each other.

use super::{Owner, Types, one_of};
use crate::diagnostic::{Problem, Problems, Rule};
use crate::model::{Deprecation, Field, FieldPlace, Literal, Type};
use crate::naming;
use crate::notation::{FIELD, Side, words};
use crate::resolve::{defaults, limits, text};
use crate::source::Span;
use crate::syntax::{DeprecatedDoc, FieldDoc, Node};

/// The fields in the order of their lines, which is that of the vendor's table.
pub(in crate::resolve) fn resolve<'d>(
    documents: &'d [FieldDoc],
    side: Side,
    types: &mut Types<'d>,
    problems: &mut Problems,
) -> Vec<Field> {
    let mut read =
        |document: &'d FieldDoc| (field(document, side, types, problems), &document.name.span);
    let mut fields: Vec<(Field, &Span)> = documents.iter().map(&mut read).collect();
    fields.sort_by(|(a, _), (b, _)| a.ident.cmp(&b.ident));
    for (first, again) in fields.iter().zip(fields.iter().skip(1)) {
        if first.0.ident == again.0.ident {
            problems.add(collision(first, again));
        }
    }
    check_instead(documents, problems);
    // Alternatives have their own names, whatever they are.
    if side != Side::Alternative {
        one_of::check_beside(&fields, problems);
    }
    fields.sort_by_key(|(_, span)| *span);
    fields.into_iter().map(|(field, _)| field).collect()
}

fn collision((first, place): &(Field, &Span), (again, span): &(Field, &Span)) -> Problem {
    let Field { wire, ident, .. } = again;
    let message = format!("fields `{}` and `{wire}` are both `{ident}` in Rust", first.wire);
    let problem = Problem::new(Rule::NameCollision, span, message, "again").other(place, "first");
    problem.help("give one of them a name with rust = \"...\"")
}

fn field<'d>(
    document: &'d FieldDoc,
    side: Side,
    types: &mut Types<'d>,
    problems: &mut Problems,
) -> Field {
    let doc = document.doc.as_ref().map_or("", |doc| &doc.value);
    let ident = ident(document, problems);
    check_side(document, side, problems);
    let owner =
        Owner { ident: ident.as_deref().unwrap_or_default(), span: &document.name.span, doc };
    let place = words::meaning(document.place.as_ref(), problems);
    let place = place.unwrap_or(FieldPlace::Body);
    let ty = types.field_type(document.shape(), &owner, problems);
    if let Some(ty) = &ty {
        check_secret(ty, document, problems);
        check_fixed(ty, document, problems);
        text::check(ty, document, problems);
        if place.is_single() {
            check_single(ty, place, document, problems);
        }
        if matches!(ty, Type::File) && side != Side::Request {
            problems.add(file_elsewhere(document));
        }
    }
    let limits = limits::resolve(ty.as_ref(), document, problems);
    let default = defaults::resolve(ty.as_ref(), limits, document, problems);
    Field {
        wire: document.name.value.clone(),
        ident: ident.unwrap_or_else(|| document.name.value.clone()),
        renamed_from: document.renamed_from.as_ref().map(|name| name.value.clone()),
        doc: doc.to_owned(),
        ty: text::apply(with_secret(ty.unwrap_or(Type::Json), document), document),
        optional: document.optional.as_ref().is_some_and(|node| node.value),
        essential: document.essential.as_ref().is_some_and(|node| node.value),
        fixed: document.fixed.as_ref().map(|node| node.value.clone()),
        place,
        limits,
        default,
        value: None,
        deprecated: document.deprecated.as_ref().map(deprecation),
    }
}

fn deprecation(document: &DeprecatedDoc) -> Deprecation {
    let said = |node: &Option<Node<String>>| node.as_ref().map(|node| node.value.clone());
    Deprecation { since: said(&document.since), instead: said(&document.instead) }
}

/// What is said to be used instead must be there, and not be the field itself.
fn check_instead(documents: &[FieldDoc], problems: &mut Problems) {
    for document in documents {
        let deprecated = document.deprecated.as_ref();
        let Some(instead) = deprecated.and_then(|deprecated| deprecated.instead.as_ref()) else {
            continue;
        };
        let name = |other: &&FieldDoc| other.name.value != document.name.value;
        let mut others = documents.iter().filter(name).map(|other| other.name.value.as_str());
        if !others.clone().any(|other| other == instead.value) {
            let message = format!("there is no other field `{}` in this table", instead.value);
            let problem = Problem::new(Rule::UnknownField, &instead.span, message, "no such field");
            problems.add(problem.did_you_mean(&instead.value, &mut others));
        }
    }
}

/// The name in Rust; `None` for what has been reported.
fn ident(document: &FieldDoc, problems: &mut Problems) -> Option<String> {
    let wire = &document.name;
    if wire.value.is_empty() || wire.value.chars().any(char::is_control) {
        let message = format!("invalid field name `{}`", wire.value.escape_debug());
        let problem = Problem::new(Rule::BadName, &wire.span, message, "empty, or not printable");
        problems.add(problem.help("write the name as it is on the wire"));
        return None;
    }
    let (ident, span) = match &document.rust {
        Some(name) => (naming::is_snake_case(&name.value).then(|| name.value.clone()), &name.span),
        None => (naming::snake_case(&wire.value), &wire.span),
    };
    let ident = ident.filter(|ident| !naming::is_hard_keyword(ident));
    if ident.is_none() {
        let message = format!("no Rust name for the field `{}`", wire.value);
        let problem = Problem::new(Rule::BadName, span, message, "not a name in snake_case");
        let given = document.rust.as_ref().and_then(|name| naming::snake_case(&name.value));
        problems.add(problem.help(match given {
            Some(near) => format!("write rust = \"{near}\""),
            None => "give it one with rust = \"some_name\"".to_owned(),
        }));
    }
    ident
}

/// Keys that say how a field is sent have no place where fields are received, and the other way round.
fn check_side(document: &FieldDoc, side: Side, problems: &mut Problems) {
    let mut refuse = |key: &str, span: &Span, why: &str| {
        let message = format!("`{key}` is not allowed here");
        problems.add(Problem::new(Rule::Conflict, span, message, why));
    };
    for key in FIELD.keys {
        let here = key.not.iter().find(|(not, _)| *not == side);
        let Some((_, why)) = here.filter(|_| document.says(key)) else {
            continue;
        };
        if let Some(span) = document.place_of(key.name) {
            refuse(key.name, span, why);
        }
    }
    let optional = document.optional.as_ref().filter(|node| node.value);
    if let (Some(optional), Some(_)) = (optional, &document.fixed) {
        refuse("optional", &optional.span, "a fixed field is always sent");
    }
    let essential = document.essential.as_ref().filter(|node| node.value && side != Side::Request);
    if let (Some(essential), Some(_)) = (essential, &document.fixed) {
        refuse("essential", &essential.span, "a fixed field is not read");
    } else if let (Some(essential), Some(_)) = (essential, optional) {
        refuse("essential", &essential.span, "an optional field may be absent");
    }
    if side == Side::Response && matches!(document.name.value.as_str(), "errcode" | "errmsg") {
        refuse(&document.name.value, &document.name.span, "part of every response; leave it out");
    }
}

fn check_secret(ty: &Type, document: &FieldDoc, problems: &mut Problems) {
    let Some(secret) = document.secret.as_ref().filter(|node| node.value) else {
        return;
    };
    if !is_string(ty) {
        let message = "only a string can be secret";
        let problem =
            Problem::new(Rule::Conflict, &secret.span, message, "on a field of another type");
        let ty = document.ty.as_ref();
        let problem = ty.map_or(problem.clone(), |ty| problem.other(&ty.span, "this type"));
        problems.add(
            problem.help("mark the strings inside it; a secret has neither an enum nor a pattern"),
        );
    } else if let Some(fixed) = &document.fixed {
        let message = "a fixed value is not a secret";
        let problem = Problem::new(Rule::Conflict, &secret.span, message, "excluded");
        problems.add(problem.other(&fixed.span, "by this value"));
    }
}

/// Whether a type is `string`, or a list or a map of it.
fn is_string(ty: &Type) -> bool {
    match ty {
        Type::String => true,
        Type::List(item) | Type::Map(item) => is_string(item),
        _ => false,
    }
}

fn with_secret(ty: Type, document: &FieldDoc) -> Type {
    let secret = document.secret.as_ref().is_some_and(|node| node.value);
    match ty {
        Type::String if secret => Type::Secret,
        Type::List(item) if secret => Type::List(Box::new(with_secret(*item, document))),
        Type::Map(item) if secret => Type::Map(Box::new(with_secret(*item, document))),
        ty => ty,
    }
}

fn check_fixed(ty: &Type, document: &FieldDoc, problems: &mut Problems) {
    let Some(Node { value, span }) = &document.fixed else {
        return;
    };
    let fits = matches!(
        (ty, value),
        (Type::String, Literal::String(_))
            | (Type::Int, Literal::Int(_))
            | (Type::Float, Literal::Float(_))
            | (Type::Bool, Literal::Bool(_))
    );
    if !fits {
        let message = "a fixed value that is not of its field's type";
        let problem = Problem::new(Rule::BadValue, span, message, "of another type");
        let problem = problem.help(
            "only a string, a number or a bool can be fixed, with neither an enum nor a pattern",
        );
        let ty = document.ty.as_ref();
        problems.add(ty.map_or(problem.clone(), |ty| problem.other(&ty.span, "than this")));
    }
}

/// Query strings, paths and headers hold single values.
fn check_single(ty: &Type, place: FieldPlace, document: &FieldDoc, problems: &mut Problems) {
    let is_text = document.text.as_ref().is_some_and(|node| node.value);
    let single = ty.is_single() || (is_text && matches!(ty, Type::Json));
    if !single {
        let span = document.ty.as_ref().map_or(&document.name.span, |ty| &ty.span);
        let how = match place {
            FieldPlace::Path => "in the path",
            FieldPlace::Header => "as a header",
            _ => "in the query string",
        };
        let message = format!("`{}` can't travel {how}", document.name.value);
        let problem = Problem::new(Rule::BadQueryField, span, message, "not a single value");
        problems.add(problem.help("only a string, a number, a bool or an enum can"));
    }
}

fn file_elsewhere(document: &FieldDoc) -> Problem {
    let span = document.ty.as_ref().map_or(&document.name.span, |ty| &ty.span);
    let message = "a file is only a field of [request] itself";
    let problem = Problem::new(Rule::Conflict, span, message, "not allowed here");
    problem.help("for a response that is a file, write response_body = \"bytes\"")
}

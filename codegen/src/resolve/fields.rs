//! Fields: names, types, and keys that exclude each other.

use std::collections::BTreeMap;

use super::types::{Owner, Types};
use super::words;
use crate::diagnostic::{Problem, Problems};
use crate::rule::Rule;
use crate::model::{Field, Literal, Type};
use crate::naming;
use crate::source::Span;
use crate::syntax::{FieldDoc, Node};

/// Where a list of fields stands.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Side {
    Request,
    Response,
    Object,
}

/// The fields in order of their Rust names.
pub(super) fn resolve<'d>(
    documents: &'d [FieldDoc],
    side: Side,
    types: &mut Types<'d>,
    problems: &mut Problems,
) -> Vec<Field> {
    let mut fields: BTreeMap<String, (Field, &Span)> = BTreeMap::new();
    for document in documents {
        let field = field(document, side, types, problems);
        let span = &document.name.span;
        let ident = field.ident.clone();
        if let Some((other, first)) = fields.insert(ident.clone(), (field, span)) {
            let (wire, other) = (&document.name.value, &other.wire);
            let message = format!("fields `{other}` and `{wire}` are both `{ident}` in Rust");
            let problem = Problem::new(Rule::NameCollision, span, message, "again").other(first, "first");
            problems.add(problem.help("give one of them a name with rust = \"...\""));
        }
    }
    fields.into_values().map(|(field, _)| field).collect()
}

fn field<'d>(document: &'d FieldDoc, side: Side, types: &mut Types<'d>, problems: &mut Problems) -> Field {
    let wire = document.name.value.clone();
    let doc = document.doc.as_ref().map_or("", |doc| &doc.value);
    let ident = ident(document, problems);
    check_side(document, side, problems);
    let owner = Owner {
        name: naming::pascal_case(&ident).unwrap_or_default(),
        span: &document.name.span,
        doc,
    };
    let ty = types.field_type(&document.shape, &owner, problems);
    let ty = with_secret(ty, document, problems);
    let fixed = fixed(&ty, document, problems);
    let in_query = words::meaning(document.place.as_ref(), words::PLACES, "place", problems);
    let in_query = in_query == Some(true);
    if in_query {
        check_query(&ty, document, problems);
    }
    Field {
        wire,
        ident,
        doc: doc.to_owned(),
        ty,
        optional: document.optional.as_ref().is_some_and(|node| node.value),
        fixed,
        in_query,
    }
}

fn ident(document: &FieldDoc, problems: &mut Problems) -> String {
    let wire = &document.name;
    if wire.value.is_empty() || wire.value.chars().any(char::is_control) {
        let message = format!("`{}` is no name of a field", wire.value.escape_debug());
        problems.add(Problem::new(Rule::BadName, &wire.span, message, "empty, or not printable"));
        return String::new();
    }
    let (ident, span) = match &document.rust {
        Some(name) => (naming::is_snake_case(&name.value).then(|| name.value.clone()), &name.span),
        None => (naming::snake_case(&wire.value), &wire.span),
    };
    match ident {
        Some(ident) if !naming::is_hard_keyword(&ident) => ident,
        _ => {
            let message = format!("no Rust name for the field `{}`", wire.value);
            let problem = Problem::new(Rule::BadName, span, message, "not a name in snake_case");
            problems.add(problem.help("give it one with rust = \"some_name\""));
            wire.value.clone()
        }
    }
}

/// Keys that say how a field is sent have no place where fields are received.
fn check_side(document: &FieldDoc, side: Side, problems: &mut Problems) {
    let mut refuse = |key: &str, span: &Span, why: &str| {
        let message = format!("`{key}` does not go here");
        problems.add(Problem::new(Rule::Conflict, span, message, why));
    };
    if let Some(place) = document.place.as_ref().filter(|_| side != Side::Request) {
        refuse("in", &place.span, "only a field of [request] has a place");
    }
    if let Some(fixed) = document.fixed.as_ref().filter(|_| side == Side::Response) {
        refuse("fixed", &fixed.span, "a response is not ours to fix");
    }
    let optional = document.optional.as_ref().filter(|node| node.value);
    if let (Some(optional), Some(_)) = (optional, &document.fixed) {
        refuse("optional", &optional.span, "a fixed field is always sent");
    }
    if side == Side::Response && matches!(document.name.value.as_str(), "errcode" | "errmsg") {
        refuse(&document.name.value, &document.name.span, "part of every answer; leave it out");
    }
}

fn with_secret(ty: Type, document: &FieldDoc, problems: &mut Problems) -> Type {
    let Some(secret) = document.secret.as_ref().filter(|node| node.value) else {
        return ty;
    };
    match ty {
        Type::String => Type::Secret,
        ty => {
            let message = "only a string can be secret";
            let problem = Problem::new(Rule::Conflict, &secret.span, message, "on a field of another type");
            problems.add(problem.help("mark the strings inside it"));
            ty
        }
    }
}

fn fixed(ty: &Type, document: &FieldDoc, problems: &mut Problems) -> Option<Literal> {
    let Node { value, span } = document.fixed.as_ref()?;
    let fits = matches!(
        (ty, value),
        (Type::String, Literal::String(_)) | (Type::Int, Literal::Int(_)) | (Type::Bool, Literal::Bool(_))
    );
    if !fits {
        let message = "a fixed value has to be of its field's type, which is string, int or bool";
        problems.add(Problem::new(Rule::BadValue, span, message, "of another type"));
    }
    Some(value.clone())
}

fn check_query(ty: &Type, document: &FieldDoc, problems: &mut Problems) {
    use crate::model::Shape;
    let single = match ty {
        Type::Named(definition) => !matches!(definition.shape, Shape::Object(_)),
        Type::List(_) | Type::Json => false,
        _ => true,
    };
    if !single {
        let span = document.shape.ty.as_ref().map_or(&document.name.span, |ty| &ty.span);
        let message = format!("`{}` can't travel in the query string", document.name.value);
        let problem = Problem::new(Rule::BadQueryField, span, message, "not a single value");
        problems.add(problem.help("only a string, a number, a bool or an enum can"));
    }
}

//! Defaults: each on an optional field, and a value that the field can have.

use crate::diagnostic::{Problem, Problems, Rule};
use crate::leaf::Float;
use crate::model::{Limits, Literal, Number, Shape, Type};
use crate::source::Span;
use crate::syntax::{FieldDoc, Node};

/// The default of a field; nothing where it has been reported, as has a type that is missing.
pub(super) fn resolve(
    ty: Option<&Type>,
    limits: Limits,
    document: &FieldDoc,
    problems: &mut Problems,
) -> Option<Literal> {
    let (Some(ty), Some(Node { value, span })) = (ty, &document.default) else {
        return None;
    };
    let wrong = misplaced(span, document).or_else(|| match of_type(ty, value) {
        Fit::Never => Some(not_applicable(span, document)),
        Fit::Wrong(why) => Some(bad(span, &why, document)),
        Fit::Right => outside(value, limits).map(|why| bad(span, &why, document)),
    });
    match wrong {
        Some(problem) => {
            problems.add(problem);
            None
        }
        None => Some(as_is(ty, value)),
    }
}

fn misplaced(span: &Span, document: &FieldDoc) -> Option<Problem> {
    if let Some(fixed) = &document.fixed {
        let message = "a fixed field is never left out";
        let problem = Problem::new(Rule::Conflict, span, message, "excluded");
        return Some(problem.other(&fixed.span, "by this value"));
    }
    if document.optional.as_ref().is_some_and(|node| node.value) {
        return None;
    }
    let message = "a default of a field that is never left out";
    let problem = Problem::new(Rule::Conflict, span, message, "needs an optional field");
    Some(problem.help("write optional = true, or remove the default"))
}

/// Whether a value is of a type.
enum Fit {
    /// No default is of this type.
    Never,
    Wrong(String),
    Right,
}

fn of_type(ty: &Type, value: &Literal) -> Fit {
    let fits = match (ty, value) {
        (Type::InText(inner), value) => return of_type(inner, value),
        (Type::Named(definition), value) => return of_shape(&definition.shape, value),
        (Type::String, Literal::String(_))
        | (Type::Int, Literal::Int(_))
        | (Type::Float, Literal::Int(_) | Literal::Float(_))
        | (Type::StringOrInt, Literal::String(_) | Literal::Int(_))
        | (Type::Bool, Literal::Bool(_)) => true,
        (Type::String | Type::Int | Type::Float | Type::StringOrInt | Type::Bool, _) => false,
        _ => return Fit::Never,
    };
    if fits { Fit::Right } else { Fit::Wrong("is not of the field's type".to_owned()) }
}

fn of_shape(shape: &Shape, value: &Literal) -> Fit {
    let (listed, ty) = match (shape, value) {
        (Shape::TextEnum(variants), Literal::String(text)) => {
            (variants.iter().any(|variant| variant.value == *text), true)
        }
        (Shape::IntEnum(variants), Literal::Int(int)) => {
            (variants.iter().any(|variant| variant.value == *int), true)
        }
        (Shape::Text { pattern }, Literal::String(text)) => {
            return match pattern.as_ref().and_then(|text| regex_lite::Regex::new(text).ok()) {
                Some(regex) if !regex.is_match(text) => {
                    Fit::Wrong("does not match the pattern of the field".to_owned())
                }
                _ => Fit::Right,
            };
        }
        (Shape::TextEnum(_) | Shape::IntEnum(_) | Shape::Text { .. }, _) => (false, false),
        (Shape::Object(_) | Shape::OneOf(_), _) => return Fit::Never,
    };
    match (listed, ty) {
        (true, _) => Fit::Right,
        (false, true) => Fit::Wrong("is not a value of the enum".to_owned()),
        (false, false) => Fit::Wrong("is not of the field's type".to_owned()),
    }
}

/// What limits say of a value.
fn outside(value: &Literal, limits: Limits) -> Option<String> {
    let size = match value {
        Literal::Int(int) => Number::Int(*int),
        Literal::Float(float) => Number::from(*float),
        Literal::String(text) => Number::Int(i64::try_from(text.chars().count()).ok()?),
        Literal::Bool(_) => return None,
    };
    let is_outside =
        limits.min.is_some_and(|min| size < min) || limits.max.is_some_and(|max| size > max);
    is_outside.then(|| "is outside of the limits of the field".to_owned())
}

/// A whole number may stand for a float.
fn as_is(ty: &Type, value: &Literal) -> Literal {
    match (ty, value) {
        (Type::InText(inner), value) => as_is(inner, value),
        (Type::Float, Literal::Int(int)) => {
            Float::new(*int as f64).map_or(Literal::Int(*int), Literal::Float)
        }
        (_, value) => value.clone(),
    }
}

fn bad(span: &Span, why: &str, document: &FieldDoc) -> Problem {
    let problem = Problem::new(Rule::BadValue, span, format!("the default {why}"), "can't be that");
    match &document.ty {
        Some(ty) => problem.other(&ty.span, "the type"),
        None => problem,
    }
}

fn not_applicable(span: &Span, document: &FieldDoc) -> Problem {
    let message = "`default` does not apply to this type";
    let problem = Problem::new(Rule::Conflict, span, message, "not applicable");
    let problem = match &document.ty {
        Some(ty) => problem.other(&ty.span, "this type"),
        None => problem,
    };
    problem.help("only a string, a number, a bool and an enum have a default; say others in `doc`")
}

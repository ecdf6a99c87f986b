//! Paths into responses, such as `pager.Total` and `contents.-1.key`, to the fields that they name.

use std::fmt;

use crate::diagnostic::{Problem, Problems, Rule};
use crate::model::{Field, FieldPlace, LAST, Path, Shape, Step, Type};
use crate::source::Span;
use crate::syntax::Node;

/// What a path may lead through.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Through {
    /// Objects, and the last items of lists.
    Objects,
    /// Objects, and lists of them, whose items are taken together.
    Lists,
}

/// The path that is written in a key, from the fields of what `start` says; `None` for what has been
/// reported.
pub(super) fn path(
    node: &Node<String>,
    (start, fields): (&str, &[Field]),
    through: Through,
    problems: &mut Problems,
) -> Option<Path> {
    let walked = Walk { node, through, steps: Vec::new() }.to(start, fields);
    walked.map_err(|problem| problems.add(*problem)).ok()
}

/// The field of a request that a key names.
pub(super) fn field<'m>(
    node: &Node<String>,
    fields: &'m [Field],
    problems: &mut Problems,
) -> Option<&'m Field> {
    let found = fields.iter().find(|field| field.wire == node.value);
    if found.is_none() {
        let message = format!("the request has no field `{}`", node.value);
        let problem = Problem::new(Rule::UnknownField, &node.span, message, "no such field");
        let names = fields.iter().map(|field| field.wire.as_str());
        problems.add(problem.did_you_mean(&node.value, names));
    }
    found
}

/// Reports a field of a type that does not fit its use.
pub(super) fn wrong(span: &Span, what: impl fmt::Display, needs: &str, problems: &mut Problems) {
    let message = format!("`{what}` must be {needs}");
    problems.add(Problem::new(Rule::WrongField, span, message, "of another type"));
}

/// The fields of the object that a type is in the end.
fn inside(ty: &Type) -> &[Field] {
    match ty {
        Type::List(item) => inside(item),
        Type::Named(definition) => match &definition.shape {
            Shape::Object(fields) => fields,
            _ => &[],
        },
        _ => &[],
    }
}

/// A type without the text that it travels in.
pub(super) fn plain(ty: &Type) -> &Type {
    match ty {
        Type::InText(inner) => inner,
        ty => ty,
    }
}

struct Walk<'a> {
    node: &'a Node<String>,
    through: Through,
    steps: Vec<Step>,
}

type Walked<T> = Result<T, Box<Problem>>;

impl Walk<'_> {
    fn to(mut self, start: &str, fields: &[Field]) -> Walked<Path> {
        let text = self.node.value.clone();
        let mut rest = Some(text.as_str());
        let mut place = start.to_owned();
        let (mut fields, mut ty) = (fields, &Type::Json);
        while let Some(left) = rest {
            let (field, after) = self.next(fields, left, &place)?;
            place = format!("`{}`", field.wire);
            ty = &field.ty;
            rest = self.enter_lists(&mut ty, after, &place)?;
            fields = inside(ty);
        }
        Ok(Path { text: self.node.value.clone(), steps: self.steps, ty: ty.clone() })
    }

    /// The field that the rest of a path begins with. Names may have dots in them.
    fn next<'m, 't>(
        &mut self,
        fields: &'m [Field],
        rest: &'t str,
        place: &str,
    ) -> Walked<(&'m Field, Option<&'t str>)> {
        let fits = |field: &&Field| {
            let after = rest.strip_prefix(field.wire.as_str());
            after.is_some_and(|after| after.is_empty() || after.starts_with('.'))
        };
        let Some(field) = fields.iter().filter(fits).max_by_key(|field| field.wire.len()) else {
            return Err(self.leads_nowhere(fields, rest, place));
        };
        let (wire, ident) = (field.wire.clone(), field.ident.clone());
        let whole = field.place == FieldPlace::WholeBody;
        self.steps.push(Step::Field { wire, ident, optional: field.optional, whole });
        let after = rest.get(field.wire.len()..).unwrap_or_default();
        Ok((field, after.strip_prefix('.')))
    }

    /// Goes into the lists of a type, as far as the rest of the path does.
    fn enter_lists<'t>(
        &mut self,
        ty: &mut &Type,
        rest: Option<&'t str>,
        place: &str,
    ) -> Walked<Option<&'t str>> {
        let mut rest = rest;
        while let (Type::List(item), Some(left)) = (*ty, rest) {
            let (first, after) = match left.split_once('.') {
                Some((first, after)) => (first, Some(after)),
                None => (left, None),
            };
            match self.through {
                Through::Objects if first == LAST => {
                    self.steps.push(Step::Last);
                    rest = after;
                }
                Through::Objects => return Err(self.needs_an_item(place)),
                Through::Lists => {}
            }
            *ty = item;
        }
        Ok(rest)
    }

    fn leads_nowhere(&self, fields: &[Field], rest: &str, place: &str) -> Box<Problem> {
        let name = rest.split('.').next().unwrap_or(rest);
        let message = format!("the path `{}` leads to no field", self.node.value);
        let label = match fields.is_empty() {
            true => format!("{place} has no fields"),
            false => format!("{place} has no `{name}`"),
        };
        let problem = Problem::new(Rule::UnknownField, &self.node.span, message, label);
        let names = fields.iter().map(|field| field.wire.as_str());
        Box::new(problem.did_you_mean(name, names))
    }

    fn needs_an_item(&self, place: &str) -> Box<Problem> {
        let message = format!("the path `{}` leads through a list", self.node.value);
        let label = format!("{place} is a list");
        let problem = Problem::new(Rule::UnknownField, &self.node.span, message, label);
        Box::new(problem.help("write `-1` after it for its last item, such as \"contents.-1.key\""))
    }
}

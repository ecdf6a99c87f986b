//! What a type is defined as.

use std::rc::Rc;

use super::measure::Measure;
use super::{MAX_HEIGHT, MAX_SIZE, Types, fields, one_of, report};
use crate::diagnostic::Problems;
use crate::model::{Fields, OneOf, Shape, TypeDef};
use crate::notation::Side;
use crate::resolve::enums;
use crate::source::Span;
use crate::syntax::{ShapeDoc, TypeDoc};

/// What a type is once it has been reported.
const STAND_IN: Shape = Shape::Text { pattern: None };

pub(super) fn definition(document: &TypeDoc, shared: bool, problems: &mut Problems) -> TypeDef {
    let described = document.shape();
    let (base, depth, span) = match described.ty {
        Some(text) => (text.value.base.as_str(), text.value.around.len(), &text.span),
        None => ("object", 0, &document.name.span),
    };
    if depth > 0 {
        problems.add(report::named_list(span));
    }
    TypeDef {
        name: document.name.value.clone(),
        shared,
        inline: false,
        renamed_from: document.renamed_from.as_ref().map(|name| name.value.clone()),
        doc: document.doc.as_ref().map_or(String::new(), |doc| doc.value.clone()),
        shape: shape(described, base, span, problems),
    }
}

/// What a type is; the fields of an object are still to be filled in.
pub(super) fn shape(
    shape: ShapeDoc<'_>,
    base: &str,
    span: &Span,
    problems: &mut Problems,
) -> Shape {
    if let Some(problem) = report::stray(shape, base, span) {
        problems.add(problem);
        return STAND_IN;
    }
    match (base, shape.values, shape.fields) {
        ("string" | "int", Some(values), _) if values.value.is_empty() => {
            problems.add(report::empty_enum(&values.span));
            STAND_IN
        }
        ("string", None, _) => Shape::Text { pattern: pattern(shape, problems) },
        ("string", Some(values), _) => {
            Shape::TextEnum(enums::variants(values, span, enums::text, problems))
        }
        ("int", Some(values), _) => {
            Shape::IntEnum(enums::variants(values, span, enums::int, problems))
        }
        ("object", None, Some(_)) => Shape::Object(Fields::default()),
        ("one-of", None, Some(_)) => Shape::OneOf(OneOf {
            tag: shape.tag.map(|tag| tag.value.clone()),
            alternatives: Fields::default(),
        }),
        _ => {
            problems.add(report::undescribed(shape, base, span));
            STAND_IN
        }
    }
}

impl<'d> Types<'d> {
    /// Stores a definition, and fills in its fields unless it is too large when expanded. It is there
    /// before its fields are, which may be of its type.
    pub(super) fn keep(
        &mut self,
        definition: &Rc<TypeDef>,
        shape: ShapeDoc<'d>,
        span: &Span,
        problems: &mut Problems,
    ) {
        let (name, shared) = (&definition.name, definition.shared);
        self.scope(shared).resolved.insert(name.clone(), definition.clone());
        let (cell, side) = match &definition.shape {
            Shape::Object(fields) => (fields, Side::Object),
            Shape::OneOf(one_of) => (&one_of.alternatives, Side::Alternative),
            _ => return,
        };
        let Some(documents) = shape.fields else {
            return;
        };
        if self.depth >= MAX_HEIGHT {
            problems.add(report::too_deep(shape.ty.map_or(span, |text| &text.span)));
            return;
        }
        self.depth += 1;
        let mut fields = fields::resolve(&documents.value, side, self, problems);
        self.depth -= 1;
        if side == Side::Alternative {
            one_of::check(documents, shape.tag, &mut fields, problems);
        }
        let measure = Measure::of(&fields, |inner| self.measure_of(inner));
        match measure {
            Measure { height, .. } if height > MAX_HEIGHT => problems.add(report::too_deep(span)),
            Measure { size, .. } if size > MAX_SIZE => problems.add(report::too_large(span)),
            _ => {
                self.scope(shared).measures.insert(name.clone(), measure);
                cell.fill(fields);
            }
        }
    }

    /// Of what is still being resolved, nothing is counted: inside of itself a type is not expanded.
    fn measure_of(&self, definition: &TypeDef) -> Measure {
        let scope = if definition.shared { &self.shared } else { &self.local };
        scope.measures.get(&definition.name).copied().unwrap_or_default()
    }
}

fn pattern(shape: ShapeDoc<'_>, problems: &mut Problems) -> Option<String> {
    let pattern = shape.pattern?;
    if let Err(error) = regex_lite::Regex::new(&pattern.value) {
        problems.add(report::bad_pattern(&pattern.span, &error));
    }
    Some(pattern.value.clone())
}

//! What a type is defined as.

use std::rc::Rc;

use super::measure::Measure;
use super::{MAX_HEIGHT, MAX_SIZE, Types, fields, report};
use crate::diagnostic::Problems;
use crate::model::{Shape, TypeDef};
use crate::notation::Side;
use crate::resolve::enums;
use crate::source::Span;
use crate::syntax::{ShapeDoc, TypeDoc};

/// What a type is once it has been reported.
const STAND_IN: Shape = Shape::Text { pattern: None };

impl<'d> Types<'d> {
    pub(super) fn definition(
        &mut self,
        document: &'d TypeDoc,
        shared: bool,
        problems: &mut Problems,
    ) -> TypeDef {
        let shape = document.shape();
        let (base, depth, span) = match shape.ty {
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
            shape: self.shape(shape, base, span, problems),
        }
    }

    pub(super) fn shape(
        &mut self,
        shape: ShapeDoc<'d>,
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
            ("object", None, Some(fields)) if self.depth < MAX_HEIGHT => {
                self.depth += 1;
                let fields = fields::resolve(&fields.value, Side::Object, self, problems);
                self.depth -= 1;
                Shape::Object(fields)
            }
            ("object", None, Some(_)) => {
                problems.add(report::too_deep(span));
                STAND_IN
            }
            _ => {
                problems.add(report::undescribed(shape, base, span));
                STAND_IN
            }
        }
    }

    /// Stores a definition, unless it is too large when expanded.
    pub(super) fn keep(
        &mut self,
        mut definition: TypeDef,
        span: &Span,
        problems: &mut Problems,
    ) -> Rc<TypeDef> {
        let measure = Measure::of(&definition.shape, |inner| self.measure_of(inner));
        let problem = match measure {
            Measure { height, .. } if height > MAX_HEIGHT => Some(report::too_deep(span)),
            Measure { size, .. } if size > MAX_SIZE => Some(report::too_large(span)),
            _ => None,
        };
        let measure = if problem.is_some() { Measure::default() } else { measure };
        if let Some(problem) = problem {
            problems.add(problem);
            definition.shape = STAND_IN;
        }
        let (name, shared) = (definition.name.clone(), definition.shared);
        let definition = Rc::new(definition);
        let scope = self.scope(shared);
        scope.measures.insert(name.clone(), measure);
        scope.resolved.insert(name, definition.clone());
        definition
    }

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

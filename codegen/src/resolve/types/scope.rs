//! The types of one file.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use super::measure::Measure;
use super::report;
use crate::diagnostic::Problems;
use crate::model::TypeDef;
use crate::source::Span;
use crate::syntax::TypeDoc;

#[derive(Default)]
pub(super) struct Scope<'d> {
    pub(super) documents: BTreeMap<&'d str, &'d TypeDoc>,
    /// Where each type was named, for collisions; inline types among them.
    pub(super) places: BTreeMap<String, Span>,
    pub(super) resolved: BTreeMap<String, Rc<TypeDef>>,
    pub(super) measures: BTreeMap<String, Measure>,
    pub(super) used: BTreeSet<String>,
}

impl Scope<'_> {
    /// The types in order of name. In a spec with other problems, what uses a type may have been
    /// lost with them.
    pub(super) fn finish(self, sound: bool, problems: &mut Problems) -> Vec<Rc<TypeDef>> {
        let unused = self.documents.iter().filter(|(name, _)| sound && !self.used.contains(**name));
        for (_, document) in unused {
            problems.add(report::unused(&document.name));
        }
        self.resolved.into_values().collect()
    }
}

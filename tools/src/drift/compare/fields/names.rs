//! Which row has the name of a field: letter by letter, but for its case, with a word that was lost.

use wechat_cloudbase_codegen::model::Field;
use wechat_cloudbase_codegen::naming::folded;

use super::Open;
use crate::drift::clean::LOST;
use crate::drift::compare::{Compare, types};
use crate::drift::difference::{Difference, DriftRule};
use crate::drift::page_type::PageType;
use crate::drift::tree::{Node, Tree, matches_lost};

impl<'c> Compare<'c> {
    /// Takes the row of a name from those that are left: letter by letter, else but for its case.
    pub(super) fn claim(
        &mut self,
        tree: &Tree,
        left: &mut Vec<usize>,
        wire: &str,
    ) -> Option<usize> {
        let name = |at: &usize| tree.nodes.get(*at).map_or("", Node::name);
        let exact = left.iter().position(|at| name(at) == wire);
        let found =
            exact.or_else(|| left.iter().position(|at| folded(name(at)) == folded(wire)))?;
        Some(left.remove(found))
    }

    /// `errcode` and `errmsg`, which every response has; the ones that no row names.
    pub(super) fn envelope(
        &mut self,
        open: &Open<'_>,
        left: &mut Vec<usize>,
        spec: &[Field],
    ) -> Vec<&'static str> {
        let mut missing = Vec::new();
        for (name, ty) in [
            ("errcode", [PageType::Number, PageType::Int]),
            ("errmsg", [PageType::String, PageType::String]),
        ] {
            if spec.iter().any(|field| field.wire == name) {
                continue;
            }
            let Some(node) = self.claim(open.tree, left, name) else {
                missing.push(name);
                continue;
            };
            if let Some(node) = open.tree.nodes.get(node) {
                let fits = ty.contains(&node.row.ty)
                    || matches!(node.row.ty, PageType::Any | PageType::Unsaid | PageType::Lost);
                if !fits {
                    let is = ty.first().map_or(String::new(), ToString::to_string);
                    let subject = format!("response.{name}");
                    self.add(Difference::new(
                        DriftRule::Envelope,
                        subject,
                        node.row.line,
                        node.row.ty.to_string(),
                        is,
                    ));
                }
            }
        }
        missing
    }

    /// What a response has and no row names.
    pub(super) fn no_envelope(&mut self, missing: &[&str], line: usize) {
        let is = "part of every response";
        match missing {
            [] => {}
            [name] => {
                let subject = format!("response.{name}");
                let rule = DriftRule::Envelope;
                self.add(Difference::new(rule, subject, line, "no row", is).absent());
            }
            _ => {
                let (rule, says) = (DriftRule::NoEnvelope, "neither errcode nor errmsg");
                self.add(Difference::new(rule, "response", line, says, is).absent());
            }
        }
    }

    /// A name with a lost word is that of the only field it can be.
    pub(super) fn lost_names(
        &mut self,
        tree: &Tree,
        left: &mut Vec<usize>,
        unclaimed: &mut Vec<&'c Field>,
        pairs: &mut Vec<(&'c Field, usize)>,
        envelope: &[&'static str],
    ) -> Vec<&'static str> {
        let mut envelope = envelope.to_vec();
        left.retain(|at| {
            let Some(node) = tree.nodes.get(*at).filter(|node| node.name().contains(LOST)) else {
                return true;
            };
            let fields = unclaimed.iter().enumerate().filter(|(_, field)| {
                matches_lost(node.name(), &field.wire) && types::fits(&node.row.ty, &field.ty)
            });
            let fields: Vec<usize> = fields.map(|(index, _)| index).collect();
            let codes = envelope.iter().filter(|name| {
                let ty = if **name == "errcode" { PageType::Number } else { PageType::String };
                matches_lost(node.name(), name) && node.row.ty == ty
            });
            let codes: Vec<&'static str> = codes.copied().collect();
            match (fields.as_slice(), codes.as_slice()) {
                ([index], []) => {
                    pairs.push((unclaimed.remove(*index), *at));
                    false
                }
                ([], [code]) => {
                    envelope.retain(|name| name != code);
                    false
                }
                _ => true,
            }
        });
        envelope
    }
}

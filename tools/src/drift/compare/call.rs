//! Name, address, tokens and rights.

use std::collections::BTreeSet;

use wechat_cloudbase_codegen::model::{Status, TokenKind};
use wechat_cloudbase_codegen::notation::words;

use super::{Compare, shown};
use crate::drift::call::is_token;
use crate::drift::clean::LOST;
use crate::drift::difference::{Difference, DriftRule};
use crate::drift::facts::{Generation, Named};
use crate::drift::tree::matches_lost;

impl Compare<'_> {
    pub(super) fn call(&mut self) {
        self.name();
        self.address();
        self.tokens();
        self.token_field();
        self.permission_sets();
        self.cloud_call();
        self.deprecation();
    }

    fn deprecation(&mut self) {
        let status = self.endpoint.status;
        let is_over =
            matches!(status, Status::Deprecated | Status::Legacy | Status::PossiblyRetired);
        let (rule, word) = (DriftRule::Deprecation, words::word(status));
        match &self.facts.deprecated {
            Some(page) if !is_over => {
                let says = shown(&page.value);
                self.add(Difference::new(rule, "status", page.line, says, word));
            }
            None if status == Status::Deprecated => {
                self.add(Difference::new(rule, "status", 1, "not deprecated", word).absent());
            }
            _ => {}
        }
    }

    fn name(&mut self) {
        let spec = self.endpoint.name.clone();
        match &self.facts.name {
            Named::Unsaid => {}
            Named::Empty(line) => {
                self.add(Difference::new(DriftRule::Name, "name", *line, "nothing", spec).absent());
            }
            Named::Name(name) => {
                let is_same = self.same(&name.value, &spec) || matches_lost(&name.value, &spec);
                if !is_same {
                    self.add(Difference::new(
                        DriftRule::Name,
                        "name",
                        name.line,
                        &*name.value,
                        spec,
                    ));
                }
            }
        }
    }

    fn address(&mut self) {
        let spec = self.endpoint.path.clone();
        let Some(first) = self.facts.addresses.first() else {
            let line = self.facts.request.line.unwrap_or(1);
            self.add(Difference::new(DriftRule::Path, "path", line, "no address", spec).absent());
            return;
        };
        for address in &self.facts.addresses {
            let (line, path) = (address.line, &address.value.path);
            if !self.same(path, &spec) && !matches_lost(path, &spec) {
                self.add(
                    Difference::new(DriftRule::Path, "path", line, &**path, &*spec).shown_by(path),
                );
            }
        }
        let method = words::word(self.endpoint.method);
        let said = first.value.method.as_deref().or(self.facts.method.as_deref());
        if let Some(page) = said.filter(|page| *page != method) {
            self.add(
                Difference::new(DriftRule::Method, "method", first.line, page, method)
                    .shown_by(page),
            );
        }
    }

    fn tokens(&mut self) {
        let spec: BTreeSet<TokenKind> = self.endpoint.tokens.iter().copied().collect();
        let Some(page) = &self.facts.tokens else {
            self.no_token_row(&spec);
            return;
        };
        // The older pages say only that it is a token; the translation may have lost its name.
        if page.value.is_empty() && !spec.is_empty() {
            return;
        }
        let mut said = page.value.clone();
        said.extend(self.facts.own_accounts.then_some(TokenKind::App));
        if said != spec {
            let (says, is) = (kinds(&said), kinds(&spec));
            self.add(Difference::new(DriftRule::Tokens, "tokens", page.line, says, is));
        }
    }

    /// A table of the request without a row for the token.
    fn no_token_row(&mut self, spec: &BTreeSet<TokenKind>) {
        let in_address = |name: &String| is_token(name);
        let addresses = self.facts.addresses.iter();
        let has = addresses.flat_map(|address| &address.value.query).any(in_address);
        let Some(line) = self.facts.request.line else {
            return;
        };
        // An older page may have no row for the token, as its address has it.
        let is_said = has && self.facts.layout.generation == Generation::Old;
        if !spec.is_empty() && !is_said {
            let says = if has { "no row for the token" } else { "no token" };
            self.add(
                Difference::new(DriftRule::Tokens, "tokens", line, says, kinds(spec)).absent(),
            );
        }
    }

    fn token_field(&mut self) {
        let spec = self.endpoint.token_field.clone();
        let rows = self.facts.request.rows.iter();
        let mut named = rows.filter_map(|row| match row.path.as_slice() {
            [name] if is_token(name) && !name.contains(LOST) => Some((row.line, name.clone())),
            _ => None,
        });
        let Some((line, page)) = named.next() else {
            return;
        };
        if !self.endpoint.tokens.is_empty()
            && wechat_cloudbase_codegen::naming::folded(&page) != spec
        {
            self.add(Difference::new(DriftRule::TokenField, "token_field", line, page, spec));
        }
    }

    fn permission_sets(&mut self) {
        let spec: BTreeSet<u32> = self.endpoint.permission_sets.iter().map(|set| set.id).collect();
        let silent = BTreeSet::new();
        let (line, page) = match &self.facts.permission_sets {
            Some(page) => (page.line, &page.value),
            // Pages of the HTTP API never name them.
            None if self.facts.layout.generation == Generation::Old => return,
            None => (self.facts.third_party.or(self.facts.request.line).unwrap_or(1), &silent),
        };
        if *page != spec {
            let difference = Difference::new(
                DriftRule::PermissionSets,
                "permission_sets",
                line,
                numbers(page),
                numbers(&spec),
            );
            self.add(if page.is_empty() { difference.absent() } else { difference });
        }
    }

    fn cloud_call(&mut self) {
        let spec = self.endpoint.cloud_call.clone();
        let (line, page) = match &self.facts.cloud_call {
            Some(page) => (page.line, page.value.clone()),
            None if self.facts.layout.generation == Generation::Old => return,
            None => (self.facts.request.line.unwrap_or(1), None),
        };
        let is_same = match (&page, &spec) {
            (Some(page), Some(spec)) => self.same(page, spec) || matches_lost(page, spec),
            (page, spec) => page.is_none() && spec.is_none(),
        };
        if !is_same {
            let is_absent = page.is_none();
            let or_none = |name: Option<String>| name.unwrap_or_else(|| "none".to_owned());
            let difference = Difference::new(
                DriftRule::CloudCall,
                "cloud_call",
                line,
                or_none(page),
                or_none(spec),
            );
            self.add(if is_absent { difference.absent() } else { difference });
        }
    }
}

fn kinds(kinds: &BTreeSet<TokenKind>) -> String {
    let words: Vec<_> = kinds.iter().map(|kind| words::word(*kind)).collect();
    if words.is_empty() { "none".to_owned() } else { words.join(", ") }
}

fn numbers(sets: &BTreeSet<u32>) -> String {
    let words: Vec<_> = sets.iter().map(u32::to_string).collect();
    if words.is_empty() { "none".to_owned() } else { words.join(", ") }
}

//! Errcodes, and documented values of fields.

use std::collections::BTreeSet;
use std::rc::Rc;

use wechat_cloudbase_codegen::model::{Api, Errcode, Field, Shape, Type};
use wechat_cloudbase_codegen::naming::folded;

use super::{Compare, types, word};
use crate::drift::difference::{Difference, DriftRule};
use crate::drift::facts::{At, Code, CodeRow, Facts, Values};

impl<'c> Compare<'c> {
    pub(super) fn errcodes(&mut self) {
        let spec = &self.endpoint.errcodes;
        let Some(page) = &self.facts.errcodes else {
            if !spec.is_empty() {
                let codes: Vec<_> = spec.iter().map(|errcode| errcode.code.to_string()).collect();
                let rule = DriftRule::SectionNotOnPage;
                self.add(
                    Difference::new(rule, "errcodes", 1, "no table", codes.join(", ")).absent(),
                );
            }
            return;
        };
        let found = compared(page, spec, "errcodes", |_| true);
        self.found.extend(found);
    }

    /// Values that the page documents, where the spec lists values too.
    pub(super) fn values(&mut self) {
        for values in &self.facts.values {
            if let Some((field, path)) = self.field_at(values) {
                self.values_of(values, field, &path);
            }
        }
    }

    fn field_at(&self, values: &Values) -> Option<(&'c Field, String)> {
        let mut fields = self.spec_fields(values.side);
        let mut found: Option<&Field> = None;
        let mut path = word(values.side).to_owned();
        for step in &values.path {
            let field = fields.iter().find(|field| folded(&field.wire) == folded(step));
            let field = match (field, values.path.len()) {
                (Some(field), _) => field,
                (None, 1) => return anywhere(fields, step, &path, 0),
                (None, _) => return None,
            };
            path = format!("{path}.{}", field.wire);
            fields = types::fields_of(&field.ty).unwrap_or(&[]);
            found = Some(field);
        }
        found.map(|field| (field, path))
    }

    fn values_of(&mut self, page: &Values, field: &Field, path: &str) {
        let Some(spec) = documented(&field.ty) else {
            return;
        };
        let said: BTreeSet<&str> = page.values.iter().map(|value| value.value.as_str()).collect();
        for value in page.values.iter().filter(|value| !spec.contains(&value.value)) {
            let rule = DriftRule::ValueNotInSpec;
            self.add(Difference::new(rule, path, value.line, &*value.value, "no such value"));
        }
        for value in spec.iter().filter(|value| !said.contains(value.as_str())) {
            let rule = DriftRule::ValueNotOnPage;
            self.add(Difference::new(rule, path, page.line, "no such value", &**value).absent());
        }
    }
}

/// A field by its name alone, however deep. Types of the model don't contain themselves.
fn anywhere<'f>(
    fields: &'f [Field],
    name: &str,
    path: &str,
    depth: usize,
) -> Option<(&'f Field, String)> {
    let inner = |field: &'f Field| {
        let path = format!("{path}.{}", field.wire);
        anywhere(types::fields_of(&field.ty)?, name, &path, depth + 1)
    };
    let direct = fields.iter().find(|field| folded(&field.wire) == folded(name));
    match direct {
        Some(field) => Some((field, format!("{path}.{}", field.wire))),
        None if depth < 16 => fields.iter().find_map(inner),
        None => None,
    }
}

fn documented(ty: &Type) -> Option<Vec<String>> {
    match ty {
        Type::List(item) | Type::Map(item) | Type::InText(item) => documented(item),
        Type::Named(definition) => match &definition.shape {
            Shape::TextEnum(variants) => {
                Some(variants.iter().map(|variant| variant.value.clone()).collect())
            }
            Shape::IntEnum(variants) => {
                Some(variants.iter().map(|variant| variant.value.to_string()).collect())
            }
            _ => None,
        },
        _ => None,
    }
}

/// A page of errcodes against all records. Records that an endpoint lists may have come from its
/// page; of the others, those in an area are on the general list.
pub(super) fn list(facts: &Facts, api: &Api) -> Vec<Difference> {
    let Some(page) = &facts.errcodes else {
        return Vec::new();
    };
    let by_endpoints = api.endpoints.iter().flat_map(|endpoint| &endpoint.errcodes);
    let by_endpoints: BTreeSet<i64> = by_endpoints.map(|errcode| errcode.code).collect();
    let area = |code: i64| api.areas.iter().find(|area| area.from <= code && code <= area.to);
    let known = |code: i64| {
        // An area without a record is described as a whole.
        area(code).is_some_and(|area| {
            !api.errcodes.iter().any(|errcode| area.from <= errcode.code && errcode.code <= area.to)
        })
    };
    let expected = |code| !by_endpoints.contains(&code) && area(code).is_some();
    let mut found = compared(page, &api.errcodes, "errcodes", expected);
    found.retain(|difference| {
        let code = difference.subject.rsplit('.').next().unwrap_or("").replace('x', "0");
        difference.rule != DriftRule::ErrcodeNotInSpec || !code.parse().is_ok_and(known)
    });
    found
}

fn compared(
    page: &At<Vec<CodeRow>>,
    spec: &[Rc<Errcode>],
    subject: &str,
    expected: impl Fn(i64) -> bool,
) -> Vec<Difference> {
    let mut found = Vec::new();
    let known: BTreeSet<i64> = spec.iter().map(|errcode| errcode.code).collect();
    let mut said: BTreeSet<i64> = BTreeSet::new();
    for row in &page.value {
        let at = |rule, is: &str| {
            let says = super::shown(&format!("{} {}", number(&row.code), row.message));
            Difference::new(
                rule,
                format!("{subject}.{}", number(&row.code)),
                row.line,
                says.trim(),
                is,
            )
        };
        match &row.code {
            // Success is in no list of the spec.
            Code::Number(0) => {}
            Code::Number(code) if said.insert(*code) && !known.contains(code) => {
                found.push(at(DriftRule::ErrcodeNotInSpec, "no such code"));
            }
            Code::Range(stem)
                if !known.iter().any(|code| code.to_string().starts_with(stem.as_str())) =>
            {
                found.push(at(DriftRule::ErrcodeNotInSpec, "no code that begins so"));
            }
            Code::Number(_) | Code::Range(_) => {}
            Code::Lost => match by_message(&row.message, spec, &said) {
                Some(code) => _ = said.insert(code),
                None => found.push(at(DriftRule::Unread, "the code was lost in translation")),
            },
        }
    }
    for errcode in
        spec.iter().filter(|errcode| !said.contains(&errcode.code) && expected(errcode.code))
    {
        let (rule, code) = (DriftRule::ErrcodeNotOnPage, errcode.code);
        let difference = Difference::new(
            rule,
            format!("{subject}.{code}"),
            page.line,
            "no row",
            code.to_string(),
        );
        found.push(difference.absent());
    }
    found
}

fn number(code: &Code) -> String {
    match code {
        Code::Number(code) => code.to_string(),
        Code::Range(stem) => format!("{stem}x"),
        Code::Lost => crate::drift::clean::LOST.to_owned(),
    }
}

/// The only code of this message that the page has not named otherwise.
fn by_message(message: &str, spec: &[Rc<Errcode>], said: &BTreeSet<i64>) -> Option<i64> {
    let message = folded(message);
    let same = |errcode: &&Rc<Errcode>| {
        !said.contains(&errcode.code)
            && !errcode.message.is_empty()
            && message.starts_with(&folded(&errcode.message))
    };
    let mut found = spec.iter().filter(same);
    let first = found.next()?;
    found.next().is_none().then_some(first.code)
}

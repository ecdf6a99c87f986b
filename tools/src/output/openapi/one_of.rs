//! One-ofs: in a request exactly one of the alternatives, in a response whatever comes.

use wechat_cloudbase_codegen::model::{Field, OneOf, TypeDef};

use super::members::Members;
use super::schema::Schema;
use super::version::reference;
use crate::json::{Object, list};

impl<'a> Schema<'a> {
    /// An object that has one of them.
    pub(super) fn one_of(&self, one_of: &'a OneOf) -> Object<'a> {
        if self.is_answer() {
            return self.any_of(one_of).into_schema();
        }
        let alternatives = one_of.alternatives.iter().map(|field| self.alternative(one_of, field));
        Object::new().with("oneOf", list(alternatives))
    }

    fn alternative(&self, one_of: &'a OneOf, field: &'a Field) -> Object<'a> {
        let members = Members::default();
        let members = match (&one_of.tag, &field.value) {
            (Some(tag), Some(value)) => {
                let constant = self.version().typed("string", false);
                members.with(tag, true, constant.extend(self.version().constant(value)))
            }
            _ => members,
        };
        let members = members.with(&field.wire, true, self.field(field));
        members.into_schema().with("title", &field.wire)
    }

    /// All of them as members, of which a response has one, or one that no page lists.
    pub(super) fn any_of(&self, one_of: &'a OneOf) -> Members<'a> {
        let members = match &one_of.tag {
            Some(tag) => {
                let values = one_of.alternatives.iter().filter_map(|field| field.value.as_ref());
                let schema = self.version().typed("string", false);
                let schema = schema.with("description", "Says which of the others is there.");
                let schema = schema.with("x-extensible-enum", list(values));
                Members::default().with(tag, false, schema)
            }
            None => Members::default(),
        };
        let one = |members: Members<'a>, field: &'a Field| {
            members.with(&field.wire, false, self.field(field))
        };
        one_of.alternatives.iter().fold(members, one)
    }

    /// What an object must be besides, in which they stand.
    pub(super) fn standing(
        &self,
        definition: &TypeDef,
        one_of: &'a OneOf,
        optional: bool,
    ) -> Object<'a> {
        let one = reference(&self.name(definition));
        if !optional {
            return one;
        }
        let wires = one_of.wires().into_iter();
        let there = wires.map(|wire| Object::new().with("required", list([wire])));
        let none = Object::new().with("not", Object::new().with("anyOf", list(there)));
        Object::new().with("anyOf", list([one, none]))
    }
}

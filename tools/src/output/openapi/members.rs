//! Members of an object, before they are its schema.

use crate::json::{Json, Object, list};

/// Some members, and which of them must be there.
#[derive(Default)]
pub(super) struct Members<'a> {
    required: Vec<Json<'a>>,
    properties: Object<'a>,
    /// What the object must be besides.
    all_of: Vec<Json<'a>>,
}

impl<'a> Members<'a> {
    pub(super) fn with(mut self, name: &'a str, required: bool, schema: Object<'a>) -> Self {
        if required {
            self.required.push(name.into());
        }
        self.properties = self.properties.with(name, schema);
        self
    }

    pub(super) fn with_all_of(mut self, schema: Object<'a>) -> Self {
        self.all_of.push(schema.into());
        self
    }

    pub(super) fn and(mut self, other: Self) -> Self {
        self.required.extend(other.required);
        self.properties = self.properties.extend(other.properties);
        self.all_of.extend(other.all_of);
        self
    }

    /// The object. It may have other members, as everything on the wire.
    pub(super) fn into_schema(self) -> Object<'a> {
        let properties = Some(self.properties).filter(|members| !members.is_empty());
        Object::new()
            .with("type", "object")
            .with_any("required", list(self.required))
            .with_some("properties", properties)
            .with_any("allOf", self.all_of)
    }
}

//! Members of an object, before they are its schema.

use crate::json::{Json, Object, list};

/// Some members, and which of them must be there.
#[derive(Default)]
pub(super) struct Members<'a> {
    required: Vec<Json<'a>>,
    properties: Object<'a>,
}

impl<'a> Members<'a> {
    pub(super) fn with(mut self, name: &'a str, required: bool, schema: Object<'a>) -> Self {
        if required {
            self.required.push(name.into());
        }
        Self { required: self.required, properties: self.properties.with(name, schema) }
    }

    pub(super) fn and(mut self, other: Self) -> Self {
        self.required.extend(other.required);
        Self { required: self.required, properties: self.properties.extend(other.properties) }
    }

    /// The object. It may have other members, as everything on the wire.
    pub(super) fn into_schema(self) -> Object<'a> {
        let properties = Some(self.properties).filter(|members| !members.is_empty());
        Object::new()
            .with("type", "object")
            .with_any("required", list(self.required))
            .with_some("properties", properties)
    }
}

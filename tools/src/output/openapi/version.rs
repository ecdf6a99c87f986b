//! Where the versions of OpenAPI differ: 3.1 takes all of JSON Schema, 3.0 a dialect of its own.

use crate::json::{Json, Object, list};

/// A version of OpenAPI.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum OpenApi {
    /// 3.0, which older tools read.
    V3_0,
    /// 3.1, whose schemas are JSON Schema.
    #[default]
    V3_1,
}

impl OpenApi {
    /// The patch release of each that most tools know.
    pub(super) fn number(self) -> &'static str {
        match self {
            Self::V3_0 => "3.0.3",
            Self::V3_1 => "3.1.0",
        }
    }

    /// A type, or a type that may be `null`.
    pub(super) fn typed<'a>(self, name: &'static str, nullable: bool) -> Object<'a> {
        match (self, nullable) {
            (_, false) => Object::new().with("type", name),
            (Self::V3_0, true) => Object::new().with("type", name).with("nullable", true),
            (Self::V3_1, true) => Object::new().with("type", list([name, "null"])),
        }
    }

    /// What has a name, with a description of its own. Beside a reference 3.0 reads nothing.
    pub(super) fn reference<'a>(
        self,
        name: &str,
        nullable: bool,
        doc: Option<String>,
    ) -> Object<'a> {
        let reference = reference(name);
        let described = |object: Object<'a>| object.with_some("description", doc.clone());
        match (self, nullable) {
            (Self::V3_1, true) => {
                let null = Object::new().with("type", "null");
                described(Object::new().with("anyOf", list([reference, null])))
            }
            (Self::V3_1, false) => described(reference),
            (Self::V3_0, false) if doc.is_none() => reference,
            (Self::V3_0, nullable) => {
                let all = Object::new().with("allOf", list([reference]));
                described(all.with_some("nullable", nullable.then_some(true)))
            }
        }
    }

    /// The only value.
    pub(super) fn constant<'a>(self, value: impl Into<Json<'a>>) -> Object<'a> {
        match self {
            Self::V3_0 => Object::new().with("enum", list([value])),
            Self::V3_1 => Object::new().with("const", value),
        }
    }
}

pub(super) fn reference<'a>(name: &str) -> Object<'a> {
    Object::new().with("$ref", format!("#/components/schemas/{name}"))
}

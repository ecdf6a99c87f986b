//! The contracts that the mock enforces, as plain data.

use crate::model::Limits;

/// All contracts, and the types in them that contain themselves.
pub(crate) struct Contracts {
    pub(crate) endpoints: Vec<ContractItem>,
    pub(crate) recursive: Vec<RecursiveShape>,
}

/// A type that contains itself, by the name of its constant.
pub(crate) struct RecursiveShape {
    pub(crate) constant: String,
    pub(crate) shape: ContractShape,
}

/// The contract of one endpoint.
pub(crate) struct ContractItem {
    pub(crate) id: String,
    pub(crate) response_wrapper: Option<String>,
    pub(crate) request: Vec<ContractField>,
    pub(crate) response: Vec<ContractField>,
    pub(crate) request_json: String,
    /// Empty where it is left out.
    pub(crate) response_json: String,
    /// Whether a type in it contains itself.
    pub(crate) is_recursive: bool,
    /// A response of bytes: its content type, and the bytes.
    pub(crate) content: Option<(String, Vec<u8>)>,
}

pub(crate) struct ContractField {
    pub(crate) wire: String,
    pub(crate) required: bool,
    pub(crate) essential: bool,
    pub(crate) limits: Limits,
    /// As JSON.
    pub(crate) default: Option<String>,
    pub(crate) shape: ContractShape,
}

pub(crate) enum ContractShape {
    Text {
        allowed: Vec<String>,
        pattern: Option<String>,
    },
    Int {
        allowed: Vec<i64>,
    },
    Float,
    Bool,
    StringOrInt,
    Json,
    File,
    Named(String, Box<ContractShape>),
    InText(Box<ContractShape>),
    List(Box<ContractShape>),
    Map(Box<ContractShape>),
    Object(Vec<ContractField>),
    OneOf {
        tag: Option<String>,
        alternatives: Vec<(String, ContractField)>,
    },
    /// One of the types that contain themselves, by its name and that of its constant.
    Recursive(String, String),
}

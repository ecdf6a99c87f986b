//! The contracts that the mock enforces, as plain data.

/// The contract of one endpoint.
pub(crate) struct ContractItem {
    pub(crate) id: String,
    pub(crate) response_wrapper: Option<String>,
    pub(crate) request: Vec<ContractField>,
    pub(crate) response: Vec<ContractField>,
    pub(crate) request_json: String,
    /// Empty where it is left out.
    pub(crate) response_json: String,
    /// A response of bytes: its content type, and the bytes.
    pub(crate) content: Option<(String, Vec<u8>)>,
}

pub(crate) struct ContractField {
    pub(crate) wire: String,
    pub(crate) required: bool,
    pub(crate) essential: bool,
    pub(crate) limits: (Option<i64>, Option<i64>),
    pub(crate) shape: ContractShape,
}

pub(crate) enum ContractShape {
    Text { allowed: Vec<String>, pattern: Option<String> },
    Int { allowed: Vec<i64> },
    Float,
    Bool,
    Json,
    File,
    Named(String, Box<ContractShape>),
    InText(Box<ContractShape>),
    List(Box<ContractShape>),
    Object(Vec<ContractField>),
}

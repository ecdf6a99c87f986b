//! Documents of a spec, as the notation has them, and the fields in them.

pub mod search;

pub use crate::leaf::{Literal, Node, TypeText};
pub use crate::notation::{
    AreaDoc, CorrectionDoc, EndpointDoc, ErrcodeDoc, FieldDoc, PagesDoc, PermissionSetDoc,
    SampleDoc, ShapeDoc, SourceDoc, TypeDoc, ValueDoc, WaitDoc,
};

/// All documents of a spec. What is `None` or left out has been reported already.
#[derive(Debug, Default)]
#[allow(missing_docs, reason = "the first fields are what their types say")]
pub struct Documents {
    pub endpoints: Vec<EndpointDoc>,
    pub types: Vec<TypeDoc>,
    pub errcodes: Vec<ErrcodeDoc>,
    pub areas: Vec<AreaDoc>,
    pub permission_sets: Vec<PermissionSetDoc>,
    /// Whether `types.toml` was read without a problem.
    pub types_sound: bool,
    /// Whether a file with definitions could not be read; then what looks undefined may be defined.
    pub incomplete: bool,
    /// Whether an endpoint could not be read; then what looks unused may not be.
    pub endpoint_missing: bool,
}

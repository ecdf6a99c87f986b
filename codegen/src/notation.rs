//! The notation: every key that a file of a spec may have, each a row. What reads files, lays them out,
//! completes and explains them follows from the rows, and so do the documents, into which files are read:
//! what they say, each leaf with its place, nothing checked yet beyond its shape.

pub(crate) mod absent;
mod endpoint;
mod fields;
pub(crate) mod key;
pub mod kind;
mod pages;
mod records;
mod rows;
mod waits;
pub mod words;

pub use endpoint::{
    CORRECTION, CorrectionDoc, ENDPOINT, EndpointDoc, SAMPLE, SOURCE, SampleDoc, SourceDoc,
};
pub use fields::{
    DEPRECATED, DeprecatedDoc, FIELD, FieldDoc, ShapeDoc, TYPE_OF_ITS_OWN, TypeDoc, VALUE, ValueDoc,
};
pub use key::{Correction, Key, Side, Table, Value, Word};
pub use pages::{PAGES, PagesDoc};
pub use records::{
    AREA, AreaDoc, ERRCODE, ERRCODES, ErrcodeDoc, ErrcodesDoc, PERMISSION_SET, PERMISSION_SETS,
    PermissionSetDoc, PermissionSetsDoc,
};
pub use waits::{DELAY, DelayDoc, WAIT, WaitDoc};

impl Value {
    /// The table that a value is, or that each of its items or values is.
    pub fn table(self) -> Option<&'static Table> {
        match self {
            Self::Table(table) | Self::Tables(table) | Self::Values(table) | Self::Named(table) => {
                Some(table)
            }
            _ => None,
        }
    }
}

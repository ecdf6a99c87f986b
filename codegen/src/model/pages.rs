//! Lists that come in pages.

use super::{Path, Type};
use crate::notation::words::PageStyle;

/// How the list of an endpoint comes in pages.
#[derive(Hash)]
pub struct Pages {
    pub style: PageStyle,
    /// The field of the request, by its name on the wire, that says which page it is.
    pub position: String,
    /// The field of the request that says how many items a page has at most.
    pub size: Option<String>,
    pub items: Path,
    /// What the list is of.
    pub item: Type,
    pub total: Option<Path>,
    pub more: Option<Path>,
    pub next: Option<Path>,
    pub end_errcode: Option<i64>,
}

//! What takes several calls: lists in pages, and waits.

use super::{Fixed, RustType};

/// A path by names on the wire.
pub(crate) type Names = Vec<String>;

/// How a list comes in pages, as data.
pub(crate) struct PagingItem {
    pub(crate) style: &'static str,
    pub(crate) position: String,
    pub(crate) size: Option<String>,
    pub(crate) items: Names,
    pub(crate) total: Option<Names>,
    pub(crate) more: Option<Names>,
    pub(crate) next: Option<Names>,
    pub(crate) end_errcode: Option<i64>,
}

/// `impl Paged`.
pub(crate) struct PagedItem {
    /// What the list is of.
    pub(crate) item: RustType,
    /// The way to the list in Rust.
    pub(crate) items: Route,
    pub(crate) position: Position,
}

/// A way through structs to a list.
pub(crate) struct Route {
    pub(crate) steps: Vec<RouteStep>,
}

pub(crate) struct RouteStep {
    pub(crate) ident: String,
    /// Whether it is an `Option`.
    pub(crate) optional: bool,
}

/// The member of a request that says which page it is.
pub(crate) enum Position {
    /// An offset or a number.
    Number { ident: String, optional: bool },
    /// A marker, perhaps in a newtype around a string.
    Marker { ident: String, optional: bool, newtype: bool },
}

/// A wait, as data.
pub(crate) struct WaitItem {
    pub(crate) name: String,
    pub(crate) doc: String,
    pub(crate) delay: (u32, u32),
    pub(crate) items: Option<Names>,
    /// Paths, and the arguments that they equal.
    pub(crate) keys: Vec<(Names, String)>,
    pub(crate) path: Option<Names>,
    pub(crate) success: Vec<Fixed>,
    pub(crate) failure: Vec<Fixed>,
    pub(crate) reason: Option<Names>,
    /// `None` where it is the usual one.
    pub(crate) absent: Option<&'static str>,
}

/// The function that makes a wait.
pub(crate) struct WaitFunction {
    pub(crate) name: String,
    pub(crate) doc: Vec<String>,
    /// Each with its name and type.
    pub(crate) arguments: Vec<(String, RustType)>,
    /// The item that it finds; `None` where it looks at the response itself.
    pub(crate) item: Option<RustType>,
    /// Whether it may end without an item.
    pub(crate) may_lack_item: bool,
    /// Whether the list comes in pages.
    pub(crate) paged: bool,
}

//! States to wait for.

use super::{Literal, Path, Type};
use crate::notation::words::Absence;

/// A state to wait for.
#[derive(Hash)]
pub struct Wait {
    /// The name of its function.
    pub name: String,
    pub doc: String,
    /// `None` where it looks at the response itself.
    pub items: Option<Items>,
    /// `None` where being there is enough.
    pub path: Option<Path>,
    pub success: Vec<Literal>,
    pub failure: Vec<Literal>,
    pub reason: Option<Path>,
    pub absent: Absence,
    pub delay: Delay,
}

/// The list that a wait looks into.
#[derive(Hash)]
pub struct Items {
    /// Through lists, whose items it takes together.
    pub path: Path,
    /// What the list is of.
    pub item: Type,
    /// Which item it looks at; all of them must fit.
    pub keys: Vec<WaitKey>,
}

/// A field of an item, and the argument that it equals.
#[derive(Hash)]
pub struct WaitKey {
    pub path: Path,
    pub argument: String,
}

/// The time between two looks, in seconds.
#[derive(Clone, Copy, Hash)]
pub struct Delay {
    pub min: u32,
    pub max: u32,
}

impl Wait {
    /// Whether it may end without an item.
    pub fn may_lack_item(&self) -> bool {
        self.absent == Absence::Success
    }
}

//! The outputs of the model on demand: one file each. None of them imports another.

mod dump;
mod openapi;
mod reference;
mod schema;

pub use dump::generate as dump;
pub use openapi::{OpenApi, generate as openapi};
pub use reference::{SiteFile, SiteOptions, generate as reference};
pub use schema::{Notation, generate as schema};

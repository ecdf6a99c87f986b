//! The sample of an endpoint as the Rust that a person would write.

use crate::model::Endpoint;
use crate::{emit, format, lower};

/// A request as an expression.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Example {
    /// The expression, pretty-printed.
    pub request: String,
    /// Whether it names types that endpoints share, which are then to be imported.
    pub uses_types: bool,
}

/// The request of an endpoint's sample.
pub fn of(endpoint: &Endpoint) -> Example {
    let sample = lower::sample(endpoint);
    let request = format::expression(&emit::expr(&sample.request));
    Example { request, uses_types: sample.uses_types }
}

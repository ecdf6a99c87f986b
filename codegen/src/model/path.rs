//! Ways to values in responses.

use super::Type;

/// A way to a value, through objects and into lists.
#[derive(Clone, Hash)]
pub struct Path {
    /// As it is written, such as `pager.Total`.
    pub text: String,
    pub steps: Vec<Step>,
    /// What it leads to.
    pub ty: Type,
}

/// One step of it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Step {
    /// To a field of an object, by its name on the wire and in Rust.
    Field {
        wire: String,
        ident: String,
        optional: bool,
        /// Whether it is the whole response, where it has no name on the wire.
        whole: bool,
    },
    /// To the last item of a list.
    Last,
}

impl Path {
    /// The names on the wire, `-1` for the last item of a list.
    pub fn wire(&self) -> impl Iterator<Item = &str> {
        self.steps.iter().filter_map(|step| match step {
            Step::Field { whole: true, .. } => None,
            Step::Field { wire, .. } => Some(wire.as_str()),
            Step::Last => Some(LAST),
        })
    }
}

/// How a path says that it goes to the last item of a list.
pub const LAST: &str = "-1";

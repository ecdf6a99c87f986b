//! Which documents a statement is about.

use super::fields::Fields;
use super::value::Value;

/// A condition on documents: [`Fields`], each with the value that it must equal or a [`Command`](super::Command), or commands
/// such as [`any_of`](super::command::any_of).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Condition(Value);

impl From<Fields> for Condition {
    fn from(fields: Fields) -> Self {
        Self(fields.into())
    }
}

impl From<Condition> for Value {
    fn from(condition: Condition) -> Self {
        condition.0
    }
}

impl Condition {
    pub(super) fn of(value: Value) -> Self {
        Self(value)
    }
}

//! Aggregations: stages, each of which takes the documents of the one before it.

use super::condition::Condition;
use super::fields::Fields;
use super::statement::{Order, Statement};
use super::value::{Value, call};

/// An aggregation in preparation, which [`end`](Self::end) completes.
#[derive(Clone, Debug, PartialEq, Eq)]
#[must_use = "an aggregation is a statement once it has its end"]
pub struct Aggregation(String);

impl Aggregation {
    pub(super) fn of(collection: &str) -> Self {
        Self(format!("{collection}.aggregate()"))
    }

    fn stage(mut self, name: &str, arguments: impl IntoIterator<Item = Value>) -> Self {
        self.0.push('.');
        self.0.push_str(call(name, arguments).as_str());
        self
    }

    /// The documents that meet a condition.
    pub fn match_(self, condition: impl Into<Condition>) -> Self {
        self.stage("match", [condition.into().into()])
    }

    /// Fields of each document: those that are 1 or `true`, and those that are made of [operators](self).
    pub fn project(self, fields: Fields) -> Self {
        self.stage("project", [fields.into()])
    }

    /// Adds fields to each document, made of [operators](self).
    pub fn add_fields(self, fields: Fields) -> Self {
        self.stage("addFields", [fields.into()])
    }

    /// A document for each value of `by`, its `_id`, with fields such as [`sum`] over the documents that
    /// have it. `by` is [`path("city")`](path), `Fields` of several, or `None` for all documents together.
    pub fn group(self, by: impl Into<Value>, fields: Fields) -> Self {
        let by = Fields::new().with("_id", by);
        self.stage("group", [by.and(fields).into()])
    }

    /// A document for each item of a list.
    pub fn unwind(self, field: &str) -> Self {
        self.stage("unwind", [path(field)])
    }

    /// Sorts by fields, the first one first.
    pub fn sort<'f>(self, fields: impl IntoIterator<Item = (&'f str, Order)>) -> Self {
        let fields = fields.into_iter().map(|(name, order)| (name, order.as_int()));
        self.stage("sort", [fields.collect::<Fields>().into()])
    }

    /// Leaves out this many documents.
    pub fn skip(self, documents: u64) -> Self {
        self.stage("skip", [documents.into()])
    }

    /// At most this many documents.
    pub fn limit(self, documents: u64) -> Self {
        self.stage("limit", [documents.into()])
    }

    /// This many documents at random.
    pub fn sample(self, documents: u64) -> Self {
        self.stage("sample", [Fields::new().with("size", documents).into()])
    }

    /// One document, with the number of documents in a field of this name.
    pub fn count(self, field: &str) -> Self {
        self.stage("count", [field.into()])
    }

    /// The statement.
    pub fn end(self) -> Statement {
        Statement::new(format!("{}.end()", self.0))
    }
}

/// The value of a field, by its path: `path("address.city")` is `"$address.city"`.
pub fn path(field: &str) -> Value {
    format!("${field}").into()
}

macro_rules! operators {
    ($($(#[$doc:meta])* $name:ident = $wire:literal;)*) => {$(
        $(#[$doc])*
        pub fn $name(value: impl Into<Value>) -> Value {
            call(concat!("db.command.aggregate.", $wire), [value.into()])
        }
    )*};
}

operators! {
    /// The sum of a value over the documents of a group; of `1`, it is their number.
    sum = "sum";
    /// The mean of a value over the documents of a group.
    avg = "avg";
    /// The least value of a group.
    min = "min";
    /// The greatest value of a group.
    max = "max";
    /// The value of the group's first document.
    first = "first";
    /// The value of the group's last document.
    last = "last";
    /// The values of a group as a list.
    push = "push";
    /// The values of a group as a list, each once.
    add_to_set = "addToSet";
}

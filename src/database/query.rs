//! Collections and their documents: what a statement is about, and what it does.

use super::aggregate::Aggregation;
use super::condition::Condition;
use super::fields::Fields;
use super::statement::{Order, Statement};
use super::value::{Value, call, quoted};

/// A collection.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Collection(String);

impl Collection {
    pub(super) fn new(name: &str) -> Self {
        Self(format!("db.collection({})", quoted(name)))
    }

    /// The document of an id.
    pub fn doc(&self, id: impl AsRef<str>) -> Document {
        Document(format!("{}.doc({})", self.0, quoted(id.as_ref())))
    }

    /// The documents that meet a condition.
    pub fn where_(&self, condition: impl Into<Condition>) -> Query {
        Query(call(&format!("{}.where", self.0), [condition.into().into()]).as_str().to_owned())
    }

    /// All documents.
    pub fn query(&self) -> Query {
        Query(self.0.clone())
    }

    /// An aggregation over all documents.
    pub fn aggregate(&self) -> Aggregation {
        Aggregation::of(&self.0)
    }

    /// Adds documents.
    pub fn add(&self, documents: impl IntoIterator<Item = Fields>) -> Statement {
        let documents: Vec<_> = documents.into_iter().collect();
        statement(&self.0, "add", Some(documents.into()))
    }
}

/// A single document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Document(String);

impl Document {
    /// Reads it.
    pub fn get(&self) -> Statement {
        statement(&self.0, "get", None)
    }

    /// Changes some of its fields.
    pub fn update(&self, fields: Fields) -> Statement {
        statement(&self.0, "update", Some(fields.into()))
    }

    /// Replaces it, or creates it.
    pub fn set(&self, document: Fields) -> Statement {
        statement(&self.0, "set", Some(document.into()))
    }

    /// Deletes it.
    pub fn remove(&self) -> Statement {
        statement(&self.0, "remove", None)
    }
}

/// Documents of a collection.
#[derive(Clone, Debug, PartialEq, Eq)]
#[must_use = "a query is a statement once it says what to do"]
pub struct Query(String);

impl Query {
    fn part(mut self, name: &str, arguments: impl IntoIterator<Item = Value>) -> Self {
        self.0.push('.');
        self.0.push_str(call(name, arguments).as_str());
        self
    }

    /// Sorts by a field, after those that were given before.
    pub fn order_by(self, field: &str, order: Order) -> Self {
        self.part("orderBy", [field.into(), order.word().into()])
    }

    /// Leaves out this many documents.
    pub fn skip(self, documents: u64) -> Self {
        self.part("skip", [documents.into()])
    }

    /// At most this many documents; WeChat reads 10 when it is left out.
    pub fn limit(self, documents: u64) -> Self {
        self.part("limit", [documents.into()])
    }

    /// Reads these fields alone, and `_id`.
    pub fn fields<'f>(self, names: impl IntoIterator<Item = &'f str>) -> Self {
        let names = names.into_iter().map(|name| (name, true));
        self.part("field", [names.collect::<Fields>().into()])
    }

    /// Reads the documents.
    pub fn get(&self) -> Statement {
        statement(&self.0, "get", None)
    }

    /// Counts the documents.
    pub fn count(&self) -> Statement {
        statement(&self.0, "count", None)
    }

    /// Changes some fields of each document.
    pub fn update(&self, fields: Fields) -> Statement {
        statement(&self.0, "update", Some(fields.into()))
    }

    /// Deletes the documents.
    pub fn remove(&self) -> Statement {
        statement(&self.0, "remove", None)
    }
}

fn statement(subject: &str, verb: &str, data: Option<Value>) -> Statement {
    let data = data.map(|data| format!("{{data:{}}}", data.as_str())).unwrap_or_default();
    Statement::new(format!("{subject}.{verb}({data})"))
}

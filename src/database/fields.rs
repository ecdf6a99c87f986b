//! Fields with their values: a document, a condition or an update.

use super::value::{Value, object};

/// Fields by their names, in order: a document, a condition on documents, or what an update does to each.
///
/// A name may be a path, such as `address.city` or `tags.0`. One that is given twice has its last value.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Fields(Vec<(String, Value)>);

impl Fields {
    /// None.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a field.
    #[must_use]
    pub fn with(mut self, name: impl Into<String>, value: impl Into<Value>) -> Self {
        self.set(name.into(), value.into());
        self
    }

    /// The fields that serde makes of a value.
    ///
    /// # Errors
    ///
    /// Those of the type, and when it is not serialized as an object.
    pub fn of<T: serde_core::Serialize + ?Sized>(value: &T) -> serde_json::Result<Self> {
        match serde_json::to_value(value)? {
            serde_json::Value::Object(fields) => Ok(fields.into_iter().collect()),
            _ => Err(serde_core::ser::Error::custom("a document must be an object")),
        }
    }

    /// These, and others after them.
    pub(super) fn and(mut self, others: Self) -> Self {
        others.0.into_iter().for_each(|(name, value)| self.set(name, value));
        self
    }

    fn set(&mut self, name: String, value: Value) {
        match self.0.iter_mut().find(|(other, _)| *other == name) {
            Some((_, old)) => *old = value,
            None => self.0.push((name, value)),
        }
    }
}

impl<N: Into<String>, V: Into<Value>> FromIterator<(N, V)> for Fields {
    fn from_iter<I: IntoIterator<Item = (N, V)>>(fields: I) -> Self {
        let fields = fields.into_iter().map(|(name, value)| (name.into(), value.into()));
        fields.fold(Self::new(), |mut all, (name, value)| {
            all.set(name, value);
            all
        })
    }
}

impl From<Fields> for Value {
    fn from(fields: Fields) -> Self {
        object(&fields.0)
    }
}

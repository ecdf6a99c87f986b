//! JSON values to Rust values, forgiving where WeChat is careless, and exact about what is wrong.
//!
//! What is generic here is compiled once for each of the hundreds of types of a spec. It is therefore
//! written with `match` and loops: each closure and each adapter of an iterator would be compiled as
//! often, with all that is behind it.

use std::fmt;

use serde_json::{Map, Value};

use crate::Secret;

/// A value that can be read from JSON.
pub trait Decode: Sized {
    /// Reads the value.
    ///
    /// # Errors
    ///
    /// When the JSON has another shape; the error says where, what was expected and what was found,
    /// and never shows the value itself.
    fn decode(value: Value) -> Result<Self, DecodeError>;

    /// What a field of this type is when it is absent or `null`; `None` when it has to be there.
    fn absent() -> Option<Self> {
        None
    }
}

/// An object whose fields are taken out one by one. Fields that nobody takes are ignored.
pub struct Object(Map<String, Value>);

impl Object {
    /// The object that a value is.
    ///
    /// # Errors
    ///
    /// When the value is not an object.
    pub fn from_value(value: Value) -> Result<Self, DecodeError> {
        match value {
            Value::Object(fields) => Ok(Self(fields)),
            other => Err(DecodeError::mismatch("an object", &other)),
        }
    }

    /// The object that a field of this one is, where there is such a field, or else this one: some
    /// answers come with a wrapper around them, and sometimes without it.
    #[must_use]
    pub fn inside(mut self, name: &str) -> Self {
        match self.0.remove(name) {
            Some(Value::Object(fields)) => Self(fields),
            _ => self,
        }
    }

    /// Takes out a field that travels as text; one that does not is taken as it is. An empty text
    /// is an absent one.
    ///
    /// # Errors
    ///
    /// As for [`take`](Self::take).
    pub fn take_in_text<T: Decode>(&mut self, name: &'static str) -> Result<T, DecodeError> {
        if let Some(Value::String(text)) = self.0.get(name) {
            let value = match text.as_str() {
                "" => Some(Value::Null),
                text => serde_json::from_str(text).ok(),
            };
            self.0.extend(value.map(|value| (name.to_owned(), value)));
        }
        self.take(name)
    }

    /// Takes a field out.
    ///
    /// # Errors
    ///
    /// When it has another shape, or is absent and has to be there.
    pub fn take<T: Decode>(&mut self, name: &'static str) -> Result<T, DecodeError> {
        match self.remove(name) {
            Some(value) => match T::decode(value) {
                Ok(value) => Ok(value),
                Err(error) => Err(error.inside_field(name)),
            },
            None => match T::absent() {
                Some(value) => Ok(value),
                None => Err(DecodeError::missing(name)),
            },
        }
    }

    /// Takes out a field that is there and not `null`.
    fn remove(&mut self, name: &str) -> Option<Value> {
        self.0.remove(name).filter(|value| !value.is_null())
    }
}

/// Where an answer differs from what the spec says of it.
///
/// Shows the place, the expected and the found type, and never the value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DecodeError {
    /// Innermost step first.
    path: Vec<Step>,
    problem: Problem,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Step {
    Field(&'static str),
    Item(usize),
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Problem {
    Missing,
    Mismatch { expected: &'static str, found: &'static str },
}

impl DecodeError {
    /// A value of another type than the expected one.
    pub fn mismatch(expected: &'static str, found: &Value) -> Self {
        let found = match found {
            Value::Null => "null",
            Value::Bool(_) => "a boolean",
            Value::Number(_) => "a number",
            Value::String(_) => "a string",
            Value::Array(_) => "a list",
            Value::Object(_) => "an object",
        };
        Self { path: Vec::new(), problem: Problem::Mismatch { expected, found } }
    }

    fn missing(name: &'static str) -> Self {
        Self { path: vec![Step::Field(name)], problem: Problem::Missing }
    }

    fn inside_field(mut self, name: &'static str) -> Self {
        self.path.push(Step::Field(name));
        self
    }

    fn inside_item(mut self, index: usize) -> Self {
        self.path.push(Step::Item(index));
        self
    }

    /// The place in the answer: `err_list[2].appid`; empty when it is the answer as a whole.
    pub fn path(&self) -> String {
        let mut text = String::new();
        for step in self.path.iter().rev() {
            match step {
                Step::Field(name) if text.is_empty() => text.push_str(name),
                Step::Field(name) => {
                    text.push('.');
                    text.push_str(name);
                }
                Step::Item(index) => text.push_str(&format!("[{index}]")),
            }
        }
        text
    }
}

impl fmt::Display for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.path().as_str() {
            "" => f.write_str("the answer")?,
            path => write!(f, "field `{path}`")?,
        }
        match &self.problem {
            Problem::Missing => f.write_str(" is missing"),
            Problem::Mismatch { expected, found } => {
                write!(f, " should be {expected} and is {found}")
            }
        }
    }
}

impl std::error::Error for DecodeError {}

/// A number is taken as its text: long ids come either way.
impl Decode for String {
    fn decode(value: Value) -> Result<Self, DecodeError> {
        match value {
            Value::String(text) => Ok(text),
            Value::Number(number) => Ok(number.to_string()),
            other => Err(DecodeError::mismatch("a string", &other)),
        }
    }
}

impl Decode for Secret {
    fn decode(value: Value) -> Result<Self, DecodeError> {
        String::decode(value).map(Self::new)
    }
}

/// A string of digits is taken as the number.
impl Decode for i64 {
    fn decode(value: Value) -> Result<Self, DecodeError> {
        let number = match &value {
            Value::Number(number) => number.as_i64().or_else(|| whole(number.as_f64()?)),
            Value::String(text) => text.trim().parse().ok(),
            _ => None,
        };
        number.ok_or_else(|| DecodeError::mismatch("a whole number", &value))
    }
}

/// A float as a whole number, when it is one that a float holds exactly.
fn whole(float: f64) -> Option<i64> {
    const EXACT: f64 = 9_007_199_254_740_992.0;
    (float.fract() == 0.0 && float.abs() <= EXACT).then_some(float as i64)
}

/// A string with a number in it is taken as the number.
impl Decode for f64 {
    fn decode(value: Value) -> Result<Self, DecodeError> {
        let number = match &value {
            Value::Number(number) => number.as_f64(),
            Value::String(text) => text.trim().parse().ok().filter(|n: &f64| n.is_finite()),
            _ => None,
        };
        number.ok_or_else(|| DecodeError::mismatch("a number", &value))
    }
}

/// `0`, `1` and the words as strings are taken as well.
impl Decode for bool {
    fn decode(value: Value) -> Result<Self, DecodeError> {
        match &value {
            Value::Bool(flag) => Ok(*flag),
            Value::Number(number) if number.as_i64() == Some(0) => Ok(false),
            Value::Number(number) if number.as_i64() == Some(1) => Ok(true),
            Value::String(text) if text == "false" => Ok(false),
            Value::String(text) if text == "true" => Ok(true),
            other => Err(DecodeError::mismatch("a boolean", other)),
        }
    }
}

impl Decode for Value {
    fn decode(value: Value) -> Result<Self, DecodeError> {
        Ok(value)
    }

    fn absent() -> Option<Self> {
        Some(Value::Null)
    }
}

/// An absent list is an empty one.
impl<T: Decode> Decode for Vec<T> {
    fn decode(value: Value) -> Result<Self, DecodeError> {
        let Value::Array(items) = value else {
            return Err(DecodeError::mismatch("a list", &value));
        };
        let mut list = Self::new();
        for (index, item) in items.into_iter().enumerate() {
            match T::decode(item) {
                Ok(item) => list.push(item),
                Err(error) => return Err(error.inside_item(index)),
            }
        }
        Ok(list)
    }

    fn absent() -> Option<Self> {
        Some(Self::new())
    }
}

impl<T: Decode> Decode for Option<T> {
    fn decode(value: Value) -> Result<Self, DecodeError> {
        match value {
            Value::Null => Ok(None),
            value => Ok(Some(T::decode(value)?)),
        }
    }

    fn absent() -> Option<Self> {
        Some(None)
    }
}

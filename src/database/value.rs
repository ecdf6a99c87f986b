//! Values as they are written in a statement.

use std::fmt;
use std::time::{Duration, SystemTime};

use serde_core::Serialize;

/// A value in a statement, escaped.
///
/// Whatever has a `From` is one: numbers, booleans, texts, lists, an `Option` (`None` is `null`), [`Fields`](super::Fields),
/// JSON, a [`Date`], a [`Pattern`], a shape of [`geo`](super::geo) and a [`Command`](super::Command). [`Value::of`] takes
/// a type of yours.
#[derive(Clone, PartialEq, Eq)]
pub struct Value(String);

impl Value {
    /// A value of any type that serde serializes, as the JSON that it makes.
    ///
    /// # Errors
    ///
    /// Those of the type, and a map whose keys are not texts.
    pub fn of<T: Serialize + ?Sized>(value: &T) -> serde_json::Result<Self> {
        Ok(Self::from(serde_json::to_value(value)?))
    }

    /// An expression whose parts are escaped already.
    pub(super) fn expression(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    pub(super) fn as_str(&self) -> &str {
        &self.0
    }
}

/// As it is in a statement.
impl fmt::Debug for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A text in double quotes. Line separators end a line in older JavaScript, and JSON leaves them as they are.
pub(super) fn quoted(text: &str) -> String {
    let json = serde_json::Value::from(text).to_string();
    json.replace('\u{2028}', "\\u2028").replace('\u{2029}', "\\u2029")
}

/// Values in parentheses or brackets, with commas between.
pub(super) fn joined(values: impl IntoIterator<Item = Value>) -> String {
    let values: Vec<_> = values.into_iter().map(|value| value.0).collect();
    values.join(",")
}

/// Fields by their names.
pub(super) fn object(fields: &[(String, Value)]) -> Value {
    let fields: Vec<_> =
        fields.iter().map(|(name, value)| format!("{}:{}", quoted(name), value.0)).collect();
    Value(format!("{{{}}}", fields.join(",")))
}

/// A call, such as `_.gt(1)`.
pub(super) fn call(function: &str, arguments: impl IntoIterator<Item = Value>) -> Value {
    Value(format!("{function}({})", joined(arguments)))
}

macro_rules! numbers {
    ($($int:ty),*) => {$(
        impl From<$int> for Value {
            fn from(number: $int) -> Self {
                Self(number.to_string())
            }
        }
    )*};
}

numbers!(bool, i8, i16, i32, i64, u8, u16, u32, u64, usize);

/// `null` for what is not a number, and for what is infinite.
impl From<f64> for Value {
    fn from(number: f64) -> Self {
        Self(serde_json::Value::from(number).to_string())
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self(quoted(text))
    }
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        Self(quoted(&text))
    }
}

impl From<&String> for Value {
    fn from(text: &String) -> Self {
        Self(quoted(text))
    }
}

impl<T: Into<Self>> From<Option<T>> for Value {
    fn from(value: Option<T>) -> Self {
        value.map_or_else(|| Self("null".to_owned()), Into::into)
    }
}

impl<T: Into<Self>> From<Vec<T>> for Value {
    fn from(items: Vec<T>) -> Self {
        Self(format!("[{}]", joined(items.into_iter().map(Into::into))))
    }
}

impl<T: Into<Self>, const N: usize> From<[T; N]> for Value {
    fn from(items: [T; N]) -> Self {
        Self(format!("[{}]", joined(items.map(Into::into))))
    }
}

impl From<serde_json::Value> for Value {
    fn from(json: serde_json::Value) -> Self {
        match json {
            serde_json::Value::String(text) => text.into(),
            serde_json::Value::Array(items) => items.into(),
            serde_json::Value::Object(fields) => {
                let fields = fields.into_iter().map(|(name, value)| (name, value.into()));
                object(&fields.collect::<Vec<_>>())
            }
            scalar => Self(scalar.to_string()),
        }
    }
}

/// A moment, to the millisecond.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date {
    since_1970: i64,
}

impl Date {
    /// The moment this many milliseconds after the start of 1970 in UTC, or before it.
    pub const fn from_millis(millis: i64) -> Self {
        Self { since_1970: millis }
    }

    /// Milliseconds since the start of 1970 in UTC.
    pub const fn as_millis(self) -> i64 {
        self.since_1970
    }

    /// The moment at which the database carries out the statement, by its own clock.
    pub fn of_server() -> Value {
        Value::expression("db.serverDate()")
    }

    /// That moment, and this much more.
    pub fn of_server_after(offset: Duration) -> Value {
        Value::expression(format!("db.serverDate({{offset:{}}})", offset.as_millis()))
    }
}

/// Cut to the millisecond; what is out of range is the nearest moment that is in it.
impl From<SystemTime> for Date {
    fn from(time: SystemTime) -> Self {
        let millis = |duration: Duration| i64::try_from(duration.as_millis()).unwrap_or(i64::MAX);
        match time.duration_since(SystemTime::UNIX_EPOCH) {
            Ok(after) => Self::from_millis(millis(after)),
            Err(before) => Self::from_millis(-millis(before.duration())),
        }
    }
}

impl From<Date> for Value {
    fn from(date: Date) -> Self {
        Self(format!("new Date({})", date.since_1970))
    }
}

/// A regular expression that a text must match; it searches.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pattern {
    regexp: String,
    options: String,
}

impl Pattern {
    /// A regular expression in the syntax of Perl (PCRE).
    pub fn new(regexp: impl Into<String>) -> Self {
        Self { regexp: regexp.into(), options: String::new() }
    }

    /// A pattern that matches this very text, whatever characters it has.
    pub fn literal(text: &str) -> Self {
        let mut regexp = String::with_capacity(text.len());
        for c in text.chars() {
            if c.is_ascii_punctuation() {
                regexp.push('\\');
            }
            regexp.push(c);
        }
        Self::new(regexp)
    }

    /// Takes capitals and small letters as the same.
    #[must_use]
    pub fn ignore_case(self) -> Self {
        self.option('i')
    }

    /// `^` and `$` match at the lines of a text.
    #[must_use]
    pub fn multi_line(self) -> Self {
        self.option('m')
    }

    /// `.` matches line ends too.
    #[must_use]
    pub fn dot_matches_lines(self) -> Self {
        self.option('s')
    }

    fn option(mut self, option: char) -> Self {
        if !self.options.contains(option) {
            self.options.push(option);
        }
        self
    }
}

impl From<Pattern> for Value {
    fn from(pattern: Pattern) -> Self {
        let Pattern { regexp, options } = pattern;
        Self(format!("db.RegExp({{regexp:{},options:{}}})", quoted(&regexp), quoted(&options)))
    }
}

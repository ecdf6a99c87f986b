//! A JSON document with ordered keys, so that the most important parts
//! come first, and no feature of another crate changes a byte.

use std::borrow::Cow;
use std::fmt::Write;

/// A value. What a spec says is borrowed from it.
pub(crate) enum Json<'a> {
    Bool(bool),
    Int(i64),
    Text(Cow<'a, str>),
    List(Vec<Json<'a>>),
    Object(Object<'a>),
    /// JSON that somebody else has given; its keys come in order of name.
    Given(Cow<'a, serde_json::Value>),
}

/// An object in the making.
#[derive(Default)]
pub(crate) struct Object<'a>(Vec<(Cow<'a, str>, Json<'a>)>);

impl<'a> Object<'a> {
    pub(crate) fn new() -> Self {
        Self::default()
    }

    /// Adds a key, without a check for duplicates.
    pub(crate) fn with(mut self, key: impl Into<Cow<'a, str>>, value: impl Into<Json<'a>>) -> Self {
        self.0.push((key.into(), value.into()));
        self
    }

    /// Adds a key when there is a value for it.
    pub(crate) fn with_some(self, key: &'static str, value: Option<impl Into<Json<'a>>>) -> Self {
        match value {
            Some(value) => self.with(key, value),
            None => self,
        }
    }

    /// Adds a list when there is something in it.
    pub(crate) fn with_any(self, key: &'static str, list: Vec<Json<'a>>) -> Self {
        if list.is_empty() { self } else { self.with(key, list) }
    }

    pub(crate) fn extend(mut self, other: Self) -> Self {
        self.0.extend(other.0);
        self
    }

    pub(crate) fn has(&self, key: &str) -> bool {
        self.0.iter().any(|(name, _)| name == key)
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl<'a, K: Into<Cow<'a, str>>, V: Into<Json<'a>>> FromIterator<(K, V)> for Object<'a> {
    fn from_iter<I: IntoIterator<Item = (K, V)>>(entries: I) -> Self {
        Self(entries.into_iter().map(|(key, value)| (key.into(), value.into())).collect())
    }
}

impl<'a> From<Object<'a>> for Json<'a> {
    fn from(object: Object<'a>) -> Self {
        Self::Object(object)
    }
}

impl<'a> From<Vec<Json<'a>>> for Json<'a> {
    fn from(list: Vec<Json<'a>>) -> Self {
        Self::List(list)
    }
}

impl<'a> From<&'a str> for Json<'a> {
    fn from(text: &'a str) -> Self {
        Self::Text(Cow::Borrowed(text))
    }
}

impl<'a> From<&'a String> for Json<'a> {
    fn from(text: &'a String) -> Self {
        Self::Text(Cow::Borrowed(text))
    }
}

impl From<String> for Json<'_> {
    fn from(text: String) -> Self {
        Self::Text(Cow::Owned(text))
    }
}

impl From<i64> for Json<'_> {
    fn from(number: i64) -> Self {
        Self::Int(number)
    }
}

impl From<bool> for Json<'_> {
    fn from(flag: bool) -> Self {
        Self::Bool(flag)
    }
}

impl<'a> From<&'a serde_json::Value> for Json<'a> {
    fn from(value: &'a serde_json::Value) -> Self {
        Self::Given(Cow::Borrowed(value))
    }
}

impl From<serde_json::Value> for Json<'_> {
    fn from(value: serde_json::Value) -> Self {
        Self::Given(Cow::Owned(value))
    }
}

impl From<f64> for Json<'_> {
    fn from(number: f64) -> Self {
        Self::from(serde_json::Value::from(number))
    }
}

/// A list of what can be in JSON.
pub(crate) fn list<'a, T: Into<Json<'a>>>(items: impl IntoIterator<Item = T>) -> Vec<Json<'a>> {
    items.into_iter().map(Into::into).collect()
}

/// The document as text, a line per value, with a line break at the end.
pub(crate) fn to_text(document: &Object<'_>) -> String {
    let mut printer = Printer::default();
    printer.object(document);
    printer.text.push('\n');
    printer.text
}

/// A document that becomes text as it is made, so that a large one is never there as values.
pub(crate) struct Document {
    printer: Printer,
    /// Of the object that is open.
    is_empty: bool,
}

impl Document {
    /// The same text as that of an object with what `fill` adds.
    pub(crate) fn text(fill: impl FnOnce(&mut Self)) -> String {
        let mut document = Self { printer: Printer::default(), is_empty: true };
        document.braces(fill);
        document.printer.text.push('\n');
        document.printer.text
    }

    /// Adds a key to the open object, without a check for duplicates.
    pub(crate) fn add<'a>(&mut self, key: &str, value: impl Into<Json<'a>>) {
        self.key(key);
        self.printer.value(&value.into());
    }

    /// Adds a key with an object, which `fill` fills.
    pub(crate) fn add_object(&mut self, key: &str, fill: impl FnOnce(&mut Self)) {
        self.key(key);
        self.braces(fill);
    }

    fn key(&mut self, key: &str) {
        if !std::mem::take(&mut self.is_empty) {
            self.printer.text.push(',');
        }
        self.printer.line();
        self.printer.key(key);
    }

    fn braces(&mut self, fill: impl FnOnce(&mut Self)) {
        self.printer.text.push('{');
        self.printer.depth += 1;
        self.is_empty = true;
        fill(self);
        self.printer.depth -= 1;
        if !self.is_empty {
            self.printer.line();
        }
        self.printer.text.push('}');
        self.is_empty = false;
    }
}

#[derive(Default)]
struct Printer {
    text: String,
    depth: usize,
}

impl Printer {
    fn value(&mut self, value: &Json<'_>) {
        match value {
            Json::Bool(flag) => self.text.push_str(if *flag { "true" } else { "false" }),
            // Writing into a text does not fail.
            Json::Int(number) => _ = write!(self.text, "{number}"),
            Json::Text(text) => self.string(text),
            Json::List(items) => self.list(items.iter(), Self::value),
            Json::Object(object) => self.object(object),
            Json::Given(value) => self.given(value),
        }
    }

    fn object(&mut self, object: &Object<'_>) {
        self.between('{', object.0.iter(), '}', |printer, (key, value)| {
            printer.key(key);
            printer.value(value);
        });
    }

    fn given(&mut self, value: &serde_json::Value) {
        match value {
            serde_json::Value::String(text) => self.string(text),
            serde_json::Value::Array(items) => self.list(items.iter(), Self::given),
            serde_json::Value::Object(fields) => {
                let mut fields: Vec<_> = fields.iter().collect();
                fields.sort_by_key(|(key, _)| *key);
                self.between('{', fields.into_iter(), '}', |printer, (key, value)| {
                    printer.key(key);
                    printer.given(value);
                });
            }
            scalar => _ = write!(self.text, "{scalar}"),
        }
    }

    fn list<T>(&mut self, items: impl ExactSizeIterator<Item = T>, one: fn(&mut Self, T)) {
        self.between('[', items, ']', one);
    }

    fn between<T>(
        &mut self,
        open: char,
        items: impl ExactSizeIterator<Item = T>,
        close: char,
        one: impl Fn(&mut Self, T),
    ) {
        self.text.push(open);
        let is_empty = items.len() == 0;
        self.depth += 1;
        for (index, item) in items.enumerate() {
            if index > 0 {
                self.text.push(',');
            }
            self.line();
            one(self, item);
        }
        self.depth -= 1;
        if !is_empty {
            self.line();
        }
        self.text.push(close);
    }

    fn line(&mut self) {
        self.text.push('\n');
        self.text.extend(std::iter::repeat_n("  ", self.depth));
    }

    fn key(&mut self, key: &str) {
        self.string(key);
        self.text.push_str(": ");
    }

    fn string(&mut self, text: &str) {
        self.text.push('"');
        let mut rest = text;
        // These are never a part of another character.
        let is_special = |byte: u8| byte < b' ' || byte == b'"' || byte == b'\\';
        while let Some(at) = rest.bytes().position(is_special) {
            let (plain, special) = rest.split_at(at);
            self.text.push_str(plain);
            let mut chars = special.chars();
            match chars.next() {
                Some('\n') => self.text.push_str("\\n"),
                Some(char @ ('"' | '\\')) => self.text.extend(['\\', char]),
                Some(char) => _ = write!(self.text, "\\u{:04x}", u32::from(char)),
                None => {}
            }
            rest = chars.as_str();
        }
        self.text.push_str(rest);
        self.text.push('"');
    }
}

//! Values to JSON text, in raw UTF-8.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::Secret;

/// A value that can be written as JSON.
pub trait Encode {
    /// Writes the value.
    fn encode(&self, json: &mut Writer);

    /// Writes the content of the string where the value travels as text.
    fn encode_in_text(&self, json: &mut Writer) {
        self.encode(json);
    }

    /// Whether a field with this value is left out altogether.
    fn is_absent(&self) -> bool {
        false
    }
}

/// A writer of JSON text.
#[derive(Default)]
pub struct Writer {
    text: Vec<u8>,
    /// Whether the next field or item needs a comma before it.
    comma: bool,
    /// The secrets in the text.
    secrets: Vec<Secret>,
}

impl Writer {
    /// The text of one value.
    pub fn text_of(value: &dyn Encode) -> String {
        text(Self::of(value))
    }

    /// The written bytes, and the secrets in them.
    pub(crate) fn bytes_by(write: &dyn Fn(&mut Self)) -> (Vec<u8>, Vec<Secret>) {
        let writer = Self::by(write);
        (writer.text, writer.secrets)
    }

    fn of(value: &dyn Encode) -> Self {
        Self::by(&|json| value.encode(json))
    }

    fn by(write: &dyn Fn(&mut Self)) -> Self {
        // Most requests are shorter, so that their text grows without a copy.
        let mut writer = Self { text: Vec::with_capacity(256), ..Self::default() };
        write(&mut writer);
        writer
    }

    /// Opens an object.
    pub fn begin_object(&mut self) {
        self.text.push(b'{');
        self.comma = false;
    }

    /// Adds a field to the open object; an absent one is left out.
    pub fn field<T: Encode + ?Sized>(&mut self, name: &str, value: &T) {
        if !value.is_absent() {
            self.field_or_null(name, value);
        }
    }

    /// The same, and an absent one is `null`.
    pub fn field_or_null<T: Encode + ?Sized>(&mut self, name: &str, value: &T) {
        self.name(name);
        value.encode(self);
        self.comma = true;
    }

    /// Begins a field of the open object; what is written next is its value.
    pub fn name(&mut self, name: &str) {
        self.separate();
        self.string(name);
        self.text.push(b':');
    }

    /// Closes the open object.
    pub fn end_object(&mut self) {
        self.text.push(b'}');
        self.comma = true;
    }

    fn list<T: Encode>(&mut self, items: &[T]) {
        self.text.push(b'[');
        self.comma = false;
        for item in items {
            self.separate();
            item.encode(self);
            self.comma = true;
        }
        self.text.push(b']');
    }

    fn separate(&mut self) {
        if self.comma {
            self.text.push(b',');
        }
    }

    /// A value that is JSON already.
    pub(super) fn json(&mut self, text: &str) {
        self.text.extend_from_slice(text.as_bytes());
    }

    fn string(&mut self, text: &str) {
        let written = serde_json::to_writer(&mut self.text, text);
        always(&written);
    }

    fn value(&mut self, value: &Value) {
        let written = serde_json::to_writer(&mut self.text, value);
        always(&written);
    }
}

fn text(writer: Writer) -> String {
    String::from_utf8_lossy(&writer.text).into_owned()
}

/// Writing to memory does not fail, and everything written here is valid JSON: keys are strings.
fn always(written: &serde_json::Result<()>) {
    debug_assert!(written.is_ok(), "{written:?}");
}

/// A value that travels as text: a number, a bool or JSON inside a string.
pub struct InText<'a, T>(pub &'a T);

impl<T: Encode> Encode for InText<'_, T> {
    fn encode(&self, json: &mut Writer) {
        let mut inner = Writer::by(&|json| self.0.encode_in_text(json));
        json.secrets.append(&mut inner.secrets);
        json.string(&text(inner));
    }

    fn is_absent(&self) -> bool {
        self.0.is_absent()
    }
}

/// The text of a value in a query string, a string as it is and anything else as JSON, and the
/// secrets in it.
pub(crate) fn to_query_text(value: &dyn Encode) -> (String, Vec<Secret>) {
    let mut writer = Writer::of(value);
    let secrets = std::mem::take(&mut writer.secrets);
    let json = text(writer);
    match serde_json::from_str(&json) {
        Ok(Value::String(text)) => (text, secrets),
        _ => (json, secrets),
    }
}

impl<T: Encode + ?Sized> Encode for &T {
    fn encode(&self, json: &mut Writer) {
        (**self).encode(json);
    }

    fn encode_in_text(&self, json: &mut Writer) {
        (**self).encode_in_text(json);
    }

    fn is_absent(&self) -> bool {
        (**self).is_absent()
    }
}

impl Encode for str {
    fn encode(&self, json: &mut Writer) {
        json.string(self);
    }
}

impl Encode for String {
    fn encode(&self, json: &mut Writer) {
        json.string(self);
    }
}

impl Encode for Secret {
    fn encode(&self, json: &mut Writer) {
        json.string(self.expose());
        json.secrets.push(self.clone());
    }
}

impl Encode for i64 {
    fn encode(&self, json: &mut Writer) {
        json.value(&Value::from(*self));
    }
}

/// A number that JSON has no text for (infinite, or not a number) becomes `null`.
impl Encode for f64 {
    fn encode(&self, json: &mut Writer) {
        json.value(&Value::from(*self));
    }

    /// A whole number is written as `1`, not `1.0`.
    fn encode_in_text(&self, json: &mut Writer) {
        let start = json.text.len();
        self.encode(json);
        if json.text.get(start..).is_some_and(|text| text.ends_with(b".0")) {
            json.text.truncate(json.text.len() - 2);
        }
    }
}

impl Encode for bool {
    fn encode(&self, json: &mut Writer) {
        json.value(&Value::from(*self));
    }
}

impl Encode for Value {
    fn encode(&self, json: &mut Writer) {
        json.value(self);
    }
}

impl<T: Encode> Encode for [T] {
    fn encode(&self, json: &mut Writer) {
        json.list(self);
    }
}

impl<T: Encode> Encode for Vec<T> {
    fn encode(&self, json: &mut Writer) {
        json.list(self);
    }
}

impl<T: Encode> Encode for BTreeMap<String, T> {
    fn encode(&self, json: &mut Writer) {
        json.begin_object();
        for (name, value) in self {
            json.field_or_null(name, value);
        }
        json.end_object();
    }
}

impl<T: Encode> Encode for Box<T> {
    fn encode(&self, json: &mut Writer) {
        (**self).encode(json);
    }
}

impl<T: Encode> Encode for Option<T> {
    fn encode(&self, json: &mut Writer) {
        match self {
            Some(value) => value.encode(json),
            None => json.value(&Value::Null),
        }
    }

    fn encode_in_text(&self, json: &mut Writer) {
        match self {
            Some(value) => value.encode_in_text(json),
            None => self.encode(json),
        }
    }

    fn is_absent(&self) -> bool {
        self.is_none()
    }
}

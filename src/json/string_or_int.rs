//! A value that WeChat writes as a text here and as a number there.

use std::fmt;

use super::decode::Decode;
use super::encode::{Encode, Writer};
use super::error::DecodeError;
use super::node::Node;
use super::tape::Kind;

/// A text or a whole number, whichever it is: it is written again as it was read, with all digits.
///
/// ```
/// use wechat_cloudbase::json::StringOrInt;
///
/// let id: StringOrInt = serde_json::from_str("1234567")?;
/// assert_eq!((id.as_str(), id.as_i64()), ("1234567", Some(1_234_567)));
/// assert_eq!(serde_json::to_string(&id)?, "1234567");
/// assert_eq!(serde_json::to_string(&StringOrInt::from("1234567"))?, "\"1234567\"");
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct StringOrInt {
    text: String,
    is_number: bool,
}

impl StringOrInt {
    /// A text or a number.
    pub fn new(value: impl Into<Self>) -> Self {
        value.into()
    }

    /// The text, or the digits of the number.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The number, or the one that the text has; `None` of other texts, and of more than 64 bits.
    pub fn as_i64(&self) -> Option<i64> {
        self.text.parse().ok()
    }

    /// Whether it travels as a number.
    pub fn is_number(&self) -> bool {
        self.is_number
    }
}

impl fmt::Display for StringOrInt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl From<&str> for StringOrInt {
    fn from(text: &str) -> Self {
        Self { text: text.to_owned(), is_number: false }
    }
}

impl From<String> for StringOrInt {
    fn from(text: String) -> Self {
        Self { text, is_number: false }
    }
}

macro_rules! from_numbers {
    ($($number:ident),*) => {$(
        impl From<$number> for StringOrInt {
            fn from(number: $number) -> Self {
                Self { text: number.to_string(), is_number: true }
            }
        }
    )*};
}

from_numbers!(i32, i64, u32, u64);

impl Encode for StringOrInt {
    fn encode(&self, json: &mut Writer) {
        match self.is_number {
            true => json.json(&self.text),
            false => self.text.encode(json),
        }
    }
}

impl Decode for StringOrInt {
    fn decode(node: Node<'_>) -> Result<Self, DecodeError> {
        match node.text() {
            Ok(text) => {
                let is_number = node.kind() == Some(Kind::Number);
                Ok(Self { text: text.to_owned(), is_number })
            }
            Err(_) => Err(node.mismatch("a string or a whole number")),
        }
    }
}

crate::__serde!(Received => StringOrInt);

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::StringOrInt;
    use crate::json::Decode;
    use crate::json::{Document, Node, Writer};

    #[test]
    fn what_was_read_is_written() {
        for json in ["5", "-5", "\"5\"", "\"\"", "123456789012345678901234567890", "\"a\\\"b\""] {
            let document = Document::parse(json.to_owned()).unwrap();
            let value = StringOrInt::decode(Node::root(&document)).unwrap();
            assert_eq!(Writer::text_of(&value), json);
        }
        assert!(serde_json::from_str::<StringOrInt>("true").is_err());
        assert_eq!(StringOrInt::from(7).as_i64(), Some(7));
        assert_eq!(StringOrInt::from("7").as_i64(), Some(7));
        assert_eq!(StringOrInt::from("x").as_i64(), None);
    }
}

//! Keys of stored values.

use std::fmt;

use crate::json::{Decode, DecodeError, Encode, Node, Writer};

/// The key of a stored value. It begins with the appid of the platform or app that it belongs
/// to, so that several of them can share a store.
///
/// Its text consists of ASCII letters, digits, `-`, `_`, `%` and `/` only, and no part between two
/// `/` is empty: what else an appid may contain is written as `%` and two hexadecimal digits.
/// Serialized as its text.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Key(String);

impl Key {
    /// The latest ticket of a platform: `wx0123456789abcdef/ticket`.
    pub fn ticket(component_appid: &str) -> Self {
        Self(format!("{}/ticket", part(component_appid)))
    }

    /// The access token of a platform: `wx0123456789abcdef/component`.
    pub fn component(component_appid: &str) -> Self {
        Self(format!("{}/component", part(component_appid)))
    }

    /// The tokens of an account that authorised a platform:
    /// `wx0123456789abcdef/authorizer/wx5fe6bb43205e9e07`.
    pub fn authorizer(component_appid: &str, authorizer_appid: &str) -> Self {
        Self(format!("{}/authorizer/{}", part(component_appid), part(authorizer_appid)))
    }

    /// Which accounts the latest authorisation codes of a platform are of:
    /// `wx0123456789abcdef/codes`.
    pub fn codes(component_appid: &str) -> Self {
        Self(format!("{}/codes", part(component_appid)))
    }

    /// The access token of a mini program with a secret of its own: `wx5fe6bb43205e9e07/app`.
    pub fn app(appid: &str) -> Self {
        Self(format!("{}/app", part(appid)))
    }

    /// How many keys each key has for values that were [set
    /// aside](super::Store::set_aside).
    pub const ASIDE: u8 = 8;

    /// Where damaged values are copied when another replaces them:
    /// `wx0123456789abcdef/authorizer/wx5fe6bb43205e9e07/aside/0` and so on, up to [`ASIDE`](Self::ASIDE).
    pub fn aside(&self, number: u8) -> Self {
        Self(format!("{}{ASIDE}{}", self.0, number % Self::ASIDE))
    }

    /// The key that a value was written under before it was set aside; for others, the key itself.
    #[cfg(any(test, feature = "encrypt", feature = "sqlite"))]
    pub(crate) fn origin(&self) -> &str {
        self.0.split_once(ASIDE).map_or(&*self.0, |(origin, _)| origin)
    }

    /// A key from its text; `None` where the text is not that of a key.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let is_allowed = |byte: u8| byte.is_ascii_alphanumeric() || b"-_%".contains(&byte);
        let is_part = |part: &str| !part.is_empty() && part.bytes().all(is_allowed);
        text.split('/').all(is_part).then(|| Self(text.to_owned()))
    }

    /// The key as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Between a key and the number of a copy of its value. No other key has these parts.
const ASIDE: &str = "/aside/";

fn part(appid: &str) -> String {
    use fmt::Write;
    let mut part = String::with_capacity(appid.len());
    for byte in appid.bytes() {
        if byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_' {
            part.push(byte.into());
        } else {
            // Writing to a string does not fail.
            let _ = write!(part, "%{byte:02x}");
        }
    }
    // No appid is empty; if one is, its key is still unique.
    if part.is_empty() { "%".to_owned() } else { part }
}

impl Encode for Key {
    fn encode(&self, json: &mut Writer) {
        self.0.encode(json);
    }
}

impl Decode for Key {
    fn decode(node: Node<'_>) -> Result<Self, DecodeError> {
        Self::parse(node.text()?).ok_or_else(|| node.mismatch("a key of a store"))
    }
}

crate::__serde!(Sent => Key);

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Key({})", self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_stay_apart_whatever_an_appid_contains() {
        assert_eq!(Key::ticket("wx1").as_str(), "wx1/ticket");
        assert_eq!(
            Key::authorizer("../a", "b/ticket").as_str(),
            "%2e%2e%2fa/authorizer/b%2fticket"
        );
        assert_eq!(Key::app("").as_str(), "%/app");
        assert_ne!(Key::app("%"), Key::app(""));
        let aside = Key::app("wx1").aside(9);
        assert_eq!((aside.as_str(), aside.origin()), ("wx1/app/aside/1", "wx1/app"));
        assert_eq!(Key::authorizer("aside", "aside").origin(), "aside/authorizer/aside");
    }
}

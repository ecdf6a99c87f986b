//! What the library's own types need beyond those of a spec: counts, times, pairs, and two macros by
//! which plain structs and enums are data.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use super::decode::Decode;
use super::encode::{Encode, Writer};
use super::error::DecodeError;
use super::node::Node;
use crate::Secret;

macro_rules! counts {
    ($($type:ident),*) => {$(
        impl Encode for $type {
            fn encode(&self, json: &mut Writer) {
                i64::try_from(*self).unwrap_or(i64::MAX).encode(json);
            }
        }

        impl Decode for $type {
            fn decode(node: Node<'_>) -> Result<Self, DecodeError> {
                let count = i64::decode(node)?;
                count.try_into().map_err(|_| node.mismatch("a count"))
            }
        }
    )*};
}

counts!(u32, u64, usize);

/// In whole seconds.
impl Encode for Duration {
    fn encode(&self, json: &mut Writer) {
        self.as_secs().encode(json);
    }
}

impl Decode for Duration {
    fn decode(node: Node<'_>) -> Result<Self, DecodeError> {
        u64::decode(node).map(Self::from_secs)
    }
}

/// In whole seconds since 1970.
impl Encode for SystemTime {
    fn encode(&self, json: &mut Writer) {
        self.duration_since(UNIX_EPOCH).unwrap_or_default().encode(json);
    }
}

impl Decode for SystemTime {
    fn decode(node: Node<'_>) -> Result<Self, DecodeError> {
        let time = UNIX_EPOCH.checked_add(Duration::decode(node)?);
        time.ok_or_else(|| node.mismatch("a time in seconds since 1970"))
    }
}

/// A list of two.
impl Encode for (String, Secret) {
    fn encode(&self, json: &mut Writer) {
        let pair: [&dyn Encode; 2] = [&self.0, &self.1];
        pair.encode(json);
    }
}

impl Decode for (String, Secret) {
    fn decode(node: Node<'_>) -> Result<Self, DecodeError> {
        let pair = Vec::<Secret>::decode(node)?;
        match <[Secret; 2]>::try_from(pair) {
            Ok([name, text]) => Ok((name.expose().to_owned(), text)),
            Err(_) => Err(node.mismatch("a list of a name and a text")),
        }
    }
}

/// An object with the fields of a struct, by their names; absent ones are left out. `written` is for
/// structs that are not read: they hold errors, or texts of the program. Behind `;` are the fields
/// that may be absent.
macro_rules! fields {
    (written $type:ident { $($field:ident),* $(,)? }) => {
        impl $crate::json::Encode for $type {
            fn encode(&self, json: &mut $crate::json::Writer) {
                json.begin_object();
                $(json.field(stringify!($field), &self.$field);)*
                json.end_object();
            }
        }

        $crate::__serde!(written $type);
    };
    ($type:ident { $($field:ident),* $(; $($option:ident),*)? }) => {
        $crate::json::fields!(written $type { $($field,)* $($($option,)*)? });

        impl $crate::json::Decode for $type {
            fn decode(
                node: $crate::json::Node<'_>,
            ) -> ::std::result::Result<Self, $crate::json::DecodeError> {
                let object = node.object()?;
                Ok(Self {
                    $($field: object.usual(stringify!($field))?,)*
                    $($($option: object.optional(stringify!($option))?,)*)?
                })
            }
        }

        $crate::__serde!(secret Sent => $type);
    };
}
pub(crate) use fields;

/// A word for each variant of an enum.
macro_rules! words {
    ($type:ident { $first:ident = $word:literal $(, $variant:ident = $other:literal)* $(,)? }) => {
        impl $type {
            #[doc = concat!(
                "In one word, which is also what it is serialized as: `", $word, "`",
                $(", `", $other, "`",)* ".",
            )]
            pub const fn as_str(self) -> &'static str {
                match self {
                    Self::$first => $word,
                    $(Self::$variant => $other,)*
                }
            }
        }

        impl $crate::json::Encode for $type {
            fn encode(&self, json: &mut $crate::json::Writer) {
                self.as_str().encode(json);
            }
        }

        impl $crate::json::Decode for $type {
            fn decode(
                node: $crate::json::Node<'_>,
            ) -> ::std::result::Result<Self, $crate::json::DecodeError> {
                match node.text()? {
                    $word => Ok(Self::$first),
                    $($other => Ok(Self::$variant),)*
                    _ => Err(node.mismatch(concat!("`", $word, "`", $(" or `", $other, "`",)*))),
                }
            }
        }

        $crate::__serde!(Sent => $type);
    };
}
pub(crate) use words;

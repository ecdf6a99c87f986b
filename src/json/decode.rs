//! JSON values to Rust values, lenient where WeChat is careless, with precise errors.
//!
//! What is generic here is compiled once for each of the hundreds of types of a spec. It is therefore
//! written with `match` and loops: each closure and each adapter of an iterator would be compiled as
//! often, with all that is behind it.

use serde_json::Value;

use super::error::DecodeError;
use super::node::{Items, Node};
use super::note::{Note, Why};
use super::tape::{Entry, Kind};
use crate::Secret;

/// A value that can be read from JSON.
pub trait Decode: Sized {
    /// Reads the value. From [`Node::NOTHING`] every type reads its empty value.
    ///
    /// # Errors
    ///
    /// When the JSON has another shape, or lacks an essential field; the error says
    /// what was expected and what was found, and never shows the value itself.
    fn decode(node: Node<'_>) -> Result<Self, DecodeError>;
}

/// A number is taken as its text, digit by digit: long ids come either way.
impl Decode for String {
    fn decode(node: Node<'_>) -> Result<Self, DecodeError> {
        match node.text() {
            Ok(text) => Ok(text.to_owned()),
            Err(error) => Err(error),
        }
    }
}

impl Decode for Secret {
    fn decode(node: Node<'_>) -> Result<Self, DecodeError> {
        match node.text() {
            Ok(text) => Ok(Self::new(text)),
            Err(error) => Err(error),
        }
    }
}

/// A string with a whole number in it is taken as the number.
impl Decode for i64 {
    fn decode(node: Node<'_>) -> Result<Self, DecodeError> {
        let number = match digits(node) {
            None => Some(0),
            Some(text) => text.parse().ok().or_else(|| whole(text.parse().ok()?)),
        };
        number.ok_or_else(|| node.mismatch("a whole number"))
    }
}

/// A float as a whole number, when it is one that a float holds exactly.
fn whole(float: f64) -> Option<i64> {
    const EXACT: f64 = 9_007_199_254_740_992.0;
    (float.fract() == 0.0 && float.abs() <= EXACT).then_some(float as i64)
}

/// A string with a number in it is taken as the number.
impl Decode for f64 {
    fn decode(node: Node<'_>) -> Result<Self, DecodeError> {
        let number = match digits(node) {
            None => Some(0.0),
            Some(text) => text.parse().ok().filter(|number: &Self| number.is_finite()),
        };
        number.ok_or_else(|| node.mismatch("a number"))
    }
}

/// The text of a possible number; `None` of nothing, and an empty text of other types.
fn digits(node: Node<'_>) -> Option<&str> {
    match node.kind() {
        None => None,
        Some(Kind::Number | Kind::Text | Kind::Escaped) => node.text().ok().map(str::trim),
        Some(_) => Some(""),
    }
}

/// `0`, `1` and the words as strings are taken as well.
impl Decode for bool {
    fn decode(node: Node<'_>) -> Result<Self, DecodeError> {
        match node.kind() {
            None | Some(Kind::False) => return Ok(false),
            Some(Kind::True) => return Ok(true),
            Some(_) => {}
        }
        match node.text().unwrap_or_default().trim() {
            "false" | "0" => Ok(false),
            "true" | "1" => Ok(true),
            _ => Err(node.mismatch("a boolean")),
        }
    }
}

/// As serde_json has it: without its feature `arbitrary_precision`, a number with more digits than a
/// float holds is the nearest float.
impl Decode for Value {
    fn decode(node: Node<'_>) -> Result<Self, DecodeError> {
        Ok(node.to_value())
    }
}

/// A row that can't be read never loses the others: an object is left out, and a scalar
/// keeps its place, empty, because the order of texts and numbers may be significant.
impl<T: Decode> Decode for Vec<T> {
    fn decode(node: Node<'_>) -> Result<Self, DecodeError> {
        let items = items(node)?;
        let mut list = Self::new();
        for item in items {
            match T::decode(item) {
                Ok(value) => list.push(value),
                Err(error) if node.is_strict() => return Err(in_strict(item, error)),
                Err(error) => {
                    if keeps_place(item, &error) {
                        list.extend(T::decode(Node::NOTHING).ok());
                    }
                }
            }
        }
        if list.is_empty() && !node.is_empty() {
            return Err(DecodeError::mismatch(
                "a list of rows that can be read",
                "a list without any",
            ));
        }
        Ok(list)
    }
}

/// The items of a list; a single value reads as a list of one.
pub(super) fn items(node: Node<'_>) -> Result<Items<'_>, DecodeError> {
    match node.entry() {
        None => Ok(Items::none()),
        Some((_, entry @ Entry { kind: Kind::List, .. })) => Ok(Items::new(node, entry)),
        // Some languages write an empty list as an empty object.
        Some(_) if node.is_empty() => Ok(Items::none()),
        Some((_, Entry { kind: Kind::True | Kind::False, .. })) => Err(node.mismatch("a list")),
        Some((document, _)) => {
            let (way, at) = (node.way(), node.at());
            document.note(Note { way, at, field: None, why: Why::NotAList });
            Ok(Items::one(node))
        }
    }
}

fn in_strict(row: Node<'_>, error: DecodeError) -> DecodeError {
    match row.document() {
        Some(document) => error.finally(document.path(row.at())),
        None => error,
    }
}

/// Notes a row that can't be read; whether an empty one takes its place.
fn keeps_place(row: Node<'_>, error: &DecodeError) -> bool {
    let keeps = !error.is_of_row();
    let why = match error.types() {
        Some((expected, found)) if keeps => Why::Mismatch { expected, found },
        _ => Why::RowLeftOut,
    };
    if let Some(document) = row.document() {
        // A row has the way of its list, of which a field that lacks something has another.
        document.note(Note { way: row.way(), at: row.at(), field: None, why });
    }
    keeps
}

impl<T: Decode> Decode for Option<T> {
    fn decode(node: Node<'_>) -> Result<Self, DecodeError> {
        if node.is_nothing() {
            return Ok(None);
        }
        match T::decode(node) {
            Ok(value) => Ok(Some(value)),
            Err(error) => Err(error),
        }
    }
}

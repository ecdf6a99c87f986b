//! Leaves of documents: values, each with its place.

use std::fmt;

use crate::source::Span;

/// A value and its place.
#[derive(Clone, Debug)]
pub struct Node<T> {
    /// The value.
    pub value: T,
    /// Where it is.
    pub span: Span,
}

impl<T> Node<T> {
    /// A value at a place.
    pub fn new(value: T, span: Span) -> Self {
        Self { value, span }
    }
}

/// The items of a list; none of one that is left out.
pub fn listed<T>(list: &Option<Vec<T>>) -> &[T] {
    list.as_deref().unwrap_or_default()
}

/// A type as it is written: `EnvId[]` is `EnvId` with a depth of 1.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TypeText {
    /// What a list is of, in the end.
    pub base: String,
    /// How many lists there are around it.
    pub depth: usize,
}

impl TypeText {
    /// Reads what is in a file.
    pub fn read(text: &str) -> Self {
        let mut base = text;
        let mut depth = 0;
        while let Some(item) = base.strip_suffix("[]") {
            base = item;
            depth += 1;
        }
        Self { base: base.to_owned(), depth }
    }
}

/// A value of a scalar field.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Literal {
    /// Text.
    String(String),
    /// A whole number.
    Int(i64),
    /// True or false.
    Bool(bool),
}

impl fmt::Display for Literal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::String(text) => text.fmt(f),
            Self::Int(number) => number.fmt(f),
            Self::Bool(flag) => flag.fmt(f),
        }
    }
}

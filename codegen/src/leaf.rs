//! Leaves of documents: values, each with its place.

use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};

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

/// A type as it is written: `EnvId[]` is `EnvId` in a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TypeText {
    /// What a list or a map is of, in the end.
    pub base: String,
    /// What is around it, the innermost first.
    pub around: Vec<Container>,
}

/// What holds several values of one type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Container {
    /// A list, `[]`.
    List,
    /// A map with keys of the caller's, `{}`.
    Map,
}

impl TypeText {
    /// Reads what is in a file.
    pub fn read(text: &str) -> Self {
        let mut base = text;
        let mut around = Vec::new();
        loop {
            let (item, container) = match (base.strip_suffix("[]"), base.strip_suffix("{}")) {
                (Some(item), _) => (item, Container::List),
                (None, Some(item)) => (item, Container::Map),
                (None, None) => break,
            };
            base = item;
            around.push(container);
        }
        around.reverse();
        Self { base: base.to_owned(), around }
    }
}

/// A value of a scalar field.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Literal {
    /// Text.
    String(String),
    /// A whole number.
    Int(i64),
    /// A number with a fraction.
    Float(Float),
    /// True or false.
    Bool(bool),
}

/// A finite float. Unlike `f64`, all of them are in order.
#[derive(Clone, Copy, Debug)]
pub struct Float(f64);

impl Float {
    /// A float that is a number.
    pub fn new(float: f64) -> Option<Self> {
        // The sum makes one zero of the two.
        float.is_finite().then_some(Self(float + 0.0))
    }

    /// The number.
    pub fn get(self) -> f64 {
        self.0
    }
}

impl PartialEq for Float {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Float {}

impl PartialOrd for Float {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Float {
    fn cmp(&self, other: &Self) -> Ordering {
        self.0.total_cmp(&other.0)
    }
}

impl Hash for Float {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.0.to_bits().hash(state);
    }
}

impl fmt::Display for Float {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// A limit of a number or of a count. Whole ones are exact.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Number {
    /// A whole number.
    Int(i64),
    /// A number with a fraction.
    Float(Float),
}

impl Number {
    /// The number, or the float that is nearest to it.
    pub fn to_f64(self) -> f64 {
        match self {
            Self::Int(int) => int as f64,
            Self::Float(float) => float.get(),
        }
    }
}

/// `1.0` is the whole number.
impl From<Float> for Number {
    fn from(float: Float) -> Self {
        const EXACT: f64 = 9_007_199_254_740_992.0;
        match float.get() {
            whole if whole.fract() == 0.0 && whole.abs() <= EXACT => Self::Int(whole as i64),
            _ => Self::Float(float),
        }
    }
}

impl PartialOrd for Number {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        match (self, other) {
            (Self::Int(one), Self::Int(other)) => Some(one.cmp(other)),
            _ => self.to_f64().partial_cmp(&other.to_f64()),
        }
    }
}

impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Int(int) => int.fmt(f),
            Self::Float(float) => float.fmt(f),
        }
    }
}

impl fmt::Display for Literal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::String(text) => text.fmt(f),
            Self::Int(number) => number.fmt(f),
            Self::Float(number) => number.fmt(f),
            Self::Bool(flag) => flag.fmt(f),
        }
    }
}

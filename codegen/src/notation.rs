//! The words of the notation.

pub mod words;

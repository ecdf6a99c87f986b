//! Errcodes and their areas.

use crate::notation::words::{Class, Operator, Window};

/// An errcode of WeChat's.
#[derive(Hash)]
pub struct Errcode {
    pub code: i64,
    pub name: String,
    pub message: String,
    pub meaning: String,
    pub remedy: String,
    pub class: Class,
    pub operator: Option<Operator>,
    pub quota: Option<Window>,
}

/// A range of numbers that the vendor uses for one part of its service.
#[derive(Hash)]
pub struct Area {
    pub name: String,
    pub from: i64,
    pub to: i64,
    pub doc: String,
}

//! `[wait.NAME]`: a state to wait for.

use super::key::{Key, Table, Value};
use super::kind::{
    Any, Count, Document, Kind, Line, List, Names, One, Readable, ReadableDocument, Word,
};
use super::rows::{documents, rows};
use super::words::Absence;
use crate::leaf::Node;
use crate::source::Span;
use crate::table as toml;

rows! {
    /// `[wait.NAME]`.
    WaitDoc(name: Node<String>) is WAIT, "a wait"
    "doc" doc: Line, "What is waited for, in one line that begins with Until",
        needed "say in one line until when, such as \"Until the environment can be used\"";
    "items" items: Line, "The list that it looks into, as a path in the response; left out when it looks at the response itself";
    "where" keys: Names, "Which item it looks at: a field of it by its path, and the argument that it equals";
    "path" path: Line, "The state, as a path in the item or the response; left out when being there is enough";
    "success" success: List<Any>, "The states that are waited for";
    "failure" failure: List<Any>, "The states in which waiting is in vain; any other is waited out";
    "reason" reason: Line, "Why it failed, as a path in the item or the response";
    "absent" absent: Word<Absence>, "What it means that there is no such item, or no state; `retry` when left out";
    "delay" delay: One<DelayDoc>, "The time between two looks, which grows from `min` to `max`",
        needed "how long to wait between two looks, such as { min = 3, max = 30 }";
}

rows! {
    /// `delay` of a wait.
    DelayDoc() is DELAY, "a delay"
    "min" min: Count, "The shortest time between two looks, in seconds",
        needed "the shortest time between two looks, in seconds";
    "max" max: Count, "The longest time between two looks, in seconds",
        needed "the longest time between two looks, in seconds";
}

documents! {
    DelayDoc is DELAY, at min;
}

/// A table whose keys are names of waits.
#[derive(Debug)]
pub struct Waits;

impl Kind for Waits {
    type Read = Vec<WaitDoc>;
    const VALUE: Value = Value::Named(&WAIT);

    fn place(read: &Self::Read) -> Option<&Span> {
        read.first().map(|document| &document.name.span)
    }
}

impl Readable for Waits {
    fn read(table: &mut toml::Table<'_, '_>, key: &'static str) -> Self::Read {
        table.table(key).map(|table| table.named(WaitDoc::read)).unwrap_or_default()
    }
}

//! Kinds of values: what a file may say, and as what it is read.

use std::marker::PhantomData;

use super::key::{self, Value};
use super::words::{self, Words};
use crate::leaf::{Literal, Node, Number, TypeText};
use crate::source::Span;
use crate::table::Table;

/// A kind of value.
pub trait Kind {
    /// What it is read as; empty where it is left out or has been reported.
    type Read;
    /// What a file may say.
    const VALUE: Value;

    /// Where it is.
    fn place(read: &Self::Read) -> Option<&Span>;

    /// Where one item of it is, as it is written.
    fn item<'d>(_: &'d Self::Read, _: &str) -> Option<&'d Span> {
        None
    }

    /// What it says, where that is a single value.
    fn said(_: &Self::Read) -> Option<String> {
        None
    }
}

/// A kind that can be read under a key.
pub(crate) trait Readable: Kind {
    fn read(table: &mut Table<'_, '_>, key: &'static str) -> Self::Read;
}

/// Kinds that are read as a single value.
macro_rules! single {
    ($($(#[doc = $doc:literal])* $name:ident: $ty:ty = $value:expr, $read:ident;)*) => {$(
        $(#[doc = $doc])*
        #[derive(Debug)]
        pub struct $name;

        impl Kind for $name {
            type Read = Option<Node<$ty>>;
            const VALUE: Value = $value;

            fn place(read: &Self::Read) -> Option<&Span> {
                read.as_ref().map(|node| &node.span)
            }

            fn said(read: &Self::Read) -> Option<String> {
                read.as_ref().map(|node| node.value.to_string())
            }
        }

        impl Readable for $name {
            fn read(table: &mut Table<'_, '_>, key: &'static str) -> Self::Read {
                table.$read(key)
            }
        }
    )*};
}

single! {
    /// One line of text.
    Line: String = Value::Line, text;
    /// The vendor's name of an interface.
    Name: String = Value::Matching("^[A-Za-z0-9_.-]+$"), text;
    /// A path on the host, in which a name in braces stands for a field.
    Path: String = Value::Matching(
        "^/(([A-Za-z0-9_.-]+|\\{[A-Za-z0-9_.-]+\\})/)*([A-Za-z0-9_.-]*|\\{[A-Za-z0-9_.-]+\\})$"
    ), text;
    /// A base URL of a host.
    Host: String = Value::Matching("^https://[a-z0-9.-]+(:[0-9]+)?$"), text;
    /// A name of a value in Rust.
    Snake: String = Value::Matching("^[a-z][a-z0-9]*(_[a-z0-9]+)*$"), text;
    /// A name of a type or a variant in Rust.
    Pascal: String = Value::Matching("^[A-Z][A-Za-z0-9]*$"), text;
    /// An address of a page.
    Address: String = Value::Matching("^https?://"), text;
    /// Any text.
    Text: String = Value::Text, lines;
    /// `true` or `false`.
    Flag: bool = Value::Flag, flag;
    /// A whole number.
    Int: i64 = Value::Int, int;
    /// A number that may have a fraction.
    Measure: Number = Value::Number, number;
    /// A number of things.
    Count: i64 = Value::Count, int;
    /// A day.
    Day: String = Value::Day, date;
    /// A value of a field.
    Any: Literal = Value::Literal, literal;
}

/// A type of a field.
#[derive(Debug)]
pub struct Type;

impl Kind for Type {
    type Read = Option<Node<TypeText>>;
    const VALUE: Value = Value::Type;

    fn place(read: &Self::Read) -> Option<&Span> {
        read.as_ref().map(|node| &node.span)
    }
}

impl Readable for Type {
    fn read(table: &mut Table<'_, '_>, key: &'static str) -> Self::Read {
        table.text(key).map(|text| Node::new(TypeText::read(&text.value), text.span))
    }
}

/// One of the words of `T`, read as text: the passes say which meaning it has.
#[derive(Debug)]
pub struct Word<T>(PhantomData<T>);

impl<T: Words> Kind for Word<T> {
    type Read = Option<Node<String>>;
    const VALUE: Value = Value::Word(words::all::<T>);

    fn place(read: &Self::Read) -> Option<&Span> {
        Line::place(read)
    }

    fn said(read: &Self::Read) -> Option<String> {
        Line::said(read)
    }
}

impl<T: Words> Readable for Word<T> {
    fn read(table: &mut Table<'_, '_>, key: &'static str) -> Self::Read {
        table.text(key)
    }
}

/// A list of lines, of words or of numbers.
#[derive(Debug)]
pub struct List<K>(PhantomData<K>);

/// A kind that a list can be of.
pub trait Item: Kind<Read = Option<Node<<Self as Item>::Of>>> {
    /// What an item is.
    type Of: ToString;
}

/// An item that can be read.
pub(crate) trait ReadableItem: Item {
    fn list(table: &mut Table<'_, '_>, key: &'static str) -> Option<Vec<Node<Self::Of>>>;
}

impl<K: Item> Kind for List<K> {
    type Read = Option<Vec<Node<K::Of>>>;
    const VALUE: Value = Value::List(&K::VALUE);

    fn place(read: &Self::Read) -> Option<&Span> {
        read.as_ref()?.first().map(|node| &node.span)
    }

    fn item<'d>(read: &'d Self::Read, item: &str) -> Option<&'d Span> {
        let found = read.as_ref()?.iter().find(|node| node.value.to_string() == item);
        found.map(|node| &node.span)
    }
}

impl<K: ReadableItem> Readable for List<K> {
    fn read(table: &mut Table<'_, '_>, key: &'static str) -> Self::Read {
        K::list(table, key)
    }
}

macro_rules! items {
    ($([$($generic:tt)*] $name:ty: $of:ty, $read:ident;)*) => {$(
        impl<$($generic)*> Item for $name {
            type Of = $of;
        }

        impl<$($generic)*> ReadableItem for $name {
            fn list(table: &mut Table<'_, '_>, key: &'static str) -> Option<Vec<Node<$of>>> {
                table.$read(key)
            }
        }
    )*};
}

items! {
    [] Any: Literal, literals;
    [] Line: String, texts;
    [] Path: String, texts;
    [] Host: String, texts;
    [T: Words] Word<T>: String, texts;
    [] Int: i64, ints;
}

/// A table of names by paths of fields.
#[derive(Debug)]
pub struct Names;

impl Kind for Names {
    type Read = Option<Node<Vec<(Node<String>, Node<String>)>>>;
    const VALUE: Value = Value::Names;

    fn place(read: &Self::Read) -> Option<&Span> {
        read.as_ref().map(|node| &node.span)
    }
}

impl Readable for Names {
    fn read(table: &mut Table<'_, '_>, key: &'static str) -> Self::Read {
        let table = table.table(key)?;
        let span = table.span();
        Some(Node::new(table.names(), span))
    }
}

/// A table that a file has at one place.
pub trait Document: Sized + 'static {
    /// Its keys.
    const TABLE: &'static key::Table;

    /// The place that stands for all of it: that of its first key.
    fn place(&self) -> Option<&Span>;
}

/// A document that can be read.
pub(crate) trait ReadableDocument: Document {
    fn read(table: Table<'_, '_>) -> Self;
}

/// A table under a key.
#[derive(Debug)]
pub struct One<D>(PhantomData<D>);

impl<D: Document> Kind for One<D> {
    type Read = Option<D>;
    const VALUE: Value = Value::Table(D::TABLE);

    fn place(read: &Self::Read) -> Option<&Span> {
        read.as_ref()?.place()
    }
}

impl<D: ReadableDocument> Readable for One<D> {
    fn read(table: &mut Table<'_, '_>, key: &'static str) -> Self::Read {
        table.table(key).map(D::read)
    }
}

/// A list of tables under a key: `[[key]]`.
#[derive(Debug)]
pub struct Each<D>(PhantomData<D>);

impl<D: Document> Kind for Each<D> {
    type Read = Vec<D>;
    const VALUE: Value = Value::Tables(D::TABLE);

    fn place(read: &Self::Read) -> Option<&Span> {
        read.first()?.place()
    }
}

impl<D: ReadableDocument> Readable for Each<D> {
    fn read(table: &mut Table<'_, '_>, key: &'static str) -> Self::Read {
        table.each(key, D::read)
    }
}

//! What is where, by the notation.

use wechat_cloudbase_codegen::notation::{
    ENDPOINT, ERRCODES, FIELD, PERMISSION_SETS, TYPE_OF_ITS_OWN, Table, Value,
};

/// What a table of a file is, which says the order of its keys.
#[derive(Clone, Copy)]
pub(super) enum TableKind {
    /// One whose keys are those of the notation.
    Keys(&'static Table),
    /// One whose keys are names of fields, which stay in order.
    Fields,
    /// One whose keys are names of types, which stay in order.
    Types,
    /// One whose keys are names of such tables, which stay in order.
    Named(&'static Table),
    /// None of the notation.
    Unknown,
}

impl TableKind {
    pub(super) const ENDPOINT: Self = Self::Keys(&ENDPOINT);
    pub(super) const ERRCODES: Self = Self::Keys(&ERRCODES);
    pub(super) const PERMISSION_SETS: Self = Self::Keys(&PERMISSION_SETS);
    pub(super) const TYPE: Self = Self::Keys(&TYPE_OF_ITS_OWN);
    const FIELD: Self = Self::Keys(&FIELD);

    /// What a key of such a table holds, when it holds tables.
    pub(super) fn inner(self, key: &str) -> Self {
        match (self, self.value(key)) {
            (Self::Fields, _) => Self::FIELD,
            (Self::Types, _) => Self::TYPE,
            (Self::Named(table), _) => Self::Keys(table),
            (_, Some(Value::Fields)) => Self::Fields,
            (_, Some(Value::Types)) => Self::Types,
            (_, Some(Value::Named(table))) => Self::Named(table),
            (_, value) => value.and_then(Value::table).map_or(Self::Unknown, Self::Keys),
        }
    }

    /// What the table at a path is.
    pub(super) fn at(self, path: &[String]) -> Self {
        path.iter().fold(self, |kind, key| kind.inner(key))
    }

    /// Where a key is among those of its table. One that the notation does not have is after
    /// all others.
    pub(super) fn rank(self, key: &str) -> usize {
        match self {
            Self::Keys(table) => table.rank(key),
            Self::Fields | Self::Types | Self::Named(_) | Self::Unknown => 0,
        }
    }

    /// What a key of such a table takes.
    pub(super) fn value(self, key: &str) -> Option<Value> {
        match self {
            Self::Keys(table) => table.key(key).map(|key| key.value),
            Self::Fields | Self::Types | Self::Named(_) | Self::Unknown => None,
        }
    }

    /// Whether its keys are names of tables that have headers of their own.
    pub(super) fn is_of_names(self) -> bool {
        matches!(self, Self::Types | Self::Named(_))
    }
}

impl PartialEq for TableKind {
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Keys(one), Self::Keys(other)) | (Self::Named(one), Self::Named(other)) => {
                std::ptr::eq(*one, *other)
            }
            (one, other) => std::mem::discriminant(one) == std::mem::discriminant(other),
        }
    }
}

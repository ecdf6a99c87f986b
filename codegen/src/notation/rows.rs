//! Turns the rows of a table into a document: its type, its reader, and the table as data.

/// A row is the key, the name of its field in the document, its kind, what it means, and what else is
/// said of it by the functions of [`Key`](super::key::Key).
macro_rules! rows {
    (
        $(#[doc = $about:literal])*
        $doc:ident($($extra:ident: $extra_ty:ty),*) is $table:ident, $what:literal
        $($key:literal $field:ident: $kind:ty, $says:expr $(, $column:ident $value:expr)*;)*
    ) => {
        $(#[doc = $about])*
        #[derive(Debug)]
        #[allow(missing_docs, reason = "a field is a key, which its row explains")]
        pub struct $doc {
            /// Where the table is.
            pub span: Span,
            /// Keys that had a problem, and those that a misspelt key probably stands for.
            pub faulty: Vec<&'static str>,
            $(pub $extra: $extra_ty,)*
            $(pub $field: <$kind as Kind>::Read,)*
        }

        #[doc = concat!("The keys of ", $what, ".")]
        pub static $table: Table = Table {
            what: $what,
            keys: &[$(Key::new($key, <$kind as Kind>::VALUE, $says)$(.$column($value))*,)*],
        };

        impl $doc {
            pub(crate) fn read(mut table: toml::Table<'_, '_> $(, $extra: $extra_ty)*) -> Self {
                table.check(&$table);
                let mut faulty = Vec::new();
                Self {
                    span: table.span(),
                    $($extra,)*
                    $($field: table.watched($key, &mut faulty, <$kind as Readable>::read),)*
                    faulty,
                }
            }

            /// Where a key is, if it is there.
            pub fn place_of(&self, key: &str) -> Option<&Span> {
                match key {
                    $($key => <$kind as Kind>::place(&self.$field),)*
                    _ => None,
                }
            }

            /// Where an item of a key is, as it is written.
            pub fn item_of(&self, key: &str, item: &str) -> Option<&Span> {
                match key {
                    $($key => <$kind as Kind>::item(&self.$field, item),)*
                    _ => None,
                }
            }

            /// What a key says, where that is a single value.
            pub fn said(&self, key: &str) -> Option<String> {
                match key {
                    $($key => <$kind as Kind>::said(&self.$field),)*
                    _ => None,
                }
            }

            /// Whether these keys were read without a problem, and no misspelt key stands for them.
            pub fn is_sound(&self, keys: &[&str]) -> bool {
                !self.faulty.iter().any(|faulty| keys.contains(faulty))
            }
        }
    };
}

/// Documents that are in one place only.
macro_rules! documents {
    ($($doc:ident is $table:ident, at $first:ident $(or $second:ident)?;)*) => {$(
        impl Document for $doc {
            const TABLE: &'static Table = &$table;

            fn place(&self) -> Option<&Span> {
                let first = self.$first.as_ref().map(|node| &node.span);
                $(let first = first.or_else(|| self.$second.as_ref().map(|node| &node.span));)?
                first
            }
        }

        impl ReadableDocument for $doc {
            fn read(table: toml::Table<'_, '_>) -> Self {
                Self::read(table)
            }
        }
    )*};
}

pub(super) use {documents, rows};

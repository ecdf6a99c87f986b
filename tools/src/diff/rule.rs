//! Every kind of change: what it is called, whom it affects, and which version it needs. One table,
//! which the command, the page about it and the tests read alike.

use std::fmt;

/// The version step that a change needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Bump {
    /// Nothing that a caller's code can notice.
    Patch,
    /// Callers' code still compiles; there is more in reach, or the client does something else.
    Minor,
    /// Callers' code may no longer compile, or may behave unexpectedly.
    Major,
}

/// What a change does to one of those who use a spec.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Effect {
    /// Nothing.
    None,
    /// The documentation says something else, or a constant that describes the endpoint does.
    Docs,
    /// There is more than before, and what was there is as it was.
    Adds,
    /// The same code does something else.
    Changes,
    /// What was there is not there any more.
    Breaks,
}

macro_rules! words {
    ($name:ident: $($variant:ident = $word:literal),*) => {
        impl $name {
            /// In one word, as JSON and arguments have it.
            pub const fn word(self) -> &'static str {
                match self {
                    $(Self::$variant => $word,)*
                }
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(self.word())
            }
        }
    };
}

words! { Bump: Patch = "patch", Minor = "minor", Major = "major" }
words! { Effect: None = "none", Docs = "docs", Adds = "adds", Changes = "changes", Breaks = "breaks" }

/// Whose words a thing is in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Whose {
    /// The vendor's API: the vendor has changed it, or it was transcribed wrong.
    Vendor,
    /// This spec's alone: a choice of words, of a name, or a judgement.
    Ours,
}

/// A line of the table.
pub(super) struct Row {
    id: &'static str,
    bump: Bump,
    rust: Effect,
    wire: Effect,
    behaviour: Effect,
    whose: Whose,
    says: &'static str,
    who: &'static str,
}

macro_rules! rules {
    ($($name:ident $id:literal $bump:ident [$rust:ident $wire:ident $behaviour:ident] $whose:ident
        $says:literal, $who:literal;)*) => {
        /// A kind of change. Each has a stable id, such as `endpoint-removed`.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        #[non_exhaustive]
        pub enum ChangeRule {
            $(#[doc = concat!("`", $id, "`: ", $says, ".")] $name,)*
        }

        impl ChangeRule {
            /// Every rule.
            pub const ALL: &'static [Self] = &[$(Self::$name,)*];

            pub(super) const fn row(self) -> &'static Row {
                match self {
                    $(Self::$name => &Row {
                        id: $id,
                        bump: Bump::$bump,
                        rust: Effect::$rust,
                        wire: Effect::$wire,
                        behaviour: Effect::$behaviour,
                        whose: Whose::$whose,
                        says: $says,
                        who: $who,
                    },)*
                }
            }
        }
    };
}

mod table;

pub use table::ChangeRule;

impl ChangeRule {
    /// The rule's id.
    pub const fn id(self) -> &'static str {
        self.row().id
    }

    /// The step of the version that it needs.
    pub const fn bump(self) -> Bump {
        self.row().bump
    }

    /// What it does to Rust code that uses the bindings.
    pub const fn rust(self) -> Effect {
        self.row().rust
    }

    /// Its effect on the bytes that a call sends, and on how those of its response are read.
    pub const fn wire(self) -> Effect {
        self.row().wire
    }

    /// Its effect on the client and the mock: retries, classes, what is refused.
    pub const fn behaviour(self) -> Effect {
        self.row().behaviour
    }

    /// What has changed, with `{name}`, `{of}`, `{old}` and `{new}` to be filled in.
    pub const fn says(self) -> &'static str {
        self.row().says
    }

    /// Who notices, and how.
    pub const fn who(self) -> &'static str {
        self.row().who
    }

    pub(super) const fn whose(self) -> Whose {
        self.row().whose
    }
}

impl fmt::Display for ChangeRule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.id())
    }
}

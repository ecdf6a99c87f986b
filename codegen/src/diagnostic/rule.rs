//! The rules of diagnostics.

use std::fmt;

macro_rules! rules {
    ($($(#[doc = $doc:literal])* $name:ident = $id:literal,)*) => {
        /// What a diagnostic is about. Each rule has a stable id, such as `unknown-key`.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        #[non_exhaustive]
        pub enum Rule {
            $($(#[doc = $doc])* $name,)*
        }

        impl Rule {
            /// Every rule.
            pub const ALL: &'static [Self] = &[$(Self::$name,)*];

            /// The rule's id.
            pub const fn id(self) -> &'static str {
                match self {
                    $(Self::$name => $id,)*
                }
            }
        }
    };
}

rules! {
    /// The file is not UTF-8.
    NotUtf8 = "not-utf8",
    /// A file that is not part of a spec.
    StrayFile = "stray-file",
    /// The text is not TOML.
    Toml = "toml",
    /// An unknown key.
    UnknownKey = "unknown-key",
    /// A required key is missing.
    MissingKey = "missing-key",
    /// A value of another type than the key takes.
    WrongType = "wrong-type",
    /// A word that the key does not take.
    UnknownWord = "unknown-word",
    /// A required text is empty.
    EmptyText = "empty-text",
    /// A line break or another control character where one line of text belongs.
    ControlCharacter = "control-character",
    /// The same thing twice in one list.
    Repeated = "repeated",
    /// The name of the file is not the id of its endpoint.
    FileName = "file-name",
    /// Two endpoints with one id, name, or method and path, an old path among them.
    EndpointCollision = "endpoint-collision",
    /// A path that no server could have.
    BadPath = "bad-path",
    /// A name that can't become a Rust name.
    BadName = "bad-name",
    /// Two wire names that become one Rust name.
    NameCollision = "name-collision",
    /// A name that generated code needs for itself.
    ReservedName = "reserved-name",
    /// A key that names a field which the endpoint does not have.
    UnknownField = "unknown-field",
    /// A type that is not defined.
    UnknownType = "unknown-type",
    /// A malformed type.
    BadType = "bad-type",
    /// A type that contains itself.
    RecursiveType = "recursive-type",
    /// A type that no field uses.
    UnusedType = "unused-type",
    /// Keys that exclude each other.
    Conflict = "conflict",
    /// A value that is not of its field's type.
    BadValue = "bad-value",
    /// A pattern that is not a regular expression.
    BadPattern = "bad-pattern",
    /// A limit that no value satisfies.
    BadLimit = "bad-limit",
    /// A field in the query string, in the path or in a header that is not a single value.
    BadQueryField = "bad-query-field",
    /// A field that a kind of body can't hold.
    BadBodyField = "bad-body-field",
    /// A host that is not a base URL.
    BadHost = "bad-host",
    /// A field of a type that does not fit its use.
    WrongField = "wrong-field",
    /// A body on a GET or a DELETE.
    BodyOnGet = "body-on-get",
    /// A code or an id that is out of range.
    BadNumber = "bad-number",
    /// An errcode that errcodes.toml does not have.
    UnknownErrcode = "unknown-errcode",
    /// Two errcodes with one number or one name.
    ErrcodeCollision = "errcode-collision",
    /// A permission set that permission_sets.toml does not have.
    UnknownPermissionSet = "unknown-permission-set",
    /// Two permission sets with one id.
    PermissionSetCollision = "permission-set-collision",
    /// A sample that is not JSON.
    SampleNotJson = "sample-not-json",
    /// A sample lacks a required field.
    SampleMissingField = "sample-missing-field",
    /// A sample has a field that the table does not have.
    SampleUnknownField = "sample-unknown-field",
    /// A value in a sample that its field can't have.
    SampleBadValue = "sample-bad-value",
    /// A former name that is still in use, or that two things had.
    BadRename = "bad-rename",
    /// A source that is not the address of a page.
    BadSource = "bad-source",
    /// A correction of something that the endpoint does not have.
    StaleCorrection = "stale-correction",
}

impl fmt::Display for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.id())
    }
}

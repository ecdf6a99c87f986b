//! The order of keys, as data.

/// What a table is, which says in what order its keys stand.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Endpoint,
    /// Its keys are names, which stay in order.
    Fields,
    Field,
    /// Its keys are names, which stay in order.
    Types,
    Type,
    Value,
    Sample,
    Source,
    Correction,
    Errcodes,
    Errcode,
    Area,
    PermissionSets,
    PermissionSet,
    /// None of the notation.
    Unknown,
}

impl Kind {
    /// What a key of such a table holds, when it holds tables.
    pub(super) fn inner(self, key: &str) -> Self {
        match (self, key) {
            (Self::Endpoint, "request" | "response") => Self::Fields,
            (Self::Endpoint, "types") => Self::Types,
            (Self::Endpoint, "sample") => Self::Sample,
            (Self::Endpoint, "source") => Self::Source,
            (Self::Endpoint, "correction") => Self::Correction,
            (Self::Fields, _) => Self::Field,
            (Self::Types, _) => Self::Type,
            (Self::Field | Self::Type, "fields") => Self::Fields,
            (Self::Field | Self::Type, "enum") => Self::Value,
            (Self::Errcodes, "errcode") => Self::Errcode,
            (Self::Errcodes, "area") => Self::Area,
            (Self::PermissionSets, "permission_set") => Self::PermissionSet,
            _ => Self::Unknown,
        }
    }

    /// What the table at a path is.
    pub(super) fn at(self, path: &[String]) -> Self {
        path.iter().fold(self, |kind, key| kind.inner(key))
    }

    /// Where a key stands among those of its table. One that the notation does not have stands after
    /// all others.
    pub(super) fn rank(self, key: &str) -> usize {
        let keys = self.keys();
        keys.iter().position(|known| *known == key).unwrap_or(keys.len())
    }

    fn keys(self) -> &'static [&'static str] {
        match self {
            Self::Endpoint => ENDPOINT,
            Self::Field => FIELD,
            Self::Type => &["type", "renamed_from", "doc", "pattern", "enum", "fields"],
            Self::Value => &["value", "name", "renamed_from", "doc"],
            Self::Sample => &["request", "response"],
            Self::Source => &["page", "read"],
            Self::Correction => &["field", "says", "is", "why", "page", "seen"],
            Self::Errcodes => &["area", "errcode"],
            Self::Errcode => {
                &["code", "name", "message", "meaning", "remedy", "class", "quota", "operator"]
            }
            Self::Area => &["name", "from", "to", "doc"],
            Self::PermissionSets => &["permission_set"],
            Self::PermissionSet => &["id", "name", "doc"],
            Self::Fields | Self::Types | Self::Unknown => &[],
        }
    }
}

const ENDPOINT: &[&str] = &[
    "name",
    "rust",
    "renamed_from",
    "summary",
    "notes",
    "method",
    "path",
    "old_paths",
    "tokens",
    "token_field",
    "request_wrapper",
    "response_wrapper",
    "errcode_on_success",
    "permission_sets",
    "cloud_call",
    "repeat",
    "status",
    "errcodes",
    "request",
    "response",
    "types",
    "sample",
    "source",
    "correction",
];

const FIELD: &[&str] = &[
    "type",
    "rust",
    "renamed_from",
    "in",
    "fixed",
    "secret",
    "text",
    "optional",
    "essential",
    "enum",
    "pattern",
    "min",
    "max",
    "min_length",
    "max_length",
    "min_items",
    "max_items",
    "doc",
    "fields",
];

//! What one can ask the place of.

use wechat_cloudbase_codegen::syntax::Literal;

/// A thing of the model. Each `key` is one of the notation; without one it is the thing as a whole.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Thing<'a> {
    /// An endpoint, or one of its keys: `path`, `request`, `sample.response`.
    Endpoint { id: &'a str, key: Option<&'a str> },
    /// One item of an endpoint's list, as it is written: `app` of `tokens`, `-1` of `errcodes`.
    Item { id: &'a str, key: &'a str, item: &'a str },
    /// A field of an endpoint, through the types on its way: `request.data.env`.
    Field { id: &'a str, path: &'a str, key: Option<&'a str> },
    /// One of an endpoint's `[[source]]`, from 0.
    Source { id: &'a str, index: usize },
    /// One of an endpoint's `[[correction]]`, from 0.
    Correction { id: &'a str, index: usize },
    /// A type, inline ones among them.
    Type { of: Home<'a>, name: &'a str, key: Option<&'a str> },
    /// A field of a type.
    Member { of: Home<'a>, name: &'a str, field: &'a str, key: Option<&'a str> },
    /// A value of an enum.
    Value { of: Home<'a>, name: &'a str, value: &'a Literal, key: Option<&'a str> },
    /// A record of `errcodes.toml`.
    Errcode { code: i64, key: Option<&'a str> },
    /// A range of `errcodes.toml`.
    Area { name: &'a str, key: Option<&'a str> },
    /// A record of `permission_sets.toml`.
    PermissionSet { id: u32, key: Option<&'a str> },
}

/// Where a type is described.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Home<'a> {
    /// In `types.toml`.
    Shared,
    /// In the file of the endpoint with this id.
    Endpoint(&'a str),
}

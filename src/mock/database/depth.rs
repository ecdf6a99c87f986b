//! How deep documents are nested, which updates could do without end.

use serde_json::Value;

/// The deepest that a document can be.
const MAX_DEPTH: usize = 100;

pub(super) const TOO_DEEP: &str = "a document would be nested too deeply";

/// Whether a value is nested no deeper than a document can be.
pub(super) fn is_shallow(value: &Value) -> bool {
    is_within(value, MAX_DEPTH)
}

/// Whether a path has no more names than a document can be deep.
pub(super) fn is_short(path: &str) -> bool {
    path.split('.').nth(MAX_DEPTH).is_none()
}

fn is_within(value: &Value, levels: usize) -> bool {
    let inside = |value: &Value| levels > 0 && is_within(value, levels - 1);
    match value {
        Value::Array(items) => items.iter().all(inside),
        Value::Object(fields) => fields.values().all(inside),
        _ => true,
    }
}

//! The format of an earlier store's files: a JSON object each.

use serde_json::Value;

use crate::Secret;

/// The relevant content of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct OldFile {
    pub(super) value: Option<Secret>,
    /// The fence of the last write, and the highest that was issued: files of one key were
    /// written in this order.
    pub(super) order: (u64, u64),
}

/// `None` when the bytes are not such a file, or not all of it.
pub(super) fn decode(bytes: &[u8]) -> Option<OldFile> {
    let value: Value = serde_json::from_slice(bytes).ok()?;
    let fields = value.as_object()?;
    let number = |name: &str| fields.get(name)?.as_u64();
    let value = match fields.get("value") {
        None => None,
        Some(value) => Some(Secret::new(value.as_str()?)),
    };
    Some(OldFile { value, order: (number("written")?, number("highest")?) })
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::indexing_slicing)]
mod tests {
    use super::*;

    const FILE: &str = r#"{"highest":9,"lease_ends_ms":1,"lease_fence":9,"lease_ms":1,"lease_owner":"a","value":"canary","written":8}"#;

    #[test]
    fn a_cut_file_is_refused() {
        let value = Some(Secret::new("canary"));
        assert_eq!(decode(FILE.as_bytes()), Some(OldFile { value, order: (8, 9) }));
        for end in 0..FILE.len() {
            assert_eq!(decode(&FILE.as_bytes()[..end]), None);
        }
    }
}

//! Checksums, which detect flipped bits.

use crate::store::Key;

/// The checksum of a row's content and of the key that it was written under.
pub(super) fn of(key: &Key, value: Option<&[u8]>, written: i64, removed: Option<i64>) -> i64 {
    let mut hasher = crc32fast::Hasher::new();
    let key = key.origin().as_bytes();
    let lengths = [key.len() as u64, value.map_or(u64::MAX, |value| value.len() as u64)];
    for length in lengths {
        hasher.update(&length.to_le_bytes());
    }
    hasher.update(key);
    hasher.update(value.unwrap_or_default());
    hasher.update(&written.to_le_bytes());
    hasher.update(&removed.unwrap_or(i64::MIN).to_le_bytes());
    hasher.finalize().into()
}

pub(super) fn of_fences(highest: i64, forgotten: i64) -> i64 {
    crc32fast::hash(&[highest.to_le_bytes(), forgotten.to_le_bytes()].concat()).into()
}

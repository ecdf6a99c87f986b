//! Signatures: SHA-1 over token, timestamp, nonce and ciphertext in alphabetical order.

use sha1::{Digest, Sha1};
use subtle::{Choice, ConstantTimeEq};

use super::Query;
use crate::Secret;

/// The signature, as 40 lower-case hexadecimal digits.
pub(super) fn of(token: &Secret, timestamp: &str, nonce: &str, encrypted: &str) -> String {
    let mut parts = [token.expose(), timestamp, nonce, encrypted];
    parts.sort_unstable();
    let mut hash = Sha1::new();
    for part in parts {
        hash.update(part);
    }
    hex(&hash.finalize())
}

/// Whether the query has the signature of one of the tokens. All are compared, and each comparison
/// takes the same time wherever the first difference is.
pub(super) fn is_of_any(tokens: &[Secret], query: &Query, encrypted: &str) -> bool {
    let timestamp = query.timestamp.to_string();
    let mut found = Choice::from(0);
    for token in tokens {
        let expected = of(token, &timestamp, &query.nonce, encrypted);
        found |= expected.as_bytes().ct_eq(query.signature.as_bytes());
    }
    found.into()
}

/// What [`hex`] has written.
pub(super) fn from_hex(digits: &str) -> Option<[u8; 20]> {
    let mut bytes = [0; 20];
    if digits.len() != 2 * bytes.len() || !digits.bytes().all(|digit| digit.is_ascii_hexdigit()) {
        return None;
    }
    for (at, byte) in bytes.iter_mut().enumerate() {
        *byte = u8::from_str_radix(digits.get(2 * at..2 * at + 2)?, 16).ok()?;
    }
    Some(bytes)
}

pub(super) fn hex(bytes: &[u8]) -> String {
    let digits = bytes.iter().flat_map(|byte| [byte >> 4, byte & 15]);
    digits.filter_map(|digit| char::from_digit(digit.into(), 16)).collect()
}

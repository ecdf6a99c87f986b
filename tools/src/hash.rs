//! FNV-1a of 64 bits: collisions are harmless here, and it is stable across platforms and releases.

/// The hash of bytes.
pub(crate) fn fnv(bytes: impl IntoIterator<Item = u8>) -> u64 {
    bytes.into_iter().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
    })
}

/// 16 hexadecimal digits that identify texts together.
pub(crate) fn fingerprint<'t>(parts: impl IntoIterator<Item = &'t str>) -> String {
    let bytes = parts.into_iter().flat_map(|part| part.bytes().chain([0]));
    format!("{:016x}", fnv(bytes))
}

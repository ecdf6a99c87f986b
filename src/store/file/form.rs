//! The form of a file: a JSON object.

use std::io;
use std::time::Duration;

use serde_json::{Map, Value};

use crate::Secret;
use crate::store::slot::{Lease, Slot};

pub(super) fn encode(slot: &Slot) -> Vec<u8> {
    let mut fields = Map::new();
    let mut add = |name: &str, value: Value| fields.insert(name.to_owned(), value);
    if let Some(value) = &slot.value {
        add("value", value.expose().into());
    }
    add("written", slot.written.into());
    add("highest", slot.highest.into());
    if let Some(Lease { fence, owner, ends, length }) = &slot.lease {
        add("lease_fence", (*fence).into());
        add("lease_owner", owner.as_str().into());
        add("lease_ends_ms", milliseconds(*ends).into());
        add("lease_ms", milliseconds(*length).into());
    }
    Value::Object(fields).to_string().into_bytes()
}

/// # Errors
///
/// When the bytes are not such a file. The error does not show them.
pub(super) fn decode(bytes: &[u8]) -> io::Result<Slot> {
    slot(bytes).ok_or_else(|| {
        let problem = "this is no file of a store; put a copy of it in its place, or remove it";
        io::Error::new(io::ErrorKind::InvalidData, problem)
    })
}

fn slot(bytes: &[u8]) -> Option<Slot> {
    let value: Value = serde_json::from_slice(bytes).ok()?;
    let fields = value.as_object()?;
    let number = |name: &str| fields.get(name)?.as_u64();
    let time = |name: &str| number(name).map(Duration::from_millis);
    let value = match fields.get("value") {
        None => None,
        Some(value) => Some(Secret::new(value.as_str()?)),
    };
    let lease = match number("lease_fence") {
        None => None,
        Some(fence) => Some(Lease {
            fence,
            owner: fields.get("lease_owner")?.as_str()?.to_owned(),
            ends: time("lease_ends_ms")?,
            length: time("lease_ms")?,
        }),
    };
    Some(Slot { value, written: number("written")?, highest: number("highest")?, lease })
}

fn milliseconds(time: Duration) -> u64 {
    u64::try_from(time.as_millis()).unwrap_or(u64::MAX)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::indexing_slicing)]
mod tests {
    use super::*;

    fn full() -> Slot {
        let lease = Lease {
            fence: 9,
            owner: "host 7".to_owned(),
            ends: Duration::from_millis(1_700_000_000_123),
            length: Duration::from_secs(15),
        };
        let value = Some(Secret::new("canary \"\u{1f600}"));
        Slot { value, written: 8, highest: u64::MAX, lease: Some(lease) }
    }

    #[test]
    fn a_slot_survives_the_way() {
        for slot in [Slot::default(), full()] {
            assert_eq!(decode(&encode(&slot)).unwrap(), slot);
        }
    }

    /// What is left of a file after a bad day is an error, and never a value that was not written.
    #[test]
    fn a_cut_file_is_refused_and_not_shown() {
        let bytes = encode(&full());
        for end in 0..bytes.len() {
            let error = decode(&bytes[..end]).unwrap_err();
            assert!(!format!("{error} {error:?}").contains("canary"));
        }
    }
}

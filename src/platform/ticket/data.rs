//! The health of a ticket as data.

use super::TicketHealth;
use crate::json::{Decode, DecodeError, Encode, Node, Writer};

const FRESH: &str = "fresh";
const LATE: &str = "late";
const OLD: &str = "old";
const MISSING: &str = "missing";

impl Encode for TicketHealth {
    fn encode(&self, json: &mut Writer) {
        let state = match self {
            Self::Fresh { .. } => FRESH,
            Self::Late { .. } => LATE,
            Self::Old { .. } => OLD,
            Self::Missing => MISSING,
        };
        json.begin_object();
        json.field("state", state);
        json.field("age", &self.age());
        json.end_object();
    }
}

/// The state is the one that was written, whatever this release would make of the age.
impl Decode for TicketHealth {
    fn decode(node: Node<'_>) -> Result<Self, DecodeError> {
        let object = node.object()?;
        let state: String = object.usual("state")?;
        let age = || object.usual("age");
        Ok(match state.as_str() {
            FRESH => Self::Fresh { age: age()? },
            LATE => Self::Late { age: age()? },
            OLD => Self::Old { age: age()? },
            MISSING => Self::Missing,
            _ => return Err(node.mismatch("the health of a ticket")),
        })
    }
}

crate::__serde!(Sent => TicketHealth);
